import { cutDay, type DayText, isOnlyDay, NO_YEAR, parseDay, parseDayCell } from './dates.ts'
import { fieldOfHeader } from './headers.ts'
import { type Block, COLUMNS_STRIDE, type Column, type Layout } from './layout.ts'
import { isLegendLead, isLegendPair, isLegendText, meaningOfWord } from './legend.ts'
import { legendRow } from './legend-lines.ts'
import type { EventText } from './match-meeting.ts'
import type { Evidence } from './match-member.ts'
import { looksLikeName, normalizeTitle } from './names.ts'
import type { Field, Profile } from './profile.ts'
import {
  type CellKind,
  cellKind,
  cellRef,
  DATE_CELL,
  isBlank,
  type Line,
  linesFrom,
  mergedText,
  NUMBER_CELL,
  TEXT_CELL,
} from './table.ts'

/** A cell that says something about attendance, before anybody looked up whom and what it means. */
export type CellClaim = { col: number; raw: string; kind: CellKind; event: EventText; note: string }

export type RowClaim =
  | {
      kind: 'person'
      row: number
      /** What a question about the person is keyed by; the rows of one person's sheet share it. */
      personKey: string
      nameRef: string | null
      nameRaw: string
      evidence: Evidence
      cells: CellClaim[]
    }
  | { kind: 'ignored'; row: number; ref: string; raw: string; cells: readonly string[]; reason: string }

const FOOTER =
  /^(图例|符号|合计|小计|总计|共计|累计|填表|填报|制表|审核|复核|负责人|注[:：释]|备注[:：]|说明[:：]|签发|统计|经办|应到|实到|打印|第.{1,4}页|以上|单位盖章|盖章|联系人|报送)/

/** Walks a table's rows from the header down and tells data from footers, repeated headers and remarks. */
export function* claimRows(layout: Layout, profile: Profile): Generator<RowClaim> {
  const eventOfRow = layout.shape === 'E' ? sheetEvent(layout, profile) : null
  const readers = layout.blocks.map((block) => ({
    block,
    carried: new Map<Field, string>(),
    columns: block.sessions.map((column) => ({ column, event: columnEvent(layout, column) })),
  }))
  const events = new Map<string, EventText>()
  for (const line of linesFrom(layout.table, layout.firstRow)) {
    if (isBlank(line.cells)) continue
    const reason = reasonToIgnore(layout, line)
    if (reason) {
      yield ignored(line, reason)
      continue
    }
    let any = false
    for (const { block, carried, columns } of readers) {
      const get = cellGetter(layout, profile, block, carried, line)
      const cells: CellClaim[] = []
      if (layout.shape === 'S') {
        // Counts belong to no meeting: whoever reads them asks for the cells by themselves.
      } else if (layout.shape === 'W') {
        for (const { column, event } of columns) cells.push(cellClaim(line, column.col, event, ''))
      } else {
        const event = eventOfRow ?? rowEvent(layout, profile, block, get, line, events)
        cells.push(cellClaim(line, block.fields.get('attendance')!, event, get('note')))
      }
      const claim = personClaim(layout, block, get, line.row, cells)
      if (!claim) continue
      any = true
      yield claim
    }
    // A number before an empty row of a form is printed with it.
    if (!any && !(layout.form && isBlank(line.cells.slice(1)))) yield ignored(line, 'no_name')
  }
}

type Getter = (field: Field) => string

function cellGetter(
  layout: Layout,
  profile: Profile,
  block: Block,
  carried: Map<Field, string>,
  { row, cells }: Line,
): Getter {
  return (field) => {
    const col = block.fields.get(field)
    if (col === undefined) return ''
    const own = cells[col] ?? ''
    const text =
      own === '' && layout.merged.size > 0 ? (layout.merged.get(row * COLUMNS_STRIDE + col) ?? '') : own
    if (!profile.fillDown?.includes(field)) return text
    if (text.trim() !== '') carried.set(field, text)
    return text.trim() === '' ? (carried.get(field) ?? '') : text
  }
}

function personClaim(
  layout: Layout,
  block: Block,
  get: Getter,
  row: number,
  cells: CellClaim[],
): RowClaim | null {
  const { table, form } = layout
  if (form || layout.shape === 'M') {
    const evidence = form?.evidence ?? { ...NOBODY, name: table.name, note: get('note') }
    if (cells.every((cell) => cell.raw.trim() === '') && get('event').trim() === '') return null
    const nameRef = form?.nameRef ?? null
    return { kind: 'person', row, personKey: table.name, nameRef, nameRaw: evidence.name, evidence, cells }
  }
  const nameCol = block.fields.get('name') ?? block.fields.get('firstName') ?? block.fields.get('memberNo')
  const name = block.fields.has('name') ? get('name') : `${get('firstName')} ${get('lastName')}`.trim()
  const evidence: Evidence = {
    memberNo: get('memberNo'),
    mobile: get('mobile'),
    name,
    unit: get('unitPost') || get('unit'),
    post: get('post'),
    sector: get('sector'),
    note: get('note'),
  }
  const says = cells.some((cell) => cell.raw.trim() !== '')
  if (name.trim() === '' && evidence.memberNo.trim() === '' && evidence.mobile.trim() === '') {
    // A numbered row with marks and no name is somebody: that must not vanish.
    if (!says || !/^\s*\d{1,5}\s*$/.test(get('seq'))) return null
  }
  return {
    kind: 'person',
    row,
    personKey: `${table.name}:${row + 1}${layout.blocks.length > 1 ? `:${nameCol}` : ''}`,
    nameRef: nameCol === undefined ? null : cellRef(row, nameCol),
    nameRaw: name,
    evidence,
    cells,
  }
}

const NOBODY: Evidence = { memberNo: '', mobile: '', name: '', unit: '', post: '', sector: '', note: '' }

function cellClaim({ cells, kinds }: Line, col: number, event: EventText, note: string): CellClaim {
  return { col, raw: cells[col] ?? '', kind: (kinds?.[col] ?? TEXT_CELL) as CellKind, event, note }
}

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

function ignored({ row, cells }: Line, reason: string): RowClaim {
  const col = Math.max(
    0,
    cells.findIndex((text) => text.trim() !== ''),
  )
  return { kind: 'ignored', row, ref: cellRef(row, col), raw: cells[col] ?? '', cells, reason }
}

/** What a row says about its meeting; equal texts share one object, so that a meeting is looked up once. */
function rowEvent(
  layout: Layout,
  profile: Profile,
  block: Block,
  get: Getter,
  line: Line,
  known: Map<string, EventText>,
): EventText {
  const title = get('event').trim() || (profile.defaults?.event ?? '')
  const dayText = get('date') || (profile.defaults?.date ?? '')
  const dateCol = block.fields.get('date')
  const kind = (dateCol === undefined ? TEXT_CELL : (line.kinds?.[dateCol] ?? TEXT_CELL)) as CellKind
  const time = get('time')
  const part = get('part')
  const keys = profile.sessionKey ? sessionKeys(layout, profile.sessionKey, line) : null
  const key = keys
    ? `${keys.event}\n${keys.session}\n${dayText}`
    : `${title}\n${dayText}\n${kind}\n${time}\n${part}`
  const found = known.get(key)
  if (found) return found
  const day = withPart(parseDayCell(dayText, kind, layout.table.date1904, layout.years), time, part, profile)
  const event: EventText = {
    title: keys && title === '' ? keys.event : title,
    dayText: [dayText, time, part].filter((text) => text.trim() !== '').join(' '),
    day,
    sheetTitle: layout.sheetTitle,
    externalId: keys?.event ?? null,
    sessionExternalId: keys?.session ?? null,
    ref: block.fields.has('event') ? cellRef(line.row, block.fields.get('event')!) : null,
  }
  known.set(key, event)
  return event
}

function withPart(day: DayText, time: string, part: string, profile: Profile): DayText {
  if (profile.sessionKey || (time.trim() === '' && part.trim() === '')) return day
  const more = parseDay(`2000-01-01 ${part} ${time}`, NO_YEAR)
  return { ...day, part: more.part ?? day.part, time: more.time ?? day.time }
}

function sessionKeys(
  layout: Layout,
  templates: { event: string; session: string },
  { cells }: Line,
): { event: string; session: string } {
  const fill = (template: string) =>
    template.replace(/\{([^{}]+)\}/g, (_, word: string) => {
      const column = layout.columns.find((one) => one.header.some((text) => text === word.trim()))
      return column ? (cells[column.col] ?? '').trim() : ''
    })
  return { event: fill(templates.event), session: fill(templates.session) }
}

/** The meeting that a matrix column stands for: title and day may share a cell, or stand one over the other. */
export function columnEvent(layout: Layout, column: Column): EventText {
  const { table } = layout
  const titles: string[] = []
  const days: string[] = []
  let serial: DayText | null = null
  for (const row of layout.headerRows) {
    const text = mergedText(table, row, column.col)
    if (text !== '' && cellKind(table, row, column.col) === DATE_CELL) {
      serial = parseDayCell(text, DATE_CELL, table.date1904, layout.years)
    }
  }
  for (const text of column.header) {
    if (serial && /^\d+(\.\d+)?$/.test(text)) continue
    const cut = isOnlyDay(text) || /^\d{1,2}$/.test(text) ? null : cutDay(text)
    if (cut) {
      days.push(cut.dayText)
      if (normalizeTitle(cut.text) !== '' && fieldOfHeader(cut.text, null) === null) titles.push(cut.text)
    } else if (isOnlyDay(text) || /^\d{1,2}$/.test(text))
      days.push(/^\d{1,2}$/.test(text) ? `${text}日` : text)
    else titles.push(text)
  }
  const written = days.join(' ').replace(/月\s+(?=\d)/g, '月')
  const day = serial ? withPart(serial, '', written, {}) : parseDay(written, layout.years)
  return {
    title:
      titles
        .at(-1)
        ?.replace(/\s*\n\s*/g, '')
        .trim() ?? '',
    dayText: serial ? (serial.day ?? '') : written,
    day,
    sheetTitle: layout.sheetTitle,
    externalId: null,
    sessionExternalId: null,
    ref: cellRef(layout.headerRows.at(-1) ?? 0, column.col),
  }
}

/** The one meeting of a sign-in sheet, from the lines above its table. */
export function sheetEvent(layout: Layout, profile: Profile): EventText {
  const told = layout.labels.get('event')?.text ?? profile.defaults?.event
  const dayText = layout.labels.get('date')?.text ?? profile.defaults?.date ?? dayInTitles(layout)
  const kind = /^\d{5}(\.\d+)?$/.test(dayText) ? NUMBER_CELL : 0
  return {
    title: told ?? layout.sheetTitle,
    dayText,
    day: parseDayCell(dayText, kind, layout.table.date1904, layout.years),
    sheetTitle: layout.sheetTitle,
    externalId: null,
    sessionExternalId: null,
    ref: layout.labels.get('event')?.ref ?? null,
  }
}

function dayInTitles(layout: Layout): string {
  for (const row of layout.titleRows) {
    for (const text of layout.table.rows[row] ?? []) {
      const cut = cutDay(text)
      if (cut) return cut.dayText
    }
  }
  return ''
}
