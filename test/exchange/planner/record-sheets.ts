import { readDelimited } from '../../../src/exchange/imports/planner/containers/read-csv.ts'
import {
  planRecords,
  type RecordOptions,
} from '../../../src/exchange/imports/planner/records/plan-records.ts'
import type { RecordPlan } from '../../../src/exchange/imports/planner/records/record-plan-types.ts'
import type { RecordResource } from '../../../src/exchange/imports/planner/records/record-table.ts'
import { recordTable } from '../../../src/exchange/imports/planner/records/record-tables.ts'
import type { RecordWorld } from '../../../src/exchange/imports/planner/records/record-world.ts'
import type { Merge } from '../../../src/exchange/imports/planner/table.ts'
import { member, SECTORS } from './small-world.ts'

/** Sheets of records and a small committee, to be planned without a database. */

export const PEOPLE = [
  { no: '0101', name: '冯一舟', sector: '科技界', unit: '清河仪表厂' },
  { no: '0103', name: '韩小满', sector: '教育界', unit: '清河一小' },
  { no: '0104', name: '韩小满', sector: '总工会', unit: '清河机床厂' },
  { no: '0105', name: '阿里木·热合曼', sector: '少数民族界', unit: '清河文化馆' },
]

const item = (code: string, name: string) => ({ code, name })
const WORLD: RecordWorld = {
  people: { members: PEOPLE.map(member), sectors: SECTORS },
  catalogues: {
    service_kind: [item('charity', '公益慈善'), item('visit', '走访')],
    level: [item('district', '区级'), item('city', '市级')],
    recognition_kind: [item('commendation', '表彰')],
  },
  things: {
    organizations: [
      { id: 'o1', keys: ['TA'], names: ['提案委', '提案委员会'], from: null, to: null },
      { id: 'o2', keys: ['MJ'], names: ['民建区委'], from: null, to: null },
    ],
    plenarySessions: [],
    places: [],
  },
  numbers: [],
  imported: [],
}

const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export function plan(
  resource: RecordResource,
  rows: readonly (readonly string[])[],
  world: Partial<RecordWorld> = {},
  options: RecordOptions = {},
  merges: readonly Merge[] = [],
) {
  const read = readDelimited(rows.map((row) => row.map(quoted).join(',')).join('\n'), 'csv', ',')
  if ('problem' in read) throw new Error(read.problem)
  const container = { format: 'csv', encoding: 'utf-8', bom: false, delimiter: ',', date1904: false } as const
  return planRecords(
    { container, tables: [{ ...read.table, merges }] },
    recordTable(resource),
    { ...WORLD, ...world },
    options,
  )
}

export function planned(...args: Parameters<typeof plan>): RecordPlan {
  const made = plan(...args)
  if (made.verdict === 'refuse') throw new Error(JSON.stringify(made.refusal))
  return made
}
