import type Database from 'better-sqlite3'

/**
 * Where the answer to a retry lies, on SQLite: a temporary table of the writer, in memory, that is filled again at
 * start. Scopes are hashes, so an index of the file would cost each write a page of its own: half of all that a shared
 * commit puts into the log. Triggers and savepoints keep it equal to `idempotency_keys`, also when a use case fails.
 */
const SCOPES = `
  create temp table recent_scopes (scope text primary key, created_at text not null) without rowid;
  create temp trigger scope_added after insert on main.idempotency_keys
    begin insert into recent_scopes values (new.scope, new.created_at); end;
  create temp trigger scope_forgotten after delete on main.idempotency_keys
    begin delete from recent_scopes where scope = old.scope; end;
  insert into recent_scopes select scope, created_at from main.idempotency_keys order by scope;`

/** To be called before each transaction; the first call fills the table. */
export function recentScopesOn(writer: Database.Database): () => void {
  let filled = false
  return () => {
    if (filled) return
    writer.exec(SCOPES)
    filled = true
  }
}
