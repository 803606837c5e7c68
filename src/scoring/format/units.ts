import type { Words } from '../notation/vocabulary.ts'
import type { Group, Regulation } from './regulation.ts'

/** What the outermost of the groups around is counted in; null: points. */
export function unitIn(groups: Regulation['groups'], code: string | undefined): Words | null {
  let group: Group | undefined = groups[code ?? '']
  for (let hops = 0; group?.within !== undefined && hops < 100; hops += 1) group = groups[group.within]
  return group?.unit ?? null
}

/** What the points of a group, a clause or the total are counted in. */
export const unitOf = (
  { groups, clauses }: Pick<Regulation, 'groups' | 'clauses'>,
  code: string,
): Words | null => unitIn(groups, Object.hasOwn(groups, code) ? code : clauses[code]?.within)
