import fc from 'fast-check'
import type { OpenApi, Operation } from '../../src/http/contract.ts'
import { ABSENT } from './makers.ts'

/** Requests made from the contract: nearly right, wrong in one place, or nonsense. */

type Schema = Record<string, unknown>

export interface FuzzRequest {
  url: string
  headers: Record<string, string>
  /** Text as it is sent; undefined: no body. */
  body: string | undefined
  narrowed: boolean
}

export interface Target {
  path: string
  method: string
  operation: Operation
}

export const targetsOf = (contract: OpenApi): Target[] =>
  Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** Ids that stand for something, so that more than the first check is reached. */
export type Pool = readonly string[]

export function requestsTo(
  contract: OpenApi,
  target: Target,
  known: string | undefined,
  pool: Pool,
  token: string,
) {
  const { operation, path } = target
  const parameters = (operation.parameters ?? []).map((one) => resolved(contract, one))
  const queries = parameters.filter((one) => one['in'] === 'query')
  const id = fc.oneof(
    { weight: known ? 6 : 0, arbitrary: fc.constant(known ?? ABSENT) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(ABSENT, 'no-id', '0', '%00', '%2e%2e', 'x'.repeat(150), '__proto__'),
    },
  )
  const query = fc.record(
    Object.fromEntries(
      queries.map((one) => [one['name'] as string, textual(contract, one['schema'] as Schema, pool)]),
    ),
    { requiredKeys: queries.filter((one) => one['required']).map((one) => one['name'] as string) },
  )
  return fc
    .record({
      id,
      query: fc.oneof(
        { weight: 5, arbitrary: query },
        {
          weight: 1,
          arbitrary: fc.dictionary(fc.constantFrom('limit', 'x', 'sort', 'cursor', '__proto__'), anyText, {
            maxKeys: 2,
          }),
        },
      ),
      headers: headersOf(operation, token),
      body: bodyOf(contract, operation, pool),
    })
    .map(({ id: named, query: asked, headers, body }): FuzzRequest => {
      const search = new URLSearchParams()
      for (const [name, value] of Object.entries(asked)) search.set(name, String(value))
      return {
        url: `${path.replace(/\{\w+\}/g, named)}${search.size > 0 ? `?${search}` : ''}`,
        headers: body === undefined ? headers : { 'content-type': typeOf(operation), ...headers },
        body,
        narrowed: 'fields' in asked,
      }
    })
}

const typeOf = (operation: Operation): string => {
  const [type = 'application/json'] = Object.keys(operation.requestBody?.content ?? {})
  return type
}

const anyText = fc.oneof(
  fc.string({ maxLength: 30, unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '%',
    '\\',
    "'; drop table members; --",
    '<script>',
    '0x1',
    '-1',
    '1e999',
    'null',
    '𠮷',
    'é',
  ),
  fc.constantFrom(
    '2019-02-30',
    '0000-00-00',
    '9999-12-31',
    '2019-01-01T00:00:00Z',
    '2019-01-01T00:00:00.000+08:00',
  ),
)

function headersOf(operation: Operation, token: string): fc.Arbitrary<Record<string, string>> {
  const visible = fc
    .string({ minLength: 1, maxLength: 40 })
    .map((text) => text.replace(/[^\x20-\x7e]/g, 'x').trim() || 'x')
  const some = (arbitrary: fc.Arbitrary<string>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
  const ifMatch = (operation.parameters ?? []).some((one) => String(one['$ref']).includes('IfMatch'))
  return fc
    .record({
      authorization: fc.oneof(
        { weight: 12, arbitrary: fc.constant(`Bearer ${token}`) },
        {
          weight: 1,
          arbitrary: fc.oneof(visible, fc.constantFrom('Bearer ', 'Bearer lvk_x', `Bearer ${token}x`)),
        },
      ),
      'if-match': ifMatch
        ? fc.oneof({ weight: 5, arbitrary: fc.constant('*') }, { weight: 1, arbitrary: visible })
        : some(visible),
      'idempotency-key': fc.oneof({ weight: 5, arbitrary: fc.uuid() }, { weight: 1, arbitrary: visible }),
      'if-none-match': some(visible),
      accept: some(fc.constantFrom('*/*', 'application/json', 'text/*', ';', 'application/xml')),
      'accept-language': some(fc.constantFrom('zh-CN', 'en', 'zz;q=9', '*')),
      'request-id': some(visible),
      'accept-encoding': some(fc.constantFrom('gzip', 'br', 'identity', 'gzip;q=0', 'what')),
    })
    .map((all) => {
      const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
      return Object.fromEntries(sent)
    })
}

function bodyOf(contract: OpenApi, operation: Operation, pool: Pool): fc.Arbitrary<string | undefined> {
  const [media] = Object.values(operation.requestBody?.content ?? {})
  const nonsense = fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '"text"',
    '{"a":}',
    '{"__proto__":{}}',
    `${'['.repeat(60)}${']'.repeat(60)}`,
  )
  if (!media) {
    return fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: nonsense })
  }
  const good = fc.oneof(
    valid(contract, media['schema'] as Schema, pool),
    media['example'] ? fc.constant(withIds(media['example'], pool)) : fc.constant({}),
  )
  return fc.oneof(
    { weight: 5, arbitrary: good.map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: good.chain(bent).map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: nonsense },
  )
}

/** Examples name records that do not exist; some of these do. */
function withIds(value: unknown, pool: Pool): unknown {
  const text = JSON.stringify(value)
  let next = 0
  return JSON.parse(
    text.replace(/0197f6a0-0000-7000-8000-0000000000\d\d/g, () => {
      next += 1
      return pool[next % pool.length] ?? ABSENT
    }),
  )
}

const WRONG: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  ' ',
  'x'.repeat(30_000),
  [],
  {},
  [[]],
  '\u0000',
  '\ud800',
  '2019-02-30',
]

/** The same value, wrong in one place. */
function bent(value: unknown): fc.Arbitrary<unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return fc.constantFrom(...WRONG)
  const names = Object.keys(value)
  return fc
    .tuple(
      fc.constantFrom('drop', 'replace', 'add'),
      fc.constantFrom(...names, 'colour'),
      fc.constantFrom(...WRONG),
    )
    .map(([how, name, wrong]) => {
      const { [name]: _, ...rest } = value as Schema
      if (how === 'drop') return rest
      return how === 'add' ? { ...value, [`${name}X`]: wrong } : { ...rest, [name]: wrong }
    })
}

const textual = (contract: OpenApi, schema: Schema, pool: Pool): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: valid(contract, schema, pool) }, { weight: 1, arbitrary: anyText })

/** Values that a schema allows. */
export function valid(contract: OpenApi, given: Schema, pool: Pool, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(contract, given)
  if (schema['enum']) return fc.constantFrom(...(schema['enum'] as unknown[]))
  if ('const' in schema) return fc.constant(schema['const'])
  const options = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined
  if (options) return fc.oneof(...options.map((one) => valid(contract, one, pool, depth)))
  const types = [schema['type'] ?? 'string'].flat() as string[]
  return fc.oneof(...types.map((type) => ofType(contract, schema, type, pool, depth)))
}

function ofType(
  contract: OpenApi,
  schema: Schema,
  type: string,
  pool: Pool,
  depth: number,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({
        min: Number(schema['minimum'] ?? 0),
        max: Math.min(Number(schema['maximum'] ?? 1_000), 1_000_000),
      })
    case 'number':
      return fc.double({ min: Number(schema['minimum'] ?? 0), max: 1_000, noNaN: true })
    case 'array':
      return fc.array(
        depth > 4 ? fc.constant(null) : valid(contract, (schema['items'] ?? {}) as Schema, pool, depth + 1),
        {
          minLength: Number(schema['minItems'] ?? 0),
          maxLength: Math.min(Number(schema['maxItems'] ?? 3), Number(schema['minItems'] ?? 0) + 2),
        },
      )
    case 'object':
      return objectOf(contract, schema, pool, depth)
    default:
      return stringOf(schema, pool)
  }
}

function objectOf(contract: OpenApi, schema: Schema, pool: Pool, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
  const required = (schema['required'] ?? []) as string[]
  const kept = depth > 4 ? properties.filter(([name]) => required.includes(name)) : properties
  if (kept.length === 0)
    return fc.dictionary(fc.string({ maxLength: 5 }), fc.constant('plenary'), { maxKeys: 2 })
  const parts = kept.map(([name, one]) => [name, valid(contract, one, pool, depth + 1)] as const)
  return fc.record(Object.fromEntries(parts), { requiredKeys: required })
}

function stringOf(schema: Schema, pool: Pool): fc.Arbitrary<string> {
  const minLength = Number(schema['minLength'] ?? 0)
  const maxLength = Math.min(Number(schema['maxLength'] ?? 30), minLength + 20)
  const year = fc.integer({ min: 2015, max: 2022 })
  const two = (max: number) => fc.integer({ min: 1, max }).map((n) => String(n).padStart(2, '0'))
  const day = fc.tuple(year, two(12), two(28)).map((parts) => parts.join('-'))
  if (schema['format'] === 'uuid') return fc.constantFrom(...pool, ABSENT)
  if (schema['format'] === 'date') return day
  if (schema['format'] === 'date-time') return day.map((text) => `${text}T01:00:00.000Z`)
  if (schema['pattern']) return fc.stringMatching(new RegExp(schema['pattern'] as string), { maxLength: 20 })
  return fc.string({ minLength, maxLength, unit: 'grapheme' })
}

export function resolved(contract: OpenApi, node: Schema): Schema {
  const match = /^#\/components\/(\w+)\/(.+)$/.exec(String(node['$ref'] ?? ''))
  return match ? (contract.components[match[1]!]![match[2]!] as Schema) : node
}
