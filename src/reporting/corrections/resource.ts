import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ExternalId, Id, Instant, Line } from '../../core/fields.ts'
import type { Moves } from '../../core/moves.ts'
import { CORRECTION_STATES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { recordOperations } from '../../http/operation.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { Touched } from './run.ts'

/** A correction as a record: the request that it runs, why, what it touches, who proposed and who decided it. */

export type Correction = Row<'corrections'>

export const CorrectionRequestShape = z
  .strictObject({
    method: z.enum(['POST', 'PATCH', 'DELETE']),
    path: z
      .string()
      .max(300)
      .regex(/^\/v1\/[a-z0-9/-]+$/, { error: 'must be a path below /v1 without a query' })
      .meta({ example: '/v1/meeting-sessions/0197f6a0-0000-7000-8000-000000000001/attendance' }),
    body: z.record(z.string().max(60), z.unknown()).optional(),
  })
  .meta({ id: 'CorrectionRequest', description: 'What would be sent if the period were open.' })

export const CorrectionInput = z.strictObject({
  request: CorrectionRequestShape,
  seen: z.int().min(1).max(1_000_000_000).nullable().default(null).meta({
    description: 'The version of the record that you read, where the request would need If-Match.',
  }),
  reason: Line(500).meta({ example: '签到表漏录，有原件' }),
  externalId: ExternalId.nullable().default(null),
})

export const corrections = declared({
  table: 'corrections',
  path: '/corrections',
  one: { en: 'correction', zh: '更正', PascalCase: 'Correction' },
  input: CorrectionInput,
  output: z.object({
    state: coded(CORRECTION_STATES),
    subjects: z
      .array(z.object({ type: z.string(), id: z.string() }))
      .meta({ description: 'The records that it moves, as events name them.' }),
    memberIds: z.array(Id).meta({ description: 'Members whose points it may move.' }),
    periodIds: z.array(Id).meta({ description: 'Closed periods that it moves.' }),
    appealId: Id.nullable().meta({ description: 'The appeal that it upholds.' }),
    proposedBy: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
    decision: z.string().nullable(),
  }),
  by: ['state', 'appealId'],
  sorts: ['createdAt'],
  defaultSort: 'createdAt',
  stays: true,
  permission: { read: 'records.read', write: 'corrections.propose' },
  // What is corrected may be an exemption or leave, and its body tells why.
  personal: ['request'],
  claim: (row, { actor }) => ({ own: row.proposedBy === actor, decidedBy: 'corrections.decide' }),
  onCreate: async (_tx, input, { principal }) => ({
    ...input,
    state: 'proposed',
    proposedBy: principal.actor,
  }),
  example: {
    request: {
      method: 'POST',
      path: '/v1/meeting-sessions/0197f6a0-0000-7000-8000-000000000001/attendance',
      body: { items: [{ memberId: '0197f6a0-0000-7000-8000-000000000002', presence: 'present' }] },
    },
    reason: '签到表漏录，有原件',
  },
})

export const CORRECTION_MOVES = {
  approve: { from: ['proposed'], to: 'applied' },
  refuse: { from: ['proposed'], to: 'refused' },
  withdraw: { from: ['proposed'], to: 'withdrawn' },
} as const satisfies Moves

/** What the effect of a correction leads to: the next version of the reports of these periods. */
export type AfterCorrection = (
  tx: Tx,
  touched: Touched,
  correctionIds: string[],
  actor: string,
) => Promise<void>

export const correctionOperations = recordOperations<'corrections'>(corrections)
export const approveCorrection = correctionOperations.step('approveCorrection')
