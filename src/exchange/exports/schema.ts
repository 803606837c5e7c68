import { z } from 'zod'
import { exactlyOne, noneOf, when } from '../../core/cross-fields.ts'
import { Code, Day, Id, Instant, Line } from '../../core/fields.ts'
import { EXPORT_KINDS, EXPORT_LABELS, EXPORT_STATES, NEW_EXPORTS } from '../../core/words/exports.ts'
import { coded, codesOf, inWords } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'
import type { ExportFormat } from '../../storage/tables/exports.ts'

/** What can be asked for, and what is told of it. */

export const FORMATS = ['xlsx', 'csv', 'jsonl', 'pdf', 'docx', 'json'] as const satisfies ExportFormat[]
export type Format = ExportFormat
/** Documents of a member: each is data, a template that lays it out, and the same in Word. */
export const DOCUMENTS = ['registration_form', 'notice', 'duty_report', 'term_archive'] as const
export const KINDS = codesOf(NEW_EXPORTS)
/** What members fetch for themselves: their documents, a regulation, and a copy of all that is kept of them. */
const OWN_DOCUMENTS = [...DOCUMENTS, 'regulation', 'data_copy'] as const
export type Kind = keyof typeof EXPORT_KINDS

export const CONTENT_TYPES: Record<Format, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  json: 'application/json; charset=utf-8',
}

export const COLUMNS_MAX = 100
const FILTERS_MAX = 20

export const ListPath = z
  .string()
  .max(300)
  .regex(/^\/[A-Za-z0-9/_-]+$/)
  .meta({ description: 'Path of a list below /v1.', example: '/members' })
export const Filter = z
  .record(z.string().max(60), z.union([z.string().max(500), z.int(), z.boolean()]))
  .refine((filter) => Object.keys(filter).length <= FILTERS_MAX, { error: `at most ${FILTERS_MAX}` })
  .meta({ maxProperties: FILTERS_MAX, description: 'Query parameters of the list, `sort` among them.' })
export const Columns = z
  .union([z.literal('all'), z.array(z.string().min(1).max(80)).min(1).max(COLUMNS_MAX)])
  .meta({
    description:
      'Names in the order wanted; `all` that you may see. By default what may be shown to anybody: neither phone, ' +
      'birth date and reasons nor ids.',
  })
export const Labels = coded(EXPORT_LABELS).meta({
  description: 'How columns and codes are written: in words, or as fields and codes for programs.',
})

interface Asks {
  needs: readonly string[]
  may: readonly string[]
  formats: readonly Format[]
  /** One of these, and no more. */
  oneOf?: readonly string[]
}

const TABLES: readonly Format[] = ['xlsx', 'csv', 'jsonl', 'pdf', 'docx']
const PAGES: readonly Format[] = ['pdf', 'docx', 'json']

/** Which fields each kind needs and may have beside `kind` and `format`. */
const ASKS: Record<Kind, Asks> = {
  list: { needs: [], may: ['filter', 'columns', 'labels'], oneOf: ['list', 'templateId'], formats: TABLES },
  ranking: { needs: ['periodId'], may: ['asOf', 'organizationId', 'office'], formats: TABLES },
  report: { needs: ['reportId'], may: ['view'], formats: TABLES },
  participation: { needs: [], may: ['filter'], formats: TABLES },
  annual_speech: { needs: [], may: ['filter'], formats: PAGES },
  registration_form: {
    needs: ['memberId'],
    may: ['asOf'],
    oneOf: ['reportId', 'periodId'],
    formats: PAGES,
  },
  notice: { needs: ['memberId'], may: ['asOf'], oneOf: ['reportId', 'periodId'], formats: PAGES },
  notices: { needs: ['reportId'], may: [], formats: ['pdf', 'docx', 'jsonl'] },
  duty_report: { needs: ['dutyReportId'], may: [], formats: PAGES },
  term_archive: { needs: ['memberId'], may: [], formats: PAGES },
  regulation: { needs: ['regulationId'], may: [], formats: PAGES },
  data_copy: { needs: [], may: [], formats: PAGES },
}

/** The same for the contract. */
const rulesOf = (kinds: readonly Kind[], fields: readonly string[], given: readonly string[]) => ({
  allOf: kinds.map((kind) => {
    const { needs, may, oneOf = [], formats } = ASKS[kind]
    const others = fields.filter((field) => ![...needs, ...may, ...oneOf].includes(field))
    return when('kind', [kind], {
      required: needs.filter((field) => !given.includes(field)),
      properties: { format: { enum: formats } },
      ...(oneOf.length > 0 ? exactlyOne(...oneOf) : {}),
      ...(others.length > 0 ? noneOf(...others) : {}),
    })
  }),
})

type Refuse = (field: string, message: string) => void

/** What a kind lacks, and what it has no use for; `given` stands for fields that the route fills in. */
function fitting(
  kind: Kind,
  body: { format: Format; [field: string]: unknown },
  given: readonly string[],
  refuse: Refuse,
): void {
  const { needs, may, oneOf = [], formats } = ASKS[kind]
  for (const field of needs) {
    if (body[field] === undefined && !given.includes(field)) refuse(field, `is needed for ${kind}`)
  }
  for (const [field, value] of Object.entries(body)) {
    if (['kind', 'format', ...needs, ...may, ...oneOf].includes(field) || value === undefined) continue
    refuse(field, `says nothing of ${kind}`)
  }
  const named = oneOf.filter((field) => body[field] !== undefined)
  if (oneOf.length > 0 && named.length !== 1) refuse(oneOf[0]!, `name one of ${oneOf.join(', ')}`)
  if (!formats.some((one) => one === body.format)) refuse('format', `choose among ${formats.join(', ')}`)
}

const Source = {
  periodId: Id.optional().meta({ description: 'From the records of today.' }),
  reportId: Id.optional().meta({ description: 'As it was frozen.' }),
  asOf: Day.optional(),
  dutyReportId: Id.optional(),
  regulationId: Id.optional().meta({ description: 'A stored version, on paper.' }),
}

const ExportFields = {
  list: ListPath.optional(),
  templateId: Id.optional().meta({ description: 'Takes list, filter, columns and labels from there.' }),
  filter: Filter.optional(),
  columns: Columns.optional(),
  labels: Labels.optional(),
  ...Source,
  organizationId: Id.optional(),
  office: Code.optional(),
  view: z.enum(['full', 'published']).optional().meta({
    description: '`full`: everybody by name, for the office; `published`: what you are shown of it.',
  }),
  memberId: Id.optional(),
}

export const NewExport = z
  .strictObject({ kind: z.enum(KINDS), format: z.enum(FORMATS), ...ExportFields })
  .superRefine((body, context) =>
    fitting(body.kind, body, [], (field, message) =>
      context.addIssue({ code: 'custom', path: [field], message }),
    ),
  )
  .meta({
    id: 'NewExport',
    example: { kind: 'list', format: 'xlsx', list: '/members', filter: { sort: 'memberNo' } },
    ...rulesOf(KINDS, Object.keys(ExportFields), []),
  })
export type NewExport = z.output<typeof NewExport>

/** A document of one’s own: whose it is, is known. */
export const NewOwnDocument = z
  .strictObject({ kind: z.enum(OWN_DOCUMENTS), format: z.enum(['pdf', 'docx', 'json']), ...Source })
  .superRefine((body, context) =>
    fitting(body.kind, body, ['memberId'], (field, message) =>
      context.addIssue({ code: 'custom', path: [field], message }),
    ),
  )
  .meta({
    id: 'NewMyDocument',
    example: { kind: 'notice', format: 'pdf', reportId: '0197f6a0-0000-7000-8000-000000000001' },
    ...rulesOf(OWN_DOCUMENTS, Object.keys(Source), ['memberId']),
  })
export type NewOwnDocument = z.output<typeof NewOwnDocument>

const MissingGlyph = z
  .object({
    character: z.string(),
    codePoint: z.string().meta({ example: 'U+20BB7' }),
    where: z.string().meta({ description: 'The text in which it stands.' }),
  })
  .meta({ id: 'MissingGlyph', description: 'A character that no font has; printed as its code point.' })

export const Export = z
  .object({
    id: Id,
    kind: inWords(z.string(), EXPORT_KINDS),
    format: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    state: coded(EXPORT_STATES),
    jobId: Id.nullable(),
    fileName: z.string().nullable(),
    size: z.int().meta({ description: 'Bytes.' }),
    sha256: z.string().nullable(),
    rows: z.int(),
    columns: z.array(z.string()),
    missingGlyphs: z.array(MissingGlyph),
    error: z.object({ code: z.string(), en: z.string(), zh: z.string() }).nullable(),
    createdBy: z.string(),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Export' })

export const TemplateName = Line(100)

export const createExport = operation('createExport', Export)

export const getExport = operation('getExport', Export)
