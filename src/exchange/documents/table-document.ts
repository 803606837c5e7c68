import { append } from '../../core/long-lists.ts'
import type { Value } from '../exports/files/sheet.ts'
import { textWidth } from '../exports/files/widths.ts'
import type { Block, BlockDocument } from '../typeset/blocks.ts'

/** A table on paper: the data of `table.typ`, and the same as blocks. */

interface TablePart {
  heading: string | null
  columns: { label: string; width: number; align: 'left' | 'right' | 'center' }[]
  rows: string[][]
}

export interface TableDocument {
  title: string
  author: string
  day: string | null
  captions: string[]
  parts: TablePart[]
  notes: string[]
  signatures: string | null
  footer: string
  landscape: boolean
  /** Said where there are no rows. */
  none: string
}

const NARROWEST = 5
const WIDEST = 44
/** A label of this width stands in one line. */
const LABEL_WHOLE = 8
/** What the width of an upright page holds, in characters of the width of a digit. */
const PORTRAIT_MAX = 96

/** The widest text of a column makes its width, within limits; a label may wrap. */
export function partOf(
  heading: string | null,
  columns: readonly { label: string; align: 'left' | 'right' | 'center' }[],
  rows: readonly (readonly Value[])[],
): TablePart {
  const texts = rows.map((row) => row.map((value) => (value === null ? '' : String(value))))
  const widths = columns.map(({ label }, at) => {
    const wide = textWidth(label)
    let widest = wide <= LABEL_WHOLE ? wide : Math.ceil(wide / 2) + 1
    for (const row of texts) widest = Math.max(widest, textWidth(row[at] ?? ''))
    return Math.min(WIDEST, Math.max(NARROWEST, widest + 2))
  })
  return {
    heading,
    columns: columns.map(({ label, align }, at) => ({ label, align, width: widths[at]! })),
    rows: texts,
  }
}

export const isWide = (parts: readonly TablePart[]): boolean =>
  parts.some(({ columns }) => columns.reduce((sum, { width }) => sum + width, 0) > PORTRAIT_MAX)

export function tableBlocks(document: TableDocument): BlockDocument {
  const { title, author, day, captions, parts, notes, signatures, footer, landscape, none } = document
  const blocks: Block[] = [
    { kind: 'title', text: title },
    ...captions.map((text): Block => ({ kind: 'caption', text })),
  ]
  for (const { heading, columns, rows } of parts) {
    if (heading !== null) blocks.push({ kind: 'heading', text: heading })
    if (rows.length === 0) blocks.push({ kind: 'note', text: none })
    else {
      blocks.push({
        kind: 'table',
        widths: columns.map(({ width }) => width),
        header: columns.map(({ label }) => label),
        aligns: columns.map(({ align }) => align),
        rows,
      })
    }
  }
  append(
    blocks,
    notes.map((text): Block => ({ kind: 'note', text })),
  )
  if (signatures !== null) blocks.push({ kind: 'signatures', text: signatures })
  return { title, author, day, footer, landscape, blocks }
}
