import { memberOperations } from '../../../committee/members/resource.ts'
import { organizationOperations } from '../../../committee/organizations/resource.ts'
import { plenarySessions, termOperations } from '../../../committee/terms/resource.ts'
import { isKeyOf } from '../../../core/records.ts'
import { dutyKinds } from '../../../duties/duty-kinds/resource.ts'
import { meetingOperations, sessionOperations } from '../../../duties/meetings/resource.ts'
import { opinionIssues } from '../../../duties/opinions/issues.ts'
import { opinionOperations } from '../../../duties/opinions/resource.ts'
import { places } from '../../../duties/places/resource.ts'
import { planItems } from '../../../duties/plan-items/resource.ts'
import { proposalOperations } from '../../../duties/proposals/resource.ts'
import { researchReports } from '../../../duties/research-reports/resource.ts'
import { rosters } from '../../../duties/rosters/resource.ts'
import { speeches } from '../../../duties/speeches/resource.ts'
import { supervisionGroups } from '../../../duties/supervision-groups/resource.ts'
import type { Operation } from '../../../http/operation.ts'
import { recordOperations } from '../../../http/operation.ts'
import { periodOperations } from '../../../reporting/periods/resource.ts'
import { reportOperations } from '../../../reporting/reports/resource.ts'
import { getRegulation } from '../../../scoring/regulations/schema.ts'
/** Which records the ids in a list name, and what of them is written beside the id. */

export interface Target {
  /** The read that answers one of them. */
  operation: Operation<Readonly<Record<string, unknown>>>
  /** Fields of the answer, the one that people know it by first. */
  fields: readonly string[]
  /** A field of the answer that names another record, which is told too. */
  through?: { field: string; target: TargetName }
}

const TARGETS = {
  member: told(memberOperations.read, 'memberNo', 'name'),
  organization: told(organizationOperations.read, 'name'),
  term: told(termOperations.read, 'name'),
  plenarySession: told(recordOperations<'plenarySessions'>(plenarySessions).read, 'name'),
  meeting: told(meetingOperations.read, 'title'),
  session: {
    ...told(sessionOperations.read, 'day', 'part', 'number'),
    through: { field: 'meetingId', target: 'meeting' },
  },
  proposal: told(proposalOperations.read, 'caseNo', 'title'),
  opinion: told(opinionOperations.read, 'title'),
  issue: told(recordOperations<'opinionIssues'>(opinionIssues).read, 'title'),
  planItem: told(recordOperations<'planItems'>(planItems).read, 'title'),
  place: told(recordOperations<'places'>(places).read, 'name'),
  supervisionGroup: told(recordOperations<'supervisionGroups'>(supervisionGroups).read, 'name'),
  researchReport: told(recordOperations<'researchReports'>(researchReports).read, 'title'),
  speech: told(recordOperations<'speeches'>(speeches).read, 'title'),
  roster: told(recordOperations<'rosters'>(rosters).read, 'name'),
  dutyKind: told(recordOperations<'dutyKinds'>(dutyKinds).read, 'name'),
  period: told(periodOperations.read, 'name'),
  regulation: told(getRegulation, 'title'),
  report: told(reportOperations.read, 'title'),
} as const satisfies Record<string, Omit<Target, 'through'> & { through?: { field: string; target: string } }>
export type TargetName = keyof typeof TARGETS

export const targetNamed = (name: TargetName): Target => TARGETS[name]

/** What the read of a record answers, by the fields that it is known by. */
function told<A extends Readonly<Record<string, unknown>>>(
  operation: Operation<A>,
  ...fields: (keyof A & string)[]
): Omit<Target, 'through'> {
  return { operation, fields }
}

/** Ids that are called by what the record is there. */
const ROLES: Record<string, TargetName> = {
  ownerOrganizationId: 'organization',
  presidingMemberId: 'member',
  approverMemberId: 'member',
  headMemberId: 'member',
  leadMemberId: 'member',
  convertedOpinionId: 'opinion',
  authorIds: 'member',
  reflectorIds: 'member',
  organizerIds: 'organization',
  issueIds: 'issue',
}

/** The record that a field names: `memberId`, `memberIds`, `headMemberId`. */
export function targetOf(field: string): TargetName | undefined {
  const known = ROLES[field]
  if (known) return known
  const name = /^(\w+?)Ids?$/.exec(field)?.[1]
  return name !== undefined && isKeyOf(TARGETS, name) ? name : undefined
}
