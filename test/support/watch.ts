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
