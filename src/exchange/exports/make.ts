import { AppError, unknownReference } from '../../core/errors.ts'
import { type Call, type Operations, readAs } from '../../http/operations.ts'
import type { Route } from '../../http/route.ts'
import type { Ranking } from '../../reporting/ranking/service.ts'
import { writeCsv, writeJsonLines } from './files/csv.ts'
import type { Sink } from './files/sink.ts'
import type { Table } from './files/table.ts'
import { writeXlsx } from './files/xlsx-table.ts'
import { listName } from './lists/columns.ts'
import { type Asker, openList } from './lists/list-export.ts'
import { rankedCsv } from './ranked/csv.ts'
import { columnsOf, reportOf } from './ranked/ranked-report.ts'
import { rankedXlsx } from './ranked/xlsx.ts'
import type { Format, Kind, MissingGlyph } from './schema.ts'

/** One export of each kind, made into a sink as its asker may see it. */

export interface MakeContext {
  operations: Operations
  asker: Asker
  committee: { name: string }
  progress(done: number, total: number): Promise<void>
}

/** What was asked, as it is kept with the export. */
// biome-ignore lint/suspicious/noExplicitAny: each kind reads its own parameters, which the route has checked
export type Parameters = any

export interface Made {
  /** Without the ending. */
  fileName: string
  rows: number
  columns: string[]
  missingGlyphs: MissingGlyph[]
}

export interface Maker {
  /** Throws what would keep it from being made: asked before anything is stored. */
  check(context: Omit<MakeContext, 'progress' | 'committee'>, parameters: Parameters): Promise<unknown>
  make(context: MakeContext, parameters: Parameters, format: Format, sink: Sink): Promise<Made>
}

const list: Maker = {
  check: ({ operations, asker }, parameters) => openList(operations, asker, wanted(parameters)),
  async make({ operations, asker, committee, progress }, parameters, format, sink) {
    const { labels = format === 'jsonl' ? 'fields' : 'zh' } = parameters
    const open = await openList(operations, asker, { ...wanted(parameters), labels })
    const title = `${committee.name} ${open.route.summary.replace(/ in pages.*$/, '')}`
    const counted = async function* <T>(pages: AsyncIterable<T[]>): AsyncGenerator<T[]> {
      let done = 0
      for await (const rows of pages) {
        yield rows
        done += rows.length
        await progress(Math.min(done, open.total), open.total)
      }
    }
    const table: Table = {
      title,
      author: committee.name,
      columns: open.columns.map((column) => ({
        key: column.key,
        label: labels === 'fields' ? column.key : column[labels as 'zh' | 'en'],
        kind: column.kind === 'number' ? 'number' : 'text',
      })),
      pages: counted(open.pages()),
    }
    const rows =
      format === 'jsonl'
        ? await writeJsonLines(counted(open.objects()), sink)
        : await (format === 'csv' ? writeCsv : writeXlsx)(table, sink)
    return {
      fileName: listName(open.route),
      rows,
      columns: open.columns.map(({ key }) => key),
      missingGlyphs: [],
    }
  },
}

const wanted = ({ list: path, filter = {}, columns, labels = 'zh' }: Parameters) => ({
  list: path,
  filter,
  columns,
  labels,
})

async function rankingAs(
  { operations, asker }: Pick<MakeContext, 'operations' | 'asker'>,
  parameters: Parameters,
) {
  const { periodId, ...filter } = parameters
  const call = { ...asker, params: { id: periodId }, query: filter }
  return (await answeredFor('/periodId', periodId, operations.named('getRanking'), call)) as Ranking
}

/** What a read answers; what is not there is told as the field that names it. */
export async function answeredFor(pointer: string, id: string, route: Route, call: Call): Promise<unknown> {
  try {
    return (await readAs(route, call)).body
  } catch (error) {
    const gone = error instanceof AppError && ['not_found', 'gone'].includes(error.code)
    throw gone ? unknownReference(pointer, id) : error
  }
}

const ranking: Maker = {
  check: (context, parameters) => rankingAs(context, parameters),
  async make(context, parameters, format, sink) {
    await context.progress(0, 2)
    const found = await rankingAs(context, parameters)
    await context.progress(1, 2)
    const report = reportOf(found, context.committee.name)
    await sink.write(format === 'xlsx' ? await rankedXlsx(report) : Buffer.from(await rankedCsv(report)))
    return {
      fileName: 'ranking',
      rows: report.rows.length + report.unranked.length,
      columns: columnsOf(report).map(({ header }) => header),
      missingGlyphs: [],
    }
  },
}

export const MAKERS: Record<Kind, Maker> = { list, ranking }
