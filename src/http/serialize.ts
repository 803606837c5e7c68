import fastJson from 'fast-json-stringify'
import type { z } from 'zod'
import { besideNull, isSchema, jsonSchemaOf, namedBy, type Schema } from './json-schema.ts'

/**
 * Serializers from the response schemas: only declared fields leave the server, whatever a handler returns, and
 * every declared field is present. The items of a list may be narrowed by `fields`: there, what is absent stays out.
 */
export function serializerOf(shape: z.ZodType, narrowed: boolean): (value: unknown) => string {
  const schema = jsonSchemaOf(shape, { io: 'output', unrepresentable: 'any', reused: 'inline' })
  return fastJson(forWriting(narrowed ? withFewerFields(schema) : schema))
}

/** No field of an item is demanded; its own objects stay whole. */
function withFewerFields(schema: Schema): Schema {
  const { $defs } = schema
  const whole = deref(schema, $defs)
  const list = whole.properties!.items!
  const { required: _, ...item } = deref(list.items!, $defs)
  const properties = { ...whole.properties, items: { ...list, items: item } }
  return { ...whole, properties, ...($defs ? { $defs } : {}) }
}

const deref = (node: Schema, definitions: Schema['$defs']): Schema => {
  const [part, name] = namedBy(node) ?? []
  return part === '$defs' ? definitions![name!]! : node
}

/** Says only what input is checked by. */
const CHECKS = [
  'pattern',
  'format',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'default',
  'example',
  'examples',
  'description',
  '$schema',
  'id',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'enum',
  'const',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'override',
]
const RULES = ['oneOf', 'allOf', 'if', 'then', 'else', 'not']

/** Drops what only input checking needs, and folds `anyOf: [X, null]` into a nullable X, which is written faster. */
function forWriting(schema: Schema): Schema {
  const only = besideNull(schema)
  if (only) return { ...forWriting(only), nullable: true }
  // Rules across fields say nothing of how an object is written.
  const dropped = schema.properties ? [...CHECKS, ...RULES] : CHECKS
  const written: Schema = {}
  for (const [key, part] of Object.entries(schema)) {
    if (key === 'properties') written.properties = named(schema.properties!)
    else if (!dropped.includes(key)) written[key] = partForWriting(part)
  }
  // Lengths and patterns are checked on the way in; numbers may hold fractions.
  if (written.type === 'integer') written.type = 'number'
  return written
}

const named = (parts: Record<string, Schema>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, forWriting(part)]))

function partForWriting(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(partForWriting)
  return isSchema(part) ? forWriting(part) : part
}
