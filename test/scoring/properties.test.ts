import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../src/core/days.ts'
import { add, compare, type Points, subtract, sum, ZERO } from '../../src/core/points.ts'
import { AttendanceStatus } from '../../src/duties/attendance/status.ts'
import { compile } from '../../src/scoring/apply/compile.ts'
import { score, scoreCompiled } from '../../src/scoring/apply/everybody.ts'
import { scoreMember, standingFor, totalOf } from '../../src/scoring/apply/score.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'
import type { ScoreLine } from '../../src/scoring/lines.ts'
import { type ClauseNode, type GroupNode, treeOf } from '../../src/scoring/words/explain.ts'
import { tongchengTotal, UNIT } from './reference.ts'

const SEED = 20190103
const runs = { seed: SEED, numRuns: 600 }

function read(name: string) {
  const file = new URL(`../../regulations/${name}/rules.yaml`, import.meta.url)
  const loaded = loadRegulation(readFileSync(file, 'utf8'))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors))
  return loaded.regulation
}
const tongcheng = read('tongcheng-2019')
const compiled = compile(tongcheng)
const withReading = compile(tongcheng, { 'TC-10': 'equal_shares' })

const MEMBERS = ['a', 'b', 'c']
const day = fc.integer({ min: 0, max: 520 }).map((count) => addDays('2023-09-01', count))
const memberId = fc.constantFrom(...MEMBERS)
const few = (max: number) => fc.integer({ min: 0, max })
const sessions = fc
  .record({
    present: few(6),
    late: few(1),
    leftEarly: few(1),
    leave: few(4),
    absent: few(4),
    unknown: few(2),
  })
  .map((counts) => ({ ...counts, eligible: Object.values(counts).reduce((a, b) => a + b, 0) }))
const meeting = fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5')
const types = [
  'plenary',
  'sc_meeting',
  'sc_topic',
  'research',
  'topic_consultation',
  'committee_meeting',
  'training',
]

const attendance = fc.record({
  memberId,
  day,
  kind: fc.constant('attendance'),
  type: fc.constantFrom(...types),
  scope: fc.constant('meeting'),
  meetingId: meeting,
  sessions,
})
const oneSession = fc.record({
  memberId,
  day,
  kind: fc.constant('attendance'),
  type: fc.constantFrom(...types),
  scope: fc.constant('session'),
  meetingId: meeting,
  outcome: fc.constantFrom(...AttendanceStatus.options),
  provisional: fc.boolean(),
})
const speech = fc.record(
  {
    memberId,
    day,
    kind: fc.constant('speech'),
    type: fc.constantFrom(...types),
    scope: fc.constant('record'),
    meetingId: meeting,
    form: fc.constantFrom('written', 'oral'),
    occasion: fc.constantFrom('plenary', 'sc_meeting', 'consultation', 'group_discussion'),
  },
  { requiredKeys: ['memberId', 'day', 'kind', 'scope', 'form'] },
)
const share = fc
  .tuple(fc.integer({ min: 1, max: 11 }), fc.option(fc.integer({ min: 1, max: 11 }), { freq: 6 }))
  .map(([of, position]) => ({ of, position: position === null ? null : Math.min(of, position) }))
const steps = (...statuses: string[]) =>
  fc.array(fc.record({ status: fc.constantFrom(...statuses), day }), { maxLength: 4 })
const proposal = fc.record(
  {
    memberId,
    day,
    kind: fc.constant('proposal'),
    type: fc.constantFrom('individual', 'joint', 'collective'),
    scope: fc.constant('record'),
    share,
    steps: steps('submitted', 'submitted', 'filed', 'filed', 'filed', 'merged', 'withdrawn'),
  },
  { requiredKeys: ['memberId', 'day', 'kind', 'type', 'scope', 'steps'] },
)
const opinion = fc.record(
  {
    memberId,
    day,
    kind: fc.constant('opinion'),
    scope: fc.constant('record'),
    share,
    steps: steps('submitted', 'adopted', 'adopted'),
  },
  { requiredKeys: ['memberId', 'day', 'kind', 'scope', 'steps'] },
)
const anyFact = fc.oneof({ weight: 4, arbitrary: attendance }, oneSession, speech, proposal, opinion)

const range = fc
  .record({ from: day, to: fc.option(day) })
  .map(({ from, to }) => (to !== null && to < from ? { from: to, to: from } : { from, to }))
const anyMember = fc.record({
  validFrom: fc.constantFrom('2022-01-01', '2024-03-01'),
  validTo: fc.constantFrom(null, null, '2024-10-31'),
  offices: fc.array(
    range.map((days) => ({ ...days, code: 'standing_member' })),
    { maxLength: 2 },
  ),
  exemptions: fc.array(
    range.map((days) => ({ ...days, reason: 'study' })),
    { maxLength: 1 },
  ),
})

const history = fc
  .tuple(fc.array(anyFact, { maxLength: 40 }), fc.tuple(anyMember, anyMember, anyMember))
  .map(([facts, members]) =>
    FactsDocument.parse({
      period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
      members: members.map((member, at) => ({ id: MEMBERS[at] ?? '', ...member })),
      facts: facts.map((fact, at) => {
        const id = fact.kind === 'attendance' ? `attendance/f${at}/${fact.memberId}` : `${fact.kind}/f${at}`
        return { id, ...fact }
      }),
    }),
  )

const isAgain = ({ lost }: ScoreLine) => lost.some(({ reason }) => reason === 'step_again')

/** The first step of each status. */
const once = <Step extends { status: string; day: string }>(steps: readonly Step[]): Step[] =>
  [...Map.groupBy(steps, ({ status }) => status).values()].map((same) =>
    same.reduce((a, b) => (b.day < a.day ? b : a)),
  )

describe(`any history (seed ${SEED})`, () => {
  test('the order of the facts and of the members does not matter', () => {
    fc.assert(
      fc.property(history, fc.integer(), (document, salt) => {
        const key = (text: string) => [...text].reduce((sum, c) => (sum * 31 + c.charCodeAt(0) + salt) | 0, 7)
        const shuffled = {
          ...document,
          members: document.members.toReversed(),
          facts: document.facts.toSorted((a, b) => key(a.id) - key(b.id)),
        }
        expect(scoreCompiled(shuffled, compiled)).toEqual(scoreCompiled(document, compiled))
      }),
      runs,
    )
  })

  test('full = points + lost on every line, and the tree adds up to the sum of the lines', () => {
    fc.assert(
      fc.property(history, (document) => {
        for (const member of document.members) {
          const lines = scoreCompiled(document, compiled).filter((line) => line.memberId === member.id)
          for (const line of lines) {
            expect(add(line.points, sum(line.lost.map(({ amount }) => amount)))).toEqual(line.full)
          }
          const tree = treeOf(
            member.id,
            lines,
            compiled,
            '2024-12-31',
            standingFor(member, document.facts, lines, document.period, compiled),
          )
          expect(tree.points).toEqual(totalOf(lines, compiled))
          expect(sum(tree.groups.map(nodeSum))).toEqual(tree.points)
          const keys = lines.flatMap((line) =>
            isAgain(line) ? [] : [`${line.clause} ${line.step} ${line.factId}`],
          )
          expect(new Set(keys).size).toBe(keys.length)
        }
      }),
      runs,
    )
  })

  test('a step that does not count again is told, and changes nothing', () => {
    let again = 0
    fc.assert(
      fc.property(history, (document) => {
        const lines = scoreCompiled(document, compiled)
        const told = lines.filter(isAgain)
        again += told.length
        for (const { points } of told) expect(points).toEqual(ZERO)
        const facts = document.facts.map((fact) => (fact.steps ? { ...fact, steps: once(fact.steps) } : fact))
        const firsts = scoreCompiled({ ...document, facts }, compiled)
        expect(lines.filter((line) => !isAgain(line))).toEqual(firsts)
      }),
      runs,
    )
    expect(again).toBeGreaterThan(50)
  })

  test('no cap is exceeded and no floor undercut, and a limit takes nothing where the sum is inside it', () => {
    fc.assert(
      fc.property(history, (document) => {
        for (const member of document.members) {
          const lines = scoreCompiled(document, compiled).filter((line) => line.memberId === member.id)
          for (const group of treeOf(
            member.id,
            lines,
            compiled,
            '2024-12-31',
            standingFor(member, document.facts, lines, document.period, compiled),
          ).groups) {
            if (group.cap) expect(compare(group.points, group.cap)).toBeLessThanOrEqual(0)
            if (group.floor) expect(compare(group.points, group.floor)).toBeGreaterThanOrEqual(0)
            const taken = linesOf(group).flatMap((line) =>
              line.lost.filter(({ where }) => where === group.code),
            )
            const limit = taken[0]?.reason === 'group_floor' ? group.floor : group.cap
            if (taken.length > 0) expect(group.points).toEqual(limit)
          }
        }
      }),
      runs,
    )
  })

  test('a loss to a limit is booked on the latest lines first', () => {
    fc.assert(
      fc.property(history, (document) => {
        for (const member of document.members) {
          const lines = scoreCompiled(document, compiled).filter((line) => line.memberId === member.id)
          for (const group of ['proposals', 'activities', 'opinions']) {
            const own = lines.filter((line) => line.group === group && compare(line.full, ZERO) > 0)
            const first = own.findIndex((line) => line.lost.some(({ reason }) => reason === 'group_cap'))
            for (const later of first < 0 ? [] : own.slice(first + 1)) expect(later.points).toEqual(ZERO)
          }
          const costs = lines.filter((line) => compare(line.full, ZERO) < 0)
          const spared = costs.findIndex((line) => line.lost.length > 0)
          for (const later of spared < 0 ? [] : costs.slice(spared + 1)) expect(later.points).toEqual(ZERO)
        }
      }),
      runs,
    )
  })

  test('rescoring the members that a write touched equals scoring everything', () => {
    fc.assert(
      fc.property(history, anyFact, (document, added) => {
        const kept = new Map<string, ReturnType<typeof scoreMember>>()
        const rescore = (id: string, facts: typeof document.facts) => {
          const member = document.members.find((one) => one.id === id)
          if (!member) throw new Error(id)
          const own = facts.filter((fact) => fact.memberId === id)
          kept.set(id, scoreMember(member, own, document.period, withReading))
        }
        for (const id of MEMBERS) rescore(id, [])
        const facts: typeof document.facts = []
        for (const fact of document.facts) {
          facts.push(fact)
          rescore(fact.memberId, facts)
        }
        const removed = facts.shift()
        if (removed) rescore(removed.memberId, facts)
        const id = added.kind === 'attendance' ? `attendance/new/${added.memberId}` : `${added.kind}/new`
        const after = FactsDocument.parse({ ...document, facts: [...facts, { id, ...added }] })
        rescore(added.memberId, after.facts)
        expect(MEMBERS.flatMap((one) => kept.get(one) ?? [])).toEqual(scoreCompiled(after, withReading))
      }),
      runs,
    )
  })

  test('a scorer written apart, from the text, comes to the same totals', () => {
    fc.assert(
      fc.property(history, (document) => {
        const lines = score(document, tongcheng)
        for (const member of document.members) {
          const total = totalOf(
            lines.filter((line) => line.memberId === member.id),
            compiled,
          )
          expect((BigInt(total.n) * UNIT) / BigInt(total.d)).toBe(tongchengTotal(document, member))
          expect((BigInt(total.n) * UNIT) % BigInt(total.d)).toBe(0n)
        }
      }),
      runs,
    )
  })
})

function nodeSum(node: GroupNode | ClauseNode): Points {
  if ('lines' in node) return sum(node.lines.map((line) => line.points))
  const inside = sum([...node.groups, ...node.clauses].map(nodeSum))
  const total = node.start ? add(inside, node.start.points) : inside
  expect(subtract(total, node.points)).toEqual(ZERO)
  return total
}

function linesOf(group: GroupNode): readonly ClauseNode['lines'][number][] {
  return [...group.groups.flatMap(linesOf), ...group.clauses.flatMap((clause) => clause.lines)]
}
