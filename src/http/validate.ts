import { z } from 'zod'
import { fieldsIn, innerOf, partIn } from '../core/bare.ts'
import type { FieldError } from '../core/errors.ts'
import { AppError } from '../core/errors.ts'
import { append } from '../core/long-lists.ts'
import { fieldIn } from '../core/records.ts'

/** Zod's issues as field errors: up to a hundred at once, each with the place in the words of the client's request. */

type Place = 'body' | 'query'

const DEPTH_MAX = 32
/** Places that one answer names; who has that many mended asks again. */
const ERRORS_MAX = 100
/** No object of ours has a hundredth of it. */
const KEYS_MAX = 5_000
/** The longest list that a route takes. */
const ITEMS_MAX = 10_000
/** What zod says of a value that is not there, by the kind of its field. */
const MISSED = ['invalid_type', 'invalid_value', 'invalid_union']

/** What a route takes. */
interface Declared {
  query?: z.ZodType | undefined
  body?: z.ZodType | undefined
  bodyType?: string | undefined
}

/**
 * The input that a route declares, query and body together, so that one answer names everything that is wrong; the parts
 * of an upload are checked by whoever reads them.
 */
export function checkedInput(
  { query: parameters, body: shape, bodyType }: Declared,
  values: { query: Record<string, unknown>; body: unknown },
): { query: unknown; body: unknown } {
  const errors: FieldError[] = []
  const query = parameters && check(parameters, values.query, 'query', errors)
  const body = shape && bodyType !== 'multipart' ? check(shape, values.body, 'body', errors) : undefined
  if (!parameters) {
    for (const name of Object.keys(values.query)) errors.push(unknownParameter(name, []))
  }
  if (errors.length > 0) throw refused(errors.slice(0, ERRORS_MAX))
  return { query: query?.data, body: body?.data }
}

export function refused(errors: readonly FieldError[]): AppError {
  const first = errors[0]!
  const place = first.pointer ?? first.parameter ?? first.header
  const more =
    errors.length > 1
      ? { en: ` and ${errors.length - 1} more`, zh: `等 ${errors.length} 处` }
      : { en: '', zh: '' }
  return new AppError(
    'validation_failed',
    {
      en: `${place}: ${first.detail}${more.en}. See errors, correct and send again`,
      zh: `${place} 有误${more.zh}，请按 errors 所列逐项改正后重发`,
    },
    { errors },
  )
}

/** What is sent as one schema reads it; every wrong field is named. */
export function bodyOf<B extends z.ZodType>(shape: B, body: unknown): z.output<B> {
  const errors: FieldError[] = []
  const read = check(shape, body, 'body', errors)
  if (!read) throw refused(errors.slice(0, ERRORS_MAX))
  return read.data
}

function check<S extends z.ZodType>(
  shape: S,
  value: unknown,
  place: Place,
  errors: FieldError[],
): { data: z.output<S> } | undefined {
  const before = errors.length
  unfit(value, place, [], errors)
  if (errors.length > before) return undefined
  const result = shape.safeParse(value)
  if (result.success) return { data: result.data }
  for (const issue of result.error.issues) {
    if (errors.length >= ERRORS_MAX) break
    append(errors, fieldErrors(issue, value, place, shape))
  }
  return undefined
}

// A lone surrogate is no UTF-8, and PostgreSQL keeps no NUL in text.
const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

/**
 * No text goes further that cannot be stored, in whatever field, and nothing that nests beyond all need: nobody can forget
 * the check. One walk without copies, because a body may hold a hundred thousand keys.
 */
function unfit(value: unknown, place: Place, path: PropertyKey[], errors: FieldError[]): void {
  if (typeof value === 'string') {
    if (storable(value)) return
    const where = place === 'query' ? { parameter: String(path[0]) } : { pointer: pointer(path) }
    errors.push({ ...where, code: 'unstorable', detail: 'holds a character that cannot be stored' })
    return
  }
  if (value === null || typeof value !== 'object') return
  if (path.length >= DEPTH_MAX && place === 'body') {
    const rest = { code: 'too_deep', detail: `nests deeper than ${DEPTH_MAX} levels` }
    if (errors.at(-1)?.code !== 'too_deep') errors.push({ pointer: '', ...rest })
    return
  }
  if (Array.isArray(value) && value.length > ITEMS_MAX) {
    errors.push({ pointer: pointer(path), code: 'too_big', detail: `has more than ${ITEMS_MAX} items` })
    return
  }
  let keys = 0
  const within = (key: PropertyKey, item: unknown) => {
    path.push(key)
    unfit(item, place, path, errors)
    path.pop()
    keys += 1
    if (keys === KEYS_MAX && !Array.isArray(value)) {
      errors.push({ pointer: pointer(path), code: 'too_many_keys', detail: `has ${KEYS_MAX} keys or more` })
      return false
    }
    return errors.length < ERRORS_MAX
  }
  if (Array.isArray(value)) value.every((item, index) => within(index, item))
  else for (const key in value) if (!within(key, fieldIn(value, key))) return
}

function fieldErrors(issue: z.core.$ZodIssue, value: unknown, place: Place, shape: z.ZodType): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(shape, issue.path)
    return issue.keys
      .slice(0, ERRORS_MAX)
      .map((key) =>
        place === 'query' ? unknownParameter(key, known) : unknownField([...issue.path, key], key, known),
      )
  }
  const where = place === 'query' ? { parameter: String(issue.path[0]) } : { pointer: pointer(issue.path) }
  if (place === 'query' && Array.isArray(at(value, issue.path))) {
    return [{ ...where, code: 'repeated_parameter', detail: 'is given more than once' }]
  }
  const missing = MISSED.includes(issue.code) && at(value, issue.path) === undefined
  return [
    { ...where, code: missing ? 'required' : issue.code, detail: missing ? 'is required' : issue.message },
  ]
}

function unknownParameter(name: string, known: readonly string[]): FieldError {
  return {
    parameter: name,
    code: 'unknown_parameter',
    detail: `is not a parameter here${suggestion(name, known)}`,
  }
}

function unknownField(path: readonly PropertyKey[], key: string, known: readonly string[]): FieldError {
  return {
    pointer: pointer(path),
    code: 'unknown_field',
    detail: `is not a field here${suggestion(key, known)}`,
  }
}

function suggestion(name: string, known: readonly string[]): string {
  const near = known.find((other) => distance(name.toLowerCase(), other.toLowerCase()) <= 2)
  return near ? `; did you mean ${near}?` : ''
}

/** JSON pointer, RFC 6901. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value
  for (const part of path) here = fieldIn(here, part)
  return here
}

function knownKeys(shape: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: z.ZodType | undefined = shape
  for (const part of path) here = here && shapeBelow(here, String(part))
  return Object.keys(fieldsIn(here))
}

const shapeBelow = (shape: z.ZodType, part: string): z.ZodType | undefined =>
  shape instanceof z.ZodArray ? partIn(shape.element) : (fieldsIn(shape)[part] ?? innerOf(shape))

/** Levenshtein distance, given up beyond 3: it only feeds a suggestion. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
