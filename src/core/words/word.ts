import { z } from 'zod'
import { keysOf } from '../records.ts'

/**
 * The words of the domain: what a code, a state or a field is called, once, in both languages. The other files here hold
 * them as data; schemas are made of them (`coded`), so that no code is without a word and whoever prints a value finds
 * the word by its schema.
 */

export const LANGUAGES = ['zh', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export type Word = readonly [zh: string, en: string]
/** By code, in the order in which a schema lists them. */
export type Words = Readonly<Record<string, Word>>

/** The text of a word in the language of whoever reads. */
export type Say = (zh: string, en: string) => string
export const sayIn = (language: Language): Say => (language === 'zh' ? (zh) => zh : (_zh, en) => en)

export const pick = (word: Word, language: Language): string => word[language === 'zh' ? 0 : 1]

export const codesOf = <T extends Words>(words: T) => keysOf(words)

export const chineseOf = (words: Words): string[] => Object.values(words).map(([zh]) => zh)

/** Undefined for a code of a committee's own. */
export const wordOf = (words: Words, code: string): Word | undefined =>
  Object.hasOwn(words, code) ? words[code] : undefined

/** The word of a code; a code that has none stands for itself. */
export const codeText = (words: Words, code: string, language: Language): string =>
  pick(wordOf(words, code) ?? [code, code], language)

/** As `codeText`, for pages. */
export const termOf = (words: Words, code: string, say: Say): string =>
  say(...(wordOf(words, code) ?? [code, code]))

/** By what zod keeps when a schema gets a description, a default or null. */
const WORDS = new WeakMap<object, Words>()

/** Says what the values of a schema are called. */
export function inWords<T extends z.ZodType>(type: T, words: Words): T {
  WORDS.set(type.def, words)
  return type
}

/** The schema of a code: one of those that have a word here. */
export const coded = <T extends Words>(words: T) => inWords(z.enum(codesOf(words)), words)

/** What the values of a schema are called; undefined where they are no codes. */
export const wordsOf = (type: z.ZodType): Words | undefined => WORDS.get(type.def)
