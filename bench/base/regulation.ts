import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { compile } from '../../src/scoring/apply/compile.ts'
import { scoreEverybody } from '../../src/scoring/apply/everybody.ts'
import { rank } from '../../src/scoring/apply/rank.ts'
import { scoreMember, totalOf } from '../../src/scoring/apply/score.ts'
import { effectsOf } from '../../src/scoring/apply/simulation.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { type Fact, type Period, ScoredMember } from '../../src/scoring/facts.ts'

/**
 * A regulation of sixty clauses that uses most mechanisms, over members and facts in memory, beside one SQL aggregate.
 * Prints milliseconds by round.
 */
const ROUNDS = Number(process.argv[2])
const CLAUSES = 60
const TYPES = 20
const period: Period = { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' }

/** Sixty clauses in ten groups: twenty types of meeting by outcome, twenty kinds of record, caps, windows, numbers. */
function sixty(points: number): string {
  const groups = Array.from({ length: 10 }, (_, at) => `  g${at}: { title: g, cap: 40, floor: 0 }`)
  const clauses = Array.from({ length: TYPES }, (_, at) => {
    const within = `within: g${at % 10}`
    return [
      `  A${at}: { title: a, counts: attendance, where: { meeting: m${at}, outcome: attended }, points: ${points}, ${within} }`,
      `  B${at}: { title: b, counts: attendance, where: { meeting: m${at}, outcome: absent }, points: -1.5, cap: 0, floor: -6, window: quarter, ${within} }`,
      at % 4 === 0
        ? `  C${at}: { title: c, counts: proposal, where: { type: t${at} }, points: { ladder: [{ submitted: 2 }, { filed: 3 }] }, share: { first: 1/2, others: rest }, ${within} }`
        : at % 4 === 1
          ? `  C${at}: { title: c, counts: opinion, where: { type: t${at} }, points: { ladder: [{ submitted: 1 }, { adopted: { by: level, is: { city: 3, national: 8 } } }], steps: highest }, ${within} }`
          : at % 4 === 2
            ? `  C${at}: { title: c, counts: service, where: { type: t${at} }, points: 0.5, quantity: hour, cap: 5, window: half_year }`
            : `  C${at}: { title: c, measure: { share: { counts: attendance, where: { meeting: m${at}, outcome: attended } }, among: { counts: attendance, where: { meeting: m${at}, outcome: [attended, absent] } } }, points: { bands: { 90: 4, 60: 2 } } }`,
    ]
  }).flat()
  return [
    'regulation: sixty\ntitle: Sixty\nperiod: calendar_year\ntotal: { start: 20, cap: 200 }\ngroups:',
    ...groups,
    'clauses:',
    ...clauses,
    'grades: [{ grade: a, min: 80, top: { share: 20, round: down } }, { grade: b, min: 60 }, { grade: c }]',
  ].join('\n')
}

function compiledFrom(source: string) {
  const loaded = loadRegulation(source)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors[0]))
  return compile(loaded.regulation)
}
const compiled = compiledFrom(sixty(2))
const draft = compiledFrom(sixty(2.5))
if (compiled.clauses.length !== CLAUSES) throw new Error(`${compiled.clauses.length} clauses`)

const day = (n: number): string =>
  `2024-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`

/** Half of the facts are attendance, the rest proposals, opinions and services. */
function factOf(member: number, n: number): Fact {
  const memberId = `m${member}`
  const base = { memberId, day: day(n * 7 + member), verified: true, provisional: false }
  const type = `t${(n * 3 + member) % TYPES}`
  const id = `${member}-${n}`
  if (n % 2 === 0) {
    const missed = (member + n) % 9 === 0
    const sessions = {
      eligible: 1,
      present: missed ? 0 : 1,
      late: 0,
      leftEarly: 0,
      leave: 0,
      absent: missed ? 1 : 0,
      unknown: 0,
    }
    return {
      ...base,
      id: `attendance/${n}/${memberId}`,
      kind: 'attendance',
      type: `m${(n + member) % TYPES}`,
      scope: 'meeting',
      meetingId: `${n}`,
      sessions,
    }
  }
  const record = { ...base, type, scope: 'record' as const }
  if (n % 6 === 1) {
    const steps = [
      { status: 'submitted', day: base.day },
      { status: 'filed', day: base.day },
    ]
    return {
      ...record,
      id: `proposal/${id}`,
      kind: 'proposal',
      steps,
      share: { position: 1 + (n % 2), of: 3 },
    }
  }
  if (n % 6 === 3) {
    const steps = [
      { status: 'submitted', day: base.day },
      { status: 'adopted', day: base.day, level: 'city' },
    ]
    return { ...record, id: `opinion/${id}`, kind: 'opinion', steps }
  }
  return { ...record, id: `service/${id}`, kind: 'service', quantity: 3, unit: 'hour' }
}

const memberOf = (n: number): ScoredMember => ScoredMember.parse({ id: `m${n}`, validFrom: '2022-01-01' })
const factsFor = (member: number, count: number) => Array.from({ length: count }, (_, n) => factOf(member, n))

const members = Array.from({ length: 300 }, (_, n) => memberOf(n))
const factsOf = new Map(members.map(({ id }, n) => [id, factsFor(n, 100)]))

const db = new Database(':memory:')
db.exec('create table facts (year integer, member text, type text, points integer)')
const insert = db.prepare('insert into facts values (2024, ?, ?, ?)')
db.transaction(() => {
  for (const facts of factsOf.values())
    for (const { memberId, type } of facts) insert.run(memberId, type, 100)
})()
db.exec('create index covering on facts (year, member, type, points)')
const aggregate = db.prepare(
  'select member, sum(points) as total from facts where year = 2024 group by member order by total desc',
)

const timed = (work: () => void): number => {
  const begin = performance.now()
  work()
  return performance.now() - begin
}

/** Member by member, as a stream would: nothing of one is kept for the next. */
function perFact(people: number, each: number): number {
  const own = Array.from({ length: people }, (_, n) => [memberOf(n), factsFor(n, each)] as const)
  const ms = timed(() => {
    for (const [member, facts] of own) scoreMember(member, facts, period, compiled)
  })
  return (ms / (people * each)) * 1e6
}

const outcomesOf = (version: typeof compiled) => {
  const scored = [...scoreEverybody(members, factsOf, period, version)]
  const totals = scored.map(([memberId, lines]) => ({
    memberId,
    ranked: true,
    total: totalOf(lines, version),
    lines,
  }))
  const ranks = new Map(rank(totals).map(({ memberId, rank: place }) => [memberId, place]))
  return totals.map((one) => ({ ...one, rank: ranks.get(one.memberId) ?? null, grade: null }))
}

const found = {
  sql: [] as number[],
  score: [] as number[],
  one: [] as number[],
  simulate: [] as number[],
  few: [] as number[],
  many: [] as number[],
  crowd: [] as number[],
  lines: 0,
}
const before = outcomesOf(compiled)
const one = members[150]!
const more = [...factsOf.get(one.id)!, factOf(150, 101)]
const REPEATS = 100
for (let round = -2; round < ROUNDS; round += 1) {
  const sql = timed(() => void aggregate.all())
  let lines = 0
  const score = timed(() => {
    for (const own of scoreEverybody(members, factsOf, period, compiled).values()) lines += own.length
  })
  const again = timed(() => {
    for (let time = 0; time < REPEATS; time += 1) scoreMember(one, more, period, compiled)
  })
  const simulate = timed(() => void effectsOf(before, outcomesOf(draft)))
  const [few, many, crowd] = [perFact(300, 10), perFact(300, 1_000), perFact(30_000, 10)]
  if (round < 0) continue
  found.sql.push(sql)
  found.score.push(score)
  found.one.push(again / REPEATS)
  found.simulate.push(simulate)
  found.few.push(few)
  found.many.push(many)
  found.crowd.push(crowd)
  found.lines = lines
}

// Once, as a process does it: what comes with the product, read and made ready.
const folder = path.resolve(import.meta.dirname, '../../regulations')
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readFileSync(path.join(folder, name, 'rules.yaml'), 'utf8'))
const load = timed(() => {
  for (const source of files) compiledFrom(source)
})
console.log(JSON.stringify({ ...found, load, regulations: files.length }))
