import type { OpenApi, Operation } from '../../src/http/contract.ts'

/**
 * What a client of a released contract would miss in a later one: an operation, a parameter or a field that is gone, what
 * was taken and is refused now, what was promised and need not come any more. What only came to it breaks nobody
 * (Zalando RESTful API guidelines, rule 107).
 */

export interface Breach {
  /** `operationId`, then the way to the place. */
  path: string
  /** `pattern`, `rule`: what a text has to look like, which fields go together, where nothing of it was said. */
  kind: 'removed' | 'required' | 'narrowed' | 'optional' | 'widened' | 'pattern' | 'rule'
  /** The pattern. */
  value?: string
}

type Schema = Record<string, unknown>
/** `sent`: clients write it, so that less may not be taken; `answered`: they read it, so that less may not come. */
type Direction = 'sent' | 'answered'

const UPPER = ['maxLength', 'maximum', 'maxItems', 'exclusiveMaximum', 'maxProperties']
const LOWER = ['minLength', 'minimum', 'minItems', 'exclusiveMinimum', 'minProperties']

export function breachesOf(before: OpenApi, after: OpenApi): Breach[] {
  const later = new Map(operationsIn(after).map((operation) => [operation.operationId, operation]))
  const compare = comparer(before, after)
  return operationsIn(before).flatMap((operation): Breach[] => {
    const { operationId } = operation
    const now = later.get(operationId)
    if (!now || now.at !== operation.at) return [{ path: operationId, kind: 'removed' }]
    return below(operationId, compare(operation, now))
  })
}

const below = (place: string, breaches: Breach[]): Breach[] =>
  breaches.map((breach) => ({ ...breach, path: `${place}${breach.path}` }))

function operationsIn({ paths }: OpenApi): (Operation & { at: string })[] {
  return Object.entries(paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, at: `${method} ${url}` })),
  )
}

function comparer(before: OpenApi, after: OpenApi) {
  const old = resolverOf(before)
  const now = resolverOf(after)
  /** A shared shape is walked once for each pair; one that holds itself is taken to agree with itself. */
  const walked = new Map<string, Breach[]>()

  const schemas = (was: unknown, is: unknown, direction: Direction): Breach[] => {
    const key = JSON.stringify([was, is, direction])
    const known = walked.get(key)
    if (known) return known
    walked.set(key, [])
    const breaches = compared(old(was), now(is), direction)
    walked.set(key, breaches)
    return breaches
  }

  const compared = (was: Schema, is: Schema, direction: Direction): Breach[] => {
    const [from, to] = [branchesOf(was), branchesOf(is)]
    if (from.length > 1 || to.length > 1) {
      // Every form that was taken is taken still; every form that comes was told before.
      const [mine, others] = direction === 'sent' ? [from, to] : [to, from]
      const agrees = (branch: Schema, other: Schema) =>
        (direction === 'sent' ? schemas(branch, other, 'sent') : schemas(other, branch, 'answered'))
          .length === 0
      const lost = mine.some((branch) => !others.some((other) => agrees(branch, other)))
      return lost ? [{ path: '', kind: direction === 'sent' ? 'narrowed' : 'widened' }] : []
    }
    return [...values(was, is, direction), ...fields(was, is, direction), ...items(was, is, direction)]
  }

  const fields = (was: Schema, is: Schema, direction: Direction): Breach[] => {
    const [own, later] = [propertiesOf(was), propertiesOf(is)]
    const [needed, needs] = [new Set(was['required'] as string[]), new Set(is['required'] as string[])]
    const breaches = Object.entries(own).flatMap(([name, schema]): Breach[] => {
      if (!(name in later)) return [{ path: `/${name}`, kind: 'removed' }]
      const lost: Breach[] =
        direction === 'answered' && needed.has(name) && !needs.has(name)
          ? [{ path: `/${name}`, kind: 'optional' }]
          : []
      return [...lost, ...below(`/${name}`, schemas(schema, later[name], direction))]
    })
    const asked = direction === 'sent' ? [...needs].filter((name) => !needed.has(name)) : []
    return [...breaches, ...asked.map((name): Breach => ({ path: `/${name}`, kind: 'required' }))]
  }

  const items = (was: Schema, is: Schema, direction: Direction): Breach[] =>
    was['items'] && is['items'] ? below('/*', schemas(was['items'], is['items'], direction)) : []

  const parameters = (was: Operation, is: Operation): Breach[] => {
    const place = (parameter: Schema) => `${parameter['in']}:${parameter['name']}`
    const later = new Map((is.parameters ?? []).map(now).map((parameter) => [place(parameter), parameter]))
    const earlier = new Map((was.parameters ?? []).map(old).map((parameter) => [place(parameter), parameter]))
    const breaches = [...earlier].flatMap(([name, parameter]): Breach[] => {
      const path = `?${name}`
      const standing = later.get(name)
      if (!standing) return [{ path, kind: 'removed' }]
      if (standing['required'] && !parameter['required']) return [{ path, kind: 'required' }]
      return below(path, schemas(parameter['schema'], standing['schema'], 'sent'))
    })
    const asked = [...later].filter(([name, parameter]) => parameter['required'] && !earlier.has(name))
    return [...breaches, ...asked.map(([name]): Breach => ({ path: `?${name}`, kind: 'required' }))]
  }

  const contents = (was: unknown, is: unknown, direction: Direction): Breach[] => {
    const of = (message: unknown) => (message as { content?: Record<string, Schema> })?.content ?? {}
    const [from, to] = [of(was), of(is)]
    return Object.entries(from).flatMap(([type, { schema }]): Breach[] => {
      if (!to[type]) return [{ path: `/${type}`, kind: 'removed' }]
      return schema ? schemas(schema, to[type]['schema'], direction) : []
    })
  }

  return (was: Operation, is: Operation): Breach[] => {
    const answers = Object.entries(was.responses).filter(([status]) => /^[23]/.test(status))
    return [
      ...parameters(was, is),
      ...contents(was.requestBody && old(was.requestBody), is.requestBody && now(is.requestBody), 'sent'),
      ...answers.flatMap(([status, answer]): Breach[] => {
        const later = is.responses[status]
        if (!later) return [{ path: `:${status}`, kind: 'removed' }]
        return below(`:${status}`, contents(old(answer), now(later), 'answered'))
      }),
    ]
  }
}

/** Types, values and bounds. An answer that lists values may gain some: clients were told that lists of values grow. */
function values(was: Schema, is: Schema, direction: Direction): Breach[] {
  const [from, to] = [typesOf(was), typesOf(is)]
  const narrowed: Breach[] = [{ path: '', kind: direction === 'sent' ? 'narrowed' : 'widened' }]
  const [all, among] = direction === 'sent' ? [from, to] : [to, from]
  const covered = (type: string) => among.includes(type) || (type === 'integer' && among.includes('number'))
  if (among.length > 0 && (all.length === 0 || !all.every(covered))) return narrowed
  if (direction === 'answered') return []
  const [listed, lists] = [valuesOf(was), valuesOf(is)]
  if (lists && !listed?.every((value) => lists.includes(value))) return narrowed
  const tighter = (names: string[], sign: 1 | -1) =>
    names.some((name) => {
      const [before, after] = [was[name], is[name]] as (number | undefined)[]
      return after !== undefined && (before === undefined || (after - before) * sign < 0)
    })
  if (tighter(UPPER, 1) || tighter(LOWER, -1)) return narrowed
  if (rulesOf(is) !== undefined && rulesOf(was) !== rulesOf(is)) return [{ path: '', kind: 'rule' }]
  if (is['pattern'] === undefined || is['pattern'] === was['pattern']) return []
  return [{ path: '', kind: 'pattern', value: is['pattern'] as string }]
}

const typesOf = ({ type }: Schema): string[] => (type === undefined ? [] : [type].flat()) as string[]

const valuesOf = (schema: Schema): unknown[] | undefined =>
  'const' in schema ? [schema['const']] : (schema['enum'] as unknown[] | undefined)

const propertiesOf = (schema: Schema): Schema => (schema['properties'] as Schema | undefined) ?? {}

/** The forms that a value has; beside fields they are rules about which of them go together. */
const branchesOf = (schema: Schema): Schema[] =>
  (!schema['properties'] && ((schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined)) || [schema]

const rulesOf = (schema: Schema): string | undefined =>
  schema['properties'] && (schema['oneOf'] || schema['anyOf'])
    ? JSON.stringify([schema['oneOf'], schema['anyOf']])
    : undefined

/** Follows a reference, and lays the parts of `allOf` into one. */
function resolverOf(document: OpenApi): (schema: unknown) => Schema {
  const resolve = (schema: unknown): Schema => {
    if (schema === undefined) return {}
    const { $ref, allOf, ...own } = schema as Schema & { $ref?: string; allOf?: unknown[] }
    const parts = [...($ref ? [placeIn(document, $ref)] : []), ...(allOf ?? [])].map(resolve)
    return Object.assign({}, ...parts, own)
  }
  return resolve
}

function placeIn(document: OpenApi, reference: string): unknown {
  let place: unknown = document
  for (const name of reference.split('/').slice(1))
    place = (place as Schema)[name.replaceAll('~1', '/').replaceAll('~0', '~')]
  return place
}
