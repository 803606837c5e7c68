import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rounded } from '../../src/core/points.ts'
import { compile } from '../../src/scoring/apply/compile.ts'
import { rank } from '../../src/scoring/apply/rank.ts'
import { scoreMember, totalOf } from '../../src/scoring/apply/score.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'

/** Scores at each request: all facts lie ready in memory, and every answer scores all members anew. */
const document = FactsDocument.parse(JSON.parse(readFileSync(process.argv[2]!, 'utf8')))
const loaded = loadRegulation(readFileSync(process.argv[3]!, 'utf8'))
if (!loaded.ok) throw new Error('the regulation cannot be read')
const compiled = compile(loaded.regulation)
const factsOf = Map.groupBy(document.facts, (fact) => fact.memberId)

const server = createServer((request, response) => {
  if (request.url === '/livez') {
    response.end('{}')
    return
  }
  const scored = document.members.map((member) => {
    const lines = scoreMember(member, factsOf.get(member.id) ?? [], document.period, compiled)
    return { memberId: member.id, ranked: member.ranked, total: totalOf(lines, compiled) }
  })
  const items = rank(scored).map(({ memberId, rank: place, total }) => ({
    memberId,
    rank: place,
    total: rounded(total),
  }))
  const body = JSON.stringify({ items })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('SIGTERM', () => process.exit(0))
