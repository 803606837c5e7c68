import { z } from 'zod'
import { isDay } from './days.ts'

/** Bounded building blocks of every schema: no string, array or number on the wire is without a limit. */

export const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const Id = z
  .string()
  .regex(ID)
  .meta({ format: 'uuid', example: '0197f6a0-0000-7000-8000-000000000001' })

export const Day = z
  .string()
  .refine(isDay, { error: 'must be an existing day as YYYY-MM-DD' })
  .meta({ format: 'date', example: '2019-03-05' })

export const Instant = z.iso.datetime({ precision: 3 }).meta({ example: '2019-03-05T01:00:00.000Z' })

/** An instant as clients send it, with whatever offset; kept and answered in UTC. */
export const SentInstant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .pipe(Instant)

// A lone surrogate cannot be stored as UTF-8 and NUL cannot be stored in PostgreSQL text.
const storable = (text: string) => text.isWellFormed() && !text.includes('\u0000')

/** The same shape for the same limit: shapes never change, and each costs memory for every step it is made of. */
function byLimit<T>(make: (max: number) => T): (max: number) => T {
  const made = new Map<number, T>()
  return (max) => {
    const known = made.get(max) ?? make(max)
    made.set(max, known)
    return known
  }
}

/**
 * No further lines, nothing that steers a terminal, and nothing that turns the direction: what is seen is what there is.
 * What is left of a quotation mark after a wrong decoding (U+0082, U+0092) stands in lists that were published, and harms nobody.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const ONE_LINE = /^[^\u0000-\u001f\u007f\u0085\u0090\u0098\u009b-\u009f\u2028-\u202e\u2066-\u2069]*$/

/** One line of text, trimmed, 1 to `max` characters. */
export const Line = byLimit((max) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(ONE_LINE, { error: 'holds a line break, a control character or one that turns the direction' })
    .refine(storable, { error: 'holds a character that cannot be stored' }),
)

/** Text of several lines, up to `max` characters. */
export const Prose = byLimit((max) =>
  z.string().max(max).refine(storable, { error: 'holds a character that cannot be stored' }),
)

/** A catalogue code: immutable, unique in its catalogue and committee. */
export const Code = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/)
  .meta({ example: 'plenary' })

/** The key by which another system finds its own row again; unique per committee and resource. */
export const ExternalId = Line(200).meta({
  description: 'Key of the row in the system that sent it; unique per committee and resource.',
})

const counted = byLimit((max) => z.int().min(0).max(max))
export const Count = (max = 1_000_000) => counted(max)

/** Query parameters arrive as text. */
export const QueryFlag = z.enum(['true', 'false']).transform((value) => value === 'true')
export const ValidateOnly = QueryFlag.optional().meta({
  description: 'Checks and answers as the real call; writes nothing.',
})
/** Another committee than one's own, of which one reads. */
export const BelowId = Id.optional().meta({ description: 'A committee below yours; default your own.' })

/** What many routes take: one shape of each for all of them. */
export const IdParams = z.object({ id: Id })
export const TrialQuery = z.strictObject({ validateOnly: ValidateOnly })
export const BelowQuery = z.strictObject({ committeeId: BelowId })

export const LIMIT_MAX = 200
export const LIMIT_DEFAULT = 50
export const QueryLimit = z
  .string()
  .regex(/^\d{1,4}$/, { error: `must be a whole number from 1 to ${LIMIT_MAX}` })
  .transform(Number)
  .refine((value) => value >= 1 && value <= LIMIT_MAX, {
    error: `must be a whole number from 1 to ${LIMIT_MAX}`,
  })
  .meta({ override: { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: LIMIT_DEFAULT } })

/** A year in a query. */
export const QueryYear = z
  .string()
  .regex(/^(19|20|21)\d\d$/, { error: 'must be a year of four digits, such as 2020' })
  .transform(Number)
  .meta({ override: { type: 'integer', minimum: 1900, maximum: 2199 } })
