import type { Regulation } from '../format/regulation.ts'
import { readYaml } from './load.ts'

/** Two versions of a regulation compared in clauses, not in lines of text. */
export interface Change {
  /** `clauses/TC-04`, `groups/meetings`, `grades`. */
  readonly of: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** Slots that differ, with what they say before and after. */
  readonly slots: readonly { readonly slot: string; readonly before: unknown; readonly after: unknown }[]
}

/** Of a part: what each of its codes says. */
type Written = Record<string, Record<string, unknown>>

const PARTS = [
  'catalogues',
  'groups',
  'clauses',
  'conditions',
  'lists',
  'orders',
  'triggers',
  'readings',
  'omitted',
  'words',
] as const
const WHOLE = [
  'title',
  'period',
  'subject',
  'unverified',
  'converted',
  'total',
  'options',
  'grades',
  'tieBreak',
] as const

/** A version with the text of its file: what differs is found in what it means, and told as it is written. */
export interface Version {
  readonly regulation: Regulation
  readonly source: string
}

export function differences(before: Version, after: Version): Change[] {
  const changes: Change[] = []
  const [was, is] = [writtenIn(before), writtenIn(after)]
  const asWritten = (slots: Change['slots'], of: readonly string[]): Change['slots'] =>
    slots.map(({ slot, ...meant }) => ({
      slot,
      before: at(was, [...of, slot]) ?? meant.before,
      after: at(is, [...of, slot]) ?? meant.after,
    }))
  for (const part of WHOLE) {
    const slots = slotsOf({ [part]: before.regulation[part] }, { [part]: after.regulation[part] })
    if (slots.length > 0) changes.push({ of: part, kind: 'changed', slots: asWritten(slots, []) })
  }
  for (const part of PARTS) {
    const [old, now] = [before, after].map(({ regulation }) => regulation[part] as Written) as [
      Written,
      Written,
    ]
    for (const code of new Set([...Object.keys(old), ...Object.keys(now)])) {
      const kind = !Object.hasOwn(old, code) ? 'added' : Object.hasOwn(now, code) ? 'changed' : 'removed'
      const slots = kind === 'changed' ? slotsOf(old[code]!, now[code]!) : []
      if (kind !== 'changed' || slots.length > 0)
        changes.push({ of: `${part}/${code}`, kind, slots: asWritten(slots, [part, code]) })
    }
  }
  return changes
}

function writtenIn({ source }: Version): unknown {
  const parsed = readYaml(source)
  return parsed.ok ? parsed.value : undefined
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)

function slotsOf(before: Record<string, unknown>, after: Record<string, unknown>): Change['slots'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((slot) =>
    text(before[slot]) === text(after[slot]) ? [] : [{ slot, before: before[slot], after: after[slot] }],
  )
}

/** Maps inside a rate have no JSON of their own. */
export const text = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (inner instanceof Map ? Object.fromEntries(inner) : inner)) ?? '—'
