import { z } from 'zod'
import { type Points, parsePoints } from '../../core/points.ts'
import { isRecord } from '../../core/records.ts'
import { formsOf, shaped } from './shaped.ts'

/** The words that every part of a regulation file is written with: codes, texts, exact figures, filters. */

/** The message of an issue is a token that `load.ts` puts into words, with its values behind a bar. */
export const token = (name: string, ...values: string[]): string => [name, ...values].join('|')

/** An object that refuses unknown keys and tells the known ones; `remedies` are tokens of keys that have words of their own. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape, remedies: Record<string, string> = {}) {
  const keys = Object.keys(shape).join(',')
  const own = Object.entries(remedies).map((entry) => entry.join('='))
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? token('unknown_key', keys, ...own) : undefined),
  })
}

/** Refuses a value whatever it is, by a token; `values` are what the token speaks of. */
export const refused = (name: string, values: (value: unknown) => string[] = () => []) =>
  z.custom<never>(() => false, { error: ({ input }) => token(name, ...values(input)) })

/** A record with at least one key. */
export const filled = <R extends z.ZodRecord>(record: R): R =>
  record.refine((keys) => Object.keys(keys).length > 0, { error: token('empty') }).meta({ minProperties: 1 })

export const hasKey = (value: unknown, key: string): boolean => isRecord(value) && key in value

const TEXT_MAX = 2000
export const Text = z.string().trim().min(1).max(TEXT_MAX)
export const Code = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, { error: token('code') })

/** The source's own number of a clause, or the name of a group: `TC-04`, `TC-06+07`, `第五条`, `a5.1`, `会议`. */
export const ClauseCode = z
  .string()
  .regex(/^\p{L}[\p{L}\p{N}_.+\-()（）]{0,79}$/u, { error: token('clause_code') })

/** Words for people, in one language or in both. */
export interface Words {
  readonly zh: string
  readonly en: string
}
export const Words = shaped(
  'words',
  [strict({ zh: Text, en: Text }), Text.transform((text): Words => ({ zh: text, en: text }))],
  (value, both, single): z.ZodType<Words> => (isRecord(value) ? both : single),
)

export const Exact = z.unknown().transform((value, context): Points => {
  const points = parsePoints(value)
  if (points !== undefined) return points
  context.issues.push({ code: 'custom', message: token('points'), input: value })
  return z.NEVER
})
const Written = z.string().regex(/^\s*[+-]?\d+(\.\d+|\s*\/\s*0*[1-9]\d*)?\s*$/)
formsOf.set(Exact, { name: 'points', forms: [z.number(), Written] })

/** A part of a whole, between 0 and 1. */
export const Part = Exact.refine((part) => part.n >= 0 && part.n <= part.d, { error: token('part') })

/** Which values of a field count: these, or all but these. */
export interface Filter {
  readonly not: boolean
  readonly values: readonly string[]
}
const listOf = (name: string, code: z.ZodType<string>) =>
  shaped(
    name,
    [code.transform((one) => [one]), z.array(code).min(1).max(100)],
    (value, single, several): z.ZodType<string[]> => (Array.isArray(value) ? several : single),
  )
const filterOf = (name: string, codes: z.ZodType<string[]>) =>
  shaped(
    name,
    [
      codes.transform((values): Filter => ({ not: false, values })),
      strict({ not: codes }).transform(({ not }): Filter => ({ not: true, values: not })),
    ],
    (value, listed, allBut): z.ZodType<Filter> => (isRecord(value) ? allBut : listed),
  )
export const Codes = listOf('codes', Code)
export const FilterRule = filterOf('filter', Codes)
/** The codes of bodies are the committee's own, as it writes them: `S20`. */
const BodyFilter = filterOf('bodyFilter', listOf('bodyCodes', z.string().min(1).max(50)))
export const filter = FilterRule.optional()

const Value = z.union([z.string().min(1).max(200), z.number(), z.boolean()])
const Values = shaped(
  'values',
  [Value.transform((value) => [value]), z.array(Value).min(1).max(100)],
  (value, single, several): z.ZodType<(string | number | boolean)[]> =>
    Array.isArray(value) ? several : single,
)
/** A further field of a record: one of some values, all but these, or a number in a range. */
/** What a further field of a record must be: one of some texts, true or false, or a number between two. */
export type AttributeRule =
  | { readonly kind: 'among'; readonly values: readonly (string | number | boolean)[]; readonly not: boolean }
  | { readonly kind: 'number'; readonly atLeast: Points | null; readonly below: Points | null }

const AttributeFilter = shaped(
  'attribute',
  [
    Values.transform((values): AttributeRule => ({ kind: 'among', values, not: false })),
    strict({ not: Values }).transform(
      ({ not }): AttributeRule => ({ kind: 'among', values: not, not: true }),
    ),
    strict({ atLeast: Exact.optional(), below: Exact.optional() })
      .refine(({ atLeast, below }) => atLeast !== undefined || below !== undefined, {
        error: token('count_bound'),
      })
      .transform(
        ({ atLeast, below }): AttributeRule => ({
          kind: 'number',
          atLeast: atLeast ?? null,
          below: below ?? null,
        }),
      ),
  ],
  (value, listed, allBut, number): z.ZodType<AttributeRule> =>
    hasKey(value, 'not') ? allBut : isRecord(value) ? number : listed,
)

export const Where = strict({
  meeting: filter,
  type: filter,
  class: filter,
  outcome: filter,
  form: filter,
  occasion: filter,
  level: filter,
  role: filter,
  origin: filter,
  // Steps that the record has not reached by the end of the period.
  unreached: Codes.optional(),
  attributes: filled(z.record(z.string().min(1).max(60), AttributeFilter)).optional(),
})
export const Who = strict({ office: filter, body: BodyFilter.optional(), bodyKind: filter, bodyRole: filter })
export type Who = z.output<typeof Who>
