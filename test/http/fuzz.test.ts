import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contractRoutes } from '../../src/app.ts'
import { openapiOf } from '../../src/openapi.ts'
import { type FuzzRequest, requestsTo, resolved, type Target, targetsOf } from '../support/fuzz.ts'
import { allRecords, type Named, type Records, recordIn } from '../support/subjects.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld, login } from '../support/world.ts'

/** Whatever is sent: no failure of ours, problems in their form, declared answers, nothing half written. */

/** Few here; the campaign sends a hundred times as many. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2)
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Date.now() % 2 ** 31))
const contract = openapiOf(contractRoutes())
const targets = targetsOf(contract)
const kinds = new Map(contractRoutes().map((route) => [route.operationId, recordIn(route)]))
/** A refused login is counted, a reused refresh token ends its family: these refusals are meant to write. */
const WRITES_WHEN_REFUSED = ['login', 'activateUser', 'refreshSession', 'changePassword']

// biome-ignore lint/suspicious/noExplicitAny: both packages export their function as a CommonJS default
const ajv = new ((Ajv2020 as any).default ?? Ajv2020)({ strict: false, allErrors: true })
// biome-ignore lint/suspicious/noExplicitAny: see the line above
;((addFormats as any).default ?? addFormats)(ajv)
const validators = new Map<string, ((value: unknown) => boolean) & { errors?: unknown }>()

function validatorOf({ operation }: Target, status: string) {
  const key = `${operation.operationId} ${status}`
  let validate = validators.get(key)
  if (!validate) {
    const response = resolved(contract, operation.responses[status]!)
    const [media] = Object.values((response['content'] ?? {}) as Record<string, { schema: object }>)
    validate = ajv.compile({ ...(media?.schema ?? {}), components: contract.components }) as typeof validate
    validators.set(key, validate!)
  }
  return validate!
}

inEveryWorld('fuzzed', (world) => {
  let records: Records
  console.log(`fuzz: ${targets.length} operations, ${RUNS} requests each, FUZZ_SEED=${SEED}`)

  beforeAll(async () => {
    records = await allRecords(world, world.admin)
    // Nothing may write beside the requests; what they start waits.
    await world.deps.jobs.stop()
  }, 60_000)
  // What chance reached is no proof that a test reaches it.
  afterAll(() => world.answers.reached.clear())

  const send = ({ url, headers, body }: FuzzRequest, method: string) => {
    const test = request(world.app.server)[method as 'get'](url)
    for (const [name, value] of Object.entries(headers)) test.set(name, value)
    return body === undefined ? test : test.send(body)
  }

  async function check(target: Target, sent: FuzzRequest): Promise<void> {
    const before = await sequence(world)
    const answer = await send(sent, target.method)
    const { status, headers } = answer
    const { operationId, responses } = target.operation
    const what = `${operationId} ${status} ${answer.text?.slice(0, 300)}`
    expect(status, what).toBeLessThan(500)
    expect(headers['request-id'], what).toMatch(/^[A-Za-z0-9._-]{1,128}$/)
    if (status >= 400) {
      expect(headers['content-type'], what).toBe('application/problem+json; charset=utf-8')
      expect(answer.body, what).toMatchObject({
        status,
        code: expect.any(String),
        title: expect.any(String),
        requestId: headers['request-id'],
      })
      const declared = responses[String(status)]
      // A path that only looks like this one is no operation.
      if (!declared) expect([404, 405], what).toContain(status)
      else if (!/%2|%0/.test(sent.url.split('?')[0]!))
        expect(resolved(contract, declared)['x-codes'], what).toContain(answer.body.code)
      if (!WRITES_WHEN_REFUSED.includes(operationId)) expect(await sequence(world), what).toBe(before)
      expect(answer.text, what).not.toMatch(/node_modules|\.ts:|sqlite|select .* from|at async/i)
      return
    }
    expect(Object.keys(responses), what).toContain(String(status))
    if (status === 200 && /json/.test(headers['content-type'] ?? '') && !sent.narrowed) {
      const validate = validatorOf(target, String(status))
      expect(validate(answer.body) ? [] : validate.errors, what).toEqual([])
    }
  }

  describe('every operation', () => {
    it.each(targets.map((target) => [target.operation.operationId, target] as const))(
      '%s',
      async (operationId, target) => {
        const me = await world.admin.get('/v1/auth/me')
        if (me.status === 401) Object.assign(world.admin, await login(world, 'admin'))
        const kind = kinds.get(operationId) as Named | undefined
        // A stream of a job that waits would never end.
        const known = operationId === 'followJob' ? undefined : kind && records[kind]
        const arbitrary = requestsTo(contract, target, known, Object.values(records), world.admin.token)
        await fc.assert(
          fc.asyncProperty(arbitrary, (sent) => check(target, sent)),
          { numRuns: RUNS, seed: SEED, endOnFailure: true },
        )
      },
    )
  })
})
