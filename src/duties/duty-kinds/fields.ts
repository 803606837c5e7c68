import { z } from 'zod'
import { noneOf, when } from '../../core/cross-fields.ts'
import { isDay } from '../../core/days.ts'
import type { FieldError } from '../../core/errors.ts'
import { Code, Line } from '../../core/fields.ts'
import { FIELD_TYPES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'

/** The extra fields of a kind of duty, as data, and what they say of a record's values. Pure. */

const TEXT_MAX = 2_000
const INTEGER_MAX = 1_000_000_000

export const FieldDefinition = z
  .strictObject({
    name: Code.meta({ description: 'Key in `fields` of a record.', example: 'medium' }),
    title: Line(100).meta({ description: 'For people.' }),
    type: coded(FIELD_TYPES),
    required: z.boolean().default(false),
    choices: z
      .array(Line(100))
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Of a `choice`: one of these.' }),
    max: z
      .int()
      .min(1)
      .max(INTEGER_MAX)
      .optional()
      .meta({ description: 'Of a `text` its length, of an `integer` its value.' }),
  })
  .refine(({ type, choices }) => (type === 'choice') === (choices !== undefined), {
    error: 'belong to a choice, and to nothing else',
    path: ['choices'],
  })
  .refine(({ type, max }) => max === undefined || type === 'text' || type === 'integer', {
    error: 'belongs to a text or an integer',
    path: ['max'],
  })
  .meta({
    allOf: [
      when('type', ['choice'], { required: ['choices'] }, noneOf('choices')),
      when('type', ['text', 'integer'], {}, noneOf('max')),
    ],
  })
export type FieldDefinition = z.infer<typeof FieldDefinition>

/** What a record holds: the values by the names of its kind's fields. */
export const FieldValues = z
  .record(Code, z.union([z.string().max(TEXT_MAX), z.int(), z.boolean()]))
  .meta({ description: 'By the names of its kind’s fields.', example: { medium: '区报', level: '区级' } })
export type FieldValues = z.infer<typeof FieldValues>

/** Every value that a kind's fields do not allow, each with its place. */
export function wrongValues(definitions: readonly FieldDefinition[], values: FieldValues): FieldError[] {
  const known = new Map(definitions.map((definition) => [definition.name, definition]))
  const unknown = Object.keys(values).filter((name) => !known.has(name))
  const names = [...known.keys()].join(', ')
  return [
    ...unknown.map((name) =>
      wrong(name, 'unknown_field', `is no field of this kind: ${names || 'it has none'}`),
    ),
    ...definitions.flatMap((definition) => {
      const value = values[definition.name]
      if (value !== undefined) {
        const detail = CHECKS[definition.type](value, definition)
        return detail ? [wrong(definition.name, 'invalid_value', detail)] : []
      }
      return definition.required ? [wrong(definition.name, 'required', 'is required')] : []
    }),
  ]
}

const wrong = (name: string, code: string, detail: string): FieldError => ({
  pointer: `/fields/${name}`,
  code,
  detail,
})

type Value = FieldValues[string]

/** What is wrong with a value, by the type of its field. */
const CHECKS: Record<FieldDefinition['type'], (value: Value, field: FieldDefinition) => string | undefined> =
  {
    text: (value, { max = TEXT_MAX }) => {
      const isLine = typeof value === 'string' && value.trim() !== '' && value.length <= max
      return isLine ? undefined : `must be text of 1 to ${max} characters`
    },
    integer: (value, { max = INTEGER_MAX }) => {
      const isCount = typeof value === 'number' && value >= 0 && value <= max
      return isCount ? undefined : `must be a whole number from 0 to ${max}`
    },
    day: (value) =>
      typeof value === 'string' && isDay(value) ? undefined : 'must be an existing day as YYYY-MM-DD',
    flag: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
    choice: (value, { choices = [] }) =>
      typeof value === 'string' && choices.includes(value)
        ? undefined
        : `must be one of ${choices.join(', ')}`,
  }
