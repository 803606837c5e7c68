/**
 * A row of whichever table, as it is stored or as code sees it: columns that many tables have, and what else stands in it.
 * A table that has no such column has no such value.
 */
export interface AnyRow {
  committeeId: string
  id?: string
  externalId?: string | null
  version?: number
  /** The event that wrote it. */
  seq?: number
  createdAt?: string
  updatedAt?: string
  deletedAt?: string | null
  mergedIntoId?: string | null
  ownerOrganizationId?: string | null
  personId?: string | null
  memberId?: string | null
  position?: number
  [column: string]: unknown
}

/** Fields of a row by name; what is not there, or undefined, is not said. */
export type AnyFields = { [K in keyof AnyRow]?: AnyRow[K] | undefined }

/** The id of a row whose table has one. */
export function idOf({ id }: Readonly<AnyRow>): string {
  if (id !== undefined) return id
  throw new Error('A row without an id is no record')
}

/** The version of a row whose table keeps what it said before. */
export function versionOf({ version }: Readonly<AnyRow>): number {
  if (version !== undefined) return version
  throw new Error('A row without versions is no record')
}
