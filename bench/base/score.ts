import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { compile } from '../../src/scoring/apply/compile.ts'
import { scoreCompiled } from '../../src/scoring/apply/everybody.ts'
import { scoreMember } from '../../src/scoring/apply/score.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'

/**
 * Scoring in memory beside one SQL aggregate over a covering index of the same facts, in turns. The aggregate only
 * sums; the engine says of each fact which clause counted it and what a cap took. Prints milliseconds by round.
 */
const [documentFile, regulationFile, rounds] = process.argv.slice(2)
const document = FactsDocument.parse(JSON.parse(readFileSync(documentFile!, 'utf8')))
const loaded = loadRegulation(readFileSync(regulationFile!, 'utf8'))
if (!loaded.ok) throw new Error('the regulation cannot be read')
const compiled = compile(loaded.regulation)

const db = new Database(':memory:')
db.exec('create table facts (year integer, member text, outcome text, points integer)')
const insert = db.prepare('insert into facts values (2024, ?, ?, ?)')
db.transaction(() => {
  for (const { memberId, sessions } of document.facts) {
    insert.run(memberId, sessions?.present ? 'present' : 'absent', sessions?.present ? 100 : -300)
  }
})()
db.exec('create index covering on facts (year, member, outcome, points)')
const aggregate = db.prepare(
  `select member, max(0, min(5000, sum(case when outcome = 'present' then points else 0 end)))
     + sum(case when outcome = 'absent' then points else 0 end) as total
   from facts where year = 2024 group by member order by total desc`,
)

const factsOf = Map.groupBy(document.facts, (fact) => fact.memberId)
const one = document.members[document.members.length >> 1]!
const timed = (work: () => void): number => {
  const begin = performance.now()
  work()
  return performance.now() - begin
}

const found = { sql: [] as number[], score: [] as number[], one: [] as number[], lines: 0 }
const REPEATS = 200
for (let round = -3; round < Number(rounds); round += 1) {
  const sql = timed(() => void aggregate.all())
  const all = timed(() => {
    found.lines = scoreCompiled(document, compiled).length
  })
  // A new fact of one member: only that member's lines are made again, from the member's facts.
  const facts = [...factsOf.get(one.id)!, { ...document.facts[0]!, id: 'attendance/new', memberId: one.id }]
  const again = timed(() => {
    for (let time = 0; time < REPEATS; time += 1) scoreMember(one, facts, document.period, compiled)
  })
  if (round < 0) continue
  found.sql.push(sql)
  found.score.push(all)
  found.one.push(again / REPEATS)
}
console.log(JSON.stringify(found))
