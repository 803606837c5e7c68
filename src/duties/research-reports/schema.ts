import { z } from 'zod'
import { Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { REPORT_KINDS, RESEARCH_OUTCOMES, RESEARCH_ROLES, RESEARCH_STATES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'

const ReportKind = coded(REPORT_KINDS).meta({
  description: '`comprehensive` (综合性) or on one topic (专题).',
})
export const ReportState = coded(RESEARCH_STATES)

export const Outcome = coded(RESEARCH_OUTCOMES).meta({
  description: '`formal_recommendation`: issued as 建议案 by the standing committee or the chairs.',
})

const ReportMember = z.strictObject({
  memberId: Id,
  role: coded(RESEARCH_ROLES)
    .default('member')
    .meta({ description: '`leader` of the group (组长), `author` (执笔人), or of the group.' }),
})

export const ReportInput = z.strictObject({
  title: Line(200),
  kind: ReportKind.default('special'),
  month: z
    .string()
    .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, { error: 'must be a month as YYYY-MM' })
    .nullable()
    .default(null)
    .meta({ description: 'The month that the plan gave it.', example: '2020-05' }),
  planItemId: Id.nullable()
    .default(null)
    .meta({ description: 'The item of the annual plan that it fulfils.' }),
  members: z
    .array(ReportMember)
    .max(100)
    .default([])
    .meta({ description: 'In order: the first author is the first of those with the role `author`.' }),
  ownerOrganizationId: Id.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})

export const ReportOutput = z.object({
  state: ReportState,
  submittedOn: Day.nullable(),
  approvedOn: Day.nullable(),
  sentOn: Day.nullable(),
  returnReason: z.string().nullable(),
  outcome: Outcome.nullable().meta({ description: 'Known once it is approved.' }),
})
