import { normalizeMobile, normalizeName, normalizeSector, normalizeUnit } from './names.ts'
import type { RosterValues } from './roster-columns.ts'
import { bareNumber, normalizeNumber } from './world.ts'

/** What a roster is compared with, and the maps that its rows are looked up in. */

export const BODY_FIELDS = ['sector', 'committee', 'group'] as const
export type BodyField = (typeof BODY_FIELDS)[number]

export type KnownBody = { name: string; aliases: readonly string[] }

/** As a roster would say it; a member may belong to several bodies of a kind. */
export type HeldValues = Omit<RosterValues, BodyField | 'unitPost'> &
  Partial<Record<BodyField, readonly string[]>>

export type RosterMember = { id: string; memberNo: string; version: number; values: HeldValues }

export type RosterWorld = {
  members: readonly RosterMember[]
  /** Bodies by kind; a name outside them is listed as new, not refused. `offices` are the titles of the catalogue. */
  known: Record<'sectors' | 'committees' | 'groups', readonly KnownBody[]> & { offices: readonly string[] }
}

export type RosterIndex = {
  world: RosterWorld
  byNumber: Map<string, RosterMember>
  byBare: Map<string, RosterMember[]>
  byMobile: Map<string, RosterMember[]>
  byName: Map<string, RosterMember[]>
  /** By the unit, and by unit and post in one. */
  byUnit: Map<string, RosterMember[]>
  bodies: Record<BodyField, BodyWords>
}

export function indexRoster(world: RosterWorld): RosterIndex {
  const { sectors, committees, groups } = world.known
  const index: RosterIndex = {
    world,
    byNumber: new Map(),
    byBare: new Map(),
    byMobile: new Map(),
    byName: new Map(),
    byUnit: new Map(),
    bodies: { sector: bodyWords(sectors), committee: bodyWords(committees), group: bodyWords(groups) },
  }
  for (const member of world.members) {
    const number = normalizeNumber(member.memberNo)
    index.byNumber.set(number, member)
    push(index.byBare, bareNumber(number), member)
    const { phone = '', name = '', unit = '', post = '' } = member.values
    for (const mobile of normalizeMobile(phone)) if (isMobile(mobile)) push(index.byMobile, mobile, member)
    push(index.byName, normalizeName(name), member)
    if (unit !== '')
      for (const key of new Set([unit, unit + post].map(normalizeUnit))) push(index.byUnit, key, member)
  }
  return index
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** The member of a number. One that lost its zeros names the member only if the name agrees. */
export function memberOfNumber(index: RosterIndex, number: string, name: string): RosterMember | undefined {
  const exact = index.byNumber.get(number)
  if (exact) return exact
  const bare = index.byBare.get(bareNumber(number)) ?? []
  const agreeing = bare.filter((member) => normalizeName(member.values.name ?? '') === normalizeName(name))
  return agreeing.length === 1 ? agreeing[0] : undefined
}

/** A number that one person carries; a landline may ring in a whole office. */
export const isMobile = (phone: string): boolean => /^1\d{10}$/.test(phone)

/** Names of bodies by each way of writing them, the surest way first. */
type BodyWords = { key: (word: string) => string; names: Map<string, Set<string>> }[]

function bodyWords(known: readonly KnownBody[]): BodyWords {
  const exact = (word: string) => word
  const level = (key: (word: string) => string, words: (body: KnownBody) => readonly string[]) => {
    const names = new Map<string, Set<string>>()
    for (const body of known) {
      for (const word of words(body)) names.set(key(word), (names.get(key(word)) ?? new Set()).add(body.name))
    }
    return { key, names }
  }
  const all = (body: KnownBody) => [body.name, ...body.aliases]
  return [
    level(exact, ({ name }) => [name]),
    level(exact, ({ aliases }) => aliases),
    level(normalizeUnit, all),
    level(normalizeSector, all),
  ]
}

/** The body that a word means, by its own name; a word that none or several bear is left as it is. */
export function bodyNamed({ bodies }: RosterIndex, field: BodyField, word: string): string {
  for (const { key, names } of bodies[field]) {
    const found = names.get(key(word))
    if (found) return found.size === 1 ? [...found][0]! : word
  }
  return word
}

/** The title of the catalogue that a word means. */
export function officeNamed({ world }: RosterIndex, word: string): string {
  const { offices } = world.known
  return word === '常委' && !offices.includes(word) && offices.includes('常务委员') ? '常务委员' : word
}
