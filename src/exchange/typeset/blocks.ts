/** A document as blocks, for formats that know paragraphs and tables and no more. */

export type BlockCell =
  | string
  | { text: string; span?: number; label?: true; align?: 'left' | 'right' | 'center' }

export type Block =
  | { kind: 'title' | 'caption' | 'heading' | 'text' | 'note' | 'signatures'; text: string }
  | {
      kind: 'table'
      /** Relative widths of the columns. */
      widths: readonly number[]
      /** Repeated on each page. */
      header?: readonly string[]
      rows: readonly (readonly BlockCell[])[]
      aligns?: readonly ('left' | 'right' | 'center')[]
    }
  | { kind: 'page' }

export interface BlockDocument {
  title: string
  author: string
  /** The day that it speaks of. */
  day: string | null
  landscape: boolean
  /** At the left of the foot of every page. */
  footer: string
  blocks: readonly Block[]
}
