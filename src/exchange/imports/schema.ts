import { z } from 'zod'
import { Code, ExternalId, Id, Instant, Line } from '../../core/fields.ts'
import { Profile } from '../../core/import-profile.ts'
import type { Answer, Candidate } from '../../core/import-questions.ts'
import { IMPORT_SHEETS, IMPORT_STATES, ON_CONFLICT } from '../../core/words/imports.ts'
import { coded, inWords } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'
import { page } from '../../http/paging.ts'
import type { ImportSummary } from '../../storage/tables/imports.ts'
import { AnswerBody } from './planner/answers.ts'
import { TEXT_BYTES_MAX } from './planner/containers/limits.ts'
import type { PlanTable, PlanWarning } from './planner/plan-types.ts'

export const IMPORT_FILE_MAX = TEXT_BYTES_MAX

const ImportResource = coded(IMPORT_SHEETS).meta({
  description:
    'What a row is: `attendance` of a member, a member of a roster (`members`), or a record of its own, by the segment of its URL. `auto` is told by the sheet: the import then bears what was found.',
})

export const ImportFields = z.strictObject({
  resource: ImportResource.default('auto'),
  profile: Profile.default({}),
  profileId: Id.optional(),
  onConflict: coded(ON_CONFLICT).default('ask'),
  termId: Id.optional(),
  dutyKind: Code.optional(),
  ownerOrganizationId: Id.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})
export type ImportFields = z.infer<typeof ImportFields>

/** The parts of an upload as the contract tells them. */
export const ImportUpload = z
  .strictObject({
    file: z
      .string()
      .meta({ description: 'The sheet: xlsx, xls, ods, csv, tsv or jsonl.', override: { format: 'binary' } }),
    ...ImportFields.shape,
    profile: z.string().optional().meta({ description: 'What is known of the sheet, as JSON.' }),
    termId: Id.optional().meta({ description: 'Term of the roster, where resource is members.' }),
    dutyKind: Code.optional().meta({
      description: 'Code of their kind, where resource is duty-records; the profile may hold it.',
    }),
  })
  .meta({ id: 'ImportUpload', example: { resource: 'attendance', file: '(bytes)', onConflict: 'ask' } })

/** An id tells what is asked, by the words of the sheet: the title of a meeting is one of them. */
const DECISION_ID_MAX = 1_000

const Words = z.object({ zh: z.string(), en: z.string() })

export const Answers = z
  .strictObject({
    answers: z
      .array(
        z.strictObject({
          id: Line(DECISION_ID_MAX)
            .optional()
            .meta({ description: 'The question that is answered; or `group`.' }),
          group: Line(DECISION_ID_MAX).optional().meta({
            description: 'All open questions of this group: they ask the same of several rows.',
          }),
          answer: AnswerBody.meta({ id: 'ImportAnswer' }),
          remember: z.boolean().default(false).meta({
            description:
              'Of a name that nobody bears (`unknown_name`): keep who it means as an alias, for the sheets to come.',
          }),
        }),
      )
      .max(10_000),
  })
  .meta({
    id: 'ImportAnswers',
    example: { answers: [{ id: 'D-3f2a', answer: { choice: 'member', memberNo: '09058' } }] },
  })

/** What the planner says by itself: whatever the sheet holds, in fields that its own types declare. */
const planned = <T>() => z.record(z.string(), z.unknown()) as unknown as z.ZodType<T>

const Decision = z.object({
  id: z.string(),
  kind: z.string(),
  group: z.string(),
  refs: z.array(z.string()),
  refCount: z.int(),
  candidates: z.array(planned<Candidate>()),
  choices: z.array(z.string()),
  question: Words,
  evidence: z.record(z.string(), z.unknown()),
  suggested: planned<Answer>().nullable(),
  answer: planned<Answer>().nullable(),
})

export type RowError = { ref: string; header: string; message: { zh: string; en: string } }
/** A planned cell of attendance, or a row with what is wrong in it. */
type PlannedEntry = { table: string; errors?: RowError[] }
/** A roster names bodies that the committee does not know. */
type PlannedTable = PlanTable & { newNames?: Record<'sectors' | 'committees' | 'groups', string[]> }

const ImportShape = z
  .object({
    id: Id,
    resource: ImportResource,
    fileName: z.string(),
    fileSha256: z.string(),
    onConflict: inWords(z.string(), ON_CONFLICT),
    state: coded(IMPORT_STATES),
    jobId: Id.nullable(),
    sameFileAs: Id.nullable().meta({ description: 'The import that committed the same bytes before.' }),
    summary: planned<ImportSummary>().meta({ description: 'Counts by result, warnings, what a commit did.' }),
    results: z.object({ total: z.int(), applied: z.int(), failed: z.int(), unprocessed: z.int() }).meta({
      description:
        'Cells of attendance, or rows: `applied` stand as the sheet says, `failed` were refused, `unprocessed` wait, were set aside or taken back. The three add up to the total.',
    }),
    decisions: z.array(Decision),
    refusal: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
    maskedFields: z.array(z.string()).meta({
      description:
        'What quotes the sheet and is withheld from those without `personal.read` and `records.read`.',
    }),
    ownerOrganizationId: Id.nullable(),
    externalId: z.string().nullable(),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Import' })

const ImportEntries = z
  .object({
    items: z.array(planned<PlannedEntry>()),
    nextPage: z.int().nullable(),
  })
  .meta({
    id: 'ImportEntries',
    description: 'Up to 500 planned cells, or rows of records, in the order of the file.',
  })

const ImportPlan = z
  .object({
    tables: z.array(planned<PlannedTable>()),
    events: z.array(z.record(z.string(), z.unknown())),
    rows: z.array(z.record(z.string(), z.unknown())),
    warnings: z.array(planned<PlanWarning>()),
    shape: z.string(),
  })
  .meta({ id: 'ImportPlan', description: 'How the file was understood, without its cells.' })

export const Commit = z
  .strictObject({
    leaveOpen: z
      .boolean()
      .default(false)
      .meta({ description: 'Commit although decisions are open; their cells wait.' }),
    acceptWarnings: z.boolean().default(false).meta({
      description: 'The warnings of the plan that must be accepted (`mustBeAccepted`) were looked at.',
    }),
  })
  .meta({ id: 'CommitImport', example: { leaveOpen: false } })

export const ImportProfileInput = z.strictObject({
  name: Line(100),
  settings: Profile,
  externalId: ExternalId.nullable().default(null),
})

export const createImport = operation('createImport', ImportShape)
export const getImport = operation('getImport', ImportShape)
export const getImportPlan = operation('getImportPlan', ImportPlan)
export const listImports = operation('listImports', page(ImportShape, 'ImportPage'))
export const answerImport = operation('answerImport', ImportShape)
export const commitOperation = operation('commitImport', ImportShape)
export const revertOperation = operation('revertImport', ImportShape)

export const listImportEntries = operation('listImportEntries', ImportEntries)
