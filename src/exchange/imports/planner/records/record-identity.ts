import { isDay } from '../../../../core/days.ts'
import { canonical } from '../../../../core/ids.ts'
import type { Text } from '../plan-types.ts'
import { bareNumber, normalizeNumber } from '../world.ts'
import { type Building, bodyKeyOf } from './record-build.ts'
import { givenNumbers } from './record-numbers.ts'
import type { RecordRow } from './record-plan-types.ts'
import { fail, type ReadRow } from './record-rows.ts'
import {
  differs,
  enteredElsewhere,
  givenBefore,
  lostZeros,
  sameNumber,
  withdrawnSince,
} from './record-texts.ts'
import type { ImportedRow, RecordWorld } from './record-world.ts'

/**
 * Which rows are known already. By their number where they have one, else by what their cells say. Of two rows of a
 * file that say the same one is taken; of two that have one number and differ, none.
 */

type Known = {
  numbers: Map<string, { recordId: string; withdrawn: boolean }>
  bare: Map<string, string>
  byRecord: Map<string, ImportedRow>
  byRow: Map<string, ImportedRow[]>
  byBody: Map<string, ImportedRow[]>
}

export function knownRows({ numbers, imported }: RecordWorld): Known {
  return {
    numbers: new Map(numbers.map((one) => [one.externalId, one])),
    bare: new Map(numbers.map(({ externalId }) => [bareNumber(normalizeNumber(externalId)), externalId])),
    byRecord: new Map(imported.map((row) => [row.recordId, row])),
    byRow: Map.groupBy(imported, (row) => row.rowKey),
    byBody: Map.groupBy(imported, (row) => row.bodyKey),
  }
}

/** Rows that stand, stand twice or contradict one another, before their people are looked up. */
export function identify(rows: readonly ReadRow[], known: Known, building: Building): void {
  const numbered = rows.filter(({ out }) => out.externalId !== null)
  for (const group of Map.groupBy(numbered, ({ out }) => out.externalId).values()) withinNumber(group)
  const readable = rows.filter(({ out }) => out.result === 'new')
  for (const group of Map.groupBy(readable, ({ out }) => out.rowKey).values()) {
    const first = group.find(({ out }) => out.externalId !== null) ?? group[0]!
    for (const row of group) if (row !== first && row.out.externalId === null) duplicate(row.out, first.out)
  }
  for (const row of rows) if (row.out.result === 'new') against(row, known, building)
  givenTwice(rows, known, building)
}

/** Rows that differ and bear one number that is given once, of the file or of an earlier one: none is taken. */
function givenTwice(rows: readonly ReadRow[], known: Known, building: Building): void {
  const fresh = rows.filter(({ out }) => out.result === 'new')
  const of = fresh[0]?.sheet.of
  if (!of?.numbers) return
  const numbered = fresh.flatMap((row) => givenNumbers(of, withDays(row)).map((one) => ({ row, ...one })))
  const standing = [...known.byRecord.values()]
    .filter(({ withdrawn }) => !withdrawn)
    .flatMap((before) => givenNumbers(of, before.cells).map(({ key }) => [key, before] as const))
  const before = new Map(standing)
  for (const [key, group] of Map.groupBy(numbered, (one) => one.key)) {
    const earlier = before.get(key)
    // What says the same in other words is told from its body.
    const bodies = new Set(
      group.length > 1 || earlier ? group.map(({ row }) => bodyKeyOf(building, row)) : [],
    )
    for (const { row, field, doubted } of group) {
      const other = group.find((one) => one.row !== row)
      const twice = other && (bodies.size > 1 || bodies.has(null))
      if (!twice && !(earlier && !bodies.has(earlier.bodyKey))) continue
      if (doubted) row.out.doubted.push(field)
      else if (twice) {
        row.out.otherRow ??= other.row.out.row
        conflict(row, 'number_twice', sameNumber(other.row.out.row), field)
      } else conflict(row, 'differs', givenBefore(earlier!.recordId), field)
    }
  }
}

/** The cells of a row, days as they were understood. */
const withDays = ({ out, values }: ReadRow): RecordRow['cells'] => ({
  ...out.cells,
  ...Object.fromEntries(
    Object.entries(values).filter(
      (one): one is [string, string] => typeof one[1] === 'string' && isDay(one[1]),
    ),
  ),
})

function withinNumber(group: readonly ReadRow[]): void {
  const [first, ...others] = group
  if (!first || others.length === 0) return
  if (others.every(({ out }) => out.rowKey === first.out.rowKey)) {
    for (const { out } of others) if (out.result === 'new') duplicate(out, first.out)
    return
  }
  for (const row of group) {
    const other = group.find(({ out }) => out !== row.out && out.rowKey !== row.out.rowKey) ?? group[0]!
    row.out.otherRow = other.out.row
    conflict(row, 'number_twice', sameNumber(other.out.row))
  }
}

function duplicate(row: RecordRow, first: RecordRow): void {
  row.result = 'duplicate_in_file'
  row.otherRow = first.row
}

function conflict(row: ReadRow, code: string, message: Text, field = 'externalId'): void {
  if (row.out.result !== 'invalid') row.out.result = 'conflict'
  fail(row, field, code, message)
}

function against(row: ReadRow, known: Known, building: Building): void {
  const { out } = row
  if (out.externalId !== null) {
    const taken = known.numbers.get(out.externalId)
    if (taken) {
      againstNumber(row, taken, known.byRecord.get(taken.recordId), building)
      return
    }
    const near = known.bare.get(bareNumber(normalizeNumber(out.externalId)))
    if (near) {
      conflict(row, 'number_without_zeros', lostZeros(near))
      return
    }
  }
  const before = known.byRow.get(out.rowKey) ?? []
  const standing = before.find(
    (one) => !one.withdrawn && (out.externalId === null || one.externalId === null),
  )
  const gone = before.find((one) => one.withdrawn)
  if (standing) same(out, standing)
  else if (gone && out.externalId === null) conflict(row, 'withdrawn_since', withdrawnSince(gone.recordId))
}

function againstNumber(
  row: ReadRow,
  taken: { recordId: string; withdrawn: boolean },
  before: ImportedRow | undefined,
  building: Building,
): void {
  const { out } = row
  if (taken.withdrawn) {
    conflict(row, 'withdrawn_since', withdrawnSince(taken.recordId))
    return
  }
  out.recordId = taken.recordId
  if (!before) conflict(row, 'entered_elsewhere', enteredElsewhere(taken.recordId))
  else if (before.rowKey === out.rowKey || bodyKeyOf(building, row) === before.bodyKey) same(out, before)
  else {
    out.changes = changesOf(before.cells, out.cells)
    conflict(row, 'differs', differs(taken.recordId))
  }
}

function changesOf(before: RecordRow['cells'], now: RecordRow['cells']): RecordRow['changes'] {
  const fields = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...fields].sort().flatMap((field) => {
    const [from, to] = [before[field] ?? null, now[field] ?? null]
    return from === to ? [] : [{ field, from, to }]
  })
}

function same(row: RecordRow, before: ImportedRow): void {
  row.result = 'same'
  row.recordId = before.recordId
}

/** Rows that say the same in other words: with the same body, and without a number that tells them apart. */
export function identifyBodies(rows: readonly ReadRow[], known: Known): void {
  const built = rows.filter(({ out }) => out.result === 'new')
  for (const group of Map.groupBy(built, ({ out }) => out.bodyKey).values()) {
    const first = group.find(({ out }) => out.externalId !== null) ?? fullest(group)
    for (const { out } of group) {
      const standing = known.byBody
        .get(out.bodyKey!)
        ?.find((one) => !one.withdrawn && (out.externalId === null || one.externalId === null))
      if (standing) same(out, standing)
      else if (out !== first.out && out.externalId === null) duplicate(out, first.out)
    }
  }
}

/** The row that names a department before one that names none: which is taken does not hang on their order. */
function fullest(group: readonly ReadRow[]): ReadRow {
  const said = ({ out }: ReadRow): string => canonical(out.body)
  return group.toSorted((a, b) => said(b).length - said(a).length || (said(a) < said(b) ? -1 : 1))[0]!
}
