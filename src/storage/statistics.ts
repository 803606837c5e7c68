import type Database from 'better-sqlite3'

/** Rows of a table, of one committee in it, and behind the next column of an index, as the planner shall believe. */
const ROWS = 1_000_000
const OF_A_COMMITTEE = 30_000
const BEHIND_A_COLUMN = 5

/**
 * Tells SQLite's planner what every table looks like. Without figures it takes the first column of a key for a narrow
 * one; here that is the committee, and it would walk all of the committee's rows rather than use an index. Fixed
 * figures, unlike `analyze`, give the same plans on a new database and on a full one.
 */
export function teachPlanner(db: Database.Database): void {
  db.exec('analyze sqlite_schema; delete from sqlite_stat1')
  const insert = db.prepare('insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)')
  const tables = db
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all()
  const indexesOf = db.prepare<[string], { name: string; unique: number; origin: string }>(
    'select name, "unique", origin from pragma_index_list(?)',
  )
  const columnsOf = db.prepare('select 1 from pragma_index_info(?)')
  for (const table of tables) {
    for (const { name, unique, origin } of indexesOf.all(table)) {
      const columns = columnsOf.all(name).length
      const rows = Array.from({ length: columns }, (_, at) =>
        unique && at === columns - 1
          ? 1
          : at === 0
            ? OF_A_COMMITTEE
            : Math.max(2, Math.round(BEHIND_A_COLUMN / at)),
      )
      // The key of a table without rowid goes by the table's own name.
      insert.run(table, origin === 'pk' ? table : name, [ROWS, ...rows].join(' '))
    }
  }
}
