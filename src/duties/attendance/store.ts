import { within } from '../../core/days.ts'
import { from, inCommittee, not } from '../../storage/from.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { letOthersRead } from '../../storage/write.ts'
import { freesPlace, waitersIn } from './places.ts'
import { type AttendanceStatus, outranks, statusOf } from './status.ts'

export type Attendance = Row<'attendance'>

interface RollItem {
  memberId: string
  memberNo: string
  name: string
  invited: boolean
  status: AttendanceStatus
  leaveType: string | null
  method: string | null
  note: string | null
  version: number
}

type SessionRef = Pick<Row<'meetingSessions'>, 'id' | 'day'>
type MeetingRef = Pick<Row<'meetings'>, 'participationMode' | 'capacity'>

/** Who was expected at or came to a session, with the derived status, in the order of the roster. */
export async function rollOf(
  db: Db,
  committeeId: string,
  session: SessionRef,
  { participationMode, capacity }: MeetingRef,
): Promise<RollItem[]> {
  const scope = inCommittee(db, committeeId)
  const invitations = await from(scope, 'invitations', { sessionId: session.id })
  const attendance = await from(scope, 'attendance', { sessionId: session.id, deletedAt: null })
  const leave = await leaveOf(db, committeeId, [session.id])
  const invited = new Map(invitations.map((row) => [row.memberId, row]))
  const marks = new Map(attendance.map((row) => [row.memberId, row]))
  const ids = [...new Set([...invited.keys(), ...marks.keys()])]
  if (ids.length === 0) return []
  const members = await from(scope, 'members', { id: ids })
    .pick('id', 'memberNo', 'name', 'pinyin', 'validFrom', 'validTo')
    .orderBy('pinyin', 'id')
  const exempt = await exemptOn(db, committeeId, ids)
  const onLeave = [...invited.keys()].filter((id) =>
    freesPlace(leave.get(`${session.id}/${id}`)?.state ?? null),
  )
  const waiters = waitersIn(invitations, new Set(onLeave), capacity)
  const roll: RollItem[] = []
  for (const { id, memberNo, name, validFrom, validTo } of members) {
    const [mark, request] = [marks.get(id), leave.get(`${session.id}/${id}`)]
    const status = statusOf({
      inOffice: within(session.day, validFrom, validTo),
      invited: invited.has(id),
      response: invited.get(id)?.response ?? null,
      waits: waiters.has(id),
      participationMode,
      leaveState: request?.state ?? null,
      presence: mark?.presence ?? null,
      exempt: (exempt.get(id) ?? []).some((exemption) =>
        within(session.day, exemption.validFrom, exemption.validTo),
      ),
    })
    if (!status) continue
    const leaveType = status === 'leave_approved' ? (mark?.leaveType ?? request?.leaveType ?? null) : null
    const { method = null, note = null, version = 0 } = mark ?? {}
    roll.push({
      memberId: id,
      memberNo,
      name,
      invited: invited.has(id),
      status,
      leaveType,
      method,
      note,
      version,
    })
  }
  return roll
}

/** The leave request that counts for each `session/member`: an approved one before a pending before a refused. */
export async function leaveOf(
  db: Db,
  committeeId: string,
  sessionIds: readonly string[],
): Promise<Map<string, { state: string; leaveType: string }>> {
  const leaves = new Map<string, { state: string; leaveType: string }>()
  if (sessionIds.length === 0) return leaves
  const scope = inCommittee(db, committeeId)
  const covered = await from(scope, 'leaveSessions', { sessionId: sessionIds })
  const match = { id: [...new Set(covered.map((row) => row.leaveRequestId))], deletedAt: null }
  const requests = await from(scope, 'leaveRequests', { ...match, state: not('withdrawn') })
  const requestOf = new Map(requests.map((request) => [request.id, request]))
  for (const { sessionId, memberId, leaveRequestId } of covered) {
    const request = requestOf.get(leaveRequestId)
    if (!request) continue
    const { state, leaveType } = request
    const key = `${sessionId}/${memberId}`
    const old = leaves.get(key)
    if (!old || outranks(state, old.state)) leaves.set(key, { state, leaveType })
  }
  return leaves
}

export async function exemptOn(db: Db, committeeId: string, memberIds: readonly string[]) {
  const rows = await from(inCommittee(db, committeeId), 'exemptions', {
    memberId: memberIds,
    deletedAt: null,
  }).pick('memberId', 'validFrom', 'validTo')
  return Map.groupBy(rows, (row) => row.memberId)
}

/** Rows by `session/member`, tombstones included; asked for few sessions at a time. */
export async function marksOf(
  db: Db,
  committeeId: string,
  keys: readonly { sessionId: string; memberId: string }[],
): Promise<Map<string, Attendance>> {
  if (keys.length === 0) return new Map()
  const sessionId = [...new Set(keys.map((key) => key.sessionId))]
  const memberId = [...new Set(keys.map((key) => key.memberId))]
  const rows = await from(inCommittee(db, committeeId), 'attendance', { sessionId, memberId })
  return new Map(rows.map((row) => [`${row.sessionId}/${row.memberId}`, row]))
}

const COLUMNS = [
  'committeeId',
  'sessionId',
  'memberId',
  'presence',
  'leaveType',
  'method',
  'arrivedAt',
  'note',
  'importId',
  'version',
  'seq',
  'updatedAt',
  'deletedAt',
] as const
const COLUMN_SQL =
  'committee_id, session_id, member_id, presence, leave_type, method, arrived_at, note, import_id, version, seq, updated_at, deleted_at'
const MARKS = `(${COLUMNS.map(() => '?').join(', ')})`

/** Rows per statement: SQLite keeps a journal for a statement that may fail half way, so they stay short. */
const ROWS_PER_INSERT = 50

export async function insertMarks(tx: Tx, rows: readonly Attendance[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const chunk = rows.slice(from, from + ROWS_PER_INSERT)
    const values = chunk.flatMap((row) => COLUMNS.map((column) => row[column]))
    await tx.run(`insert into attendance (${COLUMN_SQL}) values ${chunk.map(() => MARKS).join(', ')}`, values)
    if (from + ROWS_PER_INSERT < rows.length) await letOthersRead()
  }
}

const VERSION_MARKS = '(?, ?, ?, ?, ?, ?, ?)'
const REPLACED = COLUMN_SQL.split(', ')
  .slice(3)
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')

/** Writes the new state of rows that exist; what they said before is kept by the caller's event and version rows. */
export async function replaceMarks(
  tx: Tx,
  rows: readonly { before: Attendance; after: Attendance }[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const chunk = rows.slice(from, from + ROWS_PER_INSERT)
    await tx.run(
      `insert into row_versions (committee_id, resource, row_key, version, from_seq, to_seq, "row")
         values ${chunk.map(() => VERSION_MARKS).join(', ')}`,
      chunk.flatMap(({ before, after }) => [
        tx.committeeId,
        'attendance',
        `${before.sessionId}/${before.memberId}`,
        before.version,
        before.seq,
        after.seq,
        JSON.stringify(before),
      ]),
    )
    await tx.run(
      `insert into attendance (${COLUMN_SQL}) values ${chunk.map(() => MARKS).join(', ')}
         on conflict (committee_id, session_id, member_id) do update set ${REPLACED}`,
      chunk.flatMap(({ after }) => COLUMNS.map((column) => after[column])),
    )
    if (from + ROWS_PER_INSERT < rows.length) await letOthersRead()
  }
}
