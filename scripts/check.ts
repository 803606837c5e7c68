import { spawnSync } from 'node:child_process'

/**
 * `npm run check`: form, types, and what is made from the code; all of them run, so that one look shows everything.
 * `-- types` for one of them.
 */

const STEPS = [
  { name: 'form', command: 'npx', args: ['biome', 'check', '.'], mend: 'npm run fix' },
  { name: 'types', command: 'npx', args: ['tsc', '--noEmit', '-p', '.'], mend: 'mend the types' },
  {
    name: 'made',
    command: process.execPath,
    args: ['--import', './src/engine/drizzle-imports.ts', 'scripts/gen.ts', '--check'],
    mend: 'npm run gen',
  },
]

const names = process.argv.slice(2)
const failed: string[] = []
for (const { name, command, args, mend } of STEPS) {
  if (names.length > 0 && !names.includes(name)) continue
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (status === 0) {
    console.log(`ok      ${name} (${seconds} s)`)
    continue
  }
  failed.push(`${name}: ${mend}`)
  console.log(`failed  ${name} (${seconds} s)\n${`${stdout}${stderr}`.trim().replace(/^/gm, '        ')}`)
}
if (failed.length > 0) {
  console.log(`\n${failed.join('\n')}`)
  process.exitCode = 1
}
