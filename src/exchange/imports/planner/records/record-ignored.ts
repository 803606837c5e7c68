import { isBlankText } from '../names.ts'
import { cellRef, cellText, mergeAt, type Table } from '../table.ts'
import { findRecordHeader, type RecordHeader } from './record-header.ts'
import type { RecordTable } from './record-table.ts'

/** Rows of a sheet that are no records: totals, signatures, headings, and the header of the next printed page. */

export type IgnoredRow = { row: number; ref: string; raw: string }

type Of = {
  table: Table
  header: RecordHeader
  of: RecordTable
  fields?: Readonly<Record<string, string>> | undefined
}

const TOTAL = /^(.{0,12}(合计|小计|总计|共计)|累计|合计.{0,6}|平均)$/
const SIGNED =
  /^(填表|填报|制表|审核|复核|负责人|经办|打印|统计时间|联系人|联系电话|单位[（(]?盖章|注[:：]|备注[:：]|说明[:：])/
const EXAMPLE = /^(示例|例如|例[:：])/
const HEADING = /^([（(]?[一二三四五六七八九十]+[)）、.．]|第[一二三四五六七八九十]+(部分|类|组))/
const COUNT = /^[\d.]+\s*(件|篇|条|人|人次|次|项|份|个|名)?$/

export function ignoredAs(table: Table, at: number): IgnoredRow {
  const cells = table.rows[at]!
  const first = cells.findIndex((text) => text.trim() !== '')
  return { row: at + 1, ref: cellRef(at, first), raw: cells[first]!.trim() }
}

/** What makes a row no record; null for one that has to be read. */
export function noRecordAt({ table, header, of }: Of, at: number): IgnoredRow | null {
  const row = ignoredAs(table, at)
  const word = row.raw.normalize('NFKC').replace(/\s+/g, '')
  if (EXAMPLE.test(word)) return row
  const used = table.rows[at]!.map((text) => text.trim()).filter(
    (text) => !isBlankText(text.normalize('NFKC')),
  )
  const others = used.slice(1)
  if (TOTAL.test(word) && others.every((text) => COUNT.test(text.normalize('NFKC')) || TOTAL.test(text)))
    return row
  if (
    SIGNED.test(word) &&
    others.every((text) => SIGNED.test(text) || !standsForRecord({ table, header, of }, at, text))
  )
    return row
  if (used.length > 1) return null
  const above = table.rows.slice(0, header.row).some((cells) => cells.some((text) => text.trim() === row.raw))
  return above || HEADING.test(word) || isAcross(table, at) ? row : null
}

/** A cell of a column that a record needs. */
function standsForRecord({ table, header, of }: Of, at: number, text: string): boolean {
  return of.columns.some(
    ({ field, required }) => required && cellText(table, at, header.places.get(field) ?? -1).trim() === text,
  )
}

/** One cell over the whole row. */
function isAcross(table: Table, at: number): boolean {
  const first = table.rows[at]!.findIndex((text) => text.trim() !== '')
  const merge = mergeAt(table, at, first)
  return merge !== undefined && merge.right - merge.left >= 2
}

/**
 * The header again, as it stands on each printed page. Where its columns stand elsewhere, or are others, the rows below
 * are read by it.
 */
export function headerAgain({ table, header, of, fields }: Of, at: number): RecordHeader | null {
  const again = findRecordHeader(table, of, fields, at + 1)
  if (!again || again.last !== at || again.places.size < 2) return null
  return again.places.size * 2 >= header.places.size ? again : null
}
