import type { PlanWarning, Text } from './plan-types.ts'
import type { RosterHeader } from './roster-columns.ts'
import type { RosterPlace, RosterRow } from './roster-rows.ts'
import {
  COLUMN_IGNORED,
  OFFICE_KEPT,
  OFFICE_UNKNOWN,
  ROW_IGNORED,
  SHEET_IGNORED,
  UNIT_NOT_SPLIT,
} from './roster-texts.ts'
import type { RosterMember } from './roster-world.ts'
import { cellRef, columnName } from './table.ts'

/** What of a roster is not read, or read and not done: sheets, columns, rows and cells, each named. */

export type IgnoredRow = { row: number; ref: string; raw: string }

type Seen = {
  table: string
  header: RosterHeader
  others: readonly { name: string; isRoster: boolean }[]
  ignoredRows: readonly IgnoredRow[]
  read: readonly { row: RosterRow; place: RosterPlace }[]
  held: ReadonlyMap<RosterRow, RosterMember>
  unsplit: readonly string[]
  offices: readonly string[]
}

export function rosterWarnings(seen: Seen): PlanWarning[] {
  const { table, header, others, ignoredRows, unsplit } = seen
  const warn = (code: string, ref: string | null, message: Text, detail: object = {}): PlanWarning => ({
    code,
    table,
    ref,
    message,
    mustBeAccepted: false,
    detail: { ...detail },
  })
  const top = header.rows[0]!
  return [
    ...header.unknown.map(({ col, header: word, twin }) => {
      const message = COLUMN_IGNORED(word, twin === null ? null : columnName(twin))
      return warn('column_ignored', cellRef(top, col), message, { header: word })
    }),
    ...ignoredRows.map(({ ref, raw }) => warn('row_ignored', ref, ROW_IGNORED(raw), { raw })),
    ...(unsplit.length > 0
      ? [
          {
            ...warn('unit_not_split', unsplit[0]!, UNIT_NOT_SPLIT(unsplit), refsOf(unsplit)),
            // Somebody may have changed their unit.
            mustBeAccepted: true,
          },
        ]
      : []),
    ...officesOf(seen).map(({ code, name, refs }) => {
      const message = code === 'office_unknown' ? OFFICE_UNKNOWN : OFFICE_KEPT
      return warn(code, refs[0]!, message(name, refs.length), { office: name, ...refsOf(refs) })
    }),
    // Members of another roster would be lost.
    ...others.map(({ name, isRoster }) => ({
      ...warn('sheet_ignored', null, SHEET_IGNORED(name, isRoster)),
      table: name,
      mustBeAccepted: isRoster,
    })),
  ]
}

const REFS_MAX = 100
const refsOf = (refs: readonly string[]) => ({ refs: refs.slice(0, REFS_MAX), count: refs.length })

/** Offices that the catalogue lacks, and those held that a row with offices does not name. */
function officesOf({ read, held, offices }: Seen) {
  const found = new Map<string, { code: 'office_unknown' | 'office_kept'; name: string; refs: string[] }>()
  const add = (code: 'office_unknown' | 'office_kept', name: string, ref: string) => {
    const one = found.get(`${code} ${name}`) ?? { code, name, refs: [] }
    one.refs.push(ref)
    found.set(`${code} ${name}`, one)
  }
  for (const { row, place } of read) {
    const stated = row.values.offices
    if (!stated || row.result === 'invalid') continue
    const ref = cellRef(place.at, place.block.get('offices')!)
    for (const name of stated) if (!offices.includes(name)) add('office_unknown', name, ref)
    const before = held.get(row)?.values.offices ?? []
    for (const name of before) if (!stated.includes(name)) add('office_kept', name, ref)
  }
  return [...found.values()]
}
