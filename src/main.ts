import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { destination } from 'pino'
import { hashSecret } from './access/tokens.ts'
import { buildApp, registerJobs } from './app.ts'
import { renameTwins } from './committee/committees/twins.ts'
import { hasAdministrator } from './committee/setup.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { jobsOf } from './storage/jobs.ts'
import { migrate } from './storage/migrate.ts'
import { openStorage, targetOf } from './storage/open.ts'

export interface RunningServer {
  url: string
  /** The one-time token while there is no administrator. */
  setupToken: string | undefined
  migrations: string[]
  app: FastifyInstance
  close(): Promise<void>
}

const DRAIN_MS = 10_000
/** Log lines are written together, and none waits longer than this: a write for each costs a tenth of a request. */
const LOG = { dest: 1, sync: false, minLength: 4_096, periodicFlush: 200 }

/** Migrates, opens the database, listens, and works on jobs until it is closed; `clock` is another for a story. */
export async function startServer(config: Config, clock = () => new Date()): Promise<RunningServer> {
  const target = targetOf(config.databaseUrl)
  let release = () => {}
  if (target.engine === 'sqlite') {
    mkdirSync(path.dirname(path.resolve(target.url)), { recursive: true })
    release = (await import('./storage/database-lock.ts')).lockDatabase(target.url)
  }
  const migrations = await migrate(target)
  const storage = await openStorage(config.databaseUrl, clock, config.postgres)
  const renamed = await renameTwins(storage)
  const setupToken = (await hasAdministrator(storage)) ? undefined : randomBytes(24).toString('base64url')
  let draining = false
  let app: FastifyInstance | undefined
  const jobs = jobsOf(storage, clock, (error, job) =>
    app?.log.error({ err: error, job: job.id, kind: job.kind }, 'job failed'),
  )
  const deps: Deps = {
    storage,
    clock,
    secret: config.secret,
    setup: { tokenHash: setupToken && hashSecret(setupToken) },
    jobs,
    ...(config.documents ? { documents: config.documents } : {}),
  }
  const lines = destination(LOG)
  const flushLines = () => lines.flushSync()
  process.on('exit', flushLines)
  const logger = config.logLevel === 'silent' ? false : { level: config.logLevel, stream: lines }
  app = await buildApp(deps, {
    logger,
    trustProxy: config.trustProxy,
    hosts: config.hosts,
    ...(config.quotas ? { quotas: config.quotas } : {}),
    readiness: { draining: () => draining },
  })
  for (const codes of renamed) app.log.warn(codes, 'two committees had one code: the younger has another')
  registerJobs(deps)
  const url = await app.listen({ host: config.host, port: config.port })
  jobs.start()
  const close = async () => {
    draining = true
    const patience = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
    await app.close()
    clearTimeout(patience)
    await jobs.stop()
    await storage.close()
    release()
    process.off('exit', flushLines)
    flushLines()
  }
  return { url, setupToken, migrations, app, close }
}
