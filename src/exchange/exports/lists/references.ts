/** Which records the ids in a list name, and what of them is written beside the id. */

export interface Target {
  /** The read that answers one of them. */
  operationId: string
  /** Fields of the answer, the one that people know it by first. */
  fields: readonly string[]
  /** A field of the answer that names another record, which is told too. */
  through?: { field: string; target: TargetName }
}

export const TARGETS = {
  member: { operationId: 'getMember', fields: ['memberNo', 'name'] },
  organization: { operationId: 'getOrganization', fields: ['name'] },
  term: { operationId: 'getTerm', fields: ['name'] },
  plenarySession: { operationId: 'getPlenarySession', fields: ['name'] },
  meeting: { operationId: 'getMeeting', fields: ['title'] },
  session: {
    operationId: 'getMeetingSession',
    fields: ['day', 'part', 'number'],
    through: { field: 'meetingId', target: 'meeting' },
  },
  proposal: { operationId: 'getProposal', fields: ['caseNo', 'title'] },
  opinion: { operationId: 'getOpinion', fields: ['title'] },
  issue: { operationId: 'getOpinionIssue', fields: ['title'] },
  planItem: { operationId: 'getPlanItem', fields: ['title'] },
  place: { operationId: 'getPlace', fields: ['name'] },
  supervisionGroup: { operationId: 'getSupervisionGroup', fields: ['name'] },
  researchReport: { operationId: 'getResearchReport', fields: ['title'] },
  speech: { operationId: 'getSpeech', fields: ['title'] },
  roster: { operationId: 'getRoster', fields: ['name'] },
  dutyKind: { operationId: 'getDutyKind', fields: ['name'] },
  period: { operationId: 'getPeriod', fields: ['name'] },
  regulation: { operationId: 'getRegulation', fields: ['title'] },
  report: { operationId: 'getReport', fields: ['title'] },
} as const satisfies Record<string, Omit<Target, 'through'> & { through?: { field: string; target: string } }>
export type TargetName = keyof typeof TARGETS

export const targetNamed = (name: TargetName): Target => TARGETS[name]

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
  return name !== undefined && name in TARGETS ? (name as TargetName) : undefined
}
