import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { FactsDocument } from '../../src/scoring/facts.ts'

const member = { id: 'a', validFrom: '2022-01-01' }
const fact = {
  id: 'proposal/p1',
  memberId: 'a',
  day: '2024-01-05',
  kind: 'proposal',
  type: 'joint',
  scope: 'record',
  share: { position: 1, of: 2 },
  steps: [{ status: 'submitted', day: '2024-01-05' }],
} as const
const attendance = {
  id: 'attendance/m1/a',
  memberId: 'a',
  day: '2024-01-05',
  kind: 'attendance',
  type: 'plenary',
  scope: 'meeting',
  meetingId: 'm1',
  sessions: { eligible: 8, present: 6, leave: 2, walkIn: 1 },
} as const
const document = (facts: readonly object[]) => ({
  period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
  members: [member],
  facts,
})
const complaints = (value: unknown) =>
  FactsDocument.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ??
  []

describe('the facts document', () => {
  test('refuses days that end before they begin', () => {
    const days = { from: '2024-02-02', to: '2024-02-01' }
    const held = {
      offices: [{ ...days, code: 'chair' }],
      bodies: [{ ...days, id: 'b', kind: 'sector' }],
      exemptions: [{ ...days, reason: 'study' }],
    }
    expect(complaints({ ...document([]), members: [{ ...member, ...held }] })).toEqual([
      'members.0.offices.0.to from must not be after to',
      'members.0.bodies.0.to from must not be after to',
      'members.0.exemptions.0.to from must not be after to',
    ])
    expect(complaints({ ...document([]), members: [{ ...member, validTo: '2021-12-31' }] })).toEqual([
      'members.0.validTo validFrom must not be after validTo',
    ])
  })

  test('fills in what may be left out', () => {
    const read = FactsDocument.parse(document([fact, attendance]))
    expect(read.calendar).toEqual({ zone: 'Asia/Shanghai' })
    expect(read.members[0]).toMatchObject({
      ranked: true,
      validTo: null,
      offices: [],
      bodies: [],
      exemptions: [],
    })
    expect(read.facts[0]).toMatchObject({ verified: true, provisional: false })
    expect(read.facts[1]?.sessions).toMatchObject({ present: 6, late: 0, unknown: 0 })
  })

  test.each([
    [
      'a sum of sessions that is not eligible',
      [{ ...attendance, sessions: { eligible: 8, present: 6 } }],
      'facts.0.sessions eligible must be the sum',
    ],
    [
      'a position beyond those who signed',
      [{ ...fact, share: { position: 3, of: 2 } }],
      'facts.0.share.position position must not be above of',
    ],
    ['a member who is not there', [{ ...fact, memberId: 'b' }], 'facts.0.memberId is not one of the members'],
    ['a fact that is there twice', [fact, fact], 'facts.1.id is there twice for this member'],
    ['a day that does not exist', [{ ...fact, day: '2024-02-30' }], 'facts.0.day must be an existing day'],
    ['an id of another shape', [{ ...fact, id: 'p1' }], 'facts.0.id must be <kind>/<id>'],
    ['an unknown field', [{ ...fact, points: 5 }], 'facts.0 Unrecognized key: "points"'],
  ])('refuses %s', (_, facts, complaint) => {
    expect(complaints(document(facts)).join('\n')).toContain(complaint)
  })

  test('takes facts of bodies, and nobody and no body twice', () => {
    const body = { id: 'b', kind: 'sector' }
    const own = document([{ ...fact, memberId: 'b' }])
    expect(complaints({ ...own, bodies: [body] })).toEqual([])
    expect(complaints({ ...own, bodies: [body, body, { ...body, id: 'a' }] })).toEqual([
      'bodies.1.id is there twice',
      'bodies.2.id is there twice',
    ])
    expect(complaints({ ...document([]), members: [member, member] })).toEqual([
      'members.1.id is there twice',
    ])
  })

  test('knows of an earlier period nothing but its total, where nothing else is said', () => {
    const earlier = [{ memberId: 'a', from: '2023-01-01', to: '2023-12-31', total: 5 }]
    const { earlier: read, ...rest } = FactsDocument.parse({
      ...document([]),
      bodies: [{ id: 'b', kind: 'sector' }],
      earlier,
    })
    expect(read).toEqual([{ ...earlier[0], grade: null, place: null, tied: 1, of: 0 }])
    expect(rest.bodies).toEqual([
      { id: 'b', kind: 'sector', ranked: true, validFrom: '1900-01-01', validTo: null },
    ])
  })

  test('a proposal of two members is two facts with one id', () => {
    const two = { ...document([fact, { ...fact, memberId: 'b' }]), members: [member, { ...member, id: 'b' }] }
    expect(complaints(two)).toEqual([])
  })

  test('has a JSON schema with a description for every field of a fact', () => {
    const schema = z.toJSONSchema(FactsDocument, { io: 'input' })
    const ajv = new Ajv.default({ allowUnionTypes: true, strict: false })
    addFormats.default(ajv)
    const validate = ajv.compile(schema)
    expect(validate(document([fact, attendance]))).toBe(true)
    expect(validate(document([{ ...fact, points: 5 }]))).toBe(false)
    const shape = (schema.$defs?.Fact ?? {}) as { properties: Record<string, { description?: string }> }
    const bare = Object.entries(shape.properties).filter(
      ([name, field]) => !field.description && !['sessions', 'share', 'scope'].includes(name),
    )
    expect(bare.map(([name]) => name)).toEqual([])
  })
})
