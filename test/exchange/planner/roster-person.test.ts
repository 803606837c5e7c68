import { describe, expect, test } from 'vitest'
import { normalizeMobile } from '../../../src/exchange/imports/planner/names.ts'
import { COMMITTEE, outcomes, roster } from './small-roster.ts'

const HEAD = '委员编号,姓名,界别,工作单位,手机'
const SWAPPED = `${HEAD}\n0103,韩小满,总工会,清河机床厂,13000000104\n0104,韩小满,教育界,清河一小,13000000103`

describe('whom a row of a roster speaks of', () => {
  test('two of one name whose cells are swapped are asked about, and each answer names the member', async () => {
    const plan = await roster(SWAPPED, COMMITTEE)
    expect(outcomes(plan)).toEqual(['conflict 0103', 'conflict 0104'])
    expect(plan.decisions).toMatchObject([
      {
        kind: 'evidence_conflict',
        refs: ['csv!A2'],
        choices: ['member', 'skip'],
        candidates: [{ memberNo: '0103' }, { memberNo: '0104' }],
      },
      { kind: 'evidence_conflict', refs: ['csv!A3'] },
    ])
    const [first, second] = plan.decisions.map(({ id }) => id) as [string, string]
    const answers = {
      [first]: { choice: 'member', memberNo: '0104' },
      [second]: { choice: 'member', memberId: 'id-0103' },
    }
    expect(outcomes(await roster(SWAPPED, COMMITTEE, { answers }))).toEqual(['same 0104', 'same 0103'])
    const kept = { [first]: { choice: 'member', memberNo: '0103' }, [second]: { choice: 'skip' } }
    expect(outcomes(await roster(SWAPPED, COMMITTEE, { answers: kept }))).toEqual([
      'update 0103; sector: 教育界 > 总工会; unit: 清河一小 > 清河机床厂; phone: 13000000103 > 13000000104',
      'skip 0104',
    ])
  })

  test('an answer that names somebody else leaves the question open', async () => {
    const { id } = (await roster(SWAPPED, COMMITTEE)).decisions[0]!
    const plan = await roster(SWAPPED, COMMITTEE, {
      answers: { [id]: { choice: 'member', memberNo: '0105' } },
    })
    expect(plan.rows[0]!.result).toBe('conflict')
    expect(plan.decisions[0]!.answer).toBeUndefined()
  })

  test('a mobile that another member has holds the row, of a known number and of a new one', async () => {
    const plan = await roster(`${HEAD}\n0103,韩小满,,,13000000105\n0199,新一人,,,13000000105`, COMMITTEE)
    expect(plan.rows.map(({ result }) => result)).toEqual(['conflict', 'conflict'])
    expect(plan.decisions.map(({ choices }) => choices)).toEqual([
      ['member', 'skip'],
      ['member', 'new_member', 'skip'],
    ])
    expect(plan.decisions[1]!.question.zh).toContain('0105 阿里木·热合曼')
    const id = plan.decisions[1]!.id
    const taken = await roster(`${HEAD}\n0103,韩小满,,,13000000105\n0199,新一人,,,13000000105`, COMMITTEE, {
      answers: { [id]: { choice: 'new_member' } },
    })
    expect(taken.rows[1]).toMatchObject({ result: 'new', memberNo: '0199' })
  })

  test('a mobile twice in a file holds both rows; one row twice is only a duplicate', async () => {
    const text = `${HEAD}\n0198,新一人,,,13000000198\n0199,新二人,,,13000000198`
    expect(outcomes(await roster(text, COMMITTEE))).toEqual(['conflict 0198', 'conflict 0199'])
    const twice = `${HEAD}\n0198,新一人,,,13000000198\n0198,新一人,,,13000000198`
    expect(outcomes(await roster(twice, COMMITTEE))).toEqual(['new 0198', 'duplicate_in_file 0198'])
  })

  test('a mobile of thousands of rows is told by a few of them', async () => {
    const lines = Array.from({ length: 4_000 }, (_, at) => `${10_000 + at},新一人,,,13000000198`)
    const plan = await roster(`${HEAD}\n${lines.join('\n')}`, COMMITTEE)
    expect(plan.counts.conflict).toBe(4_000)
    expect(plan.decisions.at(-1)!.evidence['otherRows']).toHaveLength(10)
  })

  test('a number with two rows waits for both of its questions', async () => {
    const text = `${HEAD}\n0103,韩小满,,,13000000104\n0103,韩小满,,清河二小,`
    expect(outcomes(await roster(text, COMMITTEE))[1]).toMatch(/^conflict 0103/)
  })

  test('what stands so already, a new mobile of nobody and a shared landline are no questions', async () => {
    const shared = {
      ...COMMITTEE,
      members: COMMITTEE.members.map((member) => ({
        ...member,
        values: { ...member.values, phone: '13000000100' },
      })),
    }
    expect(normalizeMobile('0577-6000001')).toEqual(['05776000001'])
    const asks = async (text: string, world = COMMITTEE) =>
      (await roster(`${HEAD}\n${text}`, world)).decisions.length
    expect(await asks('0103,韩小满,,,13000000100\n0104,韩小满,,,13000000100', shared)).toBe(0)
    expect(await asks('0103,韩小满,,,13000000999')).toBe(0)
    expect(await asks('0103,韩小满,,,0577-6000001\n0104,韩小满,,,0577-6000001')).toBe(0)
  })

  test('unit and sector of a namesake hold the row, those of a colleague do not', async () => {
    const of = async (text: string) => outcomes(await roster(`${HEAD}\n${text}`, COMMITTEE))
    expect(await of('0103,韩小满,工会,清河机床厂,')).toEqual(['conflict 0103'])
    expect(await of('0199,韩小满,总工会,清河机床厂,')).toEqual(['conflict 0199'])
    expect(await of('0199,新一人,总工会,清河机床厂,')).toEqual(['new 0199'])
    expect(await of('0103,韩小满,教育界,清河机床厂,')).toEqual(['update 0103; unit: 清河一小 > 清河机床厂'])
    // Both of another, and nothing but number and name of its own.
    expect(await of('0105,阿里木·热合曼,总工会,清河机床厂,')).toEqual(['conflict 0105'])
  })
})
