import type { Words } from '../notation/vocabulary.ts'

/** What is wrong in a file, and where. Lines and columns start at 1. */
export interface FileError {
  readonly line: number
  readonly column: number
  /** JSON pointer to the value, `""` for the whole file. */
  readonly pointer: string
  readonly code: string
  /** The word that it speaks of, where it is one. */
  readonly word?: string | undefined
  readonly message: Words
}
