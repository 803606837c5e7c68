import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** The product as a process of its own, which a campaign may kill. */

const BIN = path.resolve(import.meta.dirname, '../../bin/lvzhi.js')
const START_MAX_MS = 30_000
const SECRET = 'only for the campaign, gone with its folder'

export interface Killable {
  url: string
  setupToken: string | undefined
  /** Whether the process has ended, by itself or by us. */
  exited(): boolean
  /** SIGKILL: nothing is finished, nothing is flushed. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export async function startKillable(
  databaseUrl: string,
  log: string,
  settings: Record<string, string> = {},
): Promise<Killable> {
  const file = openSync(log, 'w')
  const child = spawn(process.execPath, [BIN, 'serve'], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PORT: '0',
      LVZHI_SECRET: SECRET,
      LOG_LEVEL: 'error',
      // More than anybody sends is what a campaign is for.
      LVZHI_QUOTAS: 'off',
      ...settings,
    },
    stdio: ['ignore', file, file],
  })
  closeSync(file)
  const end = performance.now() + START_MAX_MS
  for (;;) {
    const output = readFileSync(log, 'utf8')
    const url = /listens on (\S+)/.exec(output)?.[1]
    if (url && output.endsWith('\n')) {
      const setupToken = /--token (\S+)/.exec(output)?.[1]
      return {
        url,
        setupToken,
        exited: () => child.exitCode !== null || child.signalCode !== null,
        kill: () => ended(child, 'SIGKILL'),
        stop: () => ended(child, 'SIGTERM'),
      }
    }
    if (child.exitCode !== null || performance.now() > end) {
      child.kill('SIGKILL')
      throw new Error(`the server did not start:\n${output.slice(-2_000)}`)
    }
    await setTimeout(10)
  }
}

async function ended(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
