import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import Database from 'better-sqlite3'

/**
 * A sheet into the attendance table by hand: split the lines, or scan the one sheet of a workbook of inline strings, look
 * up member and session, insert many rows a statement in one transaction. No questions, no conflicts, no event, no
 * provenance. Prints its milliseconds.
 */
const [databaseUrl, sheet] = process.argv.slice(2)
const db = new Database(databaseUrl!)
db.pragma('journal_mode = wal')
db.pragma('synchronous = full')
db.pragma('foreign_keys = off')
const committeeId = (db.prepare('select id from committees').get() as { id: string }).id
const ROWS = 100
const COLUMNS = 13
const begin = performance.now()
const members = new Map(
  (db.prepare('select member_no, id from members').raw().all() as [string, string][]).map(([no, id]) => [
    no,
    id,
  ]),
)
const sessions = new Map(
  (
    db
      .prepare('select m.title, s.id from meetings m join meeting_sessions s on s.meeting_id = m.id')
      .raw()
      .all() as [string, string][]
  ).map(([title, id]) => [title, id]),
)
const PRESENCE: Record<string, string> = { 出席: 'present', 请假: 'leave', 缺席: 'absent' }
const row = `(${Array(COLUMNS).fill('?').join(', ')})`
const insert = db.prepare(
  `insert into attendance (committee_id, session_id, member_id, presence, leave_type, method, arrived_at, note,
     import_id, version, seq, updated_at, deleted_at) values ${Array(ROWS).fill(row).join(', ')}`,
)
const at = new Date().toISOString()
const importId = crypto.randomUUID()
const rows: [string, string, string][] = []
for (const cells of sheet!.endsWith('.xlsx') ? workbookRows(sheet!) : lineRows(sheet!)) {
  rows.push([sessions.get(cells[4]!)!, members.get(cells[1]!)!, PRESENCE[cells[6]!]!])
}
// In the order of the table's key, where the insert is fastest.
rows.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : 1))
db.exec('begin immediate')
for (let from = 0; from < rows.length; from += ROWS) {
  const values: unknown[] = []
  for (let n = from; n < from + ROWS; n += 1) {
    const [session, member, presence] = rows[n]!
    values.push(committeeId, session, member, presence, null, 'import', null, null, importId, 1, 1, at, null)
  }
  insert.run(...values)
}
db.exec('commit')
const ms = performance.now() - begin
db.close()
console.log(JSON.stringify({ ms, rows: rows.length }))

/** Rows of delimited text below the header. */
function* lineRows(file: string): Generator<string[]> {
  const lines = readFileSync(file, 'utf8').split('\n')
  for (let n = 1; n < lines.length; n += 1) if (lines[n] !== '') yield lines[n]!.split(',')
}

/** Rows of `xl/worksheets/sheet1.xml` below the header: the text of each cell, in order. */
function* workbookRows(file: string): Generator<string[]> {
  const bytes = readFileSync(file)
  const name = Buffer.from('xl/worksheets/sheet1.xml')
  const local = bytes.indexOf(name) - 30
  const packed = bytes.readUInt32LE(local + 18)
  const begin = local + 30 + name.length + bytes.readUInt16LE(local + 28)
  const xml = inflateRawSync(bytes.subarray(begin, begin + packed)).toString()
  let at = xml.indexOf('</row>')
  for (;;) {
    const row = xml.indexOf('<row', at)
    if (row < 0) return
    const end = xml.indexOf('</row>', row)
    const cells: string[] = []
    for (let cell = xml.indexOf('<c', row); cell >= 0 && cell < end; cell = xml.indexOf('<c', cell)) {
      const close = xml.indexOf('</c>', cell)
      const text = xml.indexOf('</', cell)
      cells.push(xml.slice(xml.lastIndexOf('>', text) + 1, text))
      cell = close
    }
    yield cells
    at = end
  }
}
