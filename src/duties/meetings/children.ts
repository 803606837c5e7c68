import type { z } from 'zod'
import { unknownReference } from '../../core/errors.ts'
import { childrenBy, replaceChildren } from '../../storage/children.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { MeetingInput } from './schema.ts'

/** What hangs on a meeting: joint organisers, guests, sites, and the documents that it follows up. */

export async function withChildren(db: Db, committeeId: string, rows: readonly Row<'meetings'>[]) {
  const ids = rows.map((row) => row.id)
  const organizers = await childrenBy(db, 'meetingOrganizers', 'meetingId', committeeId, ids)
  const guests = await childrenBy(db, 'meetingGuests', 'meetingId', committeeId, ids)
  const documents = await childrenBy(db, 'meetingDocuments', 'meetingId', committeeId, ids)
  const sites = await childrenBy(db, 'meetingSites', 'meetingId', committeeId, ids)
  return rows.map((row) => ({
    ...row,
    organizerIds: (organizers.get(row.id) ?? []).map(({ organizationId }) => organizationId),
    organizers: (organizers.get(row.id) ?? []).map(({ organizationId, confirmedOn }) => ({
      organizationId,
      confirmedOn,
    })),
    guests: (guests.get(row.id) ?? []).map(({ kind, name, unit, came }) => ({ kind, name, unit, came })),
    sitesVisited: (sites.get(row.id) ?? []).map(({ name }) => name),
    documents: (documents.get(row.id) ?? []).map(({ proposalId, instructionId }) => ({
      proposalId,
      instructionId,
    })),
  }))
}

type Children = Pick<z.output<typeof MeetingInput>, 'organizerIds' | 'sitesVisited' | 'guests' | 'documents'>

/** Stores what was sent; who had confirmed stays confirmed. */
export async function storeChildren(tx: Tx, meetingId: string, input: Partial<Children>): Promise<void> {
  const { organizerIds: sent, sitesVisited: sites, guests, documents } = input
  if (sent) {
    const before = await childrenBy(tx, 'meetingOrganizers', 'meetingId', tx.committeeId, [meetingId])
    const confirmed = new Map(
      (before.get(meetingId) ?? []).map(({ organizationId, confirmedOn }) => [organizationId, confirmedOn]),
    )
    const organizers = [...new Set(sent)].map((organizationId) => ({
      organizationId,
      confirmedOn: confirmed.get(organizationId) ?? null,
    }))
    for (const [index, { organizationId }] of organizers.entries()) {
      await standing(tx, 'organizations', organizationId, `/organizerIds/${index}`)
    }
    await replaceChildren(tx, 'meetingOrganizers', meetingId, organizers)
  }
  if (sites) {
    const children = sites.map((name) => ({ name }))
    await replaceChildren(tx, 'meetingSites', meetingId, children)
  }
  if (guests) await replaceChildren(tx, 'meetingGuests', meetingId, guests)
  if (documents) {
    for (const [index, { proposalId, instructionId }] of documents.entries()) {
      if (proposalId) await standing(tx, 'proposals', proposalId, `/documents/${index}/proposalId`)
      else await standing(tx, 'instructions', instructionId!, `/documents/${index}/instructionId`)
    }
    await replaceChildren(tx, 'meetingDocuments', meetingId, documents)
  }
}

async function standing(
  tx: Tx,
  table: 'organizations' | 'proposals' | 'instructions',
  id: string,
  pointer: string,
): Promise<void> {
  const row = await findRow(tx, table, id)
  if (!row || row.deletedAt) throw unknownReference(pointer, id)
}
