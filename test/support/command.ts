import { execFile } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const ROOT = path.resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** The command line as a process of its own, with nothing of this one's environment but the path. */
export async function lvzhi(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const node = path.join(ROOT, 'node_modules/.bin/node')
  const options = { env: { PATH: process.env['PATH'], HOME: os.tmpdir(), LANG: 'zh_CN.UTF-8', ...env } }
  try {
    return { code: 0, ...(await run(node, [path.join(ROOT, 'bin/lvzhi.js'), ...args], options)) }
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome
    return { code, stdout, stderr }
  }
}
