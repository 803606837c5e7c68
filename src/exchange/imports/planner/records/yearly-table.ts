import { PERSON_FIELDS, type Profile } from '../../../../core/import-profile.ts'
import { claimRows } from '../claims.ts'
import { detectLayout } from '../detect.ts'
import type { Layout } from '../layout.ts'
import { isBlankText } from '../names.ts'
import { cellKind, cellRef, cellText, columnName, type Table } from '../table.ts'
import { measureOf } from './measures.ts'
import type { CatalogueItem } from './record-world.ts'
import { columnOutside, otherSpan, otherUnit } from './yearly-scope.ts'

/**
 * A yearly table (履职情况统计表) as rows of one count each: the header's measure, the year of the title, and the cell.
 * Every row knows the cells that it came from.
 */
export type YearlyRows = {
  table: Table
  /** Of each row of `table`: its row in the sheet, and the cells of the sheet by column of `table`. */
  origins: { row: number; refs: string[] }[]
  layout: Layout
  columns: { col: string; field: string; header: string }[]
  ignoredColumns: { col: string; header: string; part?: true }[]
  ignoredRows: { row: number; ref: string; raw: string }[]
  /** The title states no single year, and neither does the profile. */
  yearMissing: boolean
  /** Words of the title that say that the counts are of another span, or no times at all. */
  outside: string | null
  /** Two columns that count the same. */
  repeated: { first: string; second: string; word: string } | null
}

const HEADER = ['姓名', '委员编号', '手机', '工作单位', '界别', '年度', '统计项目', '数值']

/** Null for a table that is no yearly one. */
export function yearlyRows(
  table: Table,
  profile: Profile,
  types: readonly CatalogueItem[],
): YearlyRows | null {
  const layout = detectLayout(table, profile, null)
  if (layout.shape !== 'S') return null
  const { years } = layout.years
  const year = years.length === 1 ? String(years[0]) : ''
  const above = [table.name, ...layout.titleRows.flatMap((row) => table.rows[row] ?? [])]
  const known = layout.columns.flatMap((column) => {
    const measure = isOfPerson(layout, column.col) ? undefined : measureOf(column.header, types)
    return measure ? [{ ...column, measure }] : []
  })
  const outside = new Set(known.filter(({ header }) => columnOutside(header, year)).map(({ col }) => col))
  const measured = known.filter(({ col }) => !outside.has(col))
  const rows: string[][] = [HEADER]
  const kinds: (Uint8Array | undefined)[] = [undefined]
  const origins: YearlyRows['origins'] = [{ row: layout.headerRows.at(-1) ?? 0, refs: [] }]
  const ignoredRows: YearlyRows['ignoredRows'] = []
  for (const claim of claimRows(layout, profile)) {
    if (claim.kind === 'ignored') {
      ignoredRows.push({ row: claim.row + 1, ref: claim.ref, raw: claim.raw })
      continue
    }
    const { memberNo, mobile, unit, sector } = claim.evidence
    const nameRef = claim.nameRef ?? cellRef(claim.row, 0)
    for (const { col, measure } of measured) {
      const raw = cellText(table, claim.row, col)
      const kind = cellKind(table, claim.row, col)
      if (isBlankText(raw.normalize('NFKC')) && kind === 0) continue
      const place = cellRef(claim.row, col)
      rows.push([claim.nameRaw, memberNo, mobile, unit, sector, year, measure, raw])
      kinds.push(kind === 0 ? undefined : Uint8Array.of(0, 0, 0, 0, 0, 0, 0, kind))
      origins.push({
        row: claim.row,
        refs: [nameRef, nameRef, nameRef, nameRef, nameRef, place, place, place],
      })
    }
  }
  const counted = new Set(measured.map(({ col }) => col))
  return {
    table: { ...table, rows, kinds, merges: [] },
    origins,
    layout,
    columns: measured.map(({ col, measure, header }) => ({
      col: columnName(col),
      field: measure,
      header: header.join(' / '),
    })),
    ignoredColumns: layout.columns
      .filter(({ col, header }) => header.length > 0 && !counted.has(col) && !isOfPerson(layout, col))
      .map(({ col, header }) => ({
        col: columnName(col),
        header: header.join(' / '),
        ...(outside.has(col) ? { part: true as const } : {}),
      })),
    ignoredRows,
    yearMissing: year === '',
    outside: otherSpan(above) ?? otherUnit(above),
    repeated: repeatedMeasure(measured, layout),
  }
}

function repeatedMeasure(
  measured: readonly { col: number; measure: string; header: string[] }[],
  { headerRows }: Layout,
): YearlyRows['repeated'] {
  const row = headerRows.at(-1) ?? 0
  for (const [nth, { measure, col, header }] of measured.entries()) {
    const before = measured.slice(0, nth).find((one) => one.measure === measure)
    if (before) {
      return { first: cellRef(row, before.col), second: cellRef(row, col), word: header.join(' / ') }
    }
  }
  return null
}

const PERSON = new Set<string>([...PERSON_FIELDS, 'firstName', 'lastName', 'note'])

const isOfPerson = (layout: Layout, at: number): boolean =>
  layout.columns.some(({ col, field }) => col === at && field !== null && PERSON.has(field))
