import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { contractRoutes } from '../../src/app.ts'
import { newId } from '../../src/core/ids.ts'
import { failuresOf, successesOf } from '../../src/http/failures.ts'

/** Holds every answer of a world against what its route declares, and keeps which declared ones were reached. */

/** Each run has its own, so that two runs beside each other do not mix. */
const folder = () => process.env['LVZHI_REACHED'] ?? ''

export interface Answers {
  /** `operationId status code`, each once. */
  reached: Set<string>
  /** What no declaration allows; a suite with any of these fails. */
  undeclared: Set<string>
}

/** Before the application is ready: its hooks are closed afterwards. */
export function observed(app: FastifyInstance): Answers {
  const allowed = new Map(contractRoutes().map((route) => [route.operationId, declared(route)]))
  const codes = new WeakMap<object, string>()
  const answers: Answers = { reached: new Set(), undeclared: new Set() }
  app.addHook('preSerialization', async (request, _reply, payload) => {
    const { code } = (payload ?? {}) as { code?: string }
    if (code) codes.set(request, code)
    return payload
  })
  app.addHook('onResponse', async (request, reply) => {
    const { operationId } = request.routeOptions.config as { operationId?: string }
    if (!operationId) return
    const code = reply.statusCode >= 400 ? codes.get(request) : undefined
    const line = code ? `${operationId} ${code}` : `${operationId} ${reply.statusCode}`
    answers.reached.add(line)
    if (!allowed.get(operationId)?.has(code ?? String(reply.statusCode))) answers.undeclared.add(line)
  })
  return answers
}

const declared = (route: Parameters<typeof failuresOf>[0]): Set<string> =>
  new Set([...failuresOf(route), ...successesOf(route).map(String)])

/** Before the workers of a run start: they inherit the name of its folder. */
export function openFolder(): void {
  process.env['LVZHI_REACHED'] = path.join(import.meta.dirname, `../../out/reached-${process.pid}`)
}

export function keepAnswers({ reached }: Answers): void {
  if (reached.size === 0 || !folder()) return
  mkdirSync(folder(), { recursive: true })
  writeFileSync(path.join(folder(), `${newId()}.txt`), [...reached].join('\n'))
}

/** What the suites of this run reached; asked once, at its end. */
export function takeAnswers(): Set<string> {
  if (!folder() || !existsSync(folder())) return new Set()
  const texts = readdirSync(folder()).map((file) => readFileSync(path.join(folder(), file), 'utf8'))
  rmSync(folder(), { recursive: true, force: true })
  return new Set(texts.flatMap((text) => text.split('\n')))
}
