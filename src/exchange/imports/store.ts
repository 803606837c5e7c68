import { notFound } from '../../core/errors.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Db, Storage, Tx } from '../../storage/storage.ts'
import type { KeptRecord } from '../../storage/tables/imports.ts'
import type { Row } from '../../storage/tables.ts'
import { letOthersRead } from '../../storage/write.ts'

export type Import = Row<'imports'>

export async function findImport(db: Db, committeeId: string, id: string): Promise<Import> {
  const row = await findRow(inCommittee(db, committeeId), 'imports', id)
  if (!row) throw notFound('import', id)
  return row
}

/** What a taking back has left standing, each with its reason. */
export const keptOf = (row: Import): KeptRecord[] => row.summary.kept ?? []

/** A chunk is taken back, and what of it stays is noted; one that was taken back before is as it is. */
export async function retreat(
  tx: Tx,
  importId: string,
  number: number,
  kept: readonly KeptRecord[],
): Promise<Import> {
  const row = await findImport(tx, tx.committeeId, importId)
  if (row.cursor < number) return row
  const summary = { ...row.summary, kept: [...keptOf(row), ...kept] }
  return changeRow(tx, 'imports', row, { cursor: number - 1, summary }, { type: 'import.chunk_reverted' })
}

export async function writeChunk(
  tx: Tx,
  importId: string,
  number: number,
  entries: Uint8Array,
): Promise<void> {
  await tx.run('insert into import_chunks (committee_id, import_id, number, entries) values (?, ?, ?, ?)', [
    tx.committeeId,
    importId,
    number,
    Buffer.from(entries),
  ])
}

export async function replaceChunk(
  tx: Tx,
  importId: string,
  number: number,
  entries: Uint8Array,
): Promise<void> {
  await tx.run(
    'update import_chunks set entries = ? where committee_id = ? and import_id = ? and "number" = ?',
    [Buffer.from(entries), tx.committeeId, importId, number],
  )
}

export async function dropChunks(tx: Tx, importId: string): Promise<void> {
  await tx.run('delete from import_chunks where committee_id = ? and import_id = ?', [
    tx.committeeId,
    importId,
  ])
}

export interface Cell {
  chunk: number
  position: number
  sheet: string
  row: number
  column: number
  raw: string
  result: string
  rung: string | null
  targetKey: string
  targetVersion: number
  /** The values that it replaced; null where it made the record. */
  previous: Row<'importCells'>['previous']
}

const CELL_COLUMNS =
  'committee_id, import_id, chunk, position, sheet, "row", "column", raw, result, rung, target_key, target_version, previous'
const CELL_MARKS = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
const CELLS_PER_INSERT = 50

/** Provenance: which cell of the file says what is stored now. */
export async function writeCells(tx: Tx, importId: string, cells: readonly Cell[]): Promise<void> {
  for (let from = 0; from < cells.length; from += CELLS_PER_INSERT) {
    const chunk = cells.slice(from, from + CELLS_PER_INSERT)
    const values = chunk.flatMap((cell) => [
      tx.committeeId,
      importId,
      cell.chunk,
      cell.position,
      cell.sheet,
      cell.row,
      cell.column,
      cell.raw,
      cell.result,
      cell.rung,
      cell.targetKey,
      cell.targetVersion,
      cell.previous === null ? null : JSON.stringify(cell.previous),
    ])
    await tx.run(
      `insert into import_cells (${CELL_COLUMNS}) values ${chunk.map(() => CELL_MARKS).join(', ')}`,
      values,
    )
    if (from + CELLS_PER_INSERT < cells.length) await letOthersRead()
  }
}

export const cellsOf = (storage: Storage, row: Import, chunk: number): Promise<Cell[]> =>
  from(inCommittee(storage, row.committeeId), 'importCells', { importId: row.id, chunk })
    .orderBy('position')
    .execute()
