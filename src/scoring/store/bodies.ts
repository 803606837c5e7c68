import { from, inCommittee } from '../../storage/from.ts'
import { tableOn } from '../../storage/states.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Fact, ScoredBody } from '../facts.ts'
import { bodyAssessmentFacts } from './assessments.ts'
import type { PeriodMeeting } from './attendance.ts'
import { milestonesOf } from './milestones.ts'
import { conversionOf, type ProposalDays, STEP_COLUMNS, STEPPED, stepsOf } from './proposals.ts'
import type { Scope } from './scope.ts'

/** Bodies as the engine takes them, and what they did themselves: activities, collective proposals, recognitions. */

export async function loadBodies(storage: Storage, scope: Scope, kind: string): Promise<ScoredBody[]> {
  const rows = await from(inCommittee(storage, scope.committeeId), 'organizations', { kind, deletedAt: null })
    .pick('id', 'code', 'validFrom', 'validTo')
    .orderBy('sortOrder', 'id')
  return rows.map(({ id, code, validFrom, validTo }) => ({
    id,
    code,
    kind,
    ranked: true,
    validFrom: validFrom ?? '1900-01-01',
    validTo,
  }))
}

const record = { scope: 'record', verified: true, provisional: false } as const

/** The facts of bodies; a joint meeting is an activity of each that has confirmed it. */
export async function bodyFacts(
  storage: Storage,
  scope: Scope,
  meetings: readonly PeriodMeeting[],
): Promise<Fact[]> {
  return [
    ...(await activityFacts(storage, scope, meetings)),
    ...(await proposalFacts(storage, scope)),
    ...(await recognitionFacts(storage, scope)),
    ...(await bodyAssessmentFacts(storage, scope)),
  ]
}

async function activityFacts(
  storage: Storage,
  { committeeId, from, to }: Scope,
  meetings: readonly PeriodMeeting[],
): Promise<Fact[]> {
  const rows = await storage.query<{ meetingId: string; organizationId: string }>(
    `select id as meeting_id, owner_organization_id as organization_id from meetings
      where committee_id = ? and owner_organization_id is not null and starts_on >= ? and starts_on <= ?
     union
     select g.meeting_id, g.organization_id from meeting_organizers g
       join meetings m on m.committee_id = g.committee_id and m.id = g.meeting_id
      where g.committee_id = ? and g.confirmed_on is not null and m.starts_on >= ? and m.starts_on <= ?`,
    [committeeId, from, to, committeeId, from, to],
  )
  const byId = new Map(meetings.map((meeting) => [meeting.meetingId, meeting]))
  return rows.flatMap(({ meetingId, organizationId }): Fact[] => {
    const meeting = byId.get(meetingId)
    if (!meeting) return []
    const { startsOn, typeCode, class: className, provisional } = meeting
    return [
      {
        ...record,
        id: `activity/${meetingId}`,
        memberId: organizationId,
        day: startsOn,
        kind: 'activity',
        type: typeCode,
        ...(className ? { class: className } : {}),
        meetingId,
        provisional,
      },
    ]
  })
}

async function proposalFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to, asOf } = scope
  const proposals = tableOn('proposals', asOf)
  const rows = await storage.query<
    ProposalDays & { id: string; organizationId: string; proposerKind: string }
  >(
    `select p.id, p.organization_id, p.proposer_kind, ${STEP_COLUMNS} from ${proposals.sql} p
      where p.committee_id = ? and p.deleted_at is null and p.submitted_on is not null
        and p.organization_id is not null
        and ${STEPPED.sql}
      order by p.submitted_on, p.id`,
    [...proposals.parameters, committeeId, ...STEPPED.parameters(from, to)],
  )
  const ownSteps = await milestonesOf(storage, scope, 'proposalId')
  return rows.map((row) => ({
    ...record,
    id: `proposal/${row.id}`,
    memberId: row.organizationId,
    day: row.submittedOn,
    kind: 'proposal',
    type: row.proposerKind,
    ...conversionOf(row),
    steps: [...stepsOf(row), ...ownSteps(row.id)],
  }))
}

async function recognitionFacts(storage: Storage, { committeeId, from, to }: Scope): Promise<Fact[]> {
  const rows = await storage.query<{
    id: string
    organizationId: string
    kind: string
    class: string | null
    level: string | null
    awardedOn: string
  }>(
    `select r.id, r.organization_id, r.kind, c.class, r.level, r.awarded_on
       from recognitions r
       left join catalogue_items c
         on c.committee_id = r.committee_id and c.catalogue = 'recognition_kind' and c.code = r.kind
      where r.committee_id = ? and r.deleted_at is null and r.organization_id is not null
        and r.awarded_on >= ? and r.awarded_on <= ? order by r.awarded_on, r.id`,
    [committeeId, from, to],
  )
  return rows.map(({ id, organizationId, kind, class: className, level, awardedOn }) => ({
    ...record,
    id: `recognition/${id}`,
    memberId: organizationId,
    day: awardedOn,
    kind: 'recognition',
    type: kind,
    ...(className ? { class: className } : {}),
    ...(level ? { level } : {}),
  }))
}
