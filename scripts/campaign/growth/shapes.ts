import { contractRoutes } from '../../../src/app.ts'
import type { OpenApi } from '../../../src/http/contract.ts'
import { openapiOf } from '../../../src/openapi.ts'
import { resolved } from '../../../test/support/fuzz.ts'

/** What is made longer and longer: bodies, parameters, headers and files, by the shape of their growth. */

type Json = Record<string, unknown>

/** One way in which one request grows; `make` answers it in about `size` bytes. */
export interface Growth {
  name: string
  max: number
  method: string
  /** With `{id}` where an id belongs. */
  path: string
  make(size: number): { query?: string; headers?: Record<string, string>; body?: string | FormData }
}

const BODY_MAX = 1_000_000
const QUERY_MAX = 12_000
const ID = '0197f6a0-0000-7000-8000-000000000001'
const contract: OpenApi = openapiOf(contractRoutes())
const limits = new Map(contractRoutes().map((route) => [route.operationId, route.bodyMax]))

/** Text of about `size` bytes that repeats one piece. */
const repeated = (piece: string, size: number): string =>
  piece.repeat(Math.ceil(size / Buffer.byteLength(piece)))
const counted = (size: number, piece: (n: number) => string): string => {
  const pieces: string[] = []
  for (let n = 0, bytes = 0; bytes < size; n += 1) {
    pieces.push(piece(n))
    bytes += Buffer.byteLength(pieces[n]!)
  }
  return pieces.join('')
}

export function* growths(): Generator<Growth> {
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const route = { method: method.toUpperCase(), path, max: BODY_MAX }
      const { operationId } = operation
      const [media] = Object.entries(operation.requestBody?.content ?? {}) as [string, Json][]
      if (media && !media[0].startsWith('multipart')) {
        const max = Math.min((limits.get(operationId) ?? BODY_MAX) * 0.95, BODY_MAX * 2)
        yield* bodies({ ...route, max }, operationId, media[0], media[1])
      }
      if (method !== 'get') continue
      const parameters = (operation.parameters ?? []).map((one) => resolved(contract, one))
      for (const parameter of parameters.filter((one) => one['in'] === 'query')) {
        yield* queries({ ...route, max: QUERY_MAX }, operationId, String(parameter['name']))
      }
    }
  }
  yield* headers()
  yield* rulesFiles()
  yield* uploads()
}

function* bodies(
  route: Omit<Growth, 'name' | 'make'>,
  operationId: string,
  type: string,
  media: Json,
): Generator<Growth> {
  const as = (name: string, body: (size: number) => string): Growth => ({
    ...route,
    name: `${operationId} ${name}`,
    make: (size) => ({ headers: { 'content-type': type }, body: body(size) }),
  })
  yield as('keys', (size) => `{${counted(size, (n) => `"k${n}":1,`).slice(0, -1)}}`)
  yield as('nested', (size) => `${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`)
  const schema = resolved(contract, media['schema'] as Json)
  const example = (media['example'] ?? schema['example'] ?? {}) as Json
  const grown = (key: string, value: unknown) => JSON.stringify({ ...example, [key]: value })
  for (const [key, property] of Object.entries((schema['properties'] ?? {}) as Record<string, Json>)) {
    const { type: of, items } = shapeOf(property)
    if (of === 'string') yield as(`${key}: long`, (size) => grown(key, repeated('长 a\n', size)))
    if (of === 'object') {
      yield as(`${key}: keys`, (size) =>
        JSON.stringify({
          ...example,
          [key]: Object.fromEntries(Array.from({ length: size / 14 }, (_, n) => [`k${n}`, 'x'])),
        }),
      )
    }
    if (of !== 'array') continue
    const [sample = sampleOf(items)] = (example[key] as unknown[] | undefined) ?? []
    const bytes = JSON.stringify(sample).length + 1
    yield as(`${key}: many`, (size) => grown(key, Array(Math.ceil(size / bytes)).fill(sample)))
  }
}

function shapeOf(property: Json): { type?: unknown; items?: Json } {
  const direct = resolved(contract, property)
  const choices = (direct['anyOf'] ?? direct['oneOf']) as Json[] | undefined
  const found = choices?.map((one) => resolved(contract, one)).find((one) => one['type'] !== 'null') ?? direct
  const type = Array.isArray(found['type']) ? found['type'].find((one) => one !== 'null') : found['type']
  return { type, ...(found['items'] ? { items: resolved(contract, found['items'] as Json) } : {}) }
}

function sampleOf(items: Json | undefined): unknown {
  if (items?.['type'] === 'object') return items['example'] ?? {}
  return items?.['format'] === 'uuid' ? ID : 'x'
}

function* queries(
  route: Omit<Growth, 'name' | 'make'>,
  operationId: string,
  name: string,
): Generator<Growth> {
  for (const [kind, piece] of [
    ['commas', 'a,'],
    ['text', '会a'],
  ] as const) {
    yield {
      ...route,
      name: `${operationId} ?${name} ${kind}`,
      make: (size) => ({ query: `${name}=${encodeURIComponent(repeated(piece, size / 3))}` }),
    }
  }
}

const HEADERS: Record<string, readonly string[]> = {
  accept: ['a/b;q=0.1,', 'text/html,', ',', ';'],
  'accept-encoding': ['gzip;q=0.1,', 'a,', ' '],
  'accept-language': ['zh;q=0.1,', 'a-'],
  'if-none-match': ['"a",', 'W/"a",', '"'],
  'if-match': ['"1",', ','],
  cookie: ['a=b; ', ';', '='],
  authorization: ['Bearer ', '.', 'a'],
  'content-type': ['; a=b', ';', '"'],
  'x-forwarded-for': ['1.1.1.1,', ','],
  'idempotency-key': ['a'],
  'request-id': ['a'],
}

function* headers(): Generator<Growth> {
  for (const [name, pieces] of Object.entries(HEADERS)) {
    for (const piece of pieces) {
      yield {
        name: `${name}: ${piece}`,
        max: QUERY_MAX,
        method: name === 'content-type' || name === 'idempotency-key' ? 'POST' : 'GET',
        path: '/v1/members',
        make: (size) => ({
          headers: { [name]: repeated(piece, size).trim() || 'x' },
          ...(name === 'content-type' ? { body: '{}' } : {}),
        }),
      }
    }
  }
}

const RULES: Record<string, (size: number) => string> = {
  keys: (size) => counted(size, (n) => `k${n}: 1\n`),
  'one key': (size) => repeated('a: 1\n', size),
  anchors: (size) => counted(size, (n) => `- &a${n} x\n`),
  aliases: (size) => `a: &a [x]\nb:\n${repeated('  - *a\n', size)}`,
  brackets: (size) => repeated('[', size),
  braces: (size) => repeated('{', size),
  'maps in maps': (size) => repeated('{a: ', size),
  'lists in lists': (size) => repeated('- ', size),
  'long scalar': (size) => `a: ${repeated('x', size)}`,
  comments: (size) => repeated('# x\n', size),
  tags: (size) => counted(size, (n) => `- !t${n} x\n`),
  clauses: (size) =>
    `regulation: grown\ntitle: {zh: 长, en: long}\nperiod: calendar_year\nclauses:\n${counted(
      size,
      (n) => `  GR-${n}:\n    title: {zh: 款, en: clause}\n    counts: attendance\n    points: 1\n`,
    )}`,
}

function* rulesFiles(): Generator<Growth> {
  for (const [shape, text] of Object.entries(RULES)) {
    const post = (operation: string, path: string, body: (source: string) => Json): Growth => ({
      name: `${operation} ${shape}`,
      max: 95_000,
      method: 'POST',
      path,
      make: (size) => ({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body(text(size))),
      }),
    })
    yield post('validate', '/v1/regulations/validate', (source) => ({ name: 'grown', source }))
    yield post('test', '/v1/regulations/test', (source) => ({ source, cases: source }))
    yield post('upload', '/v1/regulations', (source) => ({ name: 'grown', source }))
    yield post('simulate', '/v1/regulations/simulate', (source) => ({ periodId: '{period}', source }))
  }
}

const FILES: Record<string, { name: string; text: (size: number) => string }> = {
  'rows of CSV': { name: 'a.csv', text: (size) => `姓名,会议\n${counted(size, (n) => `张${n},出席\n`)}` },
  'one line of CSV': { name: 'a.csv', text: (size) => repeated('张,', size) },
  'one cell of CSV': { name: 'a.csv', text: (size) => `姓名,会议\n"${repeated('张\n', size)}",x` },
  'quotes in CSV': { name: 'a.csv', text: (size) => repeated('"', size) },
  'JSON Lines': { name: 'a.jsonl', text: (size) => counted(size, (n) => `{"name":"张${n}"}\n`) },
  'nested JSON': { name: 'a.jsonl', text: (size) => repeated('{"a":', size) },
  'rows of HTML': {
    name: 'a.xls',
    text: (size) => `<html><table>${repeated('<tr><td>张</td><td>出席</td></tr>', size)}</table>`,
  },
  'nested HTML': { name: 'a.xls', text: (size) => `<html><table><tr><td>${repeated('<div>', size)}` },
  XML: {
    name: 'a.xls',
    text: (size) => `<?xml version="1.0"?><Workbook>${repeated('<Row><Cell/></Row>', size)}`,
  },
}

function* uploads(): Generator<Growth> {
  const form = (fields: Record<string, string>, name: string, text: string): FormData => {
    const made = new FormData()
    for (const [key, value] of Object.entries(fields)) made.append(key, value)
    made.append('file', new Blob([text]), name)
    return made
  }
  for (const [shape, { name, text }] of Object.entries(FILES)) {
    for (const resource of ['attendance', 'members']) {
      yield {
        name: `import of ${resource}, ${shape}`,
        max: 8_000_000,
        method: 'POST',
        path: '/v1/imports',
        make: (size) => ({ body: form({ resource, termId: '{term}' }, name, text(size)) }),
      }
    }
  }
  const attach = (shape: string, make: (size: number) => FormData): Growth => ({
    name: `attachment, ${shape}`,
    max: 9_000_000,
    method: 'POST',
    path: '/v1/attachments',
    make: (size) => ({ body: make(size) }),
  })
  const of = { meetingId: '{meeting}', purpose: 'minutes' }
  yield attach('text', (size) => form(of, 'a.txt', repeated('会 \n', size)))
  yield attach('a zip of nothing', (size) =>
    form(of, 'a.docx', `PK\u0003\u0004${repeated('[Content_Types].xml', size)}`),
  )
  yield attach('a long name', (size) => form(of, `${repeated('名', Math.min(size, 12_000))}.txt`, 'x'))
  yield attach('a long field', (size) => form({ ...of, externalId: repeated('x', size) }, 'a.txt', 'x'))
}
