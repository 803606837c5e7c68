import { z } from 'zod'

/** JSON Schema as a person would write it: what a format says already, or what no reader needs, is left out. */

/** A schema, or a part of a contract that holds some: the keywords that are looked at, and whatever else is written. */
export interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  id?: string
  description?: string
  type?: string | string[]
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  exclusiveMaximum?: number
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  propertyNames?: Schema
  additionalProperties?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  example?: unknown
  examples?: unknown[]
  override?: unknown
  /** Of a parameter, a header or a body. */
  schema?: Schema
  [keyword: string]: unknown
}

/** The schema of what zod checks. */
export const jsonSchemaOf = (shape: z.ZodType, parameters: z.core.ToJSONSchemaParams): Schema =>
  // Zod's own type allows what other drafts do, such as bounds that are flags.
  z.toJSONSchema(shape, parameters) as Schema

/** Formats whose pattern tells nothing more. */
const FORMATS = ['uuid', 'date', 'date-time', 'time', 'email', 'uri']
/** What holds schemas by names of their own. */
const NAMED = ['properties', '$defs', 'patternProperties']
const VALUES = ['example', 'examples', 'enum', 'default']

export const plainSchema = (schema: Schema): Schema => eachOf(mended({ ...schema }), plainPart)

function plainPart(part: unknown, key: string): unknown {
  if (VALUES.includes(key)) return part
  if (!NAMED.includes(key) || !isSchema(part)) return plainOf(part)
  return eachOf(part, plainOf)
}

function plainOf(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(plainOf)
  return isSchema(part) ? plainSchema(part) : part
}

/** What is no value and no list. */
export const isSchema = (part: unknown): part is Schema =>
  typeof part === 'object' && part !== null && !Array.isArray(part)

function eachOf(schema: Schema, change: (part: unknown, key: string) => unknown): Schema {
  const changed: Schema = {}
  for (const [key, part] of Object.entries(schema)) changed[key] = change(part, key)
  return changed
}

function mended(node: Schema): Schema {
  if (node.format !== undefined && FORMATS.includes(node.format)) delete node.pattern
  if (![node.type].flat().includes('string')) delete node.pattern
  // Every number that JavaScript can count to is no bound worth naming.
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum
  if (node.exclusiveMaximum === Number.MAX_SAFE_INTEGER) delete node.exclusiveMaximum
  const names = node.propertyNames
  if (names && Object.keys(names).every((key) => key === 'type')) delete node.propertyNames
  if (isEmpty(node.additionalProperties)) delete node.additionalProperties
  const outer = node.schema
  if (outer?.description !== undefined && outer.description === node.description) {
    const { description: _, ...schema } = outer
    node.schema = schema
  }
  if ('example' in node && !('schema' in node)) {
    // A body's example stands with the operation that takes it.
    if (node.type !== 'object' && !FORMATS.includes(String(node.format))) node.examples = [node.example]
    delete node.example
  }
  delete node.override
  delete node.id
  return nullable(node)
}

const isEmpty = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && Object.keys(value).length === 0

/** `anyOf: [X, null]` of a plain X is X with a second type. */
function nullable(node: Schema): Schema {
  const only = besideNull(node)
  if (!only || typeof only.type !== 'string') return node
  const { anyOf: _, ...outer } = node
  return mended({
    ...only,
    ...outer,
    type: [only.type, 'null'],
    ...(only.enum ? { enum: [...only.enum, null] } : {}),
  })
}

/** The X of `anyOf: [X, null]`. */
export function besideNull({ anyOf }: Schema): Schema | undefined {
  if (anyOf?.length !== 2) return undefined
  const rest = anyOf.filter((option) => option.type !== 'null')
  return rest.length === 1 ? rest[0] : undefined
}

/** What a reference names, and below which part of the document: a schema, a parameter, a definition. */
export function namedBy({ $ref }: Schema): [part: string, name: string] | undefined {
  const [, part, name] = /^#\/(?:components\/)?([\w$]+)\/(.+)$/.exec($ref ?? '') ?? []
  return part !== undefined && name !== undefined ? [part, name] : undefined
}

/** Components that nothing refers to are dropped; those that others refer to stay. */
export function referenced(components: Record<string, Schema>, root: unknown): Record<string, Schema> {
  const kept = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (isSchema(node)) {
      const [part, name] = namedBy(node) ?? []
      if (part === 'schemas' && name !== undefined && !kept.has(name)) {
        kept.add(name)
        visit(components[name])
      }
      Object.values(node).forEach(visit)
    }
  }
  visit(root)
  const names = Object.keys(components).filter((name) => kept.has(name))
  return Object.fromEntries(names.sort().map((name) => [name, components[name]!]))
}
