import fastJson from 'fast-json-stringify'
import { z } from 'zod'

/**
 * Serializers from the response schemas: only declared fields leave the server, whatever a handler returns, and
 * every declared field is present. The items of a list may be narrowed by `fields`: there, what is absent stays out.
 */
export function serializerOf(shape: z.ZodType, narrowed: boolean): (value: unknown) => string {
  const schema = z.toJSONSchema(shape, { io: 'output', unrepresentable: 'any', reused: 'inline' })
  return fastJson(
    forWriting(narrowed ? withFewerFields(schema as Json) : schema) as Parameters<typeof fastJson>[0],
  )
}

type Json = Record<string, unknown>

/** No field of an item is demanded; its own objects stay whole. */
function withFewerFields(schema: Json): Json {
  const whole = deref(schema, schema)
  const properties = whole['properties'] as Record<string, Json>
  const list = properties['items']!
  const { required: _, ...item } = deref(schema, list['items'] as Json)
  return { ...whole, properties: { ...properties, items: { ...list, items: item } }, $defs: schema['$defs'] }
}

function deref(schema: Json, node: Json): Json {
  const name = /^#\/\$defs\/(.+)$/.exec(String(node['$ref']))?.[1]
  return name ? (schema['$defs'] as Record<string, Json>)[name]! : node
}

/** Drops what only input checking needs, and folds `anyOf: [X, null]` into a nullable X, which is written faster. */
function forWriting(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forWriting)
  if (schema === null || typeof schema !== 'object') return schema
  const node = schema as Json
  const nullable = nullableOf(node)
  if (nullable) return { ...(forWriting(nullable) as Json), nullable: true }
  // Rules across fields say nothing of how an object is written.
  const rules = node['properties'] ? ['oneOf', 'allOf', 'if', 'then', 'else', 'not'] : []
  const kept = Object.entries(node).filter(
    ([key]) =>
      ![
        ...rules,
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
      ].includes(key),
  )
  const out = Object.fromEntries(
    kept.map(([key, value]) =>
      key === 'properties'
        ? [
            key,
            Object.fromEntries(Object.entries(value as Json).map(([name, one]) => [name, forWriting(one)])),
          ]
        : [key, forWriting(value)],
    ),
  )
  // Lengths and patterns are checked on the way in; numbers may hold fractions.
  if (out['type'] === 'integer') out['type'] = 'number'
  return out
}

function nullableOf(node: Json): Json | undefined {
  const options = node['anyOf'] as Json[] | undefined
  if (options?.length !== 2) return undefined
  const rest = options.filter((option) => option['type'] !== 'null')
  return rest.length === 1 ? rest[0] : undefined
}
