import { masked } from '../../../core/masked.ts'
import type { Storage } from '../../../storage/storage.ts'
import { plannedChunk } from '../chunks.ts'
import { columnName } from '../planner/table.ts'
import type { Import } from '../store.ts'
import { type PlanRest, planRest, tellerOf } from './telling.ts'

/** What is wrong with a sheet, for programs: a page holds the errors of the chunks that it walks. */

type ImportError = {
  table: string
  row: number
  columnIndex: number | null
  column: string | null
  header: string
  value: string
  code: string
  message: { zh: string; en: string }
  hint: string | null
}

const ERRORS_A_PAGE = 200
const CHUNKS_A_PAGE = 40

/** The errors from a chunk on: enough for a page, or as many chunks as one answer may read. */
export async function errorsFrom(
  storage: Pick<Storage, 'query'>,
  row: Import,
  page: number,
): Promise<{ items: ImportError[]; nextPage: number | null }> {
  const rest: PlanRest = await planRest(storage, row)
  const { tell } = await tellerOf(storage, row, rest.tables)
  const items: ImportError[] = []
  let number = page
  for (; number <= row.chunks && number < page + CHUNKS_A_PAGE && items.length < ERRORS_A_PAGE; number += 1) {
    const chunk = await plannedChunk(storage, row, number)
    for (const { problems } of tell(chunk, number)) {
      for (const { value, ...problem } of problems) {
        const { columnIndex } = problem
        const column = columnIndex === null ? null : columnName(columnIndex)
        items.push({ ...problem, column, value: masked(value) })
      }
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { items, nextPage: number <= row.chunks ? number : null }
}
