import type { Merge, Table } from '../table.ts'
import { dateStyles } from './date-formats.ts'
import { sheetLines } from './sheet-xml.ts'
import { xmlText, ZipFault } from './unzip.ts'
import { TooManyRows, walkedTable } from './walked.ts'
import { attribute, joined, shownText, tagsOf, Unsure, unescaped } from './xml.ts'
import type { ZipEntry, ZipProblem } from './zip-guard.ts'

/** Workbooks of the kind that nearly all programs write, read as a stream. */

type XlsxRead =
  | { tables: Table[]; date1904: boolean }
  | { problem: ZipProblem | 'too_many_rows' }
  /** Written in a way that is not known here. */
  | { unsure: string }

const SHEETS_MAX = 1_000
/** Characters of parts that are read at once. */
const PART_MAX = 32_000_000
const STRINGS_MAX = 4_000_000

export function readXlsx(archive: Uint8Array, entries: readonly ZipEntry[]): XlsxRead {
  try {
    return workbookOf(archive, new Map(entries.map((entry) => [entry.name, entry])))
  } catch (error) {
    if (error instanceof Unsure) return { unsure: error.message }
    if (error instanceof ZipFault) return { problem: error.problem }
    if (error instanceof TooManyRows) return { problem: 'too_many_rows' }
    throw error
  }
}

function workbookOf(archive: Uint8Array, entries: ReadonlyMap<string, ZipEntry>): XlsxRead {
  const whole = (name: string): string | undefined => {
    const entry = entries.get(name)
    if (!entry) return undefined
    let text = ''
    for (const block of xmlText(archive, entry)) {
      text += block
      if (text.length > PART_MAX) throw new ZipFault('suspicious')
    }
    return text
  }
  const workbook = whole('xl/workbook.xml')!
  if (!/<workbook[\s>]/.test(workbook)) throw new Unsure('a prefix, or no workbook')
  const sheets = tagsOf(workbook, 'sheet')
  if (sheets.length === 0) throw new Unsure('no sheets')
  if (sheets.length > SHEETS_MAX) return { problem: 'too_many_rows' }
  const date1904 = tagsOf(workbook, 'workbookPr').some((tag) =>
    /^(1|true)$/.test(attribute(tag, 'date1904') ?? ''),
  )
  const targets = targetsOf(whole('xl/_rels/workbook.xml.rels') ?? '')
  const strings = stringsOf(archive, targets.ofType('sharedStrings'), entries)
  const styles = targets.ofType('styles')
  const dates = styles ? dateStyles(whole(styles) ?? '') : []
  const facts = { strings, dates, date1904 }
  const tables = sheets.map((tag) => {
    const target = targets.sheet(/ [\w.-]+:id=["']([^"']*)["']/.exec(tag)?.[1] ?? '')
    const entry = entries.get(target)
    if (!entry) throw new Unsure('a sheet that is not there')
    const merges: Merge[] = []
    const name = unescaped(attribute(tag, 'name') ?? '')
    const hidden = /^(hidden|veryHidden)$/.test(attribute(tag, 'state') ?? '')
    const table = walkedTable({ name, hidden, date1904 }, (first) =>
      sheetLines(xmlText(archive, entry), facts, first ? merges : []),
    )
    return { ...table, merges }
  })
  return { tables, date1904 }
}

function targetsOf(xml: string): { sheet(id: string): string; ofType(type: string): string | undefined } {
  const all = tagsOf(xml, 'Relationship').map((tag) => ({
    id: attribute(tag, 'Id'),
    type: (attribute(tag, 'Type') ?? '').split('/').at(-1),
    part: partOf(unescaped(attribute(tag, 'Target') ?? '')),
  }))
  return {
    sheet(id) {
      const found = all.find((one) => one.id === id)
      if (found?.type !== 'worksheet') throw new Unsure('a sheet of another kind')
      return found.part
    },
    ofType: (type) => all.find((one) => one.type === type)?.part,
  }
}

const partOf = (target: string): string =>
  target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`

/** Shared strings in their order. */
function stringsOf(
  archive: Uint8Array,
  name: string | undefined,
  entries: ReadonlyMap<string, ZipEntry>,
): string[] {
  const entry = name && entries.get(name)
  const strings: string[] = []
  if (!entry) return strings
  let text = ''
  let begun = false
  for (const block of joined(xmlText(archive, entry), () => text.length)) {
    text += block
    if (text.includes('<!')) throw new Unsure('comments or character data')
    if (!begun) begun = /<sst[\s/>]/.test(text)
    let at = 0
    for (;;) {
      const begin = text.indexOf('<si', at)
      const open = begin < 0 ? -1 : text.indexOf('>', begin)
      if (open < 0) break
      const empty = text[open - 1] === '/'
      const close = empty ? open : text.indexOf('</si>', open)
      if (close < 0) break
      strings.push(empty ? '' : shownText(text.slice(open + 1, close)))
      if (strings.length > STRINGS_MAX) throw new ZipFault('suspicious')
      at = empty ? open + 1 : close + 5
    }
    text = text.slice(at)
    if (text.length > PART_MAX) throw new Unsure('a string without its end')
  }
  if (!begun) throw new Unsure('a prefix, or no strings')
  return strings
}
