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
