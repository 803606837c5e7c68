import { readFileSync } from 'node:fs'
import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiRequestBodyObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { PERMISSIONS } from './access/permissions.ts'
import { ERRORS, type ErrorCode } from './core/errors.ts'
import { QueryFlag } from './core/fields.ts'
import { isReference, type OpenApi, type Reference } from './http/contract.ts'
import { failuresOf, hasEtag, successesOf, takesIfMatch, takesKey } from './http/failures.ts'
import { plainSchema, referenced } from './http/json-schema.ts'
import { Problem } from './http/problem.ts'
import { pathOf, type Route } from './http/route.ts'
import { HEADERS, INFO, NOT_MODIFIED, PARAMETERS, SECURITY, SHARED_NAMES, TAGS } from './openapi-words.ts'

/** Said once when so many operations say it. */
const SHARED_FROM = 5

/** OpenAPI 3.1 from the declarations that validate, serialise and police: `openapi.yaml` and `/openapi.json`. */

export function openapiOf(routes: readonly Route[]): OpenApi {
  const shared = sharedResponses(routes)
  const paths: ZodOpenApiPathsObject = {}
  for (const route of routes) {
    const url = pathOf(route).replace(/:(\w+)/g, '{$1}')
    paths[url] = { ...paths[url], [route.method.toLowerCase()]: operationOf(route, shared) }
  }
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: { ...INFO, version: version() },
      tags: tagsOf(routes),
      paths,
      components: {
        schemas: { Problem },
        responses: {
          NotModified: NOT_MODIFIED,
          ...Object.fromEntries([...shared.values()].map(({ name, body }) => [name, body])),
        },
        parameters: PARAMETERS,
        headers: HEADERS,
        securitySchemes: SECURITY,
      },
    },
    {
      override: ({ zodSchema, jsonSchema, io }) => {
        // Answers may gain fields.
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties
        if (zodSchema !== QueryFlag) return
        delete jsonSchema.enum
        jsonSchema.type = 'boolean'
      },
    },
  )
  return tidied(document)
}

/** The bounds, doubles and leftovers of generation go; what stays reads as written. */
function tidied(document: ReturnType<typeof createDocument>): OpenApi {
  // What was put in comes out, as the document has it.
  const plain = plainSchema({ ...document }) as unknown as OpenApi
  shareParameters(plain)
  const { components, ...rest } = plain
  const { schemas, ...others } = components
  return { ...rest, components: { ...others, schemas: referenced(schemas, [rest, others]) } }
}

/** A parameter that several operations take alike is said once. */
function shareParameters({ paths, components }: OpenApi): void {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  const sent = operations.flatMap((operation) => operation.parameters ?? [])
  const groups = Map.groupBy(
    sent.flatMap((parameter) => (!isReference(parameter) && parameter.in === 'query' ? [parameter] : [])),
    (parameter) => JSON.stringify(parameter),
  )
  for (const [key, same] of groups) {
    if (same.length < SHARED_FROM) continue
    const [parameter] = same
    const name = pascal(parameter!.name)
    if (components.parameters[name]) continue
    components.parameters[name] = parameter!
    for (const operation of operations) {
      operation.parameters = (operation.parameters ?? []).map((parameter) =>
        JSON.stringify(parameter) === key ? { $ref: `#/components/parameters/${name}` } : parameter,
      )
    }
  }
  for (const operation of operations) {
    if (operation.parameters?.length === 0) delete operation.parameters
  }
}

function version(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return version
}

function tagsOf(routes: readonly Route[]): { name: string; description: string }[] {
  const used = [...new Set(routes.map((route) => route.tag))]
  return used.map((name) => {
    const description = TAGS[name]
    if (!description) throw new Error(`openapi-words.ts does not say what the tag ${name} is for`)
    return { name, description }
  })
}

function operationOf(route: Route, shared: Shared): ZodOpenApiOperationObject {
  const { permission, query } = route
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: [route.description, needs(route)].filter(Boolean).join('\n\n'),
    tags: [route.tag],
    'x-permission': permission,
    security: route.permission === 'public' ? [] : [{ bearer: [] }],
    requestParams: {
      ...(route.params ? { path: pathParams(route.path, route.params) } : {}),
      ...(query && Object.keys(query.shape).length > 0 ? { query } : {}),
      ...(route.headers ? { header: route.headers } : {}),
    },
    parameters: headerParameters(route),
    ...(route.body ? { requestBody: requestBodyOf(route, route.body) } : {}),
    responses: { ...successResponses(route), ...failureResponses(route, shared) },
  }
}

const PERMISSION_WORDS: Readonly<Record<string, string>> = PERMISSIONS

function needs({ permission }: Route): string {
  if (permission === 'public') return 'Needs no credential.'
  if (permission === 'any') return 'Needs any valid credential.'
  return `Needs the permission \`${permission}\` (${PERMISSION_WORDS[permission]}).`
}

/** Only codes and names are free text; an id in a path is an id. */
function pathParams(path: string, { shape }: z.ZodObject): z.ZodObject {
  const collection = /:id$|:id\//.test(path) ? path.split('/')[1] : undefined
  const { id } = shape
  const described =
    id instanceof z.ZodType ? { id: id.meta({ description: `Id in \`/${collection}\`.` }) } : {}
  return z.object({ ...shape, ...described })
}

function headerParameters(route: Route): Reference[] {
  const names: string[] = []
  if (takesKey(route))
    names.push(route.idempotency === 'required' ? 'IdempotencyKeyRequired' : 'IdempotencyKey')
  if (takesIfMatch(route)) names.push(route.precondition ? 'IfMatchRequired' : 'IfMatch')
  if (hasEtag(route)) names.push('IfNoneMatch')
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }))
}

function requestBodyOf(route: Route, body: z.ZodType): ZodOpenApiRequestBodyObject {
  const type =
    route.bodyType === 'multipart'
      ? 'multipart/form-data'
      : route.bodyType === 'merge-patch'
        ? 'application/merge-patch+json'
        : 'application/json'
  const example = route.example ?? body.meta()?.example
  return { required: true, content: { [type]: { schema: body, ...(example ? { example } : {}) } } }
}

function successResponses(route: Route): ZodOpenApiResponsesObject {
  const headers = (names: string[]) =>
    Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
  const response = (status: number): ZodOpenApiResponseObject | Reference => {
    if (status === 304) return { $ref: '#/components/responses/NotModified' }
    const names = ['Request-Id']
    if (hasEtag(route) || (status < 300 && answersVersion(route))) names.push('ETag')
    if (route.status === 201 || route.status === 202)
      names.push(...(status === route.status ? ['Location'] : []))
    if (status === 202) names.push('Operation-Location', 'Retry-After')
    if (status === 503) names.push('Retry-After')
    if (takesKey(route)) names.push('Idempotency-Replayed')
    if (route.query && 'cursor' in route.query.shape) names.push('Link')
    const content = status === 204 ? {} : { content: contentOf(route) }
    return { description: successWords(route, status), headers: headers(names), ...content }
  }
  return Object.fromEntries(successesOf(route).map((status) => [String(status), response(status)]))
}

const answersVersion = ({ response }: Route): boolean =>
  response instanceof z.ZodObject && 'version' in response.shape

function successWords(route: Route, status: number): string {
  if (status === route.otherwise?.status) return route.otherwise.when
  if (status !== route.status) return 'With `validateOnly`: what would be recorded.'
  return { 200: 'Done.', 201: 'Recorded.', 202: 'Accepted; a job does it.', 204: 'Done; nothing to tell.' }[
    route.status
  ]
}

function contentOf(route: Route): ZodOpenApiContentObject {
  const types = route.fileTypes ?? [route.responseType ?? 'application/json']
  const content = { schema: route.response ?? { type: 'string' } }
  return Object.fromEntries(types.map((type) => [type.split(';')[0]!, content]))
}

type Shared = Map<string, { name: string; body: ZodOpenApiResponseObject }>

function byStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = Map.groupBy(codes, (code): number => ERRORS[code].status)
  return new Map([...groups].sort(([a], [b]) => a - b))
}

function failureBody(codes: readonly ErrorCode[]): ZodOpenApiResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].en}.`).join('\n'),
    'x-codes': codes,
    content: { 'application/problem+json': { schema: Problem } },
  }
}

/** What many routes answer alike is said once. */
function sharedResponses(routes: readonly Route[]): Shared {
  const given = routes.flatMap((route) => [...byStatus(failuresOf(route)).values()])
  const shared: Shared = new Map()
  for (const [key, alike] of Map.groupBy(given, (codes) => codes.join(' '))) {
    const codes = alike[0]!
    const name = SHARED_NAMES[key] ?? (codes.length < 3 ? codes.map(pascal).join('Or') : undefined)
    if (name && alike.length >= SHARED_FROM) shared.set(key, { name, body: failureBody(codes) })
  }
  return shared
}

const pascal = (name: string): string =>
  name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

function failureResponses(route: Route, shared: Shared): ZodOpenApiResponsesObject {
  const responses: Record<string, ZodOpenApiResponseObject | Reference> = {}
  for (const [status, codes] of byStatus(failuresOf(route))) {
    const response = shared.get(codes.join(' '))
    responses[String(status)] = response
      ? { $ref: `#/components/responses/${response.name}` }
      : failureBody(codes)
  }
  return responses
}
