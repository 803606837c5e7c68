import { z } from 'zod'
import { Day, ExternalId, Id, Instant, Line } from '../../core/fields.ts'
import type { Moves } from '../../core/moves.ts'
import { REPORT_STATES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { equalTo } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { resource } from '../../http/record.ts'
import { FigureHeads } from '../ranking/figures.ts'
import { Audiences } from './audience.ts'

/** Reports: frozen, numbered versions of what a period came to, from the draft to what is published. */

export const REPORT_MOVES = {
  'open-verification': { from: ['draft'], to: 'verifying' },
  submit: { from: ['draft', 'verifying'], to: 'submitted' },
  return: { from: ['submitted', 'approved'], to: 'draft' },
  approve: { from: ['submitted'], to: 'approved' },
  publish: { from: ['approved'], to: 'published' },
  withdraw: { from: ['failed', 'draft', 'verifying', 'submitted', 'approved', 'published'], to: 'withdrawn' },
} as const satisfies Moves

const Grade = z.object({ grade: z.string().nullable(), members: z.int() })

export const Head = z
  .object({
    committee: z.object({ code: z.string(), name: z.string() }),
    period: z.object({ id: Id, name: z.string(), kind: z.string(), from: Day, to: Day }),
    interim: z.boolean(),
    asOf: Day,
    regulation: z.object({
      id: Id,
      name: z.string(),
      number: z.int(),
      title: z.string(),
      sourceHash: z.string(),
      options: z.record(z.string(), z.string()),
    }),
    groups: z.array(z.object({ code: z.string(), title: z.string() })),
    figures: FigureHeads,
    counts: z.object({ members: z.int(), ranked: z.int(), unranked: z.int() }),
    grades: z.array(Grade),
  })
  .meta({ id: 'ReportHead' })

export const ReportInput = z.strictObject({
  periodId: Id,
  title: Line(100).nullable().default(null).meta({ description: 'As it is printed; made of the period.' }),
  reason: Line(300).default('首次生成').meta({ description: 'Why there is this version.' }),
  asOf: Day.nullable().default(null).meta({
    description: 'Of a period that is not closed, the last day that counts; today by default.',
  }),
  externalId: ExternalId.nullable().default(null),
})

export const reports = resource({
  table: 'reports',
  path: '/reports',
  one: { en: 'report', zh: '通报', PascalCase: 'Report' },
  input: ReportInput,
  output: z.object({
    regulationId: Id,
    number: z.int().meta({ description: 'Version of the period’s report, 1 for the first.' }),
    interim: z.boolean().meta({ description: 'The period was not closed: what it says may change.' }),
    state: coded(REPORT_STATES),
    rulesHash: z.string().nullable().meta({ description: 'SHA-256 of the rule file.' }),
    inputHash: z.string().nullable().meta({ description: 'SHA-256 of everything that it was read from.' }),
    contentHash: z.string().nullable().meta({ description: 'SHA-256 of what it says.' }),
    head: Head.nullable(),
    members: z.int(),
    correctionIds: z.array(Id),
    previousId: Id.nullable(),
    preparedBy: z.string(),
    verifyUntil: Day.nullable().meta({ description: 'Last day on which members look at their part.' }),
    submittedBy: z.string().nullable(),
    submittedAt: Instant.nullable(),
    approvedBy: z.string().nullable(),
    approvedAt: Instant.nullable(),
    publishedBy: z.string().nullable(),
    publishedAt: Instant.nullable(),
    audiences: Audiences.nullable(),
    legalBasis: z.string().nullable(),
    note: z.string().nullable().meta({ description: 'Why it was returned or withdrawn.' }),
    jobId: Id.nullable(),
    error: z.object({ code: z.string(), en: z.string(), zh: z.string() }).nullable(),
  }),
  filters: z.object({ periodId: Id.optional(), state: coded(REPORT_STATES).optional() }),
  where: (query) => equalTo(query, ['periodId', 'state']),
  sorts: ['createdAt', 'number'],
  defaultSort: 'createdAt',
  stays: true,
  permission: { read: 'reports.read', write: 'reports.prepare' },
  example: { periodId: '0197f6a0-0000-7000-8000-000000000001', reason: '首次生成' },
})

export const reportOperations = recordOperations<'reports'>(reports)
