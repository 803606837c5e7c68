import { type Field, PERSON_FIELDS } from '../../../core/import-profile.ts'
import { append } from '../../../core/long-lists.ts'
import { columnEvent } from './event-text.ts'
import type { Column, Layout } from './layout.ts'
import { meaningOfSymbol, meaningOfWord, usualMeaning } from './legend.ts'
import { matchMeeting } from './match-meeting.ts'
import { looksLikeName, normalizeMobile, normalizeSector, normalizeUnit, splitName } from './names.ts'
import { dataRows } from './rows-below.ts'
import { cellRef, cellText } from './table.ts'
import type { WorldIndex } from './world.ts'

/**
 * Cells that hold what belongs into another column: the sign that a column was inserted or lost after the header was
 * written, so that every mark beside it may stand under somebody else's meeting.
 */

const SHOWN_MAX = 40

/** Their refs, in the order of the sheet; of a long table, those among the rows at hand. */
export function misplacedCells(layout: Layout, index: WorldIndex, today: string | undefined): string[] {
  const { table, shape } = layout
  if (shape !== 'W' && shape !== 'E') return []
  const rows = dataRows(layout)
  const found =
    shape === 'W'
      ? [...emptyEdges(layout, rows, index, today), ...strangers(layout, rows, index)]
      : noSignatures(layout, rows)
  const beyond = columnBeyond(layout)
  for (const row of rows) {
    if (found.length >= SHOWN_MAX) break
    for (const block of layout.blocks) {
      const name = nameIn(layout, block.fields, row)
      for (const field of PERSON_FIELDS) {
        const col = block.fields.get(field)
        if (col !== undefined && isForeign(layout, field, cellText(table, row, col), index)) {
          found.push(cellRef(row, col))
        }
        if (col !== undefined && field !== 'name' && isOwnName(cellText(table, row, col), name)) {
          found.push(cellRef(row, col))
        }
      }
      for (const { col } of block.sessions) {
        const text = cellText(table, row, col).trim()
        if (text.length > 1 && saysPlace(text, index)) found.push(cellRef(row, col))
      }
      if (shape === 'E') append(found, misplacedSignature(layout, block.fields, row, index))
    }
    if (beyond !== null && isStray(layout, row, beyond)) found.push(cellRef(row, beyond))
  }
  return found
}

/** A mark, a number where words belong, a sector where a number does. */
function isForeign(layout: Layout, field: Field, raw: string, index: WorldIndex): boolean {
  const text = raw.trim()
  // Rows are counted in digits, whatever digits mean as marks.
  if (text === '' || (field === 'seq' && /^\d+$/.test(text))) return false
  if (isMark(layout, text) || meaningOfWord(text) !== undefined || /^已?签(到|名)?$/.test(text)) return true
  if (field === 'mobile') return false
  if (field === 'seq') return index.membersByName.has(splitName(text).key)
  const number = /^\d{3,}$/.test(text)
  if (field === 'memberNo') return !/\d/.test(text) && index.sectorWords.has(normalizeSector(text))
  return number
}

const isMark = ({ legend }: Layout, raw: string): boolean => {
  const text = raw.trim()
  if (text === '' || [...text].length > 2) return false
  return meaningOfSymbol(legend, text) !== undefined || usualMeaning(text) !== undefined
}

const nameIn = ({ table }: Layout, fields: ReadonlyMap<Field, number>, row: number): string => {
  const col = fields.get('name')
  return col === undefined ? '' : splitName(cellText(table, row, col)).key
}

const isOwnName = (text: string, name: string): boolean => name !== '' && splitName(text).key === name

/** Of a matrix: the first or last session without a mark, although people of the sheet were expected there by today. */
function emptyEdges(
  layout: Layout,
  rows: readonly number[],
  index: WorldIndex,
  today: string | undefined,
): string[] {
  const { table, blocks } = layout
  const sessions = blocks.flatMap((block) => block.sessions)
  const edges = new Set([sessions[0], sessions.at(-1)].filter((one) => one !== undefined))
  if (sessions.length < 2) return []
  return [...edges].flatMap((column) => {
    if (rows.some((row) => cellText(table, row, column.col).trim() !== '')) return []
    const match = matchMeeting(columnEvent(layout, column), index)
    if (match.kind !== 'matched') return []
    const held = match.sessions.filter(({ session }) => today === undefined || session.day <= today)
    const expected = (row: number): boolean =>
      blocks.some(({ fields }) =>
        (index.membersByName.get(nameIn(layout, fields, row)) ?? []).some(({ id }) =>
          held.some(({ session }) => index.world.invitedBySession.get(session.id)?.has(id)),
        ),
      )
    return rows.filter(expected).length >= EXPECTED_MIN
      ? [cellRef(layout.headerRows.at(-1)!, column.col)]
      : []
  })
}

/** One or two people can all have been absent. */
const EXPECTED_MIN = 3

/**
 * Of a matrix: marks of people who were not expected there. Some are walk-ins, and each is asked about; where they are
 * many, the marks stand under other meetings than they were made for.
 */
function strangers(layout: Layout, rows: readonly number[], index: WorldIndex): string[] {
  const { table, blocks } = layout
  const refs: string[] = []
  let marks = 0
  for (const { fields, sessions } of blocks) {
    const lists = sessions.map((column) => ({ col: column.col, invited: invitedAt(layout, column, index) }))
    for (const row of rows) {
      const owners = index.membersByName.get(nameIn(layout, fields, row)) ?? []
      if (owners.length !== 1) continue
      for (const { col, invited } of lists) {
        if (!invited || cellText(table, row, col).trim() === '') continue
        marks += 1
        if (!invited.has(owners[0]!.id)) refs.push(cellRef(row, col))
      }
    }
  }
  return refs.length >= STRANGERS_MIN && refs.length * 4 > marks ? refs.slice(0, SHOWN_MAX) : []
}

const STRANGERS_MIN = 3

function invitedAt(layout: Layout, column: Column, index: WorldIndex) {
  const match = matchMeeting(columnEvent(layout, column), index)
  const [only, more] = match.kind === 'matched' ? match.sessions : []
  return only && !more ? index.world.invitedBySession.get(only.session.id) : undefined
}

const SIGNERS_MIN = 2

/** Of a sign-in sheet: nobody signed. */
function noSignatures(layout: Layout, rows: readonly number[]): string[] {
  const { table, blocks, legend } = layout
  // A tick may stand under 请假 in every row.
  if (blocks.some(({ states }) => states.length > 1)) return []
  const came = (text: string): boolean => {
    const meaning = meaningOfSymbol(legend, text) ?? meaningOfWord(text)
    return text !== '' && (meaning === undefined || meaning.status === 'present')
  }
  let people = 0
  for (const row of rows) {
    for (const { fields } of blocks) {
      if (!looksLikeName(nameIn(layout, fields, row))) continue
      people += 1
      if (came(cellText(table, row, fields.get('attendance') ?? -1).trim())) return []
    }
  }
  const col = blocks[0]?.fields.get('attendance')
  return people < SIGNERS_MIN || col === undefined ? [] : [cellRef(layout.headerRows.at(-1)!, col)]
}

/** The first column right of the header. */
function columnBeyond({ columns }: Layout): number | null {
  const last = columns.findLast(({ header }) => header.length > 0)
  return last ? last.col + 1 : null
}

/** A mark under no header; in a legend beside the table its word follows it. */
function isStray(layout: Layout, row: number, col: number): boolean {
  const text = cellText(layout.table, row, col)
  const stray = isMark(layout, text) || (text.trim() !== '' && meaningOfWord(text) !== undefined)
  if (!stray) return false
  const next = cellText(layout.table, row, col + 1)
  return meaningOfWord(next) === undefined
}

/** A unit, a number or a sector where a signature belongs, a mark or a name where a note does, a signature of nobody. */
function misplacedSignature(
  layout: Layout,
  fields: ReadonlyMap<Field, number>,
  row: number,
  index: WorldIndex,
): string[] {
  const at = (field: Field): string => {
    const col = fields.get(field)
    return col === undefined ? '' : cellText(layout.table, row, col).trim()
  }
  const found: string[] = []
  const signature = at('attendance')
  if (signature !== '' && !isMark(layout, signature) && saysPlace(signature, index)) {
    found.push(cellRef(row, fields.get('attendance')!))
  }
  const note = at('note')
  if (
    note !== '' &&
    (isMark(layout, note) || /^\d+$/.test(note) || index.membersByName.has(splitName(note).key))
  ) {
    found.push(cellRef(row, fields.get('note')!))
  }
  const states = (text: string) => isMark(layout, text) || meaningOfWord(text) !== undefined
  if (at('name') === '' && at('memberNo') === '' && (states(signature) || states(note))) {
    found.push(cellRef(row, fields.get('attendance')!))
  }
  return found
}

const saysPlace = (text: string, index: WorldIndex): boolean =>
  index.units.has(normalizeUnit(text)) ||
  index.sectorWords.has(normalizeSector(text)) ||
  normalizeMobile(text).length > 0
