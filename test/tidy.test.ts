import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { KNOWN_PERMISSIONS } from '../src/access/permissions.ts'
import { contractRoutes } from '../src/app.ts'
import { ERRORS } from '../src/core/errors.ts'

/** The house rules that no compiler knows. Each names the file and what to do. */

const ROOT = path.join(import.meta.dirname, '..')
const FOLDERS = ['src', 'test', 'scripts', 'examples', 'bench']

/** The road of one fact: a room imports only what stands before it. */
const ROOMS = [
  'core',
  'storage',
  'http',
  'access',
  'committee',
  'duties',
  'scoring',
  'reporting',
  'exchange',
  'pages',
]

/**
 * The road of one clause: facts and lines, how it is written, what it does, how that is told. By value: a line is typed by
 * the mechanisms that write on it.
 */
const SCORING = [
  '.',
  'notation',
  'mechanisms',
  'format',
  'check',
  'apply',
  'words',
  'wire',
  'cases',
  'store',
  'boards',
  'regulations',
]
/** What goes in, what comes out, and what can be asked. */
const SCORING_ENTRIES = ['facts.ts', 'lines.ts', 'routes.ts']

const LINES_MAX = 400

/** Files that hand lists over as arguments, and why these stay short. */
const FEW_ARGUMENTS: Record<string, string> = {
  'src/openapi.ts': 'one header or none',
  'src/exchange/imports/result/encode.ts': 'the bytes of one character',
  'src/storage/commit-queue.ts': 'use cases that share one commit',
  'src/storage/list.ts': 'values of one request, and the engines take 32 766 at most',
}

interface File {
  name: string
  text: string
  imports: string[]
}

const files: File[] = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
    .map((entry) => {
      const name = path.relative(ROOT, path.join(entry.parentPath, entry.name))
      const text = readFileSync(path.join(ROOT, name), 'utf8')
      return { name, text, imports: importsOf(name, text) }
    }),
)
const sources = files.filter(({ name }) => name.startsWith('src/'))

/** Our own files that a file imports, seen from the root. */
function importsOf(name: string, text: string): string[] {
  const found = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => match[1]!)
  return found.map((target) => path.join(path.dirname(name), target))
}

const roomOf = (name: string): string | undefined => {
  const [top, room] = name.split('/')
  return top === 'src' && ROOMS.includes(room!) ? room : undefined
}
const resourceOf = (name: string): string => path.dirname(name)
const listed = (names: Iterable<string>) => [...names].sort()

describe('imports', () => {
  it('point one way along the road', () => {
    const wrong = sources.flatMap(({ name, imports }) =>
      imports
        .filter((target) => {
          const [from, to] = [roomOf(name), roomOf(target)]
          if (!from) return false
          if (!to) return !['src/deps.ts'].includes(target)
          return ROOMS.indexOf(to) > ROOMS.indexOf(from)
        })
        .map((target) => `${name} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('point one way within scoring, too', () => {
    const scoringRoomOf = (name: string) => path.dirname(path.relative('src/scoring', name))
    const within = sources.filter(({ name }) => name.startsWith('src/scoring/'))
    const wrong = within.flatMap((file) =>
      valueImports(file)
        .filter((target) => target.startsWith('src/scoring/') && file.name !== 'src/scoring/routes.ts')
        .filter(
          (target) => SCORING.indexOf(scoringRoomOf(target)) > SCORING.indexOf(scoringRoomOf(file.name)),
        )
        .map((target) => `${file.name} imports ${target}`),
    )
    expect(wrong).toEqual([])
    expect(listed(new Set(within.map(({ name }) => scoringRoomOf(name))))).toEqual(listed(SCORING))
    const flat = within
      .filter(({ name }) => scoringRoomOf(name) === '.')
      .map(({ name }) => path.basename(name))
    expect(listed(flat)).toEqual(SCORING_ENTRIES)
  })

  it('never reach into the routes of another resource', () => {
    const wrong = sources.flatMap(({ name, imports }) =>
      imports
        .filter((target) => target.endsWith('routes.ts') && name !== 'src/app.ts')
        .filter((target) => resourceOf(target) !== resourceOf(name))
        .map((target) => `${name} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('exist, end in .ts, and none comes back to where it began', () => {
    const byName = new Map(files.map((file) => [file.name, file]))
    const lost = files.flatMap(({ name, imports }) =>
      imports
        .filter((target) => /\.(ts|js)$/.test(target) && !byName.has(target) && target.startsWith('src/'))
        .map((target) => `${name}: ${target}`),
    )
    expect(lost).toEqual([])
    const state = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (name: string, trail: string[]) => {
      if (state.get(name) === 'done') return
      if (state.get(name) === 'open') {
        circles.push([...trail, name].join(' > '))
        return
      }
      state.set(name, 'open')
      for (const target of valueImports(byName.get(name))) visit(target, [...trail, name])
      state.set(name, 'done')
    }
    for (const { name } of sources) visit(name, [])
    expect(circles).toEqual([])
  })

  it.each([
    ['fastify', ['src/http/', 'src/access/authenticate.ts', 'src/main.ts', 'src/app.ts']],
    ['find-my-way', ['src/http/router.ts']],
    ['drizzle-orm', ['src/storage/']],
    ['better-sqlite3', ['src/storage/']],
    ['pg', ['src/storage/']],
  ])('%s is known to its room alone', (library, rooms) => {
    const knowing = sources.filter(({ text }) =>
      new RegExp(`^import (?!type).*from '${library}'`, 'm').test(text),
    )
    const wrong = knowing.filter(({ name }) => !rooms.some((room) => name.startsWith(room)))
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  it('no file leads back to itself, not even by a type', () => {
    expect(circlesOf(new Map(sources.map((file) => [file.name, allImports(file)])))).toEqual([])
  })

  it('scoring is pure but for its store, its boards and its routes', () => {
    const impure = sources.filter(
      ({ name, text }) =>
        name.startsWith('src/scoring/') &&
        !/store\/|boards\/|(routes|service)\.ts$/.test(name) &&
        /from '\.\.\/(\.\.\/)?(storage|http)\/|new Date\(\)|Math\.random/.test(text),
    )
    expect(impure.map(({ name }) => name)).toEqual([])
  })
})

const allImports = ({ name, text }: File): string[] =>
  [...text.matchAll(/^(?:import|export)[^;]*?from '(\.[^']+)'/gms)].map(([, target]) =>
    path.join(path.dirname(name), target!),
  )

/** Groups of names of which each leads to every other one (Tarjan, 1972). */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const groups: string[][] = []
  const visit = (name: string): number => {
    order.set(name, order.size)
    lowest.set(name, order.get(name)!)
    stack.push(name)
    for (const next of graph.get(name) ?? []) {
      if (!graph.has(next)) continue
      const reached = order.has(next) ? (stack.includes(next) ? order.get(next)! : Infinity) : visit(next)
      lowest.set(name, Math.min(lowest.get(name)!, reached))
    }
    if (lowest.get(name) === order.get(name)) groups.push(stack.splice(stack.indexOf(name)))
    return lowest.get(name)!
  }
  for (const name of graph.keys()) if (!order.has(name)) visit(name)
  return groups.filter(({ length }) => length > 1)
}

/** What is needed when the file runs; types come and go. */
function valueImports(file: File | undefined): string[] {
  if (!file) return []
  const statements = [...file.text.matchAll(/^import (?!type)([^;]*?)from '(\.[^']+)'/gms)]
  return statements
    .filter(([, names]) => !/^\{\s*(type \w+,?\s*)+\}\s*$/.test(names!))
    .map(([, , target]) => path.join(path.dirname(file.name), target!))
}

describe('files', () => {
  it(`have at most ${LINES_MAX} lines`, () => {
    const long = files.filter(({ text }) => text.split('\n').length > LINES_MAX + 1).map(({ name }) => name)
    expect(long).toEqual([])
  })

  it('export what another file names', () => {
    const declared = /^export (?:async )?(?:const|function\*?|interface|type|class) (\w+)/gm
    const names = new Map(files.map(({ name, text }) => [name, new Set(text.match(/\w+/g))]))
    const unnamed = sources.flatMap(({ name, text }) =>
      [...text.matchAll(declared)]
        .filter(([, declaration]) =>
          [...names].every(([other, words]) => other === name || !words.has(declaration!)),
        )
        .map(([, declaration]) => `${name}: ${declaration}`),
    )
    expect(unnamed).toEqual([])
  })

  it('hold no default export, enum, namespace, or class but the errors', () => {
    const wrong = sources.flatMap(({ name, text }) =>
      [
        ...text.matchAll(
          /^\s*(?:export )?(export default|enum [A-Z]|namespace [A-Z]|class [A-Z])(\w*)(.*)$/gm,
        ),
      ]
        .filter(
          ([, what, , rest]) =>
            !what!.startsWith('class') || !/extends (Error|Transform|Readable|Writable)/.test(rest!),
        )
        .map(([line]) => `${name}: ${line.trim()}`),
    )
    expect(wrong).toEqual([])
  })

  it('take the time and chance from the clock and the ids, not from the air', () => {
    const allowed =
      /^src\/(main|cli|core\/ids|storage\/(migrate|backup)|http\/server)\.ts$|^src\/commands\/|^src\/exchange\/jobs/
    const wrong = sources
      .filter(({ name }) => !allowed.test(name))
      .filter(({ text }) => /\bnew Date\(\)|Math\.random\(|randomUUID\(/.test(text))
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  it('leave it to one function who sees personal values', () => {
    const asking = sources.filter(
      ({ name, text }) =>
        name !== 'src/http/sight.ts' && /has\(\s*'personal\.read'|=== 'personal\.read'/.test(text),
    )
    expect(asking.map(({ name }) => `${name}: ask sightOf (src/http/sight.ts)`)).toEqual([])
  })

  it('leave it to one file who may write what', () => {
    const deciding = sources.filter(({ text }) =>
      /new AppError\(\s*'(not_owner|forbidden)'|departments[!?]*\.includes\(/.test(text),
    )
    expect(deciding.map(({ name }) => name)).toEqual(['src/http/rights.ts'])
  })

  it('leave it to one router which path means what', () => {
    const comparing = sources.filter(({ text }) => /(startsWith|===)\(?\s*':'|\.split\(['/]\/:/.test(text))
    // The table of a list is the last word of its path.
    expect(listed(comparing.map(({ name }) => name))).toEqual(['src/exchange/exports/lists/columns.ts'])
  })

  it('suppress a rule only with the reason beside it', () => {
    const bare = files.flatMap(({ name, text }) =>
      [...text.matchAll(/biome-ignore [^\n:]+:?\s*([^\n]*)/g)]
        .filter(([, reason]) => (reason ?? '').length < 10)
        .map(([line]) => `${name}: ${line}`),
    )
    expect(bare).toEqual([])
    const silenced = files.filter(
      ({ name, text }) => name !== 'test/tidy.test.ts' && /@ts-(ignore|nocheck)/.test(text),
    )
    expect(silenced.map(({ name }) => name)).toEqual([])
  })

  it('hand no list over as arguments: from some length on the engine refuses', () => {
    const handed =
      /(\w+)\.(?:push|unshift|splice|concat)\((?:[^(){}[\]]|\([^()]*\))*\.\.\.|Math\.(?:max|min)\((?:[^(){}[\]]|\([^()]*\))*\.\.\.|from(?:CharCode|CodePoint)\(\.\.\.|\.apply\(/g
    const wrong = sources
      .filter(({ name }) => !(name in FEW_ARGUMENTS))
      .flatMap(({ name, text }) =>
        [...text.replaceAll(/^\s*\/?\*.*$/gm, '').matchAll(handed)]
          // Conditions of a list: as many as it has filters.
          .filter(([, to]) => to !== 'where')
          .map(([line]) => `${name}: ${line} (use core/long-lists.ts)`),
      )
    expect(wrong).toEqual([])
    const needless = Object.keys(FEW_ARGUMENTS).filter(
      (file) => !sources.find(({ name }) => name === file)!.text.match(handed),
    )
    expect(needless).toEqual([])
  })

  it('keep no unfinished business', () => {
    const marks = new RegExp(['TO', 'DO|FIX', 'ME|XX', 'X\\b|HA', 'CK'].join(''))
    expect(files.filter(({ text }) => marks.test(text)).map(({ name }) => name)).toEqual([])
  })
})

describe('the page of the house', () => {
  it('names files that there are', () => {
    const text = readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8')
    const named = [...text.matchAll(/`((?:src|test|regulations)\/[\w./-]+)`/g)].map(([, name]) => name!)
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([])
  })
})

describe('tables of words', () => {
  it('every error code is used, and none is used that is not in the table', () => {
    const whole = sources
      .filter(({ name }) => name !== 'src/core/errors.ts')
      .map(({ text }) => text)
      .join('\n')
    const made = sources.find(({ name }) => name === 'src/core/errors.ts')!.text.split('satisfies')[1]!
    const unused = Object.keys(ERRORS).filter((code) => !`${whole}${made}`.includes(`'${code}'`))
    expect(unused).toEqual([])
    const thrown = [...whole.matchAll(/new AppError\(\s*'(\w+)'/g)].map((match) => match[1]!)
    expect(thrown.filter((code) => !(code in ERRORS))).toEqual([])
  })

  it('every permission is needed by a route or asked for by name', () => {
    const whole = sources
      .filter(({ name }) => name !== 'src/access/permissions.ts')
      .map(({ text }) => text)
      .join('\n')
    const needless = listed(KNOWN_PERMISSIONS).filter((permission) => !whole.includes(`'${permission}'`))
    expect(needless).toEqual([])
  })

  it('operations are named once, tags are the first word of their path or declared', () => {
    const routes = contractRoutes()
    expect(new Set(routes.map((route) => route.operationId)).size).toBe(routes.length)
    for (const { summary, operationId } of routes) expect(summary.length, operationId).toBeGreaterThan(5)
  })
})
