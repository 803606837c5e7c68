import { snake } from '../../storage/columns.ts'
import type { Reader } from '../../storage/storage.ts'
import type { TableName } from '../../storage/tables.ts'
import type { DutyKind } from './planner/records/duty-records.ts'
import type { RecordResource, RecordTable, ThingKind } from './planner/records/record-table.ts'
import { recordTable } from './planner/records/record-tables.ts'
import type { ImportedRow, RecordWorld, Thing } from './planner/records/record-world.ts'
import { loadPeople } from './world-store.ts'

/** What the committee holds, as far as a sheet of one resource can speak of it. */

export const TABLE_OF: Record<RecordResource, TableName> = {
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
}

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
  { query }: Pick<Reader, 'query'>,
  committeeId: string,
  code: string,
): Promise<DutyKind | null> {
  const [row] = await query<{ id: string; name: string; fields: string }>(
    'select id, name, fields from duty_kinds where committee_id = ? and code = ? and deleted_at is null',
    [committeeId, code],
  )
  return row ? { ...row, fields: JSON.parse(row.fields) } : null
}

function thingsIn({ columns }: RecordTable): Set<ThingKind> {
  const kinds = columns.flatMap(({ read }): ThingKind[] => {
    if (read.kind === 'thing') return [read.of]
    return read.kind === 'members' && read.orOrganization ? ['organizations'] : []
  })
  return new Set(kinds)
}

async function thingsOf(reader: Reader, committeeId: string, kind: ThingKind): Promise<Thing[]> {
  const { keys, names, from, to } = NAMED_BY[kind]
  const aliases = kind === 'organizations' ? ['aliases'] : []
  const columns = ['id', 'externalId', ...keys, ...names, ...aliases, ...[from, to].filter((one) => one)]
  const rows = await reader.query<Record<string, string | null>>(
    `select ${columns.map((column) => snake(column!)).join(', ')} from ${snake(kind)}
      where committee_id = ? and deleted_at is null`,
    [committeeId],
  )
  const present = (values: (string | null | undefined)[]): string[] =>
    values.filter((value) => !!value) as string[]
  return rows.map((row) => ({
    id: row['id']!,
    keys: present([...keys.map((key) => row[key]), row['externalId'], row['id']]),
    names: present([
      ...names.map((name) => row[name]),
      ...(row['aliases'] ? JSON.parse(row['aliases']) : []),
    ]),
    from: (from && row[from]) || null,
    to: (to && row[to]) || null,
  }))
}

/** Names that a person decided to mean a body. */
async function withAliases(reader: Reader, committeeId: string, bodies: Thing[]): Promise<Thing[]> {
  const aliases = await reader.query<{ name: string; organizationId: string }>(
    `select name, organization_id from import_aliases
      where committee_id = ? and organization_id is not null and deleted_at is null`,
    [committeeId],
  )
  const byBody = Map.groupBy(aliases, ({ organizationId }) => organizationId)
  return bodies.map((body) => ({
    ...body,
    names: [...body.names, ...(byBody.get(body.id) ?? []).map(({ name }) => name)],
  }))
}

export async function cataloguesOf(
  { query }: Pick<Reader, 'query'>,
  committeeId: string,
): Promise<RecordWorld['catalogues']> {
  const items = await query<{ catalogue: string; code: string; name: string }>(
    `select catalogue, code, name from catalogue_items where committee_id = ? and deleted_at is null
      order by catalogue, sort_order, code`,
    [committeeId],
  )
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
  const records = await reader.query<{ id: string; externalId: string | null; deletedAt: string | null }>(
    `select id, external_id, deleted_at from ${snake(table)} where committee_id = ?`,
    [committeeId],
  )
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
