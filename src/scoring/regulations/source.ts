import { compile } from '../apply/compile.ts'
import { runCases } from '../cases/run.ts'
import type { FileError } from '../check/file-error.ts'
import { loadNewRegulation } from '../check/load.ts'
import { type Addition, additionsTo, type Vocabulary } from '../check/vocabulary.ts'
import { countedKinds } from '../format/conditions-visit.ts'
import type { Regulation } from '../format/regulation.ts'

/** What a rules file says by itself, without the committee's records. Pure; plain data, so that a thread can answer it. */

export interface SourceError {
  line: number
  column: number
  pointer: string
  code: string
  /** The word that it speaks of, where it is one. */
  word?: string | undefined
  zh: string
  en: string
}

export interface CheckedSource {
  errors: SourceError[]
  /** Undefined where the file cannot be read. */
  read: ReadSource | undefined
}

interface ReadSource {
  regulation: Regulation
  /** What the file brings along, and the committee does not have yet. */
  additions: Addition[]
  countedKinds: string[]
}

/** Reads a file against the codes of a committee, and looks whether the options are readings of it. */
export function checkSource(
  source: string,
  options: Record<string, string>,
  vocabulary: Vocabulary,
): CheckedSource {
  const loaded = loadNewRegulation(source, vocabulary)
  if (!loaded.ok) return { errors: loaded.errors.map(errorOf), read: undefined }
  const { regulation } = loaded
  return {
    errors: errorsOfOptions(regulation, options),
    read: {
      regulation,
      additions: additionsTo(vocabulary, regulation.catalogues),
      countedKinds: countedKinds(regulation),
    },
  }
}

const errorOf = ({ line, column, pointer, code, word, message }: FileError): SourceError => ({
  line,
  column,
  pointer,
  code,
  word,
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

/** Runs the cases of a file, with the codes of a committee. */
export function tryCases(source: string, cases: string, vocabulary: Vocabulary): TriedCases {
  const loaded = loadNewRegulation(source)
  if (!loaded.ok) return unread('source', loaded.errors.map(errorOf))
  const run = runCases(cases, loaded.regulation, vocabulary)
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
