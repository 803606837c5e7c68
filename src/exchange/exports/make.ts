import { type AppError, ruleViolation } from '../../core/errors.ts'
import { append } from '../../core/long-lists.ts'
import { printDay } from '../../core/words/amounts.ts'
import { listTitle } from '../../core/words/lists.ts'
import type { Operation } from '../../http/operation.ts'
import { readAs } from '../../http/operations.ts'
import { getParticipation } from '../../reporting/participation/schema.ts'
import { getRanking } from '../../reporting/ranking/schema.ts'
import { getReportContent } from '../../reporting/reports/content.ts'
import { getPublishedReport } from '../../reporting/reports/published.ts'
import { reportOperations } from '../../reporting/reports/resource.ts'
import type { MissingGlyph } from '../../storage/tables/exports.ts'
import { DOCUMENT_MAKERS } from '../documents/makers.ts'
import { isWide, partOf, type TableDocument, tableBlocks } from '../documents/table-document.ts'
import type { Typeset, Typesetter } from '../typeset/typesetter.ts'
import { answeredFor } from './answered.ts'
import { writeCsv, writeJsonLines } from './files/csv.ts'
import type { Value } from './files/sheet.ts'
import type { Sink } from './files/sink.ts'
import type { Table } from './files/table.ts'
import { writeXlsx } from './files/xlsx-table.ts'
import { listName } from './lists/columns.ts'
import { openList } from './lists/list-export.ts'
import type { Made, MakeContext, Maker, Parameters } from './maker.ts'
import { type ParticipationBody, participationTable } from './participation.ts'
import { rankedCsv } from './ranked/csv.ts'
import { rankedDocument } from './ranked/paper.ts'
import { columnsOf, type RankedReport, reportOf } from './ranked/ranked-report.ts'
import { rankedXlsx } from './ranked/xlsx.ts'
import { frozenReport, type PublishedBody, publishedTable } from './report-export.ts'
import type { Format, Kind } from './schema.ts'

/** One export of each kind, made into a sink as its asker may see it. */

/** Rows that are printed; more are for programs. */
const PRINTED_MAX = 5_000
/** Rows between two words about the progress. */
const TOLD_ROWS = 5_000
const NOTHING_MISSING: MissingGlyph[] = []

const list: Maker = {
  async check({ operations, asker }, parameters, format) {
    const { total } = await openList(operations, asker, wanted(parameters))
    if (isPaper(format) && total > PRINTED_MAX) throw tooLong(total)
  },
  async make({ operations, asker, committee, typesetter, progress }, parameters, format, sink) {
    const { labels = format === 'jsonl' ? 'fields' : 'zh' } = parameters
    const open = await openList(operations, asker, { ...wanted(parameters), labels })
    const counted = async function* <T>(pages: AsyncIterable<T[]>): AsyncGenerator<T[]> {
      let done = 0
      let told = 0
      for await (const rows of pages) {
        yield rows
        done += rows.length
        if (isPaper(format) && done > PRINTED_MAX) throw tooLong(done)
        // Each word of it is a commit.
        if (done - told < TOLD_ROWS) continue
        told = done
        await progress(Math.min(done, open.total), open.total)
      }
    }
    const columns = open.columns.map(({ key }) => key)
    const fileName = listName(open.route)
    if (format === 'jsonl') {
      const rows = await writeJsonLines(counted(open.objects()), sink)
      return { fileName, rows, columns, missingGlyphs: NOTHING_MISSING }
    }
    const table: Table = {
      title: `${committee.name}${listTitle(fileName)}`,
      author: committee.name,
      columns: open.columns.map((column) => ({
        key: column.key,
        label: labels === 'fields' ? column.key : column[labels],
        kind: column.kind === 'number' ? 'number' : 'text',
      })),
      pages: counted(open.pages()),
    }
    if (isPaper(format)) {
      const all: (readonly Value[])[] = []
      for await (const rows of table.pages) append(all, rows)
      const { missingGlyphs } = await onPaper(listDocument(table, all), format, typesetter, sink)
      return { fileName, rows: all.length, columns, missingGlyphs }
    }
    const rows = await (format === 'csv' ? writeCsv : writeXlsx)(table, sink)
    return { fileName, rows, columns, missingGlyphs: NOTHING_MISSING }
  },
}

const isPaper = (format: Format): format is 'pdf' | 'docx' => format === 'pdf' || format === 'docx'

const tooLong = (rows: number): AppError =>
  ruleViolation('exports.printed_rows', {
    en: `${rows} rows are more than the ${PRINTED_MAX} that are printed: narrow the filter, or choose xlsx or csv`,
    zh: `共 ${rows} 行，超过打印上限 ${PRINTED_MAX} 行：请缩小筛选范围，或改用 xlsx、csv`,
  })

/** A table document as PDF or Word. */
async function onPaper(
  document: TableDocument,
  format: 'pdf' | 'docx',
  typesetter: Typesetter,
  sink: Sink,
): Promise<Typeset> {
  const set =
    format === 'pdf' ? await typesetter.pdf('table', document) : await typesetter.docx(tableBlocks(document))
  await sink.write(set.bytes)
  return set
}

function listDocument(table: Table, rows: readonly (readonly Value[])[]): TableDocument {
  const columns = table.columns.map(({ label, kind }) => ({
    label,
    align: kind === 'number' ? ('right' as const) : ('left' as const),
  }))
  const parts = [partOf(null, columns, rows)]
  return {
    title: table.title,
    author: table.author,
    day: null,
    captions: [`共 ${rows.length} 条`],
    parts,
    notes: [],
    signatures: null,
    footer: table.title,
    landscape: isWide(parts),
    none: '没有记录。',
  }
}

const wanted = ({ list: path, filter = {}, columns, labels = 'zh' }: Parameters) => ({
  list: path!,
  filter,
  columns,
  labels,
})

async function rankingAs(
  { operations, asker }: Pick<MakeContext, 'operations' | 'asker'>,
  parameters: Parameters,
) {
  const { periodId, ...filter } = parameters
  const call = { ...asker, params: { id: periodId! }, query: filter }
  return answeredFor('/periodId', periodId!, operations.of(getRanking), call)
}

const ranking: Maker = {
  check: (context, parameters) => rankingAs(context, parameters),
  async make(context, parameters, format, sink) {
    await context.progress(0, 2)
    const found = await rankingAs(context, parameters)
    await context.progress(1, 2)
    return ranked(reportOf(found, context.committee.name), 'ranking', context, format, sink)
  },
}

/** A ranked report in any format. */
export async function ranked(
  report: RankedReport,
  fileName: string,
  { typesetter }: Pick<MakeContext, 'typesetter'>,
  format: Format,
  sink: Sink,
): Promise<Made> {
  const columns = columnsOf(report).map(({ header }) => header)
  const made = { fileName, rows: report.rows.length + report.unranked.length, columns }
  if (isPaper(format)) {
    const { missingGlyphs } = await onPaper(rankedDocument(report), format, typesetter, sink)
    return { ...made, missingGlyphs }
  }
  if (format === 'xlsx') await sink.write(await rankedXlsx(report))
  else if (format === 'csv') await sink.write(Buffer.from(await rankedCsv(report)))
  else await sink.write(Buffer.from(rankedLines(report)))
  return { ...made, missingGlyphs: NOTHING_MISSING }
}

/** One member a line, whoever is not ranked after those who are. */
const rankedLines = ({ rows, unranked }: RankedReport): string =>
  [...rows, ...unranked].map((row) => `${JSON.stringify(row)}\n`).join('')

const report: Maker = {
  check: (context, parameters) => reportFor(context, parameters),
  async make(context, parameters, format, sink) {
    const found = await reportFor(context, parameters)
    if ('whole' in found) return ranked(found.whole, 'report', context, format, sink)
    const { rows, ...table } = publishedTable(found.published)
    const columns = table.columns.map(({ key }) => key)
    const made = { fileName: 'report', rows: rows.length, columns }
    if (format === 'jsonl') {
      const { shown } = found.published
      const all = shown.mode === 'ranks' ? [...shown.items, ...shown.unranked] : shown.bands
      await sink.write(Buffer.from(all.map((one) => `${JSON.stringify(one)}\n`).join('')))
      return { ...made, rows: all.length, missingGlyphs: NOTHING_MISSING }
    }
    const pages = (async function* () {
      yield rows
    })()
    if (isPaper(format)) {
      const { asOf, period, regulation } = found.published.shown
      const captions = [`${period.name}　数据截至：${printDay(asOf)}`, `计分规则：${regulation.title}`]
      const document = { ...listDocument({ ...table, pages }, rows), day: asOf, captions }
      return { ...made, ...pick(await onPaper(document, format, context.typesetter, sink)) }
    }
    await (format === 'csv' ? writeCsv : writeXlsx)({ ...table, pages }, sink)
    return { ...made, missingGlyphs: NOTHING_MISSING }
  },
}

const pick = ({ missingGlyphs }: Typeset) => ({ missingGlyphs })

/** The office reads all of it before and after it is published; everybody else what they are shown. */
async function reportFor(
  { operations, asker }: Pick<MakeContext, 'operations' | 'asker'>,
  { reportId, view = 'full' }: Parameters,
): Promise<{ whole: RankedReport } | { published: PublishedBody }> {
  const call = { ...asker, params: { id: reportId! } }
  const read = <A>(operation: Operation<A>) =>
    answeredFor('/reportId', reportId!, operations.of(operation), call)
  if (view === 'published') return { published: await read(getPublishedReport) }
  return { whole: frozenReport(await read(getReportContent), await read(reportOperations.read)) }
}

const participation: Maker = {
  check: (context, parameters) => participationFor(context, parameters),
  async make(context, parameters, format, sink) {
    const found = await participationFor(context, parameters)
    const { rows, captions, notes, ...table } = participationTable(found, context.committee.name)
    const columns = table.columns.map(({ key }) => key)
    const made = { fileName: 'participation', rows: rows.length, columns }
    const pages = (async function* () {
      yield rows
    })()
    if (isPaper(format)) {
      const document = { ...listDocument({ ...table, pages }, rows), day: found.to, captions, notes }
      return { ...made, ...pick(await onPaper(document, format, context.typesetter, sink)) }
    }
    if (format === 'jsonl') {
      await sink.write(Buffer.from(found.items.map((one) => `${JSON.stringify(one)}\n`).join('')))
    } else await (format === 'csv' ? writeCsv : writeXlsx)({ ...table, pages }, sink)
    return { ...made, missingGlyphs: NOTHING_MISSING }
  },
}

async function participationFor(
  { operations, asker }: Pick<MakeContext, 'operations' | 'asker'>,
  { filter = {} }: Parameters,
): Promise<ParticipationBody> {
  return (await readAs(operations.of(getParticipation), { ...asker, query: filter })).body
}

export const MAKERS: Record<Kind, Maker> = { list, ranking, report, participation, ...DOCUMENT_MAKERS }
