import { describe, expect, test } from 'vitest'
import type { Answers } from '../../../src/core/import-questions.ts'
import { AnswerBody, checkAnswer } from '../../../src/exchange/imports/planner/answers.ts'
import type { Plan } from '../../../src/exchange/imports/planner/plan-types.ts'
import { indexWorld } from '../../../src/exchange/imports/planner/world.ts'
import { planned, smallWorld, stored, told } from './small-world.ts'

const HEAD = '姓名,会议名称,日期,出席情况\n'

/** Plans, answers the decision of a kind, and plans again. */
async function answered(
  text: string,
  kind: string,
  answer: Answers[string],
  how: Parameters<typeof planned>[1] = {},
): Promise<Plan> {
  const first = await planned(text, how)
  const decision = first.decisions.find((one) => one.kind === kind)
  if (!decision) throw new Error(`no ${kind}`)
  expect(checkAnswer(decision, answer, indexWorld(how.world ?? smallWorld()))).toBe(null)
  expect(AnswerBody.safeParse(answer).success).toBe(true)
  const answers = { [decision.id]: answer }
  const plan = await planned(text, { ...how, answers })
  expect(await planned(text, { ...how, answers })).toEqual(plan)
  expect(plan.decisions.find((one) => one.id === decision.id)?.answer).toEqual(answer)
  return plan
}

describe('what becomes of entries once their decision is answered', () => {
  const visit = '“智慧水务”视察,2025-05-20,出席'

  test('a name: the chosen member passes every later check', async () => {
    const text = `${HEAD}韩小满,${visit}\n韩小满,五届十二次常委会议,2025-03-12,出席`
    expect(told(await answered(text, 'ambiguous_name', { choice: 'member', memberNo: '0104' }))).toEqual([
      'D2 0104 visit.1 present new',
      'D3 - standing.1 present ambiguous_name',
    ])
    const later = await answered(`${HEAD}沈见山,五届十二次常委会议,2025-03-12,出席`, 'ambiguous_name', {
      choice: 'member',
      memberId: 'm0109',
    })
    expect(later.entries.map((entry) => entry.result)).toEqual(['not_invited'])
    const none = await answered(`${HEAD}沈见衫,${visit}`, 'unknown_name', { choice: 'not_a_member' })
    expect(none.entries.map((entry) => entry.result)).toEqual(['skip'])
  })

  test('a new meeting: created, matched to one that exists, or skipped', async () => {
    const text = `${HEAD}冯一舟,河湖联组学习会,2025-04-02下午,出席\n褚知远,河湖联组学习会,2025-04-02上午,出席`
    const made = await answered(text, 'new_event', { choice: 'create', typeCode: 'training' })
    expect(made.entries.map(({ result, heldBy, session }) => [result, heldBy, session])).toEqual([
      ['new', null, 2],
      ['new', null, 1],
    ])
    expect(made.events).toMatchObject([
      {
        match: 'new',
        create: { title: '河湖联组学习会', typeCode: 'training', sessions: [{ part: 'am' }, { part: 'pm' }] },
      },
    ])
    const keys = made.events[0]!.create!.sessions.map((session) => session.key)
    expect(made.entries.map((entry) => entry.sessionKey)).toEqual([keys[1], keys[0]])
    const matched = await answered(text, 'new_event', { choice: 'match', sessionId: 'visit.1' })
    expect(told(matched)).toEqual(['D2 0101 visit.1 present new', 'D3 0106 visit.1 present new'])
    const skipped = await answered(text, 'new_event', { choice: 'skip' })
    expect(skipped.counts).toMatchObject({ skip: 2, acceptable: 0 })
  })

  test('a near meeting may be all sessions of a day', async () => {
    const text = `${HEAD}冯一舟,清河区政协五届四次会议,2025-01-10,出席`
    const plan = await answered(text, 'near_event', {
      choice: 'match',
      sessionIds: ['plenary.1', 'plenary.2'],
    })
    expect(told(plan)).toEqual(['D2 0101 plenary.1 present new', 'D2 0101 plenary.2 present new'])
  })

  test('a conflict inside the file: keep or overwrite the earlier row', async () => {
    const text = `${HEAD}冯一舟,${visit}\n冯一舟,“智慧水务”视察,2025-05-20,请假`
    expect(
      (await answered(text, 'conflict', { choice: 'keep' })).entries.map((entry) => entry.result),
    ).toEqual(['new', 'skip'])
    expect(
      (await answered(text, 'conflict', { choice: 'overwrite' })).entries.map((entry) => entry.result),
    ).toEqual(['skip', 'new'])
  })

  test('a conflict with the store: kept, or an update of the version that was seen', async () => {
    const how = { world: smallWorld({ attendance: stored([['visit.1', 'm0101', 'absent']]) }) }
    const plan = await answered(`${HEAD}冯一舟,${visit}`, 'conflict', { choice: 'overwrite' }, how)
    expect(plan.entries).toMatchObject([{ result: 'update', previous: { status: 'absent', version: 3 } }])
    const kept = await answered(`${HEAD}冯一舟,${visit}`, 'conflict', { choice: 'keep' }, how)
    expect(kept.entries).toMatchObject([{ result: 'skip' }])
  })

  test('an invitation: walk-in, observer, added to the list, or skipped', async () => {
    const text = `${HEAD}王𠮷安,五届十二次常委会议,2025-03-12,出席`
    expect(told(await answered(text, 'not_invited', { choice: 'walk_in' }))).toEqual([
      'D2 0108 standing.1 walk_in new',
    ])
    expect(told(await answered(text, 'not_invited', { choice: 'observer' }))).toEqual([
      'D2 0108 standing.1 observer new',
    ])
    const added = await answered(text, 'not_invited', { choice: 'add_to_invitation' })
    expect(added.entries).toMatchObject([{ status: 'present', result: 'new', addInvitation: true }])
    expect((await answered(text, 'not_invited', { choice: 'skip' })).counts.skip).toBe(1)
  })

  test('one answer settles every cell of a mark, of blanks, of a date', async () => {
    const marks = '姓名,2025-03-12,2025-05-20\n冯一舟,√,√\n卫青禾,√,'
    const plan = await answered(marks, 'unknown_symbol', { choice: 'status', status: 'present' })
    expect(plan.counts).toMatchObject({ new: 3, no_data: 1 })
    const blanks = await answered('姓名,2025-05-20\n冯一舟,出席\n卫青禾,', 'blank_policy', {
      choice: 'absent',
    })
    expect(told(blanks)).toEqual(['B2 0101 visit.1 present new', 'B3 0102 visit.1 absent new'])
    const dates = `${HEAD}冯一舟,“智慧水务”视察,2025-02-30,出席\n卫青禾,“智慧水务”视察,2025-02-30,缺席`
    const dated = await answered(dates, 'bad_date', { choice: 'day', day: '2025-05-20' })
    expect(told(dated)).toEqual(['D2 0101 visit.1 present new', 'D3 0102 visit.1 absent new'])
  })

  test('a signature by proxy, and somebody out of office', async () => {
    const proxy = await answered(`${HEAD}冯一舟,“智慧水务”视察,2025-05-20,代签`, 'proxy_signature', {
      choice: 'absent',
    })
    expect(told(proxy)).toEqual(['D2 0101 visit.1 absent new'])
    const out = await answered(`${HEAD}褚知远,委员讲堂第三期,2025-09-18下午,出席`, 'not_in_office', {
      choice: 'skip',
    })
    expect(out.counts).toMatchObject({ skip: 1, acceptable: 0 })
  })

  test('an answer that fits no choice, or names nobody, is refused by the check and changes nothing', async () => {
    const text = `${HEAD}韩小满,${visit}`
    const { decisions } = await planned(text)
    const index = indexWorld(smallWorld())
    for (const answer of [
      { choice: 'guess' },
      { choice: 'member' },
      { choice: 'member', memberNo: '9999' },
      { choice: 'member', memberId: 'x' },
    ]) {
      expect(checkAnswer(decisions[0]!, answer, index)).not.toBe(null)
      const plan = await planned(text, { answers: { [decisions[0]!.id]: answer } })
      expect(plan.entries).toMatchObject([{ result: 'ambiguous_name', memberId: null }])
    }
  })
})
