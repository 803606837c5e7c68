import { SEXES } from '../../core/words/members.ts'
import { chineseOf } from '../../core/words/word.ts'
import type { Reader } from '../../storage/storage.ts'
import type { RecordResource, RecordTable } from './planner/records/record-table.ts'
import { recordTable } from './planner/records/record-tables.ts'
import { cataloguesOf, dutyKindOf } from './record-world-store.ts'
import type { ImportFields } from './schema.ts'

/** Words that the cells of a column take, by field; a column that takes any text has none. */
export type LegalWords = ReadonlyMap<string, readonly string[]>

const FLAGS = ['是', '否']

/** Of the columns of a resource, in one committee. */
export async function legalWordsOf(
  reader: Pick<Reader, 'query'>,
  committeeId: string,
  resource: ImportFields['resource'],
  dutyKind: string | undefined,
): Promise<LegalWords> {
  if (resource === 'attendance' || resource === 'auto') return new Map()
  if (resource === 'members') return new Map([['sex', chineseOf(SEXES)]])
  return wordsOfTable(reader, committeeId, await tableOf(reader, committeeId, resource, dutyKind))
}

/** The columns of a resource; of duty records, with those of their kind. */
export async function tableOf(
  reader: Pick<Reader, 'query'>,
  committeeId: string,
  resource: RecordResource,
  dutyKind: string | undefined,
): Promise<RecordTable> {
  const kind = dutyKind === undefined ? null : await dutyKindOf(reader, committeeId, dutyKind)
  return recordTable(resource, kind)
}

async function wordsOfTable(
  reader: Pick<Reader, 'query'>,
  committeeId: string,
  { columns }: RecordTable,
): Promise<LegalWords> {
  const catalogues = await cataloguesOf(reader, committeeId)
  const words = new Map<string, readonly string[]>()
  for (const { field, read } of columns) {
    if (read.kind === 'choice')
      words.set(
        field,
        Object.values(read.words).map((list) => list.split(' ')[0]!),
      )
    else if (read.kind === 'text_of') words.set(field, read.texts)
    else if (read.kind === 'flag') words.set(field, FLAGS)
    else if (read.kind === 'catalogue')
      words.set(
        field,
        (catalogues[read.catalogue] ?? []).map(({ name }) => name),
      )
  }
  return words
}
