import type { Value } from './sheet.ts'

/** A table on its way into a file, whatever the format. */

export interface Table {
  title: string
  /** Whose it is, for the file's own properties. */
  author: string
  columns: readonly { key: string; label: string; kind: 'text' | 'number' }[]
  /** Rows as people read them, in pieces. */
  pages: AsyncIterable<readonly (readonly Value[])[]>
}

const FORMULA_START = /^'*[=+\-@\t\r\n＝＋－＠]/
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/

/**
 * Text that a spreadsheet program might take for a formula gets an apostrophe in front and stays text; text that
 * looks as if it had one gets another, so that reading it back gives what it was. A plain number is left alone.
 */
export const guarded = (text: string): string =>
  FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text

/** What `guarded` was given. */
export const unguarded = (text: string): string =>
  text.startsWith("'") && FORMULA_START.test(text) ? text.slice(1) : text
