import { compile } from '../apply/compile.ts'
import { runCases } from '../cases/run.ts'
import { type CodeUse, codesOf, countedKinds } from '../check/codes.ts'
import { unheardOf } from '../check/kinds.ts'
import { type FileError, loadRegulation } from '../check/load.ts'
import type { Regulation } from '../format/regulation.ts'

/** What a rules file says by itself, without the committee's records. Pure; plain data, so that a thread can answer it. */

export interface SourceError {
  line: number
  column: number
  pointer: string
  code: string
  zh: string
  en: string
}

export interface CheckedSource {
  errors: SourceError[]
  /** Undefined where the file cannot be read. */
  read: ReadSource | undefined
}

export interface ReadSource {
  regulation: Regulation
  /** Codes that the committee's catalogues must know. */
  codes: CodeUse[]
  /** Codes that no committee can know. */
  unheard: CodeUse[]
  countedKinds: string[]
}

/** Reads a file and looks whether the options are readings of it. */
export function checkSource(source: string, options: Record<string, string>): CheckedSource {
  const loaded = loadRegulation(source)
  if (!loaded.ok) return { errors: loaded.errors.map(errorOf), read: undefined }
  const { regulation } = loaded
  return {
    errors: errorsOfOptions(regulation, options),
    read: {
      regulation,
      codes: [...codesOf(regulation)],
      unheard: [...unheardOf(regulation)],
      countedKinds: [...countedKinds(regulation)],
    },
  }
}

const errorOf = ({ line, column, pointer, code, message }: FileError): SourceError => ({
  line,
  column,
  pointer,
  code,
  zh: message.zh,
  en: message.en,
})

function errorsOfOptions(regulation: Regulation, options: Record<string, string>): SourceError[] {
  try {
    compile(regulation, options)
    return []
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const zh = `options 选了文件里没有的读法：${error.message}`
    return [{ line: 1, column: 1, pointer: '/options', code: 'unknown_reading', zh, en: error.message }]
  }
}

export interface TriedCases {
  passed: number
  failed: number
  errors: ({ file: 'source' | 'cases' } & SourceError)[]
  cases: {
    name: string
    shows: string[]
    passed: boolean
    differences: { of: string; expected: string; got: string; message: { zh: string; en: string } }[]
  }[]
}

/** Runs the cases of a file. */
export function tryCases(source: string, cases: string): TriedCases {
  const loaded = loadRegulation(source)
  if (!loaded.ok) return unread('source', loaded.errors.map(errorOf))
  const run = runCases(cases, loaded.regulation)
  if (!run.ok) return unread('cases', run.errors.map(errorOf))
  const failed = run.results.filter((result) => !result.passed).length
  return {
    passed: run.results.length - failed,
    failed,
    errors: [],
    cases: run.results.map(({ name, shows, passed, differences }) => ({
      name,
      shows: [...shows],
      passed,
      differences: [...differences],
    })),
  }
}

/** What is answered where no case was run. */
const unread = (file: 'source' | 'cases', errors: readonly SourceError[]): TriedCases => ({
  passed: 0,
  failed: 0,
  errors: errors.map((error) => ({ file, ...error })),
  cases: [],
})
