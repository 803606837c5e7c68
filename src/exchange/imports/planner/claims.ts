import type { Field, Profile } from '../../../core/import-profile.ts'
import { saysAttendance } from './attendance-cells.ts'
import type { CellClaim, Heading, RowClaim } from './claim.ts'
import { columnEvent, rowEvent, sheetEvent } from './event-text.ts'
import { type Block, COLUMNS_STRIDE, type Layout } from './layout.ts'
import type { EventText } from './match-meeting.ts'
import type { Evidence } from './match-member.ts'
import { isOtherHeader, reasonToIgnore } from './rows-below.ts'
import { headingOf, statedCell } from './stated.ts'
import { cellRef, isBlank, kindAt, type Line, linesFrom } from './table.ts'

/** Walks a table's rows from the header down and tells data from footers, repeated headers and remarks. */
export function* claimRows(layout: Layout, profile: Profile): Generator<RowClaim> {
  const readers = layout.blocks.map((block) => ({
    block,
    carried: new Map<Field, string>(),
    eventOfSheet: layout.shape === 'E' ? sheetEvent(layout, profile, block) : null,
    columns: block.sessions.map((column) => ({ column, event: columnEvent(layout, column) })),
  }))
  const events = new Map<string, EventText>()
  let heading: Heading | undefined
  for (const line of linesFrom(layout.table, layout.firstRow)) {
    if (isBlank(line.cells)) continue
    const reason = reasonToIgnore(layout, line)
    if (layout.table.walk && isOtherHeader(layout, profile, line)) {
      yield ignored(line, 'other_header')
      return
    }
    const above = reason === 'repeated_header' ? null : headingIn(layout, line)
    if (above) {
      heading = above
      yield ignored(line, 'heading')
      continue
    }
    if (reason) {
      // Who is meant by another line below 请假人员, nobody can tell.
      if (heading && reason === 'remark')
        heading = { ...heading, meaning: null, text: line.cells.join('').trim() }
      yield ignored(line, reason)
      continue
    }
    let any = false
    for (const { block, carried, columns, eventOfSheet } of readers) {
      const get = cellGetter(layout, profile, block, carried, line)
      const cells: CellClaim[] = []
      if (layout.shape === 'S') {
        // Counts belong to no meeting: whoever reads them asks for the cells by themselves.
      } else if (layout.shape === 'W') {
        for (const { column, event } of columns) cells.push(cellClaim(line, column.col, event, ''))
      } else {
        const event = eventOfSheet ?? rowEvent(layout, profile, block, get, line, events)
        const { col, stated } = statedCell(block.states, block.fields.get('attendance')!, line, layout.legend)
        cells.push({ ...cellClaim(line, col, event, get('note')), stated, heading })
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

/** A line of a sign-in sheet or list that stands alone and says what holds for the rows below it. */
function headingIn({ shape, form, blocks }: Layout, { cells }: Line): Heading | null {
  if (form || (shape !== 'E' && shape !== 'L')) return null
  const used = cells.flatMap((text, col) => (text.trim() === '' ? [] : [col]))
  if (used.length !== 1) return null
  const says = blocks.some(
    ({ fields, states }) =>
      fields.get('attendance') === used[0] ||
      fields.get('note') === used[0] ||
      states.some(({ col }) => col === used[0]),
  )
  return says ? null : headingOf(cells[used[0]!]!)
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
    const told = form?.evidence ?? layout.subject?.evidence ?? NOBODY
    const evidence = form ? told : { ...told, note: get('note') }
    if (cells.every((cell) => cell.raw.trim() === '') && get('event').trim() === '') return null
    const nameRef = form?.nameRef ?? null
    const personKey = layout.start === undefined ? table.name : `${table.name}:${layout.start + 1}`
    return { kind: 'person', row, personKey, nameRef, nameRaw: evidence.name, evidence, cells }
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
    // A numbered row with marks and no name is somebody, and so is a meeting with what became of it: none may vanish.
    const numbered = /^\s*\d{1,5}\s*$/.test(get('seq'))
    const stated = cells.some(({ raw, stated: word }) => saysAttendance(word ?? raw, layout.legend))
    if (!says || !(numbered || stated)) return null
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
  return { col, raw: cells[col] ?? '', kind: kindAt(kinds, col), event, note }
}

function ignored({ row, cells }: Line, reason: string): RowClaim {
  const col = Math.max(
    0,
    cells.findIndex((text) => text.trim() !== ''),
  )
  return { kind: 'ignored', row, ref: cellRef(row, col), raw: cells[col] ?? '', cells, reason }
}
