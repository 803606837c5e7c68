import { textIn } from '../../core/text-in.ts'
import { filled, from, inCommittee } from '../../storage/from.ts'
import type { Reader } from '../../storage/storage.ts'
import type { TableName } from '../../storage/tables.ts'
import type { DutyKind } from './planner/records/duty-records.ts'
import type { RecordResource, RecordTable, ThingKind } from './planner/records/record-table.ts'
import { recordTable } from './planner/records/record-tables.ts'
import type { ImportedRow, RecordWorld, Thing } from './planner/records/record-world.ts'
import { loadPeople } from './world-store.ts'

/** What the committee holds, as far as a sheet of one resource can speak of it. */

export const TABLE_OF = {
  proposals: 'proposals',
  opinions: 'opinions',
  speeches: 'speeches',
  'service-records': 'serviceRecords',
  'research-reports': 'researchReports',
  recognitions: 'recognitions',
  'duty-records': 'dutyRecords',
  instructions: 'instructions',
  'plan-items': 'planItems',
  suggestions: 'suggestions',
  'roster-entries': 'rosterEntries',
  places: 'places',
  'declared-statistics': 'declaredStatistics',
} as const satisfies Record<RecordResource, TableName>

/** Columns by which a record is named in a cell. */
const NAMED_BY: Record<ThingKind, { keys: string[]; names: string[]; from?: string; to?: string }> = {
  organizations: { keys: ['code'], names: ['name'] },
  plenarySessions: { keys: [], names: ['name'], from: 'startsOn', to: 'endsOn' },
  meetings: { keys: [], names: ['title'], from: 'startsOn', to: 'endsOn' },
  places: { keys: ['code'], names: ['name'], from: 'validFrom', to: 'validTo' },
  rosters: { keys: ['code'], names: ['name'] },
  opinions: { keys: [], names: ['title'] },
  opinionIssues: { keys: ['number'], names: ['title'] },
  proposals: { keys: ['caseNo', 'serialNo'], names: ['title'] },
  speeches: { keys: [], names: ['title'] },
  researchReports: { keys: [], names: ['title'] },
  supervisionGroups: { keys: [], names: ['name'], from: 'validFrom', to: 'validTo' },
  planItems: { keys: [], names: ['title'] },
}

export async function loadRecordWorld(
  reader: Reader,
  committeeId: string,
  resource: RecordResource,
  kindCode: string | undefined,
): Promise<{ world: RecordWorld; of: RecordTable }> {
  const dutyKind = kindCode === undefined ? null : await dutyKindOf(reader, committeeId, kindCode)
  const of = recordTable(resource, dutyKind)
  const things: Partial<Record<ThingKind, Thing[]>> = {}
  for (const kind of thingsIn(of)) things[kind] = await thingsOf(reader, committeeId, kind)
  if (things.organizations)
    things.organizations = await withAliases(reader, committeeId, things.organizations)
  const world: RecordWorld = {
    people: await loadPeople(reader, committeeId),
    catalogues: await cataloguesOf(reader, committeeId),
    things,
    ...(await standing(reader, committeeId, resource)),
  }
  return { world, of }
}

/** A kind of duty by its code, as its sheets need it. */
export async function dutyKindOf(
  reader: Pick<Reader, 'query'>,
  committeeId: string,
  code: string,
): Promise<DutyKind | null> {
  const row = await from(inCommittee(reader, committeeId), 'dutyKinds', { code, deletedAt: null })
    .pick('id', 'name', 'fields')
    .first()
  return row ?? null
}

function thingsIn({ columns }: RecordTable): Set<ThingKind> {
  const kinds = columns.flatMap(({ read }): ThingKind[] => {
    if (read.kind === 'thing') return [read.of]
    return read.kind === 'members' && read.orOrganization ? ['organizations'] : []
  })
  return new Set(kinds)
}

async function thingsOf(reader: Reader, committeeId: string, kind: ThingKind): Promise<Thing[]> {
  const { keys, names, from: from_, to } = NAMED_BY[kind]
  const rows: Record<string, unknown>[] = await from(inCommittee(reader, committeeId), kind, {
    deletedAt: null,
  })
  return rows.map((row) => ({
    id: String(row.id),
    keys: textsIn(row, ...keys, 'externalId', 'id'),
    names: textsIn(row, ...names, 'aliases'),
    from: from_ ? textIn(row, from_) : null,
    to: to ? textIn(row, to) : null,
  }))
}

/** The texts of these columns, which hold one or a list. */
const textsIn = (row: Record<string, unknown>, ...columns: string[]): string[] =>
  columns
    .flatMap((column) => row[column])
    .filter((text) => typeof text === 'string')
    .filter((text) => text !== '')

/** Names that a person decided to mean a body. */
async function withAliases(reader: Reader, committeeId: string, bodies: Thing[]): Promise<Thing[]> {
  const standing = { organizationId: filled, deletedAt: null }
  const aliases = await from(inCommittee(reader, committeeId), 'importAliases', standing).pick(
    'name',
    'organizationId',
  )
  const byBody = Map.groupBy(aliases, ({ organizationId }) => organizationId)
  return bodies.map((body) => ({
    ...body,
    names: [...body.names, ...(byBody.get(body.id) ?? []).map(({ name }) => name)],
  }))
}

export async function cataloguesOf(
  reader: Pick<Reader, 'query'>,
  committeeId: string,
): Promise<RecordWorld['catalogues']> {
  const items = await from(inCommittee(reader, committeeId), 'catalogueItems', { deletedAt: null })
    .pick('catalogue', 'code', 'name')
    .orderBy('catalogue', 'sortOrder', 'code')
  return Object.fromEntries(Map.groupBy(items, (item) => item.catalogue))
}

/** What a provenance cell of a record keeps of its row. */
export type KeptRow = Pick<ImportedRow, 'rowKey' | 'bodyKey' | 'externalId' | 'cells'>

/** Numbers that are taken, and rows that earlier imports recorded. What a reverted import took back is unknown again. */
async function standing(
  reader: Reader,
  committeeId: string,
  resource: RecordResource,
): Promise<Pick<RecordWorld, 'numbers' | 'imported'>> {
  const table = TABLE_OF[resource]
  const records = await from(inCommittee(reader, committeeId), table).pick('id', 'externalId', 'deletedAt')
  const withdrawn = new Map(records.map(({ id, deletedAt }) => [id, deletedAt !== null]))
  const cells = await reader.query<{ raw: string; targetKey: string; state: string }>(
    `select c.raw, c.target_key, i.state from import_cells c
       join imports i on i.committee_id = c.committee_id and i.id = c.import_id
      where c.committee_id = ? and i.resource = ? and c.result = 'new'`,
    [committeeId, resource],
  )
  return {
    numbers: records.flatMap(({ id, externalId, deletedAt }) =>
      externalId === null ? [] : [{ externalId, recordId: id, withdrawn: deletedAt !== null }],
    ),
    imported: cells.flatMap(({ raw, targetKey, state }): ImportedRow[] => {
      const recordId = targetKey.split('/')[1]!
      const gone = withdrawn.get(recordId) ?? true
      if (gone && state.startsWith('revert')) return []
      return [{ ...(JSON.parse(raw) as KeptRow), recordId, withdrawn: gone }]
    }),
  }
}
