import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { plainWorkbook } from '../base/xlsx.ts'
import { recordMeetings, recordMembers } from '../committee.ts'
import { type Measure, measure, median, short } from '../figures.ts'
import { asText, type Imported, importBothWays, sheetRows } from '../imports.ts'
import { startProduct } from '../processes.ts'

/** 100 000 attendance rows from a sheet to committed records with provenance, and what others notice meanwhile. */

const ROUNDS = 3
const MEETINGS = 334
const ROWS = 100_000

/** As delimited text. */
export const measureImport = (folder: string): Promise<Measure[]> => measured(folder, 'csv')

/** As a workbook. */
export const measureImportXlsx = (folder: string): Promise<Measure[]> => measured(folder, 'xlsx')

const BARS = {
  csv: { name: 'import', from: 'CSV', by: 'hand parse', floor: 0.15, aim: 0.3, memory: 200 },
  xlsx: { name: 'import-xlsx', from: 'XLSX', by: 'hand scanner', floor: 0.1, aim: 0.25, memory: 450 },
}

async function measured(folder: string, format: keyof typeof BARS): Promise<Measure[]> {
  const seeded = path.join(folder, 'seed.db')
  const seed = await startProduct(seeded)
  const { members } = await recordMembers(seed.client)
  const meetings = await recordMeetings(seed.client, MEETINGS, '2024-01-01')
  await seed.stop()
  const file = path.join(folder, `attendance.${format}`)
  const rows = sheetRows(members, meetings, ROWS)
  writeFileSync(file, format === 'csv' ? asText(rows) : plainWorkbook(rows))
  const rounds: Imported[] = []
  for (let n = 0; n < ROUNDS; n += 1) {
    rounds.push(await importBothWays(folder, { seeded, file, rows: ROWS }, n))
  }
  const of = (pick: (one: Imported) => number) => rounds.map(pick)
  const middle = (pick: (one: Imported) => number) => short(median(of(pick)))
  const { name, from, by, floor, aim, memory } = BARS[format]
  return [
    measure(
      name,
      `100 000 rows from ${from} to committed with provenance, speed ÷ ${by} + bulk insert of the attendance rows`,
      of((one) => one.baseMs / one.ms),
      { floor, aim },
      {
        ms: middle((one) => one.ms),
        planMs: middle((one) => one.planMs),
        baseMs: middle((one) => one.baseMs),
        rowsPerSecond: middle((one) => (ROWS / one.ms) * 1_000),
        baseRowsPerSecond: middle((one) => (ROWS / one.baseMs) * 1_000),
      },
    ),
    measure(
      `${name}-memory`,
      'peak resident memory during the import, over rest',
      of((one) => one.overRestMb),
      { unit: 'MB', floor: memory, aim: memory, atMost: true },
      { peakMb: middle((one) => one.peakMb) },
    ),
    measure(
      `${name}-reads`,
      'p99 of list pages read by another process during the import ÷ p99 at rest',
      of((one) => one.busyP99 / one.idleP99),
      { floor: 3, aim: 3, atMost: true },
      { idleP99: middle((one) => one.idleP99), busyP99: middle((one) => one.busyP99) },
    ),
    measure(
      `${name}-writes`,
      'longest that a single write of another process waited during the import',
      of((one) => one.writeMaxMs),
      { unit: 'ms', floor: 300, aim: 200, atMost: true },
    ),
  ]
}
