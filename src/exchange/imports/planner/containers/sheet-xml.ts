import { unguarded } from '../../../exports/files/table.ts'
import {
  columnIndex,
  DATE_CELL,
  ERROR_CELL,
  type Line,
  type Merge,
  NUMBER_CELL,
  TEXT_CELL,
} from '../table.ts'
import { ZipFault } from './unzip.ts'
import { attribute, joined, shownText, spaced, Unsure, unescaped } from './xml.ts'

/** The rows of a worksheet as its XML comes. Formulas are read by their stored value, never computed. */

interface SheetFacts {
  strings: readonly string[]
  /** Of each style. */
  dates: readonly boolean[]
  date1904: boolean
}

const MERGES_MAX = 20_000
/** Characters of a row, or of what stands before the first one. */
const PIECE_MAX = 8_000_000
const NO_CELLS: readonly string[] = []

/** Every row up to the last one with a cell, in order; merged ranges, which stand behind the rows, go to `merges`. */
export function* sheetLines(
  blocks: Iterable<string>,
  facts: SheetFacts,
  merges: Merge[] = [],
): Generator<Line> {
  let text = ''
  let where: 'head' | 'rows' | 'tail' = 'head'
  let row = -1
  let next = 0
  for (const block of joined(blocks, () => text.length)) {
    text += block
    if (text.includes('<!')) throw new Unsure('comments or character data')
    let at = 0
    if (where === 'head') {
      const begin = text.indexOf('<sheetData')
      const open = begin < 0 ? -1 : text.indexOf('>', begin)
      if (open < 0) {
        if (text.length > PIECE_MAX) throw new Unsure('no rows')
        continue
      }
      if (!/<worksheet[\s>]/.test(text)) throw new Unsure('a prefix, or no worksheet')
      where = text[open - 1] === '/' ? 'tail' : 'rows'
      at = open + 1
    }
    const end = where === 'rows' ? text.indexOf('</sheetData>', at) : -1
    while (where === 'rows') {
      const begin = text.indexOf('<row', at)
      if (end >= 0 && (begin < 0 || end < begin)) {
        where = 'tail'
        at = end
        break
      }
      const open = begin < 0 ? -1 : text.indexOf('>', begin)
      if (open < 0) break
      const empty = text[open - 1] === '/'
      const close = empty ? open : text.indexOf('</row>', open)
      if (close < 0) break
      const number = attribute(spaced(text.slice(begin + 4, open)), 'r')
      const found = number === undefined ? row + 1 : Number(number) - 1
      if (!(found > row)) throw new Unsure('rows out of order')
      row = found
      at = empty ? open + 1 : close + 6
      const line = empty ? undefined : lineOf(text.slice(open + 1, close), row, facts)
      if (!line) continue
      for (; next < row; next += 1) yield { row: next, cells: NO_CELLS, kinds: undefined }
      yield line
      next = row + 1
    }
    text = text.slice(at)
    if (where === 'tail') text = takeMerges(text, merges)
    else if (text.length > PIECE_MAX) throw new Unsure('a row without its end')
  }
  if (where === 'head') throw new Unsure('a prefix, or no rows')
  if (where !== 'tail') throw new ZipFault('corrupt')
}

/** Answers what may be the beginning of another tag. */
function takeMerges(text: string, merges: Merge[]): string {
  for (const [, tag] of text.matchAll(/<mergeCell(\s[^<>]*)>/g)) {
    const merge = mergeOf(attribute(spaced(tag!), 'ref') ?? '')
    if (merge && merges.length < MERGES_MAX) merges.push(merge)
  }
  const last = text.lastIndexOf('<')
  return last < 0 || text.indexOf('>', last) >= 0 ? '' : text.slice(last)
}

function mergeOf(range: string): Merge | undefined {
  const found = /^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$/.exec(range)
  if (!found) return undefined
  const [, left, top, right = left, bottom = top] = found
  return {
    top: Number(top) - 1,
    left: columnIndex(left!),
    bottom: Number(bottom) - 1,
    right: columnIndex(right!),
  }
}

/** Undefined for a row that holds nothing but styles. */
function lineOf(xml: string, row: number, facts: SheetFacts): Line | undefined {
  const cells: string[] = []
  const kinds: number[] = []
  let kinded = false
  let stored = false
  let col = -1
  for (let at = nextCell(xml, 0); at >= 0; ) {
    const open = xml.indexOf('>', at)
    if (open < 0) throw new Unsure('a cell without its end')
    const empty = xml[open - 1] === '/'
    const close = empty ? open : xml.indexOf('</c>', open)
    if (close < 0) throw new Unsure('a cell without its end')
    const tag = spaced(xml.slice(at + 2, empty ? open - 1 : open))
    const ref = attribute(tag, 'r')
    col = ref === undefined ? col + 1 : columnOf(ref)
    const cell = empty ? undefined : cellOf(tag, xml.slice(open + 1, close), facts)
    if (cell) {
      stored = true
      if (cell.text !== '') {
        while (cells.length < col) cells.push('')
        cells[col] = cell.text
        kinds[col] = cell.kind
        if (cell.kind !== TEXT_CELL) kinded = true
      }
    }
    at = nextCell(xml, close)
  }
  if (!stored) return undefined
  return { row, cells, kinds: kinded ? Uint8Array.from(cells, (_, at) => kinds[at] ?? TEXT_CELL) : undefined }
}

function nextCell(xml: string, from: number): number {
  let at = xml.indexOf('<c', from)
  while (at >= 0) {
    const after = xml.charCodeAt(at + 2)
    // A space, the end of the tag, or the end of an empty one.
    if (after <= 32 || after === 62 || after === 47) return at
    at = xml.indexOf('<c', at + 2)
  }
  return -1
}

function columnOf(ref: string): number {
  let col = 0
  for (let at = 0; at < ref.length; at += 1) {
    const letter = ref.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    col = col * 26 + letter
  }
  if (col === 0) throw new Unsure('a cell of no column')
  return col - 1
}

type Cell = { text: string; kind: number }
const NOTHING: Cell = { text: '', kind: TEXT_CELL }

/** Undefined where the cell stores nothing. */
function cellOf(tag: string, body: string, { strings, dates, date1904 }: SheetFacts): Cell | undefined {
  const type = attribute(tag, 't') ?? 'n'
  if (type === 'inlineStr') {
    const text = shownText(body)
    return text === '' ? NOTHING : { text: unguarded(text), kind: TEXT_CELL }
  }
  const value = storedValue(body)
  if (type === 's') {
    if (value === undefined) return undefined
    const text = strings[Number.parseInt(value, 10)]
    if (text === undefined) throw new ZipFault('corrupt')
    return { text: unguarded(text), kind: TEXT_CELL }
  }
  if (type === 'str')
    return value === undefined ? NOTHING : { text: unguarded(unescaped(value)), kind: TEXT_CELL }
  if (type === 'b') return { text: /^(1|true)$/.test(value ?? '') ? 'TRUE' : 'FALSE', kind: TEXT_CELL }
  if (type === 'e') return { text: '#ERR', kind: ERROR_CELL }
  if (value === undefined) return undefined
  if (type !== 'n' && type !== 'd') throw new Unsure(`cells of type ${type}`)
  const number = type === 'd' ? serialOf(value, date1904) : Number.parseFloat(unescaped(value))
  const date = dates[Number(attribute(tag, 's') ?? 0)] === true
  return { text: String(number), kind: date ? DATE_CELL : NUMBER_CELL }
}

function storedValue(body: string): string | undefined {
  const at = body.indexOf('<v')
  if (at < 0) return undefined
  const open = body.indexOf('>', at)
  const close = body.indexOf('</v>', open)
  if (open < 0 || close < 0) return undefined
  return open + 1 === close ? undefined : body.slice(open + 1, close)
}

/** A day as spreadsheets count them. */
function serialOf(value: string, date1904: boolean): number {
  const ms = Date.parse(
    /(?:Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}${value.includes('T') ? 'Z' : ''}`,
  )
  return ms / 86_400_000 + (date1904 ? 24_107 : 25_569)
}
