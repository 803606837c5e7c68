import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { environment } from '../core/environment.ts'
import { messageOf } from '../core/errors.ts'
import type { FileError } from '../scoring/check/file-error.ts'
import type { Vocabulary } from '../scoring/check/vocabulary.ts'
import { Refused } from './client.ts'

/** Regulation and facts files as the command line reads them: what is wrong is told with its place. */

type Language = 'zh' | 'en'

export const language = (): Language => (environment.LANG?.startsWith('en') ? 'en' : 'zh')

export const words = (zh: string, en: string): string => (language() === 'zh' ? zh : en)

/** Those that come with the product. */
export const REGULATIONS = path.resolve(import.meta.dirname, '../../regulations')

/** A file or a folder, or the name of a regulation that comes with the product. */
export function rulesNamed(given: string): string {
  const shipped = /^[a-z0-9-]+$/.test(given) ? path.join(REGULATIONS, given) : given
  return rulesIn(existsSync(given) || !existsSync(shipped) ? given : shipped)
}

/** The rules of a folder, or the file itself. */
export function rulesIn(given: string): string {
  const file = existsSync(given) && statSync(given).isDirectory() ? path.join(given, 'rules.yaml') : given
  if (existsSync(file)) return file
  throw new Refused(words(`没有文件 ${file}`, `There is no file ${file}`), 2)
}

/**
 * The rules behind some paths, as a shell gives them for `regulations/*`: a folder of a regulation, a folder of such
 * folders, or a rules file. What else lies beside them (the schema for editors) is left out, unless it is all there is.
 */
export function rulesAmong(paths: readonly string[]): string[] {
  const files = paths.flatMap((given) => {
    if (!existsSync(given)) return [rulesIn(given)]
    if (!statSync(given).isDirectory()) return /\.ya?ml$/.test(given) ? [given] : []
    if (existsSync(path.join(given, 'rules.yaml'))) return [rulesIn(given)]
    const inside = readdirSync(given).map((name) => path.join(given, name, 'rules.yaml'))
    return inside.filter((file) => existsSync(file)).sort()
  })
  if (files.length > 0) return files
  throw new Refused(
    words(`没有规则文件：${paths.join(' ')}`, `There are no rules files among ${paths.join(' ')}`),
    2,
  )
}

export function tellErrors(file: string, errors: readonly FileError[]): void {
  for (const { line, column, message } of errors)
    console.log(`${file}:${line}:${column}: ${message[language()]}`)
}

export async function load(file: string, vocabulary?: Vocabulary) {
  const { loadNewRegulation } = await import('../scoring/check/load.ts')
  return loadNewRegulation(readFileSync(file, 'utf8'), vocabulary)
}

/** What lists of the interface answer: items of catalogues, kinds of duty and bodies, told apart by what they have. */
const Listed = z.object({
  items: z.array(
    z.union([
      z.object({ catalogue: z.string(), code: z.string(), class: z.string().nullable() }),
      z.object({
        code: z.string(),
        class: z.string(),
        fields: z.array(z.object({ name: z.string(), type: z.string() })),
      }),
      z.object({ code: z.string(), kind: z.string() }),
    ]),
  ),
})

/**
 * The codes that a committee has, as its lists answered them (`GET /v1/catalogue-items`, `/v1/duty-kinds`,
 * `/v1/organizations`); without a file those that a new committee starts with.
 */
export async function vocabularyIn(files: readonly string[]): Promise<Vocabulary> {
  const { standardVocabulary, vocabularyFrom } = await import('../scoring/check/vocabulary.ts')
  if (files.length === 0) return standardVocabulary()
  const listed = files.flatMap((file) => {
    const read = Listed.safeParse(jsonIn(file))
    if (read.success) return read.data.items
    throw new Refused(
      words(
        `${file} 不是目录：请保存 GET /v1/catalogue-items?limit=200 的回答（履职类别、组织同样）`,
        `${file} is no catalogue: save what GET /v1/catalogue-items?limit=200 answers (duty kinds and organizations alike)`,
      ),
      2,
    )
  })
  const bodies = listed.filter((item) => 'kind' in item)
  return vocabularyFrom({
    items: listed.filter((item) => 'catalogue' in item),
    dutyKinds: listed.filter((item) => 'fields' in item),
    bodies: bodies.length > 0 ? bodies : null,
  })
}

function jsonIn(file: string): unknown {
  if (!existsSync(file)) throw new Refused(words(`没有文件 ${file}`, `There is no file ${file}`), 2)
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Refused(`${file}: ${messageOf(error)}`, 2)
  }
}

export async function regulationIn(given: string) {
  const file = rulesIn(given)
  const loaded = await load(file)
  if (loaded.ok) return loaded.regulation
  tellErrors(file, loaded.errors)
  throw new Refused(words(`${file} 有错误，未计分`, `${file} has errors: nothing was done`))
}

export async function factsIn(file: string) {
  const value = jsonIn(file)
  const { FactsDocument } = await import('../scoring/facts.ts')
  const read = FactsDocument.safeParse(value)
  if (read.success) return read.data
  for (const { path: at, message } of read.error.issues.slice(0, 100))
    console.log(`${file}: /${at.join('/')}: ${message}`)
  throw new Refused(
    words(`${file} 不符合 docs/facts.schema.json`, `${file} does not follow docs/facts.schema.json`),
    2,
  )
}

/** `TC-10=equal_shares`, again for each. */
export function readingsOf(options: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    options.map((option) => {
      const [clause, reading] = option.split('=')
      if (!clause || !reading)
        throw new Refused(words(`写作 条款=读法：${option}`, `Write clause=reading: ${option}`), 2)
      return [clause, reading] as const
    }),
  )
}
