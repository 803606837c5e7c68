import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Mutation, mutationsOf } from './mutations.ts'
import type { Outcome } from './outcome.ts'

/**
 * Whether a fault would be seen: a seeded sample of small ones is put into the core files, one at a time, and the tests
 * that are nearest to the file run, then what `npm run check` looks at, then the tests around it. What nothing sees needs a test, or a reason in
 * `survivors.json`. What was tried is kept in `out/`, and a run that was ended goes on from there.
 */

const ROOT = path.resolve(import.meta.dirname, '../..')
const WORKERS = 2
const RUN_MAX_MS = 180_000
const SHARE_MIN = 0.95

/** Files, and the tests that look at them: the nearest first. */
const CORE: readonly { files: string[]; near: string[]; around: string[] }[] = [
  { files: ['src/core/days.ts'], near: ['test/core/days.test.ts'], around: [] },
  {
    files: ['src/core/points.ts'],
    near: ['test/scoring/points.test.ts'],
    around: ['test/scoring/rank.test.ts', 'test/scoring/mechanisms.test.ts', 'test/scoring/explain.test.ts'],
  },
  {
    files: ['src/committee/open-period.ts'],
    near: ['test/committee/closed-period.test.ts'],
    around: ['test/duties/duty-closed-period.test.ts', 'test/reporting/corrections.test.ts'],
  },
  {
    files: ['src/duties/attendance/{kinds,late,responses,service,settlement,status,store,waiting}.ts'],
    near: [
      'test/duties/status.test.ts',
      'test/duties/presences.test.ts',
      'test/duties/leave-order.test.ts',
      'test/duties/waiting-list.test.ts',
    ],
    around: [
      'test/duties/traps.test.ts',
      'test/duties/duplicates.test.ts',
      'test/duties/settled-meetings.test.ts',
      'test/duties/meeting-rules.test.ts',
      'test/duties/duty-rules.test.ts',
      'test/duties/plan-steps.test.ts',
      'test/duties/merging.test.ts',
      'test/duties/marks.test.ts',
      'test/reporting/one-presence.test.ts',
      'test/http/owners.test.ts',
      'test/access/sight.test.ts',
      'test/exchange/imports.test.ts',
      'test/reporting/participation.test.ts',
    ],
  },
  {
    files: ['src/scoring/*.ts', 'src/scoring/{notation,mechanisms,format,check,apply,words,wire,cases}/*.ts'],
    near: [
      'test/scoring/mechanisms.test.ts',
      'test/scoring/regulations.test.ts',
      'test/scoring/places.test.ts',
    ],
    around: ['test/scoring', 'test/reporting/conditions.test.ts'],
  },
  {
    files: ['src/scoring/boards/*.ts'],
    near: ['test/scoring/board.test.ts', 'test/scoring/period-edges.test.ts'],
    around: [
      'test/scoring',
      'test/reporting/body-ranking.test.ts',
      'test/reporting/conditions.test.ts',
      'test/reporting/lives.test.ts',
      'test/reporting/road.test.ts',
      'test/reporting/years-before.test.ts',
    ],
  },
  {
    files: ['src/scoring/store/*.ts'],
    near: [
      'test/scoring/period-edges.test.ts',
      'test/scoring/whole-facts.test.ts',
      'test/duties/traps.test.ts',
      'test/scoring/duty-facts.test.ts',
      'test/scoring/attribute-facts.test.ts',
    ],
    around: [
      'test/scoring/board.test.ts',
      'test/reporting/road.test.ts',
      'test/reporting/body-ranking.test.ts',
      'test/reporting/lives.test.ts',
      'test/reporting/years-before.test.ts',
    ],
  },
  {
    files: ['src/reporting/reports/audience.ts'],
    near: ['test/reporting/audience.test.ts'],
    around: ['test/reporting/report-cycle.test.ts'],
  },
  {
    files: ['src/exchange/imports/commit.ts'],
    near: ['test/exchange/imports.test.ts'],
    around: [
      'test/exchange/import-cancels.test.ts',
      'test/exchange/import-kills.test.ts',
      'test/import-cli.test.ts',
    ],
  },
  {
    files: ['src/storage/rows.ts'],
    near: ['test/storage/write.test.ts', 'test/storage/tampering.test.ts'],
    around: [
      'test/http/records.test.ts',
      'test/reporting/as-known.test.ts',
      'test/duties/invitation-rules.test.ts',
    ],
  },
  {
    files: [
      'src/access/*.ts',
      'src/access/auth/service.ts',
      'src/access/users/service.ts',
      'src/http/sight.ts',
    ],
    near: ['test/access/sessions.test.ts', 'test/access/throttle.test.ts', 'test/access/sight.test.ts'],
    around: ['test/access', 'test/exchange/audit-log.test.ts', 'test/committee/committees.test.ts'],
  },
]
/** Said, not decided: what their tests look at are the words. */
const WORDING =
  /-words\.ts$|words\.ts$|explain\.ts$|refusals\.ts$|wording\.ts$|vocabulary\.ts$|schema\.ts$|format\.ts$/

interface Mutant extends Mutation {
  file: string
  near: string[]
  around: string[]
  key: string
}

interface Tried {
  key: string
  killed: boolean
}

/** Ends the tests that run: they are groups of their own, so that the workers of one that takes too long end with it. */
const running = new Set<() => void>()

export async function mutants(seed: number, count: number): Promise<Outcome[]> {
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      for (const end of running) end()
      process.exit(1)
    })
  const sample = sampleOf(seed, count)
  const file = path.join(ROOT, 'out', `mutants-${seed}.jsonl`)
  mkdirSync(path.dirname(file), { recursive: true })
  // What survived is tried again: its test may be there by now.
  const tried = new Map<string, boolean>(
    (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [])
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Tried)
      .filter(({ killed }) => killed)
      .map(({ key, killed }) => [key, killed]),
  )
  const waiting = sample.filter(({ key }) => !tried.has(key))
  // What fails anyway, or for a copy, would see every fault.
  const programs = new Map(waiting.flatMap(programsFor).map((args) => [args.join(' '), args]))
  await shared([...programs.values()], async (copy, args) => {
    if (!(await succeeds(copy, args))) throw new Error(`${args.join(' ')} fails without any fault`)
  })
  await shared(waiting, async (copy, mutant) => {
    const killed = await isSeen(copy, mutant)
    tried.set(mutant.key, killed)
    appendFileSync(file, `${JSON.stringify({ key: mutant.key, killed } satisfies Tried)}\n`)
    if (!killed) console.log(`  survived ${nameOf(mutant)}`)
  })
  return [outcomeOf(sample, tried)]
}

/** Works through a list, each worker in a copy of its own. */
async function shared<T>(list: readonly T[], work: (copy: string, item: T) => Promise<void>): Promise<void> {
  const waiting = [...list]
  const worker = async () => {
    const copy = copyOfProject()
    try {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(copy, item)
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }
  await Promise.all(Array.from({ length: Math.min(WORKERS, list.length) }, worker))
}

function outcomeOf(sample: readonly Mutant[], tried: ReadonlyMap<string, boolean>): Outcome {
  const reasons: Record<string, string> = JSON.parse(
    readFileSync(path.join(import.meta.dirname, 'survivors.json'), 'utf8'),
  )
  const survivors = sample.filter(({ key }) => !tried.get(key))
  const unnamed = survivors.filter((mutant) => !reasons[nameOf(mutant)])
  for (const mutant of unnamed)
    console.error(`  nothing sees ${mutant.file}:${mutant.line} ${nameOf(mutant)}`)
  const killed = sample.length - survivors.length
  const share = killed / sample.length
  return {
    name: 'mutants',
    ok: share >= SHARE_MIN && unnamed.length === 0,
    figures: `${killed} of ${sample.length} killed (${(share * 100).toFixed(1)} %), ${survivors.length - unnamed.length} survivors with a reason, ${unnamed.length} without`,
  }
}

/** Drawn by lot: a file that changes takes its own out of the sample, and those of the others stay in it. */
function sampleOf(seed: number, count: number): Mutant[] {
  const all = CORE.flatMap(({ files, near, around }) =>
    files
      .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
      .filter((file) => !WORDING.test(file))
      .sort()
      .flatMap((file) => {
        const source = readFileSync(path.join(ROOT, file), 'utf8')
        return mutationsOf(file, source).map((mutation): Mutant => {
          const place = `${file}\n${source}\n${mutation.start}\n${mutation.what}`
          return { ...mutation, file, near, around, key: hash('sha256', place).slice(0, 24) }
        })
      }),
  )
  const drawn = all.map((mutant) => ({ mutant, lot: hash('sha256', `${seed} ${mutant.key}`) }))
  return drawn
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant)
}

const nameOf = ({ file, what, text }: Mutant): string => `${file} ${what}: ${text}`

/** Everything but what is fetched and made; its packages are those of the project. */
function copyOfProject(): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-mutants-'))
  const left = new Set(['node_modules', '.git', 'out'].map((name) => path.join(ROOT, name)))
  cpSync(ROOT, copy, { recursive: true, filter: (source) => !left.has(source) })
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
  return copy
}

async function isSeen(copy: string, mutant: Mutant): Promise<boolean> {
  const { file, start, end, replacement } = mutant
  const place = path.join(copy, file)
  const source = readFileSync(place, 'utf8')
  writeFileSync(place, source.slice(0, start) + replacement + source.slice(end))
  try {
    for (const args of programsFor(mutant)) if (!(await succeeds(copy, args))) return true
    return false
  } finally {
    writeFileSync(place, source)
  }
}

/** What may see a fault, in turn: the nearest tests, the contract and guides, the compiler, and the tests around. */
const programsFor = ({ near, around }: Mutant): string[][] => [
  testing(near),
  ['scripts/check.ts', 'made'],
  ['node_modules/typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', '.types.json'],
  ...(around.length > 0 ? [testing(around)] : []),
]

const testing = (tests: readonly string[]): string[] => [
  'node_modules/vitest/vitest.mjs',
  'run',
  ...tests,
  ...['--bail', '1', '--maxWorkers', '1', '--reporter', 'dot'],
]

/** Whether a program ends well, on SQLite; one that does not end has seen the fault. */
function succeeds(copy: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, args, {
    cwd: copy,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, ENGINES: 'sqlite' },
  })
  const end = () => process.kill(-child.pid!, 'SIGKILL')
  running.add(end)
  return new Promise((resolve) => {
    const timer = setTimeout(end, RUN_MAX_MS)
    child.once('exit', (code) => {
      clearTimeout(timer)
      running.delete(end)
      resolve(code === 0)
    })
  })
}
