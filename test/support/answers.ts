import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { contractRoutes } from '../../src/app.ts'
import { newId } from '../../src/core/ids.ts'
import { failuresOf, successesOf } from '../../src/http/failures.ts'

/** Holds every answer of a world against what its route declares, and keeps which declared ones were reached. */

const FOLDER = path.join(import.meta.dirname, '../../out/reached')

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
    const code = reply.statusCode >= 400 ? (codes.get(request) ?? 'no_problem') : undefined
    const line = code ? `${operationId} ${code}` : `${operationId} ${reply.statusCode}`
    answers.reached.add(line)
    if (!allowed.get(operationId)?.has(code ?? String(reply.statusCode))) answers.undeclared.add(line)
  })
  return answers
}

const declared = (route: Parameters<typeof failuresOf>[0]): Set<string> =>
  new Set([...failuresOf(route), ...successesOf(route).map(String)])

export function forgetAnswers(): void {
  rmSync(FOLDER, { recursive: true, force: true })
}

export function keepAnswers({ reached }: Answers): void {
  if (reached.size === 0) return
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(path.join(FOLDER, `${newId()}.txt`), [...reached].join('\n'))
}

/** What the suites of this run reached. */
export function keptAnswers(): Set<string> {
  try {
    const files = readdirSync(FOLDER)
    return new Set(files.flatMap((file) => readFileSync(path.join(FOLDER, file), 'utf8').split('\n')))
  } catch {
    return new Set()
  }
}
