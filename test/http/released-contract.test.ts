import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Breach, breachesOf } from '../../scripts/release/contract.ts'
import { contractRoutes } from '../../src/app.ts'
import { openapiOf } from '../../src/openapi.ts'

/** What a program that was written for a release sends is taken still, and what it reads still comes. */

const RELEASES = path.join(import.meta.dirname, '../fixtures/releases')
const now = JSON.parse(JSON.stringify(openapiOf(contractRoutes())))

// biome-ignore lint/suspicious/noExplicitAny: a parsed document, changed at places that are asserted
type Contract = Record<string, any>

interface Named {
  kind: Breach['kind']
  /** A pattern stands for itself, wherever it was added; everything else is named by its places. */
  value?: string
  paths?: string[]
  reason: string
}

describe.each(readdirSync(RELEASES))('the contract of release %s', (version) => {
  const file = (name: string) => readFileSync(path.join(RELEASES, version, name))
  const before = parse(brotliDecompressSync(file('openapi.yaml.br')).toString(), { maxAliasCount: -1 })
  const named: Named[] = JSON.parse(file('contract.json').toString())
  const breaches = breachesOf(before, now)
  const covers = ({ kind, value, paths }: Named, breach: Breach) =>
    kind === breach.kind && (value ? value === breach.value : paths!.includes(breach.path))

  it('is kept, but for what is named', () => {
    const unnamed = breaches.filter((breach) => !named.some((one) => covers(one, breach)))
    expect(unnamed.slice(0, 30), `name it in ${version}/contract.json with a reason, or mend it`).toEqual([])
  })

  it('has no breach named that is none any more, and none without a reason', () => {
    for (const one of named) {
      expect(one.reason.length).toBeGreaterThan(20)
      if (one.value) expect(breaches.some((breach) => covers(one, breach))).toBe(true)
      const gone = one.paths?.filter(
        (at) => !breaches.some(({ kind, path }) => kind === one.kind && path === at),
      )
      expect(gone ?? []).toEqual([])
    }
  })
})

describe('a breach', () => {
  const contract = () => structuredClone(now)
  const change = (edit: (operation: Contract) => void) => {
    const after = contract()
    edit(after.paths['/v1/organizations'])
    return breachesOf(now, after).map(({ kind, path }) => `${kind} ${path}`)
  }
  /** What is sent, written out in its place: a shared shape would change for others too. */
  const sent = (operation: Contract) => {
    const content = operation['post'].requestBody.content['application/json']
    const name = content.schema.$ref?.split('/').at(-1)
    if (name) content.schema = structuredClone(now.components.schemas[name])
    return content.schema
  }

  it('is none between a contract and itself', () => expect(breachesOf(now, contract())).toEqual([]))

  it.each<[string, (operation: Contract) => void, string]>([
    ['an operation that is gone', (at) => delete at['post'], 'removed createOrganization'],
    ['a field that is not taken', (at) => delete sent(at).properties.code, 'removed createOrganization/code'],
    ['a field that is asked for', (at) => sent(at).required.push('note'), 'required createOrganization/note'],
    ['a shorter text', (at) => (sent(at).properties.name.maxLength = 3), 'narrowed createOrganization/name'],
    [
      'a parameter that is gone',
      (at) =>
        (at['get'].parameters = at['get'].parameters.filter((one: { name?: string }) => one.name !== 'kind')),
      'removed listOrganizations?query:kind',
    ],
    ['an answer that is gone', (at) => delete at['get'].responses['200'], 'removed listOrganizations:200'],
  ])('%s', (_, edit, breach) => expect(change(edit)).toContain(breach))

  it('a field that no answer has, or not always, or as nothing', () => {
    const after = contract()
    const shape = after.components.schemas.Organization
    delete shape.properties.code
    shape.required = shape.required.filter((name: string) => name !== 'name')
    shape.properties.kind = { type: ['string', 'null'] }
    const kinds = breachesOf(now, after)
      .filter(({ path }) => path.startsWith('getOrganization:200/'))
      .map(({ kind, path }) => `${kind} ${path.split('/').at(-1)}`)
    expect(kinds.sort()).toEqual(['optional name', 'removed code', 'widened kind'])
  })
})
