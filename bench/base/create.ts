import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'

/** A durable create by hand: record, event and idempotency record, committed for each request with `synchronous=FULL`. */
const db = new Database(process.argv[2]!)
db.pragma('journal_mode = wal')
db.pragma('synchronous = full')
db.exec(`
  create table records (id text primary key, kind text, code text, name text, created_at text) without rowid;
  create unique index records_code on records (kind, code);
  create table events (seq integer primary key, type text, subject text, data text, at text);
  create table idempotency (key text primary key, status integer, body text, at text) without rowid;
`)
const known = db.prepare('select status, body from idempotency where key = ?')
const record = db.prepare('insert into records values (?, ?, ?, ?, ?)')
const event = db.prepare('insert into events (type, subject, data, at) values (?, ?, ?, ?)')
const answer = db.prepare('insert into idempotency values (?, ?, ?, ?)')

function create(key: string, input: { kind: string; code: string; name: string }): string {
  db.exec('begin immediate')
  try {
    const before = known.get(key) as { body: string } | undefined
    if (before) {
      db.exec('commit')
      return before.body
    }
    const id = randomUUID()
    const at = new Date().toISOString()
    record.run(id, input.kind, input.code, input.name, at)
    event.run('record.created', id, JSON.stringify(input), at)
    const body = JSON.stringify({ id, ...input, createdAt: at })
    answer.run(key, 201, body, at)
    db.exec('commit')
    return body
  } catch (error) {
    db.exec('rollback')
    throw error
  }
}

const server = createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (chunk) => {
    text += chunk
  })
  request.on('end', () => {
    if (request.method !== 'POST') {
      response.end('{}')
      return
    }
    const body = create(String(request.headers['idempotency-key']), JSON.parse(text))
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('SIGTERM', () => process.exit(0))
