import { id, integer, optional, text } from '../columns.ts'

/** What every record carries that people change one by one. */
export const record = {
  id: id(),
  version: integer(),
  /** Sequence number of the event that made this version. */
  seq: integer(),
  externalId: optional(text()),
  createdAt: text(),
  updatedAt: text(),
  deletedAt: optional(text()),
}
export const owned = { ...record, ownerOrganizationId: optional(id()) }
/** In force from a day to a day, both inclusive. */
export const dated = { validFrom: text(), validTo: optional(text()) }
