import { CATALOGUES } from '../../committee/catalogues/seed.ts'
import { ORGANIZATION_KINDS } from '../../core/words/members.ts'
import { codesOf } from '../../core/words/word.ts'
import type { Catalogues, OwnItem } from '../format/catalogues.ts'

/**
 * The codes that a committee has: what a regulation may speak of and still count. Plain data, so that it can be sent to a
 * thread.
 */
export interface Vocabulary {
  /** By the name of the catalogue; of a kind of duty with its further fields. */
  readonly catalogues: Readonly<Record<string, readonly KnownItem[]>>
  /** Codes of the committee's bodies; null where they are not known. */
  readonly bodies: readonly string[] | null
}

interface KnownItem {
  readonly code: string
  readonly class: string | null
  readonly fields?: Readonly<Record<string, string>> | undefined
}

/** The catalogues that a new committee starts with. */
export const standardVocabulary = (): Vocabulary =>
  vocabularyFrom({
    items: Object.entries(CATALOGUES).flatMap(([catalogue, items]) =>
      items.map(([code, , ofClass]) => ({ catalogue, code, class: ofClass })),
    ),
    dutyKinds: [],
    bodies: null,
  })

/** What a committee has recorded: items of its catalogues, kinds of duty with their fields, and bodies where they are known. */
interface CommitteeCodes {
  readonly items: readonly { catalogue: string; code: string; class: string | null }[]
  readonly dutyKinds: readonly {
    code: string
    class: string
    fields: readonly { name: string; type: string }[]
  }[]
  readonly bodies: readonly { code: string }[] | null
}

export function vocabularyFrom({ items, dutyKinds, bodies }: CommitteeCodes): Vocabulary {
  const catalogues = Map.groupBy(items, ({ catalogue }) => catalogue)
  // Committees that are older than the catalogue have these kinds all the same.
  const builtIn = codesOf(ORGANIZATION_KINDS).map((code) => ({ code, class: null }))
  return {
    catalogues: {
      ...Object.fromEntries(catalogues),
      body_kind: [...builtIn, ...(catalogues.get('body_kind') ?? [])],
      duty_kind: dutyKinds.map(({ code, class: ofClass, fields }) => ({
        code,
        class: ofClass,
        fields: Object.fromEntries(fields.map(({ name, type }) => [name, type])),
      })),
    },
    bodies: bodies?.map(({ code }) => code) ?? null,
  }
}

/** With the codes that a regulation brings along. */
export function withOwn(vocabulary: Vocabulary, own: Catalogues): Vocabulary {
  const more = Object.entries(own).map(([catalogue, items]) => [
    catalogue,
    [
      ...(vocabulary.catalogues[catalogue] ?? []),
      ...Object.entries(items).map(([code, item]) => ({ code, class: item.class, fields: item.fields })),
    ],
  ])
  return { ...vocabulary, catalogues: { ...vocabulary.catalogues, ...Object.fromEntries(more) } }
}

/** An item that a regulation brings along and the committee does not have. */
export interface Addition extends OwnItem {
  readonly catalogue: string
  readonly code: string
}

export function additionsTo(vocabulary: Vocabulary, own: Catalogues): Addition[] {
  return Object.entries(own).flatMap(([catalogue, items]) => {
    const there = new Set(codesIn(vocabulary, catalogue))
    return Object.entries(items).flatMap(([code, item]) =>
      there.has(code) ? [] : [{ catalogue, code, ...item }],
    )
  })
}

export const itemsIn = ({ catalogues }: Vocabulary, catalogue: string): readonly KnownItem[] =>
  catalogues[catalogue] ?? []

export const codesIn = (vocabulary: Vocabulary, catalogue: string): string[] =>
  itemsIn(vocabulary, catalogue).map(({ code }) => code)

export const classesIn = (vocabulary: Vocabulary, catalogue: string): string[] => [
  ...new Set(itemsIn(vocabulary, catalogue).flatMap((item) => item.class ?? [])),
]
