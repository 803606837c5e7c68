import { z } from 'zod'
import { Day, Id } from '../../core/fields.ts'
import { Rate } from '../../core/rates.ts'
import { REPORT_VERIFICATIONS } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { TallyShape } from '../../duties/attendance/schema.ts'
import { operation } from '../../http/operation.ts'
import { ScoreTree } from '../../scoring/wire/schema.ts'
import { ArchiveEntry } from '../archive/schema.ts'
import { RankingRow } from '../ranking/schema.ts'
import type { Report } from './store.ts'

/** One member's part of a report, and who may see it. */

const Body = z.object({ organizationId: Id, code: z.string(), name: z.string() }).nullable()

export const MemberPartShape = z
  .object({
    reportId: Id,
    number: z.int(),
    state: z.string(),
    contentHash: z.string(),
    verifyUntil: Day.nullable(),
    verification: z
      .object({ state: coded(REPORT_VERIFICATIONS), note: z.string().nullable() })
      .nullable()
      .meta({ description: 'What the member said of it; the note is for them, and for those who decide.' }),
    period: z.object({ id: Id, name: z.string(), from: Day, to: Day }),
    asOf: Day,
    row: RankingRow,
    person: z.object({
      id: Id,
      memberNo: z.string(),
      name: z.string(),
      unit: z.string().nullable(),
      post: z.string().nullable(),
      sector: Body,
      memberGroup: Body,
      offices: z.array(
        z.object({ office: z.string(), name: z.string(), validFrom: Day, validTo: Day.nullable() }),
      ),
    }),
    score: ScoreTree,
    text: z.string().meta({ description: 'The explanation in Chinese, as it is printed.' }),
    entries: z.array(z.object({ class: z.string(), title: z.string(), items: z.array(ArchiveEntry) })),
    attendance: z.object({ tally: TallyShape, rates: z.array(Rate) }),
  })
  .meta({ id: 'ReportMember', description: 'Frozen with the report; every number with its facts.' })

/** States in which a member sees their own part: once they were asked, as long as it is not taken back. */
export const SEEN_BY_MEMBERS: readonly string[] = [
  'verifying',
  'submitted',
  'approved',
  'published',
  'superseded',
]

/** A draft that was returned after members saw it stays theirs to see. */
export const wasShown = ({ state, verifyUntil, publishedAt }: Report): boolean =>
  SEEN_BY_MEMBERS.includes(state) && (verifyUntil !== null || publishedAt !== null)

export const getReportMember = operation('getReportMember', MemberPartShape)
