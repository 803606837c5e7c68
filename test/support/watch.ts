import { createHash } from 'node:crypto'
import { snake } from '../../src/storage/columns.ts'
import { type TableName, tables } from '../../src/storage/tables.ts'
import type { World } from './world.ts'

/** Small looks at a world from behind, for what must not have happened. */

/** Number of events of the world's committee: it moves with every write. */
export async function sequence(world: World): Promise<number> {
  const [head] = await world.storage.query<{ seq: number }>(
    'select seq from committee_heads where committee_id = ?',
    [world.committeeId],
  )
  return Number(head?.seq ?? 0)
}

/** A hash of every row of every table. */
export async function contentsOf(world: World): Promise<string> {
  const hash = createHash('sha256')
  for (const name of Object.keys(tables) as TableName[]) {
    const rows = await world.storage.query(`select * from ${snake(name)}`, [])
    for (const row of rows.map((one) => JSON.stringify(one)).sort()) hash.update(`${name} ${row}\n`)
  }
  return hash.digest('hex')
}
