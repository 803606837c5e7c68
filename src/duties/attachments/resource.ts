import { z } from 'zod'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Id } from '../../core/fields.ts'
import { equalTo } from '../../http/filters.ts'
import { resource } from '../../http/record.ts'
import { isOwnMember, requireOwner, requirePermission } from '../../http/rights.ts'
import type { Principal } from '../../http/route.ts'
import { sightOf } from '../../http/sight.ts'
import { from, inCommittee, not } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { checkEnterer } from '../leave-requests/resource.ts'
import { meetingOf } from '../meetings/service.ts'
import { AttachmentFields, AttachmentOutput, OWNERS, type Owner, PURPOSES, Purpose } from './schema.ts'

/** Files that belong to a record: evidence, leave papers, agendas and minutes. Who may read the record reads them. */

type Attachment = Row<'attachments'>

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** A record that an attachment names, of the person who asks. */
const ownRecord = (table: string, column: string): string =>
  `exists (select 1 from ${table} r join members own on own.committee_id = r.committee_id and own.id = r.member_id
    where r.committee_id = t.committee_id and r.id = t.${column} and own.person_id = ?)`

export const attachments = resource({
  table: 'attachments',
  path: '/attachments',
  one: { en: 'attachment', zh: '附件', PascalCase: 'Attachment' },
  input: AttachmentFields,
  output: AttachmentOutput,
  filters: z.object({
    dutyRecordId: Id.optional(),
    leaveRequestId: Id.optional(),
    meetingId: Id.optional(),
    purpose: Purpose.optional(),
  }),
  where: (query) => equalTo(query, [...OWNERS, 'purpose']),
  sorts: ['createdAt', 'name'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'duties.attach' },
  ownRows: ({ personId }) => ({
    sql: `(t.meeting_id is not null or ${ownRecord('duty_records', 'duty_record_id')}
      or ${ownRecord('leave_requests', 'leave_request_id')})`,
    parameters: [personId ?? NOBODY, personId ?? NOBODY],
  }),
  // A leave paper tells of an illness: it is for the member, and for those who may see what is personal.
  secluded: (principal) =>
    sightOf(principal) === 'clear'
      ? []
      : [
          {
            sql: `(t.leave_request_id is null or ${ownRecord('leave_requests', 'leave_request_id')})`,
            parameters: [principal.personId ?? NOBODY],
          },
        ],
  decorate: async (db, rows, { committeeId }) => {
    const hashes = await hashesOf(db, committeeId, rows)
    return rows.map((row) => ({ ...row, sha256: hashes.get(row.fileId)!, uploadedAt: row.createdAt }))
  },
  onWithdraw: async (tx, row, { principal }) => {
    const owner = OWNERS.find((name) => row[name] !== null)!
    const attached = (await attachedTo(tx, owner, row[owner]!))!
    await mayAttach(tx, attached, principal)
    if (attached.owner === 'dutyRecordId') await keepEvidence(tx, row, attached.record, principal)
  },
  example: { dutyRecordId: '0197f6a0-0000-7000-8000-000000000001', purpose: 'evidence' },
  refuses: { withdraw: ['not_owner', 'state_conflict'] },
})

async function hashesOf(db: Db, committeeId: string, rows: readonly Attachment[]) {
  if (rows.length === 0) return new Map<string, string>()
  const files = await from(inCommittee(db, committeeId), 'files', { id: rows.map((row) => row.fileId) }).pick(
    'id',
    'sha256',
  )
  return new Map(files.map((file) => [file.id, file.sha256]))
}

/** The one record that the fields name, for a purpose that it has. */
export function ownerOf(fields: AttachmentFields): { owner: Owner; id: string } {
  const named = OWNERS.filter((name) => fields[name] !== null)
  const [owner] = named
  if (!owner || named.length > 1) {
    throw ruleViolation(
      'attachments.one_owner',
      {
        en: `Name one record: ${OWNERS.join(', ')}`,
        zh: `须且只能指明一条记录：${OWNERS.join('、')}`,
      },
      `/${named[1] ?? 'dutyRecordId'}`,
    )
  }
  const purposes = PURPOSES[owner]
  if (!purposes.includes(fields.purpose)) {
    throw ruleViolation(
      'attachments.purpose_of_owner',
      {
        en: `With ${owner} the purpose is one of ${purposes.join(', ')}`,
        zh: `${owner} 的附件用途只能是 ${purposes.join('、')}`,
      },
      '/purpose',
    )
  }
  return { owner, id: fields[owner]! }
}

/** The record that a file belongs to, and how the file names it. */
type Attached =
  | { owner: 'dutyRecordId'; record: Row<'dutyRecords'> }
  | { owner: 'leaveRequestId'; record: Row<'leaveRequests'> }
  | { owner: 'meetingId'; record: Row<'meetings'> }

async function attachedTo(tx: Tx, owner: Owner, id: string): Promise<Attached | undefined> {
  if (owner === 'meetingId') {
    const record = await findRow(tx, 'meetings', id)
    return record && { owner, record }
  }
  if (owner === 'leaveRequestId') {
    const record = await findRow(tx, 'leaveRequests', id)
    return record && { owner, record }
  }
  const record = await findRow(tx, 'dutyRecords', id)
  return record && { owner, record }
}

/** The record, as far as it is there for the person who asks. */
export async function recordOf(tx: Tx, owner: Owner, id: string, principal: Principal): Promise<Attached> {
  const attached = await attachedTo(tx, owner, id)
  const visible = attached && !attached.record.deletedAt && (await isOpen(tx, attached, principal))
  if (!visible) throw unknownReference(`/${owner}`, id)
  return attached
}

const isOpen = async (tx: Tx, { owner, record }: Attached, principal: Principal): Promise<boolean> =>
  owner === 'meetingId' || principal.permissions.has('records.read') || isOwn(tx, record.memberId, principal)

/** Whoever may write the record attaches to it: its department, or the member to what they declared or asked for. */
export async function mayAttach(tx: Tx, { owner, record }: Attached, principal: Principal): Promise<void> {
  if (owner === 'leaveRequestId') {
    requirePermission(principal, 'leave.request', WRITERS_ONLY)
    const { memberId, meetingId } = record
    await checkEnterer(tx, memberId, await meetingOf(tx, meetingId), { principal })
    return
  }
  const declared = owner === 'dutyRecordId' && record.selfDeclared
  if (declared && (await isOwn(tx, record.memberId, principal))) return
  requirePermission(principal, 'duties.record', WRITERS_ONLY)
  requireOwner(principal, record.ownerOrganizationId)
}

const WRITERS_ONLY = {
  en: 'A file is attached by whoever may change the record',
  zh: '只有能更改该记录的人才能上传或撤回附件',
}

const isOwn = (tx: Tx, memberId: string, principal: Principal): Promise<boolean> =>
  isOwnMember(tx, tx.committeeId, memberId, principal)

/** What was confirmed keeps the files that the member showed, and a file at all where its kind asks for one. */
async function keepEvidence(
  tx: Tx,
  { id, dutyRecordId }: Attachment,
  record: Row<'dutyRecords'>,
  { permissions }: Principal,
): Promise<void> {
  if (record.verification !== 'confirmed') return
  const kind = await findRow(tx, 'dutyKinds', record.dutyKindId)
  const department = permissions.has('duties.record')
  if (department && kind?.evidence !== 'required') return
  const other = await from(tx, 'attachments', { dutyRecordId: dutyRecordId!, id: not(id), deletedAt: null })
    .pick('id')
    .first()
  if (department && other) return
  throw new AppError('state_conflict', {
    en: 'The record was confirmed on this file: attach another one first',
    zh: '该记录凭此材料确认，请先补上另一份再撤回',
  })
}
