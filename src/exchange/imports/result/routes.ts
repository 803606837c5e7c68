import { z } from 'zod'
import { AppError, notFound } from '../../../core/errors.ts'
import { IdParams } from '../../../core/fields.ts'
import { STATED_COUNTS } from '../../../core/words/imports.ts'
import { coded } from '../../../core/words/word.ts'
import type { Deps } from '../../../deps.ts'
import { savedAs, savedName } from '../../../http/file-name.ts'
import { type Context, type Route, route } from '../../../http/route.ts'
import { ownImport } from '../own-import.ts'
import { seenImport } from '../sight.ts'
import type { Import } from '../store.ts'
import { errorsFrom } from './errors.ts'
import { makeAnswer, makeView } from './make.ts'
import { getImportResult, getImportSheet } from './schema.ts'
import { planRest } from './telling.ts'

/** What goes back to the office for a sheet: the sheet itself, what was not taken of it, and both for programs. */

const tag = 'imports'
const permission = 'imports.run'
const params = IdParams

const PageNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number)
  .optional()
  .meta({ override: { type: 'integer', minimum: 1, default: 1 } })

const ImportErrors = z
  .object({
    items: z.array(
      z.object({
        table: z.string(),
        row: z.int().meta({ description: 'As the sheet numbers it, from 1.' }),
        columnIndex: z.int().nullable().meta({ description: 'From 0; null: the row as a whole.' }),
        column: z.string().nullable(),
        header: z.string(),
        value: z.string().meta({ description: 'Phone and identity numbers are masked.' }),
        code: z.string(),
        message: z.object({ zh: z.string(), en: z.string() }),
        hint: z.string().nullable().meta({ description: 'The nearest value that the cell could hold.' }),
      }),
    ),
    nextPage: z.int().nullable(),
  })
  .meta({ id: 'ImportErrors', description: 'A page may hold none, while a next one does.' })

const Counts = z.object({
  expected: z.int().optional(),
  present: z.int().optional(),
  leave: z.int().optional(),
  absent: z.int().optional(),
})

const Reconciliation = z
  .object({
    items: z.array(
      z.object({
        table: z.string(),
        ref: z.string().meta({ description: 'Where the totals stand.' }),
        of: z
          .string()
          .meta({ description: 'The meeting: the title of the sheet, or the header of the column.' }),
        stated: Counts,
        counted: Counts.meta({ description: 'From the rows; `present` counts who came late too.' }),
        differing: z.array(coded(STATED_COUNTS)),
        waits: z.boolean().meta({ description: 'Cells wait for an answer: their sums cannot agree yet.' }),
      }),
    ),
    differing: z.int().meta({ description: 'Totals that disagree with their rows.' }),
  })
  .meta({ id: 'ImportReconciliation' })

const AnswerQuery = z.strictObject({
  only: z.enum(['failures']).optional().meta({
    description:
      'Only the rows that were not taken, under their header: corrected, they are imported as they are.',
  }),
  format: z.enum(['xlsx', 'csv']).optional().meta({
    description: '`csv` has the encoding and delimiter of what came in; failures of delimited text alone.',
  }),
})

export function importResultRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/imports/:id/result',
      ...getImportResult,
      summary: 'The sheet back: coloured, with what became of each row, the questions and their answers',
      tag,
      permission,
      params,
      query: AnswerQuery,
      fileTypes: Object.values(TYPES),
      failures: ['not_found', 'state_conflict', 'gone'],
      subject: (context) => ownImport(context),
      stream: async (context, reply) => {
        const row = await seenImport(context)
        const { only = 'all', format } = context.query
        const made = await makeAnswer(deps.storage, row, only, format)
        if (!made) throw unreadable()
        const told = { only, format: made.format, rows: made.rows }
        await logged(context, row, told).catch((error) => {
          made.stream.destroy()
          throw error
        })
        const name = fileNameOf(row, only, made.format)
        return reply
          .header('content-type', TYPES[made.format])
          .header('content-length', String(made.size))
          .header('content-disposition', savedAs(name))
          .header('cache-control', 'no-store')
          .send(made.stream)
      },
    }),
    route({
      method: 'GET',
      path: '/imports/:id/errors',
      operationId: 'listImportErrors',
      summary: 'Cells and rows that were not taken, each with its place, the reason and what would do',
      tag,
      permission,
      params,
      query: z.strictObject({ page: PageNumber }),
      response: ImportErrors,
      failures: ['not_found', 'state_conflict'],
      read: async (context) => {
        const row = await seenImport(context)
        return { body: await errorsFrom(deps.storage, row, context.query.page ?? 1) }
      },
    }),
    route({
      method: 'GET',
      path: '/imports/:id/sheet',
      ...getImportSheet,
      summary: 'A piece of the sheet as it looks, with what becomes of its cells',
      tag,
      permission,
      params,
      query: z.strictObject({
        table: z.string().max(200).optional(),
        from: PageNumber.meta({ description: 'The first row, as the sheet numbers them.' }),
      }),
      failures: ['not_found', 'state_conflict'],
      read: async (context) => {
        const row = await seenImport(context)
        const { table, from = 1 } = context.query
        const view = await makeView(deps.storage, row, table, from)
        if (!view) throw notFound('sheet', table ?? '')
        return { body: view }
      },
    }),
    route({
      method: 'GET',
      path: '/imports/:id/reconciliation',
      operationId: 'getImportReconciliation',
      summary: 'Totals that a sheet states, compared with its rows',
      tag,
      permission,
      params,
      response: Reconciliation,
      failures: ['not_found', 'state_conflict'],
      read: async (context) => {
        const row = await seenImport(context)
        const { totals } = await planRest(deps.storage, row)
        const differing = totals.filter((one) => one.differing.length > 0).length
        return { body: { items: totals, differing } }
      },
    }),
  ]
}

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
}

const unreadable = (): AppError =>
  new AppError('gone', {
    en: 'The uploaded file can be read no longer, or has more rows than are given back (300 000): use the errors instead',
    zh: '原文件已无法读取，或行数超过可返回的上限（30 万行）：请改用 errors 查看',
  })

/** A file with personal data went out: who took it, and how much of it. */
const logged = (
  { storage, principal, requestId }: Context,
  row: Import,
  data: Record<string, unknown>,
): Promise<unknown> =>
  storage.write(row.committeeId, { actor: principal.actor, requestId }, (tx) =>
    tx.emit({
      type: 'import.downloaded',
      subjectType: 'imports',
      subjectId: row.id,
      subjectVersion: row.version,
      ownerOrganizationId: row.ownerOrganizationId,
      data,
    }),
  )

function fileNameOf({ fileName }: Import, only: string, format: string): string {
  const stem = fileName.replace(/\.[^.]*$/, '') || 'import'
  return savedName(`${stem}-${only === 'failures' ? '未录入' : '导入结果'}.${format}`, format)
}
