import { dice, pairsOf, spelled } from '../../core/likeness.ts'

/** How alike two proposals or opinions are: pairs of characters that their titles share, and their whole texts. Pure. */

export interface Wording {
  title: string
  content: string | null
}

export interface Pairs {
  title: ReadonlySet<number>
  /** Null: nothing but the title is known. */
  whole: ReadonlySet<number> | null
}

export function wordingOf({ title, content }: Wording): Pairs {
  const ofTitle = pairsOf(title)
  const ofContent = pairsOf(content ?? '')
  return { title: ofTitle, whole: ofContent.size === 0 ? null : ofTitle.union(ofContent) }
}

/** From 0 to 1: the mean of title and whole text; of the titles alone, where one of them has no more. */
export function likenessOf(a: Pairs, b: Pairs): number {
  const titles = dice(a.title, b.title)
  return a.whole && b.whole ? (titles + dice(a.whole, b.whole)) / 2 : titles
}

const SHARED_MAX = 10

/** What both say, as far as it was compared; what fewest of the others say comes first, because it tells most. */
export function sharedBy(a: Pairs, b: Pairs, often: ReadonlyMap<number, number>): string[] {
  const [mine, theirs] = comparedIn(a, b)
  return [...mine]
    .filter((pair) => theirs.has(pair))
    .sort((one, other) => (often.get(one) ?? 0) - (often.get(other) ?? 0))
    .flatMap((pair) => spelled(pair) ?? [])
    .slice(0, SHARED_MAX)
}

export const comparedIn = (a: Pairs, b: Pairs): [ReadonlySet<number>, ReadonlySet<number>] =>
  a.whole && b.whole ? [a.whole, b.whole] : [a.title, b.title]
