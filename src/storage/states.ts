import { snake } from './naming.ts'
import { definitionOf, type TableName } from './tables.ts'

/** What a record said on a day, by its dated states (`recordStates`), in SQL; `t` is the alias of its table. */

const rowsOf = (resource: string, t: string, row: string, field: string): string =>
  `${row}.committee_id = ${t}.committee_id and ${row}.resource = '${resource}' and ${row}.record_id = ${t}.id
    and ${row}.field = '${field}'`

/** What a field said on a day; takes the day. */
export const valueOn = (resource: string, t: string, field = 'state'): string =>
  `(select h.value from record_states h where ${rowsOf(resource, t, 'h', field)} and h.day <= ? order by h.seq desc limit 1)`

/** Texts as SQL lists them. */
export const listed = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ')

/**
 * The records of a table that came into a state in a span and had not left it by its last day, for one of `ends` or to come
 * again: with the day of the state (`since`) and with what their state was on the last day (`state_then`). Takes the last day, the first
 * and twice the last, and the committee.
 */
export const enteredIn = (
  resource: string,
  table: string,
  state: string,
  ends: readonly string[] = [],
): string =>
  `(select t.*, f.since, ${valueOn(resource, 't')} as state_then from ${table} t
    join record_states f on ${rowsOf(resource, 't', 'f', 'state')} and f.value = '${state}' and f.since >= ? and f.day <= ?
      and not exists (select 1 from record_states g where ${rowsOf(resource, 't', 'g', 'state')} and g.seq > f.seq
        and g.day <= ? and g.value in (${listed([state, ...ends])}))
    where t.committee_id = ? and t.deleted_at is null)`

/** The day on which a record came into a state, by a day and unless one of `ends` followed; takes the day. */
export const enteredOn = (resource: string, t: string, state: string, ends: readonly string[]): string =>
  `(select case when h.value = '${state}' then h.since end from record_states h where ${rowsOf(resource, t, 'h', 'state')}
    and h.day <= ? and h.value in (${listed([state, ...ends])}) order by h.seq desc limit 1)`

/** Columns whose value on a day follows from the states; in SQL over the row `t`, each taking the day once. */
const COLUMNS_ON: Partial<Record<TableName, Readonly<Record<string, string>>>> = {
  proposals: columnsOn('proposals', {
    submitted: [],
    filed: ['not_filed', 'merged'],
    not_filed: ['filed'],
    merged: ['filed', 'submitted', 'under_review'],
    converted: [],
    withdrawn: [],
    replied: ['handling', 'rehandling'],
    closed: [],
  }),
  opinions: columnsOn('opinions', { submitted: [] }),
}

function columnsOn(
  name: 'proposals' | 'opinions',
  ends: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, string>> {
  const { state: days = {}, ...dated } = definitionOf(name).states
  return {
    state: valueOn(name, 't'),
    ...Object.fromEntries(Object.keys(dated).map((field) => [field, valueOn(name, 't', field)])),
    ...Object.fromEntries(
      Object.entries(ends).map(([state, others]) => [days[state]!, enteredOn(name, 't', state, others)]),
    ),
  }
}

/** A table as its records were on a day, or as they are. */
export function tableOn(name: TableName, day: string | undefined): { sql: string; parameters: string[] } {
  const dated = COLUMNS_ON[name]
  if (day === undefined || !dated) return { sql: snake(name), parameters: [] }
  const columns = Object.keys(definitionOf(name).columns)
  const sql = columns.map((column) => `${dated[column] ?? `t.${snake(column)}`} as ${snake(column)}`)
  return {
    sql: `(select ${sql.join(', ')} from ${snake(name)} t)`,
    parameters: columns.filter((column) => dated[column]).map(() => day),
  }
}
