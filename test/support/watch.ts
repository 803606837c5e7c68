import { createHash } from 'node:crypto'
import { snake } from '../../src/storage/naming.ts'
import { definitions, type TableName } from '../../src/storage/tables.ts'
import type { World } from './world.ts'

/** Small looks at a world from behind, for what must not have happened. */

/** What the log has of mere looks and of guesses: nothing was changed by those. */
const LOOKS = ['personal.read', 'login.failed']

/** Number of events of the world's committee, looks apart: it moves with every write. */
export async function sequence(world: World): Promise<number> {
  const [events] = await world.storage.query<{ n: number }>(
    `select count(*) as n from events where committee_id = ? and type not in (${LOOKS.map(() => '?').join(', ')})`,
    [world.committeeId, ...LOOKS],
  )
  return Number(events!.n)
}

/** A hash of every row of every table. */
export async function contentsOf(world: World): Promise<string> {
  const hash = createHash('sha256')
  for (const name of Object.keys(definitions) as TableName[]) {
    const rows = await world.storage.query(`select * from ${snake(name)}`, [])
    for (const row of rows.map((one) => JSON.stringify(one)).sort()) hash.update(`${name} ${row}\n`)
  }
  return hash.digest('hex')
}
