import { checkCode } from '../../committee/catalogues/store.ts'
import { isCorrecting } from '../../committee/open-period.ts'
import { dayInZone, within } from '../../core/days.ts'
import { AppError, notFound, ruleViolation } from '../../core/errors.ts'
import { from } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { letOthersRead } from '../../storage/write.ts'
import { recordableMeeting } from '../meetings/service.ts'
import { invitedTo } from '../meetings/store.ts'
import type { AttendanceMark } from './schema.ts'
import { type Attendance, insertMarks, marksOf, replaceMarks } from './store.ts'

/** What an import or a roll call says of one member; `null` presence takes the mark back. */
export interface Mark {
  memberId: string
  presence: AttendanceMark['presence'] | null
  leaveType: string | null
  arrivedAt: string | null
  note: string | null
}

export interface Source {
  method: Attendance['method']
  importId: string | null
}

export interface Recorded<M extends SessionMark = SessionMark> {
  created: number
  changed: number
  unchanged: number
  /** Before and after of every key that moved, in the order sent. */
  moves: { mark: M; before: Attendance | undefined; after: Attendance }[]
  /** Marks that had moved on from the version on which they were decided: left alone. */
  overtaken: M[]
}

/** A session that takes marks, with its meeting: the meeting stands, the day has come, it is not settled. */
export async function recordableSession(
  tx: Tx,
  sessionId: string,
): Promise<{ session: Row<'meetingSessions'>; meeting: Row<'meetings'> }> {
  const session = await findRow(tx, 'meetingSessions', sessionId)
  if (!session || session.deletedAt) throw notFound('meeting session', sessionId)
  const meeting = await recordableMeeting(tx, session.meetingId)
  if (session.state === 'settled' && !isCorrecting(tx)) {
    throw new AppError('state_conflict', {
      en: 'The session is settled: reopen it with a reason, then correct the roll',
      zh: '该场次已结算：请说明理由重新打开后再更正',
    })
  }
  const today = dayInZone(new Date(tx.at))
  if (session.day > today) {
    throw ruleViolation('attendance.not_before_meeting', {
      en: `The session is on ${session.day}; record attendance from that day on`,
      zh: `该场次在 ${session.day} 举行，届时才能登记出席`,
    })
  }
  return { session, meeting }
}

/** Records marks of one session: all or none, one event, every earlier value kept as a version. */
export async function recordAttendance(
  tx: Tx,
  session: { id: string; version: number },
  marks: readonly Mark[],
  source: Source,
): Promise<Recorded> {
  const subject = { type: 'meetingSessions', id: session.id, version: session.version }
  return recordMarks(
    tx,
    marks.map((mark) => ({ ...mark, sessionId: session.id })),
    source,
    subject,
  )
}

export interface SessionMark extends Mark {
  sessionId: string
  /** The version on which the mark was decided, 0 when there was none; a mark that has moved since is left alone. */
  seen?: number
}

/** Records marks of any sessions under one event; the caller has checked that the sessions take them. */
export async function recordMarks<M extends SessionMark>(
  tx: Tx,
  marks: readonly M[],
  source: Source,
  subject: { type: string; id: string; version: number },
): Promise<Recorded<M>> {
  const existing = await marksOf(tx, tx.committeeId, marks)
  const fresh: Attendance[] = []
  const moved: { before: Attendance; after: Attendance }[] = []
  const moves: Recorded<M>['moves'] = []
  const overtaken: M[] = []
  let unchanged = 0
  await letOthersRead()
  for (const mark of marks) {
    const before = existing.get(`${mark.sessionId}/${mark.memberId}`)
    if (mark.seen !== undefined && mark.seen !== (before && !before.deletedAt ? before.version : 0)) {
      overtaken.push(mark)
      continue
    }
    const after = rowOf(tx, mark, source, before)
    if (!after) {
      unchanged += 1
      continue
    }
    if (before) moved.push({ before, after })
    else fresh.push(after)
    moves.push({ mark, before, after })
  }
  if (moves.length > 0) {
    const seq = await tx.emit({
      type: 'attendance.recorded',
      subjectType: subject.type,
      subjectId: subject.id,
      subjectVersion: subject.version,
      members: [...new Set(moves.map(({ after }) => after.memberId))],
      data: { method: source.method, importId: source.importId, marks: moves.map(shortOf) },
      wrote: { table: 'attendance', rows: moves.map(({ after }) => after) },
    })
    for (const { after } of moves) after.seq = seq
    await letOthersRead()
    await insertMarks(tx, fresh)
    await replaceMarks(tx, moved)
  }
  return { created: fresh.length, changed: moved.length, unchanged, moves, overtaken }
}

const shortOf = ({ before, after }: Recorded['moves'][number]) => [
  after.sessionId,
  after.memberId,
  before && !before.deletedAt ? before.presence : null,
  after.deletedAt ? null : after.presence,
]

/** The row as it will stand; undefined when the mark says nothing new. */
function rowOf(
  tx: Tx,
  mark: SessionMark,
  source: Source,
  before: Attendance | undefined,
): Attendance | undefined {
  const gone = mark.presence === null
  if (gone && (!before || before.deletedAt)) return undefined
  if (!gone && before && !before.deletedAt) {
    const same =
      before.presence === mark.presence &&
      before.leaveType === mark.leaveType &&
      (mark.note === null || before.note === mark.note) &&
      (mark.arrivedAt === null || before.arrivedAt === mark.arrivedAt)
    if (same) return undefined
  }
  return {
    committeeId: tx.committeeId,
    sessionId: mark.sessionId,
    memberId: mark.memberId,
    presence: mark.presence ?? before!.presence,
    leaveType: gone ? before!.leaveType : mark.leaveType,
    method: source.method,
    arrivedAt: mark.arrivedAt,
    note: mark.note,
    importId: source.importId,
    version: (before?.version ?? 0) + 1,
    seq: 0,
    updatedAt: tx.at,
    deletedAt: gone ? tx.at : null,
  }
}

/** What says that somebody was expected. */
const ABSENCES: readonly AttendanceMark['presence'][] = ['absent', 'leave']

/** Rules that a roll call must meet before anything of it is recorded. */
export async function checkMarks(
  tx: Tx,
  { id, day }: Pick<Row<'meetingSessions'>, 'id' | 'day'>,
  marks: readonly AttendanceMark[],
): Promise<void> {
  const invited = new Set((await invitedTo(tx, tx.committeeId, id)).map(({ memberId }) => memberId))
  const memberIds = new Set<string>()
  const ids = marks.map((mark) => mark.memberId)
  const members = await from(tx, 'members', { id: ids, deletedAt: null }).pick('id', 'validFrom', 'validTo')
  const known = new Map(members.map((member) => [member.id, member]))
  const errors = []
  for (const [index, mark] of marks.entries()) {
    const pointer = `/items/${index}/memberId`
    const member = known.get(mark.memberId)
    if (!member) errors.push({ pointer, code: 'unknown_reference', detail: `no member ${mark.memberId}` })
    else if (!within(day, member.validFrom, member.validTo)) {
      errors.push({ pointer, code: 'not_in_office_on_date', detail: `not in office on ${day}` })
    }
    if (memberIds.has(mark.memberId))
      errors.push({ pointer, code: 'duplicate', detail: 'is named twice in this roll' })
    memberIds.add(mark.memberId)
    if (mark.leaveType && mark.presence !== 'leave') {
      errors.push({
        pointer: `/items/${index}/leaveType`,
        code: 'leave_type',
        detail: 'is only for presence leave',
      })
    }
  }
  if (errors.length > 0) {
    throw new AppError(
      'rule_violation',
      {
        en: `${errors.length} marks cannot be recorded; nothing was written. See errors`,
        zh: `有 ${errors.length} 条不能登记，未写入任何内容，详见 errors`,
      },
      { errors },
    )
  }
  refuseUnmissed(invited, marks)
  for (const type of new Set(marks.flatMap((mark) => mark.leaveType ?? []))) {
    await checkCode(tx, tx.committeeId, 'leave_type', type, '/items')
  }
}

/** Nobody is missed who was not asked to come; where nobody is invited, everybody in office may be missed. */
function refuseUnmissed(invited: ReadonlySet<string>, marks: readonly AttendanceMark[]): void {
  const unmissed = ({ memberId, presence }: AttendanceMark) =>
    ABSENCES.includes(presence) && !invited.has(memberId)
  const first = invited.size > 0 ? marks.findIndex(unmissed) : -1
  if (first < 0) return
  throw ruleViolation(
    'attendance.expected',
    {
      en: `${marks.filter(unmissed).length} members who are not invited cannot be absent or on leave: invite them first, or record that they came; nothing was written`,
      zh: `有 ${marks.filter(unmissed).length} 名委员未在邀请名单内，不能登记缺席或请假：请先加入邀请名单，或登记其实际出席；未写入任何内容`,
    },
    `/items/${first}/presence`,
  )
}
