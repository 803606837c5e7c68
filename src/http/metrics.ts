import type { Registry } from 'prom-client'
import type { Storage } from '../storage/storage.ts'
import { type Route, route } from './route.ts'

/** Metrics in the text form of Prometheus: requests by route and status, commits, and the process itself. */

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const NAME = 'http_request_duration_seconds'

interface Tally {
  buckets: number[]
  count: number
  sum: number
}

export interface Metrics {
  observe(method: string, path: string, status: number, seconds: number): void
  text(): Promise<string>
}

export function metricsOf(storage: Storage): Metrics {
  const tallies = new Map<string, Tally>()
  let ofProcess: Promise<Registry> | undefined
  return {
    observe(method, path, status, seconds) {
      const labels = `method="${method}",route="${path}",status="${status}"`
      let tally = tallies.get(labels)
      if (!tally) {
        tally = { buckets: BUCKETS.map(() => 0), count: 0, sum: 0 }
        tallies.set(labels, tally)
      }
      tally.count += 1
      tally.sum += seconds
      // Each counts once, in the first bucket that holds it; the text adds them up.
      let at = 0
      while (at < BUCKETS.length && seconds > BUCKETS[at]!) at += 1
      if (at < BUCKETS.length) tally.buckets[at]! += 1
    },
    async text() {
      ofProcess ??= processRegistry()
      const commits = [
        '# HELP storage_commits_total Transactions committed since the start.',
        '# TYPE storage_commits_total counter',
        `storage_commits_total ${storage.commits()}`,
      ]
      return [await (await ofProcess).metrics(), ...histogram(tallies), ...commits, ''].join('\n')
    },
  }
}

/** Loaded with the first reading: a service that nobody measures does not pay for it. */
async function processRegistry(): Promise<Registry> {
  const { collectDefaultMetrics, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

function histogram(tallies: ReadonlyMap<string, Tally>): string[] {
  const lines = [`# HELP ${NAME} Time to answer, by route and status.`, `# TYPE ${NAME} histogram`]
  for (const [labels, { buckets, count, sum }] of tallies) {
    let within = 0
    for (const [i, bound] of BUCKETS.entries()) {
      within += buckets[i]!
      lines.push(`${NAME}_bucket{${labels},le="${bound}"} ${within}`)
    }
    lines.push(`${NAME}_bucket{${labels},le="+Inf"} ${count}`)
    lines.push(`${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${count}`)
  }
  return lines
}

export function metricsRoutes(metrics: Metrics): Route[] {
  return [
    route({
      method: 'GET',
      path: '/metrics',
      root: true,
      operationId: 'readMetrics',
      summary: 'Metrics in the text form of Prometheus',
      tag: 'operations',
      permission: 'metrics.read',
      responseType: 'text/plain; version=0.0.4; charset=utf-8',
      failures: [],
      stream: async (_context, reply) =>
        reply
          .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
          .header('cache-control', 'no-store')
          .send(await metrics.text()),
    }),
  ]
}
