/** How alike two texts are, by the pairs of neighbouring characters that they share: no dictionary is needed. Pure. */

/** What people type differently for the same: width, case, spaces, punctuation. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '')

const UNIT = 65_536

/** Pairs of neighbouring characters as numbers, which cost half of what texts do; of a single character, itself. */
export function pairsOf(text: string): ReadonlySet<number> {
  const letters = plain(text)
  if (letters.length === 1) return new Set([letters.charCodeAt(0)])
  const pairs = new Set<number>()
  for (let i = 1; i < letters.length; i += 1) {
    pairs.add(letters.charCodeAt(i - 1) * UNIT + letters.charCodeAt(i))
  }
  return pairs
}

/** A pair as it is written; a half of a character that takes two units is none. */
export function spelled(pair: number): string | undefined {
  const text =
    pair < UNIT ? String.fromCharCode(pair) : String.fromCharCode(Math.floor(pair / UNIT), pair % UNIT)
  return text.isWellFormed() ? text : undefined
}

/** Dice’s coefficient: twice what both have, over what each has. */
export function dice<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  if (a.size + b.size === 0) return 0
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const pair of small) if (large.has(pair)) shared += 1
  return (2 * shared) / (a.size + b.size)
}
