import { CATALOGUES } from '../../committee/catalogues/seed.ts'
import { ORGANIZATION_KINDS } from '../../core/words/members.ts'
import { codesOf } from '../../core/words/word.ts'
import type { Catalogues, OwnItem } from '../format/catalogues.ts'

/**
 * The codes that a committee has: what a regulation may speak of and still count. Plain data, so that it can be sent to a
 * thread.
 */
export interface Vocabulary {
  /** By the name of the catalogue; of a kind of duty with its further fields. Bodies are among them where they are known. */
  readonly catalogues: Readonly<Record<string, readonly KnownItem[]>>
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
      ...(bodies && { [BODIES]: bodies.map(({ code }) => ({ code, class: null })) }),
    },
  }
}

/** With the codes that a regulation brings along. */
export function withOwn(vocabulary: Vocabulary, own: Catalogues): Vocabulary {
  // Bodies that stand beside others that nobody knows say nothing of those.
  const known = Object.entries(own).filter(([catalogue]) => catalogue !== BODIES || knowsBodies(vocabulary))
  const more = known.map(([catalogue, items]) => [
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

/** Bodies are no catalogue, and told as one: only where they are known. */
export const BODIES = 'body'
export const knowsBodies = ({ catalogues }: Vocabulary): boolean => catalogues[BODIES] !== undefined

export const itemsIn = ({ catalogues }: Vocabulary, catalogue: string): readonly KnownItem[] =>
  catalogues[catalogue] ?? []

export const codesIn = (vocabulary: Vocabulary, catalogue: string): string[] =>
  itemsIn(vocabulary, catalogue).map(({ code }) => code)

export const classesIn = (vocabulary: Vocabulary, catalogue: string): string[] => [
  ...new Set(itemsIn(vocabulary, catalogue).flatMap((item) => item.class ?? [])),
]
