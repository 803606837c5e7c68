import { append } from '../../core/long-lists.ts'
import { textIn } from '../../core/text-in.ts'
import { withdrawRecord } from '../../http/record.ts'
import { requireOwner } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import type { TableDefinition } from '../../storage/columns.ts'
import type { JobContext } from '../../storage/jobs.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { KeptRecord } from '../../storage/tables/imports.ts'
import { definitions, type Row } from '../../storage/tables.ts'
import { actingFor, actorOf } from './acting.ts'
import { CELLS_OF_ROW } from './record-commit.ts'
import { refusedBy } from './record-refusals.ts'
import { type AnyResource, type MadeTable, mayWrite, resourceOfTable } from './record-use-cases.ts'
import { type Cell, cellsOf, findImport, type Import, keptOf, retreat } from './store.ts'

/**
 * The job that takes an import of records back, by the resources' own withdrawal: every row whose records nobody
 * changed since; the others stay and are listed, each with the reason.
 */

export async function revertRecords(context: JobContext, start: Import): Promise<unknown> {
  const acting = await actingFor(context)
  let row = start
  for (let number = row.cursor; number >= 1; number -= 1) {
    row = await revertChunk(context, acting, row, number)
    await context.progress('reverting', row.chunks - number + 1, row.chunks)
  }
  row = await write(context, async (tx) =>
    changeRow(
      tx,
      'imports',
      await findImport(tx, tx.committeeId, start.id),
      { state: 'reverted' },
      { type: 'import.reverted' },
    ),
  )
  return { importId: row.id, kept: keptOf(row).length }
}

const write = <T>(context: JobContext, work: (tx: Tx) => Promise<T>): Promise<T> =>
  context.storage.write(context.job.committeeId, actorOf(context), work)

async function revertChunk(
  context: JobContext,
  acting: Context,
  before: Import,
  number: number,
): Promise<Import> {
  const cells = await cellsOf(context.storage, before, number)
  const groups = [...Map.groupBy(cells, (cell) => Math.floor(cell.position / CELLS_OF_ROW)).values()]
  try {
    return await write(context, async (tx) => {
      const kept: KeptRecord[] = []
      for (const group of groups) append(kept, await revertRow(tx, acting, group))
      return retreat(tx, before.id, number, kept)
    })
  } catch (error) {
    refusedBy(context.storage, error)
  }
  const kept: KeptRecord[] = []
  for (const group of groups) {
    try {
      append(kept, await write(context, (tx) => revertRow(tx, acting, group)))
    } catch (error) {
      kept.push(keptAs(group, refusedBy(context.storage, error).code))
    }
  }
  return write(context, (tx) => retreat(tx, before.id, number, kept))
}

function keptAs(group: readonly Cell[], reason: string): KeptRecord {
  const { sheet, row, targetKey } = group[0]!
  return { ref: `${sheet}!${row}:${row}`, targetKey, reason }
}

/** All that one row made, or nothing of it: what names the record goes first, what the record names goes last. */
async function revertRow(tx: Tx, acting: Context, group: readonly Cell[]): Promise<KeptRecord[]> {
  const standing: { resource: AnyResource; row: Row<MadeTable> }[] = []
  const order = [
    ...group.filter(({ result }) => result === 'named'),
    ...group.filter(({ result }) => result !== 'named'),
  ]
  for (const { targetKey, targetVersion } of order) {
    const [table = '', id = ''] = targetKey.split('/')
    const resource = resourceOfTable(table)!
    const row = await findRow(tx, resource.table, id)
    if (!row || row.deletedAt !== null) continue
    if (row.version !== targetVersion) return [keptAs(group, 'changed_since')]
    standing.push({ resource, row })
  }
  for (const { resource, row } of standing.toReversed()) {
    mayWrite(acting.principal, resource.permission.write)
    if (resource.owned) requireOwner(acting.principal, textIn(row, 'ownerOrganizationId'))
    await withdrawRecord(tx, resource, row, acting, freedKeys(resource.table))
  }
  return []
}

/** Numbers that a row gave are free again, so that the corrected sheet can be imported with them. */
function freedKeys(table: MadeTable): Partial<Row<MadeTable>> {
  const { columns, unique }: TableDefinition = definitions[table]
  const last = unique.map((key) => key.at(-1)!).filter((column) => columns[column]!.nullable)
  return Object.fromEntries(last.map((column) => [column, null]))
}
