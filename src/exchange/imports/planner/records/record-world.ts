import type { World } from '../world.ts'
import type { ThingKind } from './record-table.ts'

/** What the committee holds, as far as a sheet of records speaks of it. Plain data. */

/** A record that a cell may name. */
export type Thing = {
  id: string
  /** Numbers and codes: each names it exactly. */
  keys: readonly string[]
  names: readonly string[]
  /** Days that it covers, where it has any. */
  from: string | null
  to: string | null
}

export type CatalogueItem = { code: string; name: string }

/** A row of an earlier import, and what became of the record that it made. */
export type ImportedRow = {
  rowKey: string
  bodyKey: string
  recordId: string
  externalId: string | null
  /** What its cells said, by column. */
  cells: Readonly<Record<string, string>>
  withdrawn: boolean
}

export type RecordWorld = {
  people: Pick<World, 'members' | 'sectors' | 'aliases'>
  catalogues: Readonly<Record<string, readonly CatalogueItem[]>>
  things: Readonly<Partial<Record<ThingKind, readonly Thing[]>>>
  /** Numbers that are taken, by whom. */
  numbers: readonly { externalId: string; recordId: string; withdrawn: boolean }[]
  imported: readonly ImportedRow[]
}
