import { declaredStatistics } from './declared-statistics.ts'
import { type DutyKind, dutyRecordsOf } from './duty-records.ts'
import { instructions } from './instructions.ts'
import { opinions } from './opinions.ts'
import { places } from './places.ts'
import { planItems } from './plan-items.ts'
import { proposals } from './proposals.ts'
import { recognitions } from './recognitions.ts'
import type { RecordResource, RecordTable } from './record-table.ts'
import { researchReports } from './research-reports.ts'
import { rosterEntries } from './roster-entries.ts'
import { serviceRecords } from './service-records.ts'
import { speeches } from './speeches.ts'
import { suggestions } from './suggestions.ts'

/** Every resource that is read from sheets. To add one: its table in a file of its own, and a line here. */
const TABLES: Record<Exclude<RecordResource, 'duty-records'>, RecordTable> = {
  proposals,
  opinions,
  speeches,
  'service-records': serviceRecords,
  'research-reports': researchReports,
  recognitions,
  instructions,
  'plan-items': planItems,
  suggestions,
  'roster-entries': rosterEntries,
  places,
  'declared-statistics': declaredStatistics,
}

const NO_KIND: DutyKind = { id: '', name: '', fields: [] }

/** The columns of a resource; of duty records, with those of their kind. */
export const recordTable = (resource: RecordResource, kind: DutyKind | null = null): RecordTable =>
  resource === 'duty-records' ? dutyRecordsOf(kind ?? NO_KIND) : TABLES[resource]
