import { fieldIn, isRecord } from '../../core/records.ts'
import { RegulationFile } from '../format/regulation.ts'
import { deadIn } from './dead.ts'
import { findingsOf, numbersOf } from './regulation.ts'
import type { Vocabulary } from './vocabulary.ts'

const DECIDING = ['subject', 'catalogues']

/** A problem with a path into the value; `message` may be a token (`name|value|value`). */
export interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code?: string | undefined
  readonly keys?: readonly string[] | undefined
  readonly values?: readonly unknown[] | undefined
  readonly expected?: string | undefined
  readonly origin?: string | undefined
  readonly minimum?: number | bigint | undefined
  readonly maximum?: number | bigint | undefined
  readonly issues?: readonly Issue[] | undefined
}

/**
 * A file in which some entries cannot be read: the others are checked against each other all the same, so that one answer
 * tells everything that is wrong.
 */

/** What a file must have at its head, for the time of the check. */
const HEAD: Record<string, unknown> = { regulation: 'unread', title: 'unread', period: 'calendar_year' }

/** What is wrong with the entries that can be read; nothing about names that stand in those that cannot. */
export function findingsBeside(value: unknown, issues: readonly Issue[], vocabulary?: Vocabulary): Issue[] {
  if (!isRecord(value)) return []
  const copy = structuredClone(value)
  const gone = new Set<string>()
  for (const issue of issues) leaveOut(copy, issue, gone)
  const parsed = RegulationFile.safeParse(copy)
  if (!parsed.success) return []
  const isOfGone = (message: string) => {
    const [name, first] = message.split('|')
    const isGone = (code: string) => gone.has(code) || numbersOf(code).some((number) => gone.has(number))
    return (name === 'empty' && gone.size > 0) || (first !== undefined && isGone(first))
  }
  // Without what a file says of itself, of whom and with which codes, its clauses mean something else.
  const isHeadless = issues.some(
    ({ path: [section] }) => section === undefined || DECIDING.includes(String(section)),
  )
  const dead = vocabulary && !isHeadless ? deadIn(parsed.data, vocabulary) : []
  return [...findingsOf(parsed.data), ...dead].filter(({ message }) => !isOfGone(message))
}

/** Takes the entry of an issue out: a clause, a group, all grades, a key at the head. */
function leaveOut(copy: Record<string, unknown>, { path, keys }: Issue, gone: Set<string>): void {
  const [section, entry] = path.map(String)
  if (section === undefined) {
    for (const key of keys ?? []) delete copy[key]
    return
  }
  const entries = copy[section]
  if (entry !== undefined && isRecord(entries)) {
    gone.add(entry)
    const article = fieldIn(entries[entry], 'article')
    if (typeof article === 'string') gone.add(article)
    delete entries[entry]
    return
  }
  if (Array.isArray(entries))
    for (const item of entries) if (isRecord(item)) gone.add(String(fieldIn(item, 'grade')))
  if (Object.hasOwn(HEAD, section)) copy[section] = HEAD[section]
  else delete copy[section]
}
