import { pick, wordOf } from '../../../core/words/word.ts'
import type { Value } from '../files/sheet.ts'
import type { ListColumn } from './columns.ts'
import type { Names } from './names.ts'

/** What stands in a column of an item: as a value for programs, or as people read it. */

export type Labels = 'zh' | 'en' | 'fields'
type Item = Readonly<Record<string, unknown>>

const FLAGS = { zh: ['是', '否'], en: ['yes', 'no'], fields: ['true', 'false'] } as const
const BETWEEN = { zh: '、', en: ', ', fields: ', ' } as const

/** The value as it was answered, or the name of what it names. */
export async function toldOf(column: ListColumn, item: Item, names: Names): Promise<unknown> {
  const value = walked(item, column.path)
  if (!column.names || value === null || value === undefined) return value ?? null
  const { target, field } = column.names
  const named = async (id: unknown) => (await names(target, String(id)))[field] ?? null
  if (!Array.isArray(value)) return named(value)
  const all: unknown[] = []
  for (const id of value) if (id !== null) all.push(await named(id))
  return all.filter((one) => one !== null)
}

const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A path goes through every object of a list. */
export function walked(value: unknown, path: readonly string[]): unknown {
  if (path.length === 1 && isItem(value)) return value[path[0]!] ?? null
  let at: unknown = value
  for (const [step, name] of path.entries()) {
    if (at === null || at === undefined) return null
    if (Array.isArray(at)) return at.map((one) => walked(one, path.slice(step)))
    at = isItem(at) ? at[name] : undefined
  }
  return at
}

/** One cell; `codes` are those of a catalogue, by code. */
export function printed(
  value: unknown,
  column: ListColumn,
  labels: Labels,
  codes: ReadonlyMap<string, string> | undefined,
): Value {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return FLAGS[labels][value ? 0 : 1]
  if (typeof value === 'string') return wordFor(value, column, labels, codes)
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
    return value.map((one) => wordFor(String(one), column, labels, codes)).join(BETWEEN[labels])
  }
  return JSON.stringify(value)
}

function wordFor(
  value: string,
  { words }: ListColumn,
  labels: Labels,
  codes: ReadonlyMap<string, string> | undefined,
): string {
  if (labels === 'fields') return value
  const word = words && wordOf(words, value)
  if (word) return pick(word, labels)
  return labels === 'zh' ? (codes?.get(value) ?? value) : value
}
