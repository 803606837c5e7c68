import { bodyRoles, members, offices } from '../../committee/members/resource.ts'
import { organizations } from '../../committee/organizations/resource.ts'
import { AppError } from '../../core/errors.ts'
import { isKeyOf } from '../../core/records.ts'
import { textIn } from '../../core/text-in.ts'
import { type Resource, withdrawRecord } from '../../http/record.ts'
import type { Context } from '../../http/route.ts'
import type { JobContext } from '../../storage/jobs.ts'
import { changeRow, findRow, isNamed } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { KeptRecord } from '../../storage/tables/imports.ts'
import type { Row } from '../../storage/tables.ts'
import { actingFor, actorOf } from './acting.ts'
import { rosterPlace } from './planner/roster-rows.ts'
import { refusedBy } from './record-refusals.ts'
import { CELLS_OF_ROSTER_ROW } from './roster-commit.ts'
import { type Cell, cellsOf, findImport, type Import, keptOf, retreat } from './store.ts'

/**
 * Takes a roster back, the last row first: what a row made is withdrawn, what it changed is again what it was. A row of
 * which anything has moved since, or on which something hangs by now, stays whole and is listed with the reason.
 */

type Written = 'members' | 'bodyRoles' | 'offices'
const RESOURCES: Record<Written, Resource<Written>> = { members, bodyRoles, offices }

const isWritten = (table: string): table is Written => isKeyOf(RESOURCES, table)

export async function revertRoster(context: JobContext, start: Import): Promise<unknown> {
  const acting = await actingFor(context)
  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    context.storage.write(context.job.committeeId, actorOf(context), work)
  let row = start
  for (let number = row.cursor; number >= 1; number -= 1) {
    const groups = rowsOf(await cellsOf(context.storage, row, number))
    const kept: KeptRecord[] = []
    for (const group of groups) {
      try {
        await write((tx) => revertRow(tx, acting, group))
      } catch (error) {
        const { sheet, row: at, column: col, targetKey } = group[0]!
        kept.push({
          ref: `${rosterPlace({ table: sheet, row: at, col })}:${at}`,
          targetKey,
          reason: refusedBy(context.storage, error).code,
        })
      }
    }
    row = await write((tx) => retreat(tx, row.id, number, kept))
    await context.progress('reverting', row.chunks - number + 1, row.chunks)
  }
  const done = await write(async (tx) =>
    changeRow(
      tx,
      'imports',
      await findImport(tx, tx.committeeId, row.id),
      { state: 'reverted' },
      { type: 'import.reverted' },
    ),
  )
  return { importId: done.id, kept: keptOf(done).length }
}

/** What each row wrote, the last row first. */
const rowsOf = (cells: readonly Cell[]): Cell[][] =>
  [...Map.groupBy(cells, ({ position }) => Math.floor(position / CELLS_OF_ROSTER_ROW))]
    .sort(([a], [b]) => b - a)
    .map(([, group]) => group.toSorted((a, b) => b.position - a.position))

async function revertRow(tx: Tx, acting: Context, group: readonly Cell[]): Promise<void> {
  for (const { targetKey, targetVersion, previous } of group) {
    const [table = '', id = ''] = targetKey.split('/')
    if (!isWritten(table)) {
      await withdrawUnused(tx, acting, id)
      continue
    }
    const row = await findRow(tx, table, id)
    // A row that a killed job has taken back already.
    if (!row || row.deletedAt !== null) continue
    if (row.version !== targetVersion) throw changedSince()
    if (previous !== null) await putBack(tx, table, row, previous)
    else await withdraw(tx, acting, table, row)
  }
}

const changedSince = () =>
  new AppError('state_conflict', {
    en: 'It was changed since the import: it stays as it is',
    zh: '导入之后又有改动，保持现状',
  })

type Previous = NonNullable<Cell['previous']>

const putBack = (tx: Tx, table: Written, row: Row<Written>, previous: Previous): Promise<unknown> =>
  // The values of this row that the commit replaced.
  changeRow(tx, table, row, previous as Partial<Row<Written>>, {
    type: `${EVENTS[table]}.changed`,
    members: [textIn(row, 'memberId') ?? row.id],
  })

const EVENTS = {
  members: 'member',
  bodyRoles: 'body_role',
  offices: 'office',
} as const

async function withdraw(tx: Tx, acting: Context, table: Written, row: Row<Written>): Promise<void> {
  await withdrawRecord(tx, RESOURCES[table], row, acting, { externalId: null })
}

/** A body that the import made goes once nobody belongs to it. */
async function withdrawUnused(tx: Tx, acting: Context, id: string): Promise<void> {
  const row = await findRow(tx, 'organizations', id)
  if (!row || row.deletedAt !== null || (await isNamed(tx, 'bodyRoles', 'organizationId', id))) return
  await withdrawRecord(tx, organizations, row, acting)
}
