import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

/** What the container does, without a container: production dependencies only, in a folder of its own. */

const root = path.resolve(import.meta.dirname, '..')
const node = path.join(root, 'node_modules/.bin/node')
const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-package-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start: string[] = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).scripts.start.split(
  ' ',
)

const unit = readFileSync(path.join(root, 'examples/deploy/lvzhi.service'), 'utf8')
const copied = readFileSync(path.join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []))

describe('the container image', () => {
  it('copies what the build context lets through', () => {
    const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8')
    for (const name of copied) expect(dockerfile).toContain(name)
    expect(dockerfile).toMatch(/^USER node$/m)
    expect(dockerfile).toMatch(/^HEALTHCHECK /m)
  })

  it('starts Node as npm and the command itself do', () => {
    const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8')
    expect(JSON.parse(/^CMD (.*)$/m.exec(dockerfile)![1]!)).toEqual(start)
    const operations = readFileSync(path.join(root, 'docs/operations.md'), 'utf8')
    expect(operations).toContain(`\n${start.join(' ')}\n`)
    const [first] = readFileSync(path.join(root, 'bin/lvzhi.js'), 'utf8').split('\n')
    expect(`${first} bin/lvzhi.js serve`).toBe(`#!/usr/bin/env -S ${start.join(' ')}`)
    expect(unit).toContain(` ${start.slice(1).join(' ')}\n`)
  })

  it('the example unit and the example composition start it again and wait for its health', () => {
    expect(unit).toMatch(/^Restart=always$/m)
    expect(unit).toMatch(/^ExecStartPost=.*\/readyz$/m)
    expect(unit).toMatch(/^UMask=0077$/m)
    const { services } = parse(readFileSync(path.join(root, 'examples/deploy/compose.yaml'), 'utf8'))
    for (const service of Object.values<{ restart: string; healthcheck: unknown }>(services)) {
      expect(service.restart).toBe('always')
      expect(service.healthcheck).toBeDefined()
    }
    expect(services.lvzhi.depends_on.database.condition).toBe('service_healthy')
    expect(services.lvzhi.healthcheck.test.join(' ')).toContain('/readyz')
  })

  it('installs, migrates, answers and stops with production dependencies alone', {
    timeout: 180_000,
  }, async () => {
    for (const name of copied) cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
    const npm = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
    execFileSync('npm', npm, { cwd: folder, stdio: 'pipe' })
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: path.join(folder, 'data', 'lvzhi.db'),
      PORT: '0',
      LOG_LEVEL: 'warn',
    }
    const server = spawn(node, start.slice(1), { cwd: folder, env })
    const url = await listening(server)
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'pass' })
    expect((await fetch(`${url}/v1/members`)).status).toBe(401)
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200)
    server.kill('SIGTERM')
    expect(await new Promise((resolve) => server.once('exit', resolve))).toBe(0)
  })
})

/** The address that the server prints once it listens. */
function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    server.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = /listens on (http:\S+)/.exec(output)?.[1]
      if (url) resolve(url)
    })
    server.stderr!.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    server.once('exit', (code) => reject(new Error(`exit ${code}: ${output}`)))
  })
}
