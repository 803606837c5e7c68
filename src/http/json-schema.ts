/** JSON Schema as a person would write it: what a format says already, or what no reader needs, is left out. */

export type Json = Record<string, unknown>

/** Formats whose pattern tells nothing more. */
const FORMATS = ['uuid', 'date', 'date-time', 'time', 'email', 'uri']
const PARTS = ['properties', '$defs', 'patternProperties']

export function plainSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plainSchema)
  if (schema === null || typeof schema !== 'object') return schema
  const node = mended({ ...(schema as Json) })
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === 'example' || key === 'examples' || key === 'enum' || key === 'default') return [key, value]
      return [key, PARTS.includes(key) ? eachOf(value as Json) : plainSchema(value)]
    }),
  )
}

const eachOf = (parts: Json): Json =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, plainSchema(part)]))

function mended(node: Json): Json {
  if (typeof node['format'] === 'string' && FORMATS.includes(node['format'])) delete node['pattern']
  if (![node['type']].flat().includes('string')) delete node['pattern']
  // Every number that JavaScript can count to is no bound worth naming.
  if (node['minimum'] === Number.MIN_SAFE_INTEGER) delete node['minimum']
  if (node['maximum'] === Number.MAX_SAFE_INTEGER) delete node['maximum']
  if (node['exclusiveMaximum'] === Number.MAX_SAFE_INTEGER) delete node['exclusiveMaximum']
  const names = node['propertyNames'] as Json | undefined
  if (names && Object.keys(names).every((key) => key === 'type')) delete node['propertyNames']
  if (isEmpty(node['additionalProperties'])) delete node['additionalProperties']
  const outer = node['schema'] as Json | undefined
  if (outer?.['description'] !== undefined && outer['description'] === node['description']) {
    const { description: _, ...schema } = outer
    node['schema'] = schema
  }
  if ('example' in node && !('schema' in node)) {
    // A body's example stands with the operation that takes it.
    if (node['type'] !== 'object' && !FORMATS.includes(String(node['format'])))
      node['examples'] = [node['example']]
    delete node['example']
  }
  delete node['override']
  delete node['id']
  return nullable(node)
}

const isEmpty = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && Object.keys(value).length === 0

/** `anyOf: [X, null]` of a plain X is X with a second type. */
function nullable(node: Json): Json {
  const options = node['anyOf'] as Json[] | undefined
  const rest = options?.filter((option) => option['type'] !== 'null') ?? []
  const [only] = rest
  if (options?.length !== 2 || rest.length !== 1 || typeof only!['type'] !== 'string') return node
  const { anyOf: _, ...outer } = node
  const values = only!['enum'] as unknown[] | undefined
  const merged: Json = {
    ...only,
    ...outer,
    type: [only!['type'], 'null'],
    ...(values ? { enum: [...values, null] } : {}),
  }
  return mended(merged)
}

/** Components that nothing refers to are dropped; those that others refer to stay. */
export function referenced(components: Json, root: unknown): Json {
  const kept = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (node !== null && typeof node === 'object') {
      const name = /^#\/components\/schemas\/(.+)$/.exec(String((node as Json)['$ref']))?.[1]
      if (name && !kept.has(name)) {
        kept.add(name)
        visit(components[name])
      }
      Object.values(node).forEach(visit)
    }
  }
  visit(root)
  const names = Object.keys(components).filter((name) => kept.has(name))
  return Object.fromEntries(names.sort().map((name) => [name, components[name]]))
}
