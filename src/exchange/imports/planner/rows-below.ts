import type { Field, Profile } from '../../../core/import-profile.ts'
import { isOnlyDay } from './dates.ts'
import { fieldOfHeader, ownHeaders } from './headers.ts'
import type { Layout } from './layout.ts'
import { isLegendLead, isLegendPair, isLegendText, meaningOfWord } from './legend.ts'
import { legendRow } from './legend-lines.ts'
import { looksLikeName, normalizeTitle } from './names.ts'
import type { Line } from './table.ts'

/** Rows below a header that are no data. */

const FOOTER =
  /^(图例|符号|合计|小计|总计|共计|累计|填表|填报|制表|审核|复核|负责人|注[:：释]|备注[:：]|说明[:：]|签发|统计|经办|应到|实到|打印|第.{1,4}页|以上|单位盖章|盖章|联系人|报送)/

/** Why a row below the header is no data, or null. Blank rows are the caller's. */
export function reasonToIgnore(layout: Layout, { cells }: Line): string | null {
  const first = cells.find((text) => text.trim() !== '')!.trim()
  if (layout.form) return /^(示例|例如|例[:：])/.test(first) ? 'example' : null
  const compact = first.length > 12 ? first : first.replace(/\s+/g, '')
  if (FOOTER.test(compact)) return /^(合计|小计|总计|共计|应到|实到)/.test(compact) ? 'total' : 'footer'
  const block = layout.blocks[0]!
  const nameCol = block.fields.get('name')
  const name = nameCol === undefined ? '' : (cells[nameCol] ?? '').replace(/\s+/g, '')
  if (/^(合计|小计|总计|共计)$/.test(name)) return 'total'
  if (/^(示例|例如|例[:：])/.test(name) || /^(示例|例如|例[:：])/.test(first)) return 'example'
  if (nameCol !== undefined && name !== '' && fieldOfHeader(name, null) === 'name') return 'repeated_header'
  if (!looksLikeName(name) || meaningOfWord(name) !== undefined) {
    const texts = cells.filter((text) => text.trim() !== '')
    if (texts.some(isLegendText)) return 'legend'
    if (texts.every((text) => isLegendPair(text) || isLegendLead(text))) return 'legend'
    if (legendRow(cells, 0).length > 0) return 'legend'
    if (texts.length === 1 && name === '') return 'remark'
  }
  return null
}

/** Rows that are no totals, signature lines or explanations of marks; of a long table, those among the rows at hand. */
export function dataRows(layout: Layout): number[] {
  const { table, firstRow } = layout
  const rows: number[] = []
  for (let row = firstRow; row < table.rows.length; row += 1) {
    const cells = table.rows[row]
    if (!cells?.some((text) => text.trim() !== '')) continue
    if (reasonToIgnore(layout, { row, cells, kinds: undefined }) === null) rows.push(row)
  }
  return rows
}

type Below = { layout: Layout; own: ReadonlyMap<string, Field> | null }

/** A row of known words where the names stand, and no name among them: a header below the first. */
export function isHeaderAgain({ layout, own }: Below, cells: readonly string[], row: number): boolean {
  for (const { fields } of layout.blocks) {
    const text = cells[fields.get('name') ?? -1] ?? ''
    if (text.trim() === '') continue
    const field = fieldOfHeader(text, own)
    if (field === 'name') return true
    if (field === null) return false
  }
  const used = cells.flatMap((text, col) => (text.trim() === '' ? [] : [col]))
  if (used.length < 2 || legendRow(cells, row).length > 0) return false
  const found = used.map((col) => fieldOfHeader(cells[col]!, own))
  const known = found.filter((field, at) => field !== null || isOnlyDay(cells[used[at]!]!)).length
  const has = (...wanted: string[]) => found.some((field) => field !== null && wanted.includes(field))
  if (has('name', 'memberNo', 'firstName', 'mobile')) return known >= 2 && known * 2 > used.length
  return known === used.length && has('attendance') && has('event', 'date')
}

/** A long table is not cut into several: where other columns begin, its reading ends. */
export function isOtherHeader(layout: Layout, profile: Profile, { row, cells }: Line): boolean {
  const { table, headerRows } = layout
  if (!isHeaderAgain({ layout, own: ownHeaders(profile.columns) }, cells, row)) return false
  return !headerRows.some((at) => {
    const known = table.rows[at] ?? []
    const width = Math.max(known.length, cells.length)
    return Array.from({ length: width }).every(
      (_, col) => normalizeTitle(known[col] ?? '') === normalizeTitle(cells[col] ?? ''),
    )
  })
}
