import { spawnSync } from 'node:child_process'

/** `npm run check`: form, types, and what is made from the code; all of them run, so that one look shows everything. */

const STEPS = [
  { name: 'form and lint', command: 'npx', args: ['biome', 'check', '.'], mend: 'npm run fix' },
  { name: 'types', command: 'npx', args: ['tsc', '--noEmit', '-p', '.'], mend: 'mend the types' },
  {
    name: 'made files',
    command: process.execPath,
    args: ['--import', './src/engine/drizzle-imports.ts', 'scripts/gen.ts', '--check'],
    mend: 'npm run gen',
  },
]

const failed: string[] = []
for (const { name, command, args, mend } of STEPS) {
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
