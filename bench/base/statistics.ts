import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'
import { LINES } from '../../src/reporting/statistics/lines.ts'

/**
 * The numbers of a year as bare SQL in one connection: each number is one prepared statement, no login, no
 * definitions, nothing of what was left out.
 */
const [file, committeeId] = process.argv.slice(2) as [string, string]
const db = new Database(file, { readonly: true })
const span = { committeeId, from: '2024-01-01', to: '2024-12-31', asOf: '2024-12-31', knownOn: '2024-12-31' }
const statements = LINES.map(({ key, records }) => {
  const { sql, parameters } = records(span)
  const statement = db.prepare(
    `select count(*) as records, coalesce(sum(counted), 0) as counted from (${sql}) r`,
  )
  return { key, statement, parameters }
})

const server = createServer((_request, response) => {
  const items = statements.map(({ key, statement, parameters }) => ({
    key,
    ...(statement.get(...parameters) as object),
  }))
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ items }))
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
