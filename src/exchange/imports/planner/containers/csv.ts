/**
 * Records of delimited text, as its blocks come. A record is a row: a line break inside quotes does not begin one. Quotes
 * are read as leniently as spreadsheet programs write them; lines end as the first one does.
 */

export class BrokenRecord extends Error {
  /** Where it begins; counted from 1. */
  readonly line: number
  constructor(line: number) {
    super(`the record of line ${line} does not end`)
    this.line = line
  }
}

/** Characters of a record: a quote that is never closed must not swallow the file. */
const RECORD_MAX = 1_000_000

interface State {
  delimiter: string
  lineEnd: string
  /** Everything was read: what stands at the end of the text ends there. */
  last: boolean
}

export function* csvRecords(blocks: Iterable<string>, delimiter: string): Generator<string[]> {
  const state: State = { delimiter, lineEnd: '', last: false }
  let rest = ''
  let lines = 0
  for (const block of withEnd(blocks)) {
    state.last = block === null
    const text = block === null ? rest : rest + block
    let at = 0
    let quote = text.indexOf('"')
    if (state.lineEnd === '') state.lineEnd = firstLineEnd(text, quote, state)
    while (at < text.length) {
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at)
      const end = state.lineEnd === '' ? -1 : text.indexOf(state.lineEnd, at)
      if (quote < 0 || (end >= 0 && end < quote)) {
        if (end < 0 && !state.last) break
        const line = text.slice(at, end < 0 ? text.length : end)
        yield line.split(delimiter)
        lines += 1
        at = end < 0 ? text.length : end + state.lineEnd.length
        continue
      }
      const record = quotedRecord(text, at, state)
      if (!record) {
        if (state.last || text.length - at > RECORD_MAX) throw new BrokenRecord(lines + 1)
        break
      }
      yield record.cells
      lines += text.slice(at, record.next).split(state.lineEnd || '\n').length - 1
      at = record.next
    }
    rest = text.slice(at)
    if (rest.length > RECORD_MAX && !state.last) throw new BrokenRecord(lines + 1)
  }
}

function* withEnd(blocks: Iterable<string>): Generator<string | null> {
  yield* blocks
  yield null
}

/** Before any quote it is told at once; a record with quotes tells where it ends. */
function firstLineEnd(text: string, quote: number, { last }: State): string {
  const found = /\r\n|\n|\r/.exec(quote < 0 ? text : text.slice(0, quote))
  if (!found) return ''
  const end = found.index + found[0].length
  return found[0] === '\r' && end === text.length && !last ? '' : found[0]
}

/** One record that holds a quote; undefined when the text ends within it. */
function quotedRecord(
  text: string,
  from: number,
  state: State,
): { cells: string[]; next: number } | undefined {
  const cells: string[] = []
  let field = ''
  let quoting = false
  let wasQuoting = false
  for (let at = from; at < text.length; at += 1) {
    if (quoting) {
      // What stands in quotes is taken at once.
      const close = text.indexOf('"', at)
      if (close < 0) return undefined
      field += text.slice(at, close)
      at = close
    }
    const char = text[at]!
    if (char === '"') {
      if (quoting) {
        const next = text[at + 1]
        if (next === undefined && !state.last) return undefined
        if (next === '"') {
          field += '"'
          at += 1
          continue
        }
        quoting = false
        wasQuoting = true
        const end = next === undefined ? 1 : lineEndAt(text, at + 1, state)
        if (end < 0) return undefined
        if (end > 0 || next === state.delimiter) continue
        field = `"${field}`
      } else if (field === '') {
        quoting = true
        continue
      }
    }
    if (!quoting) {
      const end = lineEndAt(text, at, state)
      if (end > 0) {
        cells.push(field)
        return { cells, next: at + end }
      }
      if (end < 0) return undefined
      if (char === state.delimiter) {
        cells.push(field)
        field = ''
        wasQuoting = false
        continue
      }
    }
    field += char
  }
  if (!state.last || quoting) return undefined
  if (wasQuoting || cells.length > 0 || field !== '') cells.push(field)
  return { cells, next: text.length }
}

/** Characters of the line end that stands here: 0 for none, negative while more text must tell. */
function lineEndAt(text: string, at: number, state: State): number {
  const { lineEnd } = state
  if (lineEnd !== '') {
    if (text.startsWith(lineEnd, at)) return lineEnd.length
    return lineEnd === '\r\n' && text[at] === '\r' && at + 1 === text.length && !state.last ? -1 : 0
  }
  if (text[at] === '\n') state.lineEnd = '\n'
  else if (text[at] === '\r') {
    if (at + 1 === text.length && !state.last) return -1
    state.lineEnd = text[at + 1] === '\n' ? '\r\n' : '\r'
  }
  return state.lineEnd.length
}
