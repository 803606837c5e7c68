import { partsOfMeasure } from '../../../../duties/declared-statistics/measures.ts'
import { parseDayCell, type YearHint } from '../dates.ts'
import { isBlankText, normalizeTitle, normalizeUnit } from '../names.ts'
import type { Text } from '../plan-types.ts'
import { type CellKind, EMPTY_FORMULA_CELL, ERROR_CELL } from '../table.ts'
import { measureOf } from './measures.ts'
import { readAdoptions, readLeaders } from './read-parts.ts'
import type { CellReading, Fields, Span } from './record-table.ts'
import {
  BAD_DAY,
  BAD_FLAG,
  BAD_MONTH,
  BAD_NUMBER,
  NO_VALUE,
  notAmong,
  SEVERAL_CODES,
  severalThings,
  THINGS,
  UNKNOWN_MEASURE,
  unknownCode,
  unknownThing,
} from './record-texts.ts'
import type { CatalogueItem, RecordWorld, Thing } from './record-world.ts'

/** One cell to one value, or what is wrong with it. People are found elsewhere: their cells are questions. */

export type ReadCell =
  | { value: string | number | boolean | Span | readonly Fields[] }
  | { problem: { code: string; message: Text } }

/** What is read where: the text, what kind of cell it is, and what stands beside it. */
type CellContext = {
  kind: CellKind
  date1904: boolean
  years: YearHint
  world: Pick<RecordWorld, 'catalogues' | 'things'>
  /** Of a thing: the day that a cell beside it states. */
  day: string | null
}

const bad = (code: string, message: Text): ReadCell => ({ problem: { code, message } })
const NAMES_SHOWN_MAX = 12

/** Null for a cell that says nothing. */
export function readCell(raw: string, reading: CellReading, context: CellContext): ReadCell | null {
  if (context.kind === ERROR_CELL || context.kind === EMPTY_FORMULA_CELL) return bad('no_value', NO_VALUE)
  const text = raw.trim()
  if (isBlankText(text.normalize('NFKC'))) return null
  switch (reading.kind) {
    case 'prose':
      return { value: text }
    case 'integer':
      return readInteger(text)
    case 'day': {
      const day = readDays(text, context)
      return day && day.from === day.to ? { value: day.from } : bad('bad_date', BAD_DAY)
    }
    case 'span':
      return orBad(readDays(text, context), 'bad_date', BAD_DAY)
    case 'month':
      return orBad(readMonth(text, context), 'bad_month', BAD_MONTH)
    case 'flag':
      return orBad(readFlag(text), 'bad_flag', BAD_FLAG)
    case 'choice':
      return readChoice(text, reading.words)
    case 'text_of':
      return readOneText(text, reading.texts)
    case 'catalogue':
      return readCode(text, reading.catalogue, context.world.catalogues[reading.catalogue] ?? [])
    case 'thing':
      return readThing(text, reading.of, context.world.things[reading.of] ?? [], context.day)
    case 'measure':
      return readMeasure(text, context.world.catalogues.meeting_type ?? [])
    case 'adoptions':
      return readAdoptions(text)
    case 'leaders':
      return readLeaders(text)
    default:
      return { value: oneLine(text) }
  }
}

/** Line breaks inside a cell are how offices fit a title into a narrow column. */
const oneLine = (text: string): string => text.replace(/[^\S\n]*\r?\n[^\S\n]*/g, '')

const orBad = (value: string | boolean | Span | null, code: string, message: Text): ReadCell =>
  value === null ? bad(code, message) : { value }

const UNITS = /(次|人|人次|件|条|个|项|小时|天|日|名|户|篇|星|年|年度|月|批|期)$/

function readInteger(text: string): ReadCell {
  const bare = text.normalize('NFKC').replace(/\s+/g, '').replace(UNITS, '')
  const digits = /^\d{1,3}(,\d{3})+$/.test(bare) ? bare.replaceAll(',', '') : bare
  if (!/^\d{1,9}(\.0+)?$/.test(digits)) return bad('bad_number', BAD_NUMBER)
  return { value: Number(digits) }
}

function readDays(text: string, { kind, date1904, years }: CellContext): Span | null {
  const { day, to } = parseDayCell(text, kind, date1904, years)
  return day ? { from: day, to: to ?? day } : null
}

function readMonth(text: string, context: CellContext): string | null {
  const told = /^((?:19|20)\d{2})\s*[年\-./]\s*(\d{1,2})\s*月?$/.exec(text.normalize('NFKC'))
  if (told) {
    const month = Number(told[2])
    return month >= 1 && month <= 12 ? `${told[1]}-${String(month).padStart(2, '0')}` : null
  }
  return readDays(text, context)?.from.slice(0, 7) ?? null
}

function readFlag(text: string): boolean | null {
  const word = text.normalize('NFKC').trim().toLowerCase()
  if (/^(是|有|y|yes|true|1)$/.test(word)) return true
  return /^(否|无|n|no|false|0)$/.test(word) ? false : null
}

function readChoice(text: string, words: Readonly<Record<string, string>>): ReadCell {
  const key = normalizeUnit(text)
  const found = Object.entries(words).find(([code, list]) =>
    [code, ...list.split(' ')].some((word) => normalizeUnit(word) === key),
  )
  if (found) return { value: found[0] }
  const known = Object.values(words).map((list) => list.split(' ')[0]!)
  return bad('unknown_value', notAmong(known.join('、')))
}

function readOneText(text: string, texts: readonly string[]): ReadCell {
  const key = normalizeUnit(text)
  const found = texts.filter((one) => normalizeUnit(one) === key)
  return found.length === 1 ? { value: found[0]! } : bad('unknown_value', notAmong(texts.join('、')))
}

/** By its code or by its title. */
function readCode(text: string, catalogue: string, items: readonly CatalogueItem[]): ReadCell {
  const byCode = items.find(({ code }) => code === text.normalize('NFKC').trim())
  if (byCode) return { value: byCode.code }
  const key = normalizeUnit(text)
  const byTitle = items.filter(({ name }) => normalizeUnit(name) === key)
  if (byTitle.length === 1) return { value: byTitle[0]!.code }
  if (byTitle.length > 1) return bad('ambiguous_code', SEVERAL_CODES)
  const shown = items.slice(0, NAMES_SHOWN_MAX).map(({ code, name }) => `${name}（${code}）`)
  const more = items.length > NAMES_SHOWN_MAX ? '…' : ''
  return bad('unknown_code', unknownCode(catalogue, `${shown.join('、')}${more}`))
}

function readMeasure(text: string, types: readonly CatalogueItem[]): ReadCell {
  const code = text.normalize('NFKC').trim()
  const parts = partsOfMeasure(code)
  const known = 'general' in parts || types.some((type) => type.code === parts.meetingType)
  const measure = known ? code : measureOf([text], types)
  return measure ? { value: measure } : bad('unknown_measure', UNKNOWN_MEASURE)
}

/** By its number, else by its name; of several, the only one that covers the day beside it. */
function readThing(text: string, kind: string, things: readonly Thing[], day: string | null): ReadCell {
  const what = THINGS[kind]!
  const exact = text.normalize('NFKC').trim()
  const byKey = things.filter(({ keys }) => keys.includes(exact) || keys.includes(text))
  const name = normalizeTitle(text)
  const named =
    byKey.length > 0 ? byKey : things.filter(({ names }) => names.some((one) => normalizeTitle(one) === name))
  const found = day ? named.filter((one) => covers(one, day)) : named
  if (found.length === 1) return { value: found[0]!.id }
  if (found.length === 0) return bad('unknown_reference', unknownThing(what))
  const shown = found
    .slice(0, NAMES_SHOWN_MAX)
    .map(({ keys, from, id }) => [keys[0] ?? id, from].filter(Boolean).join(' '))
  return bad('ambiguous_reference', severalThings(what, shown.join('；')))
}

const covers = ({ from, to }: Thing, day: string): boolean =>
  (from === null || from <= day) && (to === null || to >= day)
