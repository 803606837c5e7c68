import { isKeyOf } from '../../core/records.ts'
import type { FIGURE_UNITS } from '../../core/words/reports.ts'
import type { Line } from './line.ts'
import { DOCUMENTS } from './lines/documents.ts'
import { EVENTS } from './lines/events.ts'
import { INSTRUCTIONS } from './lines/instructions.ts'
import { ORGANISATION } from './lines/organisation.ts'
import { PARTICIPATION } from './lines/participation.ts'
import { PLANS } from './lines/plans.ts'
import { PROPOSALS } from './lines/proposals.ts'
import { PROPOSERS } from './lines/proposers.ts'
import { RESEARCH } from './lines/research.ts'
import { ROSTERS } from './lines/rosters.ts'
import { SERVICE } from './lines/service.ts'
import { SUPERVISION } from './lines/supervision.ts'

/** What each figure counts in, where its kind does not say it. */
const UNITS: Readonly<Record<string, keyof typeof FIGURE_UNITS>> = {
  party_branches: 'bodies',
  party_groups: 'bodies',
  leader_consultations: 'times',
  sector_and_counterpart_consultations: 'times',
  studio_events: 'times',
  studio_events_with_heads: 'times',
  district_consultations: 'events',
  grassroots_consultations: 'times',
  learning_events: 'events',
  public_school_events: 'events',
  joint_study_events: 'times',
  party_day_sites: 'sites',
  consultation_speeches: 'times',
  comprehensive_reports: 'reports',
  monthly_research: 'topics',
  supervision_groups: 'bodies',
  supervised_departments: 'bodies',
  supervision_suggestions: 'points',
  consultation_suggestions: 'points',
  instruction_supervisions: 'times',
  key_proposal_supervisions: 'times',
  three_services_days: 'days',
  service_days: 'days',
  problems_solved: 'problems',
  members_visited: 'times',
  service_activities: 'times',
  five_star: 'honours',
  proposals_received: 'proposals',
  proposals_filed: 'proposals',
  proposal_replies: 'replies',
  promises: 'topics',
  suggestions_adopted: 'points',
  key_proposals: 'proposals',
  opinions_submitted: 'items',
  opinions_adopted: 'items',
  opinions_adopted_above_city: 'items',
}
const UNIT_OF_KIND = { rate: 'percent', persons: 'persons', person_times: 'person_times' } as const

/** What a figure counts in; of another definition of a count of persons or of times, as its name says. */
export function unitOf({ key, kind }: Line, rule?: string): keyof typeof FIGURE_UNITS {
  if (rule === 'persons' || rule === 'person_times') return rule
  const unit = isKeyOf(UNIT_OF_KIND, kind) ? UNIT_OF_KIND[kind] : UNITS[key]
  if (!unit) throw new Error(`The figure ${key} has no unit`)
  return unit
}

const TYPE = 'meeting type'
const STATE = 'state on the day'
const KIND = 'kind of service'
/** What the parts of each figure are, by its usual definition; none: it has no parts. */
export const PARTS: Readonly<Record<string, string>> = {
  party_branches: 'name of the body above',
  party_groups: 'name of the body above',
  party_coverage: 'covered, uncovered',
  leader_consultations: TYPE,
  sector_and_counterpart_consultations: TYPE,
  studio_events: TYPE,
  district_consultations: TYPE,
  grassroots_consultations: TYPE,
  learning_events: TYPE,
  public_school_events: TYPE,
  joint_study_events: TYPE,
  instruction_supervisions: TYPE,
  key_proposal_supervisions: TYPE,
  attendance_rate: TYPE,
  district_consultation_presences: 'title of the event',
  party_day_sites: 'name of the site',
  consultation_speeches: 'form',
  comprehensive_reports: 'outcome',
  monthly_research: 'done, late',
  supervision_suggestions: STATE,
  consultation_suggestions: STATE,
  law_team_members_before: 'category on the roster',
  law_team: 'category on the roster',
  overseas_ambassadors_first_batch: 'category on the roster',
  three_services_days: 'month',
  problems_solved: 'month',
  service_days: KIND,
  members_visited: KIND,
  service_activities: KIND,
  service_people: KIND,
  five_star: 'member, organization',
  proposals_received: 'filed, merged, converted, not_filed, withdrawn, undecided',
  proposals_filed: 'form of proposing',
  filing_rate: 'filed, merged, converted, not_filed, undecided',
  reply_rate: STATE,
  closing_rate: STATE,
  satisfaction_rate: STATE,
  contact_rate: STATE,
  key_share: STATE,
  proposal_replies: 'category of the reply',
  suggestions_adopted: 'category of the reply',
  promises: 'kept, open, overdue',
  key_proposals: 'level of the leader',
  submission_rate: 'with, without',
  opinions_adopted: 'highest level',
  opinions_adopted_above_city: 'highest level',
  adoption_rate: 'highest level',
  opinion_instructions: 'level of the leader',
  instructions: 'level of the leader',
}

/** The numbers of the yearly report, in its order. */
export const LINES: readonly Line[] = [
  ...ORGANISATION,
  ...PLANS,
  ...EVENTS,
  ...PARTICIPATION,
  ...RESEARCH,
  ...SUPERVISION,
  ...ROSTERS,
  ...SERVICE,
  ...PROPOSALS,
  ...PROPOSERS,
  ...DOCUMENTS,
  ...INSTRUCTIONS,
]
