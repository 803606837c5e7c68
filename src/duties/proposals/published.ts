import { entriesOf } from '../../core/records.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Condition } from '../../storage/list.ts'
import type { Db, Storage } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { ProposalState } from './moves.ts'
import { signersOf } from './store.ts'

/**
 * What the public sees of a proposal: a list of its own, field by field, so that a field that is added to a proposal
 * stays inside until somebody puts it here.
 */

/** Ways to agree, from which text and names, or the title alone, may be shown. */
export const CONSENTED: readonly string[] = ['consented', 'consented_title']

export const STAGES = {
  handling: ['filed', 'assigned', 'handling', 'rehandling'],
  replied: ['replied'],
  closed: ['closed', 'archived'],
} as const satisfies Record<string, readonly ProposalState[]>
export type Stage = keyof typeof STAGES

const SHOWN = Object.values(STAGES).flat()
const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

/** Published by this day, agreed to as it stands now, filed and still standing. */
export const publishedOn = (today: string): Condition => ({
  sql: `t.deleted_at is null and t.filed_on is not null and t.published_on <= ?
    and t.publicity in (${marks(CONSENTED)}) and t.state in (${marks(SHOWN)})`,
  parameters: [today, ...CONSENTED, ...SHOWN],
})

export const inStage = (stage: Stage): Condition => ({
  sql: `t.state in (${marks(STAGES[stage])})`,
  parameters: [...STAGES[stage]],
})

const like = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

export const handledBy = (name: string): Condition => ({
  sql: `exists (select 1 from proposal_assignments a
      join organizations u on u.committee_id = a.committee_id and u.id = a.organization_id
    where a.committee_id = t.committee_id and a.proposal_id = t.id and a.deleted_at is null
      and a.state <> 'transferred' and lower(u.name) like ? escape '\\')`,
  parameters: [like(name)],
})

/** Only bodies: whose title alone is public is not found by who proposed it. */
export const proposedBy = (name: string): Condition => ({
  sql: `t.publicity = 'consented' and exists (select 1 from organizations b
    where b.committee_id = t.committee_id and b.id = t.organization_id and lower(b.name) like ? escape '\\')`,
  parameters: [like(name)],
})

interface Unit {
  proposalId: string
  name: string
  role: string
  category: string | null
  repliedOn: string | null
}

/** The units, each with its reply of the last round; the opinion of one that only joins is not a reply. */
const UNITS = (count: number) => `select a.proposal_id, o.name, a.role, r.category, r.replied_on
  from proposal_assignments a
  join organizations o on o.committee_id = a.committee_id and o.id = a.organization_id
  left join proposal_replies r on r.committee_id = a.committee_id and r.assignment_id = a.id and r.deleted_at is null
    and a.role <> 'co' and r.round = (select max(l.round) from proposal_replies l
      where l.committee_id = a.committee_id and l.assignment_id = a.id and l.deleted_at is null)
  where a.committee_id = ? and a.proposal_id in (${Array(count).fill('?').join(', ')})
    and a.deleted_at is null and a.state <> 'transferred'
  order by a.assigned_on, a.id`

export async function shownToPublic(
  storage: Storage,
  committeeId: string,
  rows: readonly Row<'proposals'>[],
): Promise<Record<string, unknown>[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const units = Map.groupBy(
    await storage.query<Unit>(UNITS(ids.length), [committeeId, ...ids]),
    (unit) => unit.proposalId,
  )
  const named = rows.filter((row) => row.publicity === 'consented')
  const proposers = await namesOf(storage, committeeId, named)
  return rows.map((row) => ({
    id: row.id,
    caseNo: row.caseNo,
    title: row.title,
    proposerKind: row.proposerKind,
    proposers: proposers.get(row.id) ?? [],
    stage: entriesOf(STAGES).find(([, states]) => states.some((state) => state === row.state))?.[0],
    filedOn: row.filedOn,
    publishedOn: row.publishedOn,
    units: (units.get(row.id) ?? []).map(({ name, role, category, repliedOn }) => ({
      name,
      role,
      result: category,
      repliedOn,
    })),
  }))
}

/** The body of a collective proposal; else who first proposed it, and those who signed themselves. */
async function namesOf(
  db: Db,
  committeeId: string,
  rows: readonly Row<'proposals'>[],
): Promise<Map<string, string[]>> {
  const signers = await signersOf(
    db,
    committeeId,
    rows.map((row) => row.id),
  )
  const memberIds = new Set([...signers.values()].flat().map(({ memberId }) => memberId))
  const bodyIds = rows.flatMap(({ organizationId }) => organizationId ?? [])
  const people = await nameById(db, 'members', committeeId, [...memberIds])
  const bodies = await nameById(db, 'organizations', committeeId, bodyIds)
  return new Map(
    rows.map((row) => {
      const signed = (signers.get(row.id) ?? []).filter(
        ({ role, signedOn }) => role === 'first' || (role === 'cosigner' && signedOn !== null),
      )
      const names = row.organizationId
        ? [bodies.get(row.organizationId)]
        : signed.map(({ memberId }) => people.get(memberId))
      return [row.id, names.filter((name) => name !== undefined)]
    }),
  )
}

async function nameById(
  db: Db,
  table: 'members' | 'organizations',
  committeeId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await from(inCommittee(db, committeeId), table, { id: ids, deletedAt: null }).pick(
    'id',
    'name',
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
