import { z } from 'zod'
import { Day, Id } from '../../core/fields.ts'
import { Rate } from '../../core/rates.ts'
import { ENTRY_VERIFICATIONS } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import { TallyShape } from '../../duties/attendance/schema.ts'
import { operation } from '../../http/operation.ts'
import { ScoreLineView, ScoreTree } from '../../scoring/wire/schema.ts'

const Body = z.object({ organizationId: Id, code: z.string(), name: z.string() }).nullable()

export const ArchiveEntry = z
  .object({
    day: Day,
    title: z.string(),
    role: z.string().nullable(),
    status: z.string().nullable().meta({ description: 'Outcome of a meeting, state of a record.' }),
    source: z.string().meta({ description: 'Where the fact is, below /v1.' }),
    unit: z.string().nullable().meta({ description: 'The department that organised and recorded it.' }),
    enteredAt: z.string(),
    verification: coded(ENTRY_VERIFICATIONS),
    lines: z.array(ScoreLineView).meta({ description: 'What it earned, and what took the rest.' }),
  })
  .meta({ id: 'ArchiveEntry' })

export const Archive = z
  .object({
    basic: z.object({
      memberId: Id,
      personId: Id,
      memberNo: z.string(),
      name: z.string(),
      term: z.string(),
      unit: z.string().nullable(),
      post: z.string().nullable(),
      politics: z.array(z.string()),
      phone: z.string().nullable(),
      validFrom: Day,
      validTo: Day.nullable(),
      entryReason: z.string(),
      exitReason: z.string().nullable(),
      sector: Body,
      memberGroup: Body,
      offices: z.array(
        z.object({ office: z.string(), name: z.string(), validFrom: Day, validTo: Day.nullable() }),
      ),
      maskedFields: z.array(z.string()),
      asOf: Day,
    }),
    entries: z.array(z.object({ class: z.string(), title: z.string(), items: z.array(ArchiveEntry) })),
    attendance: z.object({ tally: TallyShape, rates: z.array(Rate) }),
    score: ScoreTree,
    period: z.object({ id: Id, name: z.string(), from: Day, to: Day }),
    regulation: z.object({ id: Id, name: z.string(), number: z.int(), sourceHash: z.string() }),
    asOf: Day,
  })
  .meta({ id: 'Archive', description: '履职档案: one member, one period, every number with its facts.' })

export const ArchiveOfDays = z
  .object({
    ...Archive.pick({ basic: true, entries: true, attendance: true, asOf: true }).shape,
    from: Day,
    to: Day,
  })
  .meta({
    id: 'ArchiveOfDays',
    description:
      'What one member did on some days, whatever periods there are: with its facts, without points.',
  })

export const getArchiveOfDays = operation('getArchiveOfDays', ArchiveOfDays)
export const getArchive = operation('getArchive', Archive)
