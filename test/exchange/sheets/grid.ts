import { utils, write } from '@e965/xlsx'
import { encodeText } from '../../../src/exchange/imports/result/encode.ts'
import type { Random } from './random.ts'

/** A sheet as it is written, cell by cell, and the files that it can be. */

/** A day is written as a date where the file knows dates. */
export type Value = string | number | { day: string }

export interface Grid {
  name: string
  rows: (Value | null)[][]
  merges: { top: number; left: number; bottom: number; right: number }[]
}

export const gridOf = (name: string): Grid => ({ name, rows: [], merges: [] })

/** Appends a row; answers its number, from 0. */
export function addRow(grid: Grid, cells: readonly (Value | null)[]): number {
  grid.rows.push([...cells])
  return grid.rows.length - 1
}

export const ref = (row: number, col: number): string => utils.encode_cell({ r: row, c: col })

export interface SheetFile {
  name: string
  bytes: Uint8Array
  /** The name by which the first table is called in a plan; workbooks keep their own. */
  tableName: string | null
}

const DELIMITED = ['utf-8', 'utf-8-bom', 'gb18030', 'utf-16le'] as const

export const KINDS = ['csv', 'tsv', 'jsonl', 'xlsx', 'xls', 'ods', 'html'] as const

/** The container that chance picks: delimited text only where one grid without merges says it all. */
export function fileOf(grids: readonly Grid[], random: Random): SheetFile {
  const plain = grids.length === 1 && grids[0]!.merges.length === 0
  const kind = random.pick(
    plain
      ? (['csv', 'csv', 'xlsx', 'xls', 'ods'] as const)
      : (['xlsx', 'xlsx', 'xls', 'ods', 'html'] as const),
  )
  return fileAs(kind === 'html' && grids.length > 1 ? 'xlsx' : kind, grids, random)
}

/** Text and pages hold the first grid alone. */
export function fileAs(kind: (typeof KINDS)[number], grids: readonly Grid[], random: Random): SheetFile {
  const first = grids[0]!
  if (kind === 'csv') return delimited(first, random)
  if (kind === 'tsv') return delimited(first, random, '\t')
  if (kind === 'jsonl') return objects(first)
  return kind === 'html' ? page(first, random) : workbook(grids, kind)
}

function delimited({ rows }: Grid, random: Random, told?: string): SheetFile {
  const encoding = random.pick(DELIMITED)
  const delimiter = told ?? (encoding === 'utf-16le' ? '\t' : random.pick([',', ',', ';', '\t']))
  const width = Math.max(...rows.map((row) => row.length))
  const lines = rows.map((row) =>
    Array.from({ length: width }, (_, col) => quoted(textOf(row[col] ?? null), delimiter)).join(delimiter),
  )
  const text = `${lines.join(random.pick(['\n', '\r\n']))}\n`
  const bare = encoding === 'utf-8-bom' ? 'utf-8' : encoding
  const mark = encoding === 'utf-8-bom' || encoding === 'utf-16le' ? '\ufeff' : ''
  const name = told ? 'sheet.tsv' : 'sheet.csv'
  return { name, bytes: encodeText(mark + text, bare), tableName: 'csv' }
}

/** An object a row below the first one that looks like a header. */
function objects({ rows }: Grid): SheetFile {
  const head = Math.max(
    0,
    rows.findIndex((row) => row.filter((value) => value !== null).length >= 3),
  )
  const keys = (rows[head] ?? []).map((value, col) => textOf(value) || `列${col + 1}`)
  const lines = rows
    .slice(head + 1)
    .map((row) => JSON.stringify(Object.fromEntries(keys.map((key, col) => [key, textOf(row[col] ?? null)]))))
  return { name: 'sheet.jsonl', bytes: encodeText(`${lines.join('\n')}\n`, 'utf-8'), tableName: 'jsonl' }
}

const textOf = (value: Value | null): string =>
  value === null ? '' : typeof value === 'object' ? value.day : String(value)

const quoted = (text: string, delimiter: string): string =>
  text.includes(delimiter) || /["\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

function page({ rows, merges }: Grid, random: Random): SheetFile {
  const htmlOf = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')
  const covered = new Set<string>()
  for (const { top, left, bottom, right } of merges) {
    for (let r = top; r <= bottom; r += 1)
      for (let c = left; c <= right; c += 1) if (r > top || c > left) covered.add(`${r} ${c}`)
  }
  const width = Math.max(...rows.map((row) => row.length))
  const lines = rows.map((row, r) => {
    const cells = Array.from({ length: width }, (_, c) => {
      if (covered.has(`${r} ${c}`)) return ''
      const merge = merges.find(({ top, left }) => top === r && left === c)
      const span = merge
        ? ` rowspan="${merge.bottom - merge.top + 1}" colspan="${merge.right - merge.left + 1}"`
        : ''
      return `<td${span}>${htmlOf(textOf(row[c] ?? null))}</td>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  const encoding = random.pick(['utf-8', 'gb18030'] as const)
  const charset = encoding === 'utf-8' ? 'utf-8' : 'gb2312'
  const text = `<html><head><meta charset="${charset}"></head><body><table>${lines.join('\n')}</table></body></html>`
  return { name: 'sheet.xls', bytes: encodeText(text, encoding), tableName: 'html' }
}

function workbook(grids: readonly Grid[], kind: string): SheetFile {
  const book = utils.book_new()
  for (const { name, rows, merges } of grids) {
    const cells = rows.map((row) =>
      row.map((value) => (typeof value === 'object' && value ? new Date(value.day) : value)),
    )
    const sheet = utils.aoa_to_sheet(cells, { UTC: true, cellDates: true })
    sheet['!merges'] = merges.map((one) => ({
      s: { r: one.top, c: one.left },
      e: { r: one.bottom, c: one.right },
    }))
    utils.book_append_sheet(book, sheet, name)
  }
  const bookType = kind === 'xls' ? 'biff8' : (kind as 'xlsx' | 'ods')
  const bytes = new Uint8Array(write(book, { type: 'buffer', bookType }) as Buffer)
  return { name: `sheet.${kind}`, bytes, tableName: null }
}
