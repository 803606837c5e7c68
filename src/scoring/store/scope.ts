/** Whose facts are read, and of which days. */
export interface Scope {
  committeeId: string
  from: string
  to: string
  /** Undefined: all members of the committee. */
  memberIds?: readonly string[] | undefined
  /** Facts of single sessions too, for clauses that count `per: session`. */
  perSession: boolean
  /** The day that is today: a joint proposal whose signatures may still come is provisional. */
  today: string
  /** The records are read as they were on this day; else as they are. */
  asOf?: string | undefined
}

/** Ids in one statement; more members than that are cheaper to read all at once. */
export const MEMBERS_PER_QUERY = 100

interface Filtered {
  sql: string
  parameters: readonly string[]
}

/** A condition on a column with member ids, empty for all members. */
export const onlyMembers = (column: string, { memberIds }: Scope): Filtered =>
  memberIds
    ? { sql: ` and ${column} in (${memberIds.map(() => '?').join(', ')})`, parameters: memberIds }
    : { sql: '', parameters: [] }
