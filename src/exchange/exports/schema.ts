import { z } from 'zod'
import { Code, Day, Id, Instant, Line } from '../../core/fields.ts'

/** What can be asked for, and what is told of it. */

export const FORMATS = ['xlsx', 'csv', 'jsonl', 'pdf', 'docx'] as const
export type Format = (typeof FORMATS)[number]
export const KINDS = ['list', 'ranking'] as const
export type Kind = (typeof KINDS)[number]

export const CONTENT_TYPES: Record<Format, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
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
  .meta({ description: 'Query parameters of the list, `sort` among them.' })
export const Columns = z
  .union([z.literal('all'), z.array(z.string().min(1).max(80)).min(1).max(COLUMNS_MAX)])
  .meta({
    description:
      'Names in the order wanted; `all` that you may see. By default what may be shown to anybody: neither phone, ' +
      'birth date and reasons nor ids.',
  })
export const Labels = z.enum(['zh', 'en', 'fields']).meta({
  description: 'How columns and codes are written: in words, or as fields and codes for programs.',
})

/** Which fields each kind needs and may have beside `kind` and `format`. */
const ASKS: Record<Kind, { needs: readonly string[]; may: readonly string[]; formats: readonly Format[] }> = {
  list: { needs: [], may: ['list', 'templateId', 'filter', 'columns', 'labels'], formats: FORMATS },
  ranking: { needs: ['periodId'], may: ['asOf', 'organizationId', 'office'], formats: FORMATS },
}

export const NewExport = z
  .strictObject({
    kind: z.enum(KINDS),
    format: z.enum(FORMATS),
    list: ListPath.optional(),
    templateId: Id.optional().meta({ description: 'Takes list, filter, columns and labels from there.' }),
    filter: Filter.optional(),
    columns: Columns.optional(),
    labels: Labels.optional(),
    periodId: Id.optional(),
    asOf: Day.optional(),
    organizationId: Id.optional(),
    office: Code.optional(),
  })
  .superRefine((body, context) => {
    const { needs, may, formats } = ASKS[body.kind]
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    for (const field of needs) if (!(field in body)) refuse(field, `is needed for ${body.kind}`)
    for (const field of Object.keys(body)) {
      if (field === 'kind' || field === 'format' || needs.includes(field) || may.includes(field)) continue
      refuse(field, `says nothing of ${body.kind}`)
    }
    if (!formats.includes(body.format)) refuse('format', `choose among ${formats.join(', ')}`)
    if (body.kind === 'list' && (body.list === undefined) === (body.templateId === undefined)) {
      refuse('list', 'name a list or a template, one of them')
    }
  })
  .meta({
    id: 'NewExport',
    example: { kind: 'list', format: 'xlsx', list: '/members', filter: { sort: 'memberNo' } },
  })
export type NewExport = z.output<typeof NewExport>

export const MissingGlyph = z
  .object({
    character: z.string(),
    codePoint: z.string().meta({ example: 'U+20BB7' }),
    where: z.string().meta({ description: 'The text in which it stands.' }),
  })
  .meta({ id: 'MissingGlyph', description: 'A character that no font has; printed as its code point.' })
export type MissingGlyph = z.infer<typeof MissingGlyph>

export const Export = z
  .object({
    id: Id,
    kind: z.string(),
    format: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    state: z.enum(['running', 'succeeded', 'failed']),
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
