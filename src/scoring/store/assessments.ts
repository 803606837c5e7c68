import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface AssessmentRow {
  id: string
  subjectId: string
  form: string
  raterKind: string
  points: string
  assessedOn: string
  state: string
}

/** What raters gave members; what nobody has confirmed yet is a declared fact, what was refused is none. */
export function assessmentFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  return factsBy(storage, scope, 'member_id', onlyMembers('a.member_id', scope))
}

/** The same of bodies. */
export function bodyAssessmentFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  return factsBy(storage, scope, 'organization_id', { sql: '', parameters: [] })
}

async function factsBy(
  storage: Storage,
  { committeeId, from, to }: Scope,
  column: 'member_id' | 'organization_id',
  only: { sql: string; parameters: readonly string[] },
): Promise<Fact[]> {
  const rows = await storage.query<AssessmentRow>(
    `select a.id, a.${column} as subject_id, a.form, a.rater_kind, a.points, a.assessed_on, a.state
       from assessments a
      where a.committee_id = ? and a.deleted_at is null and a.${column} is not null and a.state <> 'refused'
        and a.assessed_on >= ? and a.assessed_on <= ?${only.sql}
      order by a.assessed_on, a.id`,
    [committeeId, from, to, ...only.parameters],
  )
  return rows.map(({ id, subjectId, form, raterKind, points, assessedOn, state }) => ({
    id: `assessment/${id}`,
    memberId: subjectId,
    day: assessedOn,
    kind: 'assessment',
    type: form,
    scope: 'record',
    role: raterKind,
    quantity: Number(points),
    unit: 'point',
    verified: state === 'confirmed',
    provisional: state !== 'confirmed',
  }))
}
