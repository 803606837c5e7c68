import { expect, it } from 'vitest'
import { aMember, post } from '../support/records.ts'
import { memberId, type Row, refuses, type Sent } from '../support/rules.ts'
import { aDuty, aDutyKind, attach } from '../support/service-kinds.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Kinds of duty and their records: 422 with the rule and every field that is wrong, or 409 with the state. */

const KINDS = '/v1/duty-kinds'
const RECORDS = '/v1/duty-records'

const broken = (what: string, make: Row[3]): Row => [what, 422, 'rule_violation', make]
const change = async (path: string, made: Promise<{ id: string }>, body: object): Promise<Sent> => [
  'PATCH',
  `${path}/${(await made).id}`,
  body,
]

const FIELDS = [
  { name: 'medium', title: '媒体', type: 'text', required: true, max: 5 },
  { name: 'words', title: '字数', type: 'integer', max: 1_000 },
  { name: 'printed', title: '见报日', type: 'day' },
  { name: 'front', title: '头版', type: 'flag' },
  { name: 'level', title: '级别', type: 'choice', choices: ['区级', '市级'] },
]
const kind = (values: object) => ({
  code: `rules_${crypto.randomUUID().replaceAll('-', '_')}`,
  name: '类',
  class: 'outreach',
  validFrom: '2019-01-01',
  ...values,
})

/** A record with these values, of a kind with these properties. */
async function record(world: World, values: object, of: Record<string, unknown> = {}) {
  const dutyKindId = (await aDutyKind(world, of)).id
  return { dutyKindId, memberId: await memberId(world), title: '履职', day: '2019-05-10', ...values }
}

const created = (what: string, body: (world: World) => Promise<object>): Row[] => [
  broken(what, async (world) => ['POST', RECORDS, await body(world)]),
  broken(`a batch with ${what}`, async (world) => [
    'POST',
    `${RECORDS}/batch`,
    { items: [await body(world)] },
  ]),
]

const RULES: readonly Row[] = [
  broken('a kind with two fields of one name', async () => [
    'POST',
    KINDS,
    kind({ fields: [FIELDS[0], { ...FIELDS[1], name: 'medium' }] }),
  ]),
  broken('a kind that ends before it begins', async () => ['POST', KINDS, kind({ validTo: '2018-01-01' })]),
  broken('a kind that is given such fields', (world) =>
    change(KINDS, aDutyKind(world), { fields: [FIELDS[0], FIELDS[0]] }),
  ),
  [
    'a kind withdrawn under its record',
    409,
    'in_use',
    async (world) => ['DELETE', `${KINDS}/${(await aDuty(world)).dutyKindId}`],
  ],
  ...created('a record of a kind that was not in use yet', (world) =>
    record(world, {}, { validFrom: '2019-06-01' }),
  ),
  ...created('a record of a kind that is in use no more', (world) =>
    record(world, {}, { validTo: '2019-04-30' }),
  ),
  ...created('a record that only the member enters', (world) => record(world, {}, { enteredBy: 'member' })),
  ...created('a record of somebody who had left', async (world) =>
    record(world, { memberId: (await aMember(world, { validTo: '2019-04-01' })).id }),
  ),
  ...created('a record that ends before it begins', (world) => record(world, { dayTo: '2019-05-09' })),
  ...created('a record without a field that its kind demands', (world) =>
    record(world, {}, { fields: FIELDS }),
  ),
  ...created('a record with a field that its kind has not', (world) =>
    record(world, { fields: { medium: '区报', colour: '红' } }, { fields: FIELDS }),
  ),
  broken('a record moved before the mandate', async (world) => {
    const { id } = await aMember(world, { validFrom: '2019-05-01' })
    return change(RECORDS, aDuty(world, { memberId: id }), { day: '2019-04-30' })
  }),
  broken('a record whose field is taken away', async (world) => {
    const dutyKindId = (await aDutyKind(world, { fields: FIELDS })).id
    return change(RECORDS, aDuty(world, { dutyKindId, fields: { medium: '区报' } }), {
      fields: { medium: null },
    })
  }),
  broken('a record confirmed without the evidence that its kind demands', async (world) => {
    const dutyKindId = (await aDutyKind(world, { evidence: 'required' })).id
    return ['POST', `${RECORDS}/${(await aDuty(world, { dutyKindId })).id}/confirm`]
  }),
  [
    'a record withdrawn under its files',
    409,
    'in_use',
    async (world) => {
      const { id } = await aDuty(world)
      await attach(world.admin, { dutyRecordId: id, purpose: 'evidence' }).expect(201)
      return ['DELETE', `${RECORDS}/${id}`]
    },
  ],
]

inEveryWorld('rules of duties of further kinds', (world) => {
  refuses(world, RULES)

  it.each([
    ['fields of another shape', { fields: [{ name: 'a', title: 'A', type: 'picture' }] }],
    ['a choice without choices', { fields: [{ name: 'a', title: 'A', type: 'choice' }] }],
    ['choices of what is no choice', { fields: [{ name: 'a', title: 'A', type: 'flag', choices: ['是'] }] }],
    ['a limit of a day', { fields: [{ name: 'a', title: 'A', type: 'day', max: 3 }] }],
  ])('400 for %s', async (_what, values) => {
    await world.admin.post(KINDS, kind(values)).expect(400)
  })

  it('takes away the last day of a kind in the request that moves its first one', async () => {
    const { id } = await aDutyKind(world, { validFrom: '2019-01-01', validTo: '2019-06-30' })
    const days = { validFrom: '2019-09-01', validTo: null }
    const { body } = await world.admin.patch(`${KINDS}/${id}`, days, { 'if-match': '*' }).expect(200)
    expect(body).toMatchObject(days)
  })

  it('names every field that is wrong, by its place', async () => {
    const wrong = {
      medium: '人民政协报',
      words: 1_001,
      printed: '2019-02-30',
      front: 'yes',
      level: '省级',
      x: 1,
    }
    const { body } = await world.admin
      .post(RECORDS, await record(world, { fields: wrong }, { fields: FIELDS }))
      .expect(422)
    const places = body.errors.map((error: { pointer: string; code: string }) => [error.pointer, error.code])
    // As long as it may be, the name of the medium is right.
    expect(places).toEqual([
      ['/fields/x', 'unknown_field'],
      ['/fields/words', 'invalid_value'],
      ['/fields/printed', 'invalid_value'],
      ['/fields/front', 'invalid_value'],
      ['/fields/level', 'invalid_value'],
    ])
    const right = { medium: '区报', words: 0, printed: '2019-02-28', front: false, level: '市级' }
    const made = await post(world, RECORDS, await record(world, { fields: right }, { fields: FIELDS }))
    expect(made).toMatchObject({ fields: right, verification: 'confirmed', selfDeclared: false })
  })

  it('a change of one field keeps the others, and null takes one away', async () => {
    const dutyKindId = (await aDutyKind(world, { fields: FIELDS })).id
    const { id } = await aDuty(world, { dutyKindId, fields: { medium: '区报', words: 800 } })
    const patch = { fields: { words: null, level: '区级' } }
    const { body } = await world.admin.patch(`${RECORDS}/${id}`, patch, { 'if-match': '*' }).expect(200)
    expect(body.fields).toEqual({ medium: '区报', level: '区级' })
  })
})
