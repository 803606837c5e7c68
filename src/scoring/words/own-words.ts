import type { ExplanationWords } from '../../core/words/explanations.ts'
import type { Words } from '../../core/words/word.ts'
import type { Regulation } from '../format/regulation.ts'

/** What a regulation calls codes of its own: those that it brings along, and those that stand in no catalogue. */
export const ownWords = ({ catalogues, words }: Regulation): Words =>
  Object.fromEntries([
    ...Object.values(catalogues).flatMap((items) =>
      Object.entries(items).map(([code, { name }]) => [code, [name, name] as const]),
    ),
    ...Object.entries(words).map(([code, { zh, en }]) => [code, [zh, en] as const]),
  ])

/** The words of an explanation with those of the regulation before them, where the format takes them. */
export function wordsWith(regulation: Regulation, words: ExplanationWords): ExplanationWords {
  const own = words.ownWords ? ownWords(regulation) : {}
  if (Object.keys(own).length === 0) return words
  const filters = Object.entries(words.filters).map(([field, known]) => [field, { ...known, ...own }])
  return {
    ...words,
    kinds: { ...words.kinds, ...own },
    steps: { ...words.steps, ...own },
    filters: Object.fromEntries(filters),
  }
}
