import {
  type ErrorCode,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import { messageOf } from '../../core/errors.ts'
import { sha256 } from '../../core/ids.ts'
import { append } from '../../core/long-lists.ts'
import { type Regulation, RegulationFile } from '../format/regulation.ts'
import { deadIn } from './dead.ts'
import type { FileError } from './file-error.ts'
import { choiceMeant, codesMeant } from './meant.ts'
import { nearest } from './nearest.ts'
import { wordsFor } from './refusals.ts'
import { findingsOf } from './regulation.ts'
import { misplaced } from './remedies.ts'
import { findingsBeside, type Issue } from './salvage.ts'
import { lostCharacter, withSlips } from './slips.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A file above this many characters is refused unread. */
export const REGULATION_CHARACTERS_MAX = 300_000
/** Of a new version: the longest of those that we know has 9 000. */
export const NEW_REGULATION_CHARACTERS_MAX = 100_000
export const ERRORS_MAX = 100
/** A regulation nests eight deep; beyond some hundred the parser takes time by the square. */
const NESTED_MAX = 100

export type Loaded =
  | { readonly ok: true; readonly regulation: Regulation }
  | { readonly ok: false; readonly errors: readonly FileError[] }

/** SHA-256 of the text of a regulation: what a stored version and a report name it by. */
export const hashOf = (text: string): string => sha256(text)

/**
 * Reads a regulation file. All errors are told at once, each with its place in the file, in Chinese and English; a slip
 * of the hand by itself, and not by what follows from it. With the codes of a committee, what could never match there is
 * an error, too.
 */
export function loadRegulation(text: string, vocabulary?: Vocabulary): Loaded {
  const read = readRegulation(text, vocabulary)
  if (read.ok) return read
  const plain = vocabulary ? readRegulation(text) : read
  if (plain.ok) return read
  const told = new Set(plain.errors.map(({ pointer }) => pointer))
  const dead = read.errors.filter(({ pointer }) => !told.has(pointer))
  const errors = [...withSlips(text, plain.errors, errorsOf(readRegulation)), ...dead]
  return { ok: false, errors: errors.toSorted(byPlace).slice(0, ERRORS_MAX) }
}

/** A file that is handed in: beside what every version must be, all of its characters could be read. */
export function loadNewRegulation(text: string, vocabulary?: Vocabulary): Loaded {
  const lost = lostCharacter(text)
  return lost ? { ok: false, errors: [lost] } : loadRegulation(text, vocabulary)
}

const byPlace = (a: FileError, b: FileError): number => a.line - b.line || a.column - b.column

/** What is wrong with a text, by one way of reading it. */
export const errorsOf =
  (read: (text: string) => { ok: true } | { ok: false; errors: readonly FileError[] }) =>
  (text: string): readonly FileError[] => {
    const given = read(text)
    return given.ok ? [] : given.errors
  }

function readRegulation(text: string, vocabulary?: Vocabulary): Loaded {
  const parsed = readYaml(text)
  if (!parsed.ok) return parsed
  const result = RegulationFile.safeParse(parsed.value)
  if (result.success) {
    const findings = [...findingsOf(result.data), ...(vocabulary ? deadIn(result.data, vocabulary) : [])]
    return findings.length === 0
      ? { ok: true, regulation: result.data }
      : { ok: false, errors: parsed.errorsOf(findings) }
  }
  const issues = result.error.issues.flatMap(flatten)
  const beside = findingsBeside(parsed.value, issues, vocabulary)
  return { ok: false, errors: parsed.errorsOf([...issues, ...beside]) }
}

type ReadYaml =
  | {
      readonly ok: true
      readonly value: unknown
      readonly errorsOf: (issues: readonly Issue[]) => FileError[]
    }
  | { readonly ok: false; readonly errors: readonly FileError[] }

/** Parses YAML and keeps the places, so that a problem with a value can be told with its line and column. */
export function readYaml(text: string): ReadYaml {
  if (text.length > REGULATION_CHARACTERS_MAX) {
    const message = wordsFor('too_long', [String(REGULATION_CHARACTERS_MAX)])
    return { ok: false, errors: [{ line: 1, column: 1, pointer: '', code: 'too_long', message }] }
  }
  if (nestsTooDeep(text)) {
    const message = wordsFor('too_deep', [String(NESTED_MAX)])
    return { ok: false, errors: [{ line: 1, column: 1, pointer: '', code: 'too_deep', message }] }
  }
  const lines = new LineCounter()
  // The parser's own search for double keys compares each with each.
  const options = { prettyErrors: false, version: '1.2', uniqueKeys: false, logLevel: 'error' } as const
  const document = parseDocument(text, { lineCounter: lines, ...options })
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const yamlError = (at: number, code: ErrorCode, message: string): FileError => ({
    ...placeAt(at),
    pointer: '',
    code: 'yaml',
    message: wordsFor('yaml', [code, message]),
  })
  const problems = [...document.errors, ...document.warnings].slice(0, ERRORS_MAX)
  const faults = problems.map(({ pos, code, message }) => yamlError(pos[0], code, message))
  const twice = faults.length > 0 ? [] : doubleKeysOf(document)
  for (const at of twice) {
    faults.push({
      ...placeAt(at),
      pointer: '',
      code: 'duplicate_key',
      message: wordsFor('duplicate_key', []),
    })
  }
  if (faults.length > 0) return { ok: false, errors: faults.slice(0, ERRORS_MAX) }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 20 })
  } catch (error) {
    const alias = danglingAliasOf(document)
    const code = alias === undefined ? 'RESOURCE_EXHAUSTION' : 'BAD_ALIAS'
    return { ok: false, errors: [yamlError(alias ?? 0, code, messageOf(error))] }
  }
  const placeOf = (path: readonly PropertyKey[]) => placeAt(offsetOf(document.contents, path))
  const errorsOf = (issues: readonly Issue[]): FileError[] => {
    const errors: FileError[] = []
    for (const issue of issues) {
      // Each place is looked for from the top; who has made a thousand mistakes is helped by the first hundred.
      if (errors.length >= ERRORS_MAX) break
      append(errors, toErrors(issue, valueAt(value, issue.path), placeOf))
    }
    return errors.sort(byPlace).slice(0, ERRORS_MAX)
  }
  return { ok: true, value, errorsOf }
}

/** Whether brackets stand open within each other, or lists begin within lists, beyond all reason. */
function nestsTooDeep(text: string): boolean {
  if (new RegExp(`(?:[-?:][ \\t]+){${NESTED_MAX}}`).test(text)) return true
  let open = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (character === 0x5b || character === 0x7b) open += 1
    else if (character === 0x5d || character === 0x7d) open = Math.max(0, open - 1)
    if (open > NESTED_MAX) return true
  }
  return false
}

/** Where keys stand that their block has already. */
function doubleKeysOf(document: ReturnType<typeof parseDocument>): number[] {
  const twice: number[] = []
  visit(document, {
    Map(_key, { items }) {
      const visited = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (visited.has(key.value)) twice.push(key.range?.[0] ?? 0)
        visited.add(key.value)
        if (twice.length >= ERRORS_MAX) return visit.BREAK
      }
      return undefined
    },
  })
  return twice
}

/** Where an alias stands whose anchor is not there. */
function danglingAliasOf(document: ReturnType<typeof parseDocument>): number | undefined {
  const anchors = new Set<string>()
  let dangling: number | undefined
  visit(document, {
    Alias(_key, { source, range }) {
      if (anchors.has(source)) return undefined
      dangling = range?.[0]
      return visit.BREAK
    },
    Value(_key, { anchor }) {
      if (anchor) anchors.add(anchor)
    },
  })
  return dangling
}

/** The offset of a value's key (of an item, the item itself); of a missing key, its parent's. */
function offsetOf(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root
  let offset = root?.range?.[0] ?? 0
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      // A condition may stand by itself or under `is`.
      if (!isPair(pair) && key === 'is') continue
      if (!isPair(pair)) return offset
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(key)] as Node | undefined
      if (!item) return offset
      offset = item.range?.[0] ?? offset
      node = item
    } else {
      return offset
    }
  }
  return offset
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value
  for (const key of path) inner = (inner as Record<PropertyKey, unknown> | undefined)?.[key]
  return inner
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** An issue about a record's key carries the issues of the key. */
export function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_key' || !issue.issues) return [issue]
  return issue.issues.map((inner) => ({ ...inner, path: issue.path }))
}

const wordAt = (value: unknown, path: readonly PropertyKey[]): string =>
  typeof value === 'string' ? value : String(path.at(-1) ?? '')

/** The key under which something stands, also in a list. */
const keyAt = (path: readonly PropertyKey[]): string =>
  String(path.findLast((key) => typeof key === 'string') ?? '')

type Place = { line: number; column: number }

function toErrors(
  issue: Issue,
  given: unknown,
  placeOf: (path: readonly PropertyKey[]) => Place,
): FileError[] {
  const [name = '', ...values] = issue.message.split('|')
  const tell = (code: string, path: readonly PropertyKey[], values: readonly string[]): FileError => ({
    ...placeOf(path),
    pointer: pointerOf(path),
    code,
    word: values[0],
    message: wordsFor(code, values),
  })
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [first = '', ...remedies] = values
      const own = new Map(
        remedies.map((remedy) => {
          const at = remedy.indexOf('=')
          return [remedy.slice(0, at), remedy.slice(at + 1)] as const
        }),
      )
      const known = first.split(',')
      return (issue.keys ?? []).slice(0, ERRORS_MAX).map((key) => {
        const remedy = own.get(key) ?? (name === 'unknown_key' ? misplaced(key, known) : undefined)
        if (remedy) return tell(remedy, [...issue.path, key], [])
        return tell('unknown_key', [...issue.path, key], [key, nearest(key, known) ?? '', first])
      })
    }
    case 'invalid_value':
    case 'invalid_type': {
      const key = String(issue.path.at(-1) ?? '')
      if (given === undefined) return [tell('missing', issue.path, [key])]
      if (!issue.values) {
        const shape = Array.isArray(given) ? 'list' : ''
        return [tell('wrong_type', issue.path, [key, issue.expected ?? '', shape])]
      }
      const allowed = issue.values.map(String)
      const near = nearest(String(given), allowed) ?? choiceMeant(String(given), allowed) ?? ''
      return [tell('not_allowed', issue.path, [String(given), near, allowed.join(',')])]
    }
    case 'too_small':
    case 'too_big': {
      const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum
      return [tell(issue.code, issue.path, [String(limit)])]
    }
    default:
      if (given === undefined && name === 'points') {
        return [tell('missing', issue.path, [String(issue.path.at(-1) ?? '')])]
      }
      if (name === 'code') {
        const word = wordAt(given, issue.path)
        return [tell(name, issue.path, [word, codesMeant(word, issue.path).join(',')])]
      }
      // The word that is wrong: a value, or the key itself.
      return [
        tell(name, issue.path, values.length > 0 ? values : [wordAt(given, issue.path), keyAt(issue.path)]),
      ]
  }
}
