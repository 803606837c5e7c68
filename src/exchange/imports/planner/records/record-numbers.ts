import { dayOfSerial } from '../dates.ts'
import type { RecordRow } from './record-plan-types.ts'
import type { RecordTable } from './record-table.ts'

/** Numbers that the office gives once: 流水号 and 案号 of proposals. */

type GivenNumber = { field: string; key: string; doubted: boolean }

type Cells = RecordRow['cells']

/** The numbers of a row, each with what it was given in: two rows with one key are one record, or one is wrong. */
export function givenNumbers({ numbers }: RecordTable, cells: Cells): GivenNumber[] {
  if (!numbers) return []
  const scope = scopeOf(numbers.within, cells)
  return [...numbers.once, ...numbers.doubted].flatMap((field) => {
    const text = cells[field]
    const doubted = numbers.doubted.includes(field)
    return text === undefined ? [] : [{ field, key: JSON.stringify([field, bare(text), scope]), doubted }]
  })
}

function scopeOf(within: readonly string[], cells: Cells): string | null {
  const field = within.find((one) => cells[one] !== undefined)
  return field === undefined ? null : (yearIn(cells[field]!) ?? bare(cells[field]!))
}

/** The year of a day as it stands in a cell: written, or counted as spreadsheets do. */
function yearIn(text: string): string | null {
  const written = /(?<!\d)((?:19|20)\d{2})(?=\D|\d{4}$|$)/.exec(text.normalize('NFKC'))?.[1]
  if (written) return written
  return /^\d{5}(\.\d+)?$/.test(text) ? (dayOfSerial(Number(text), false).day?.slice(0, 4) ?? null) : null
}

const bare = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
