import { newId } from '../../core/ids.ts'
import { append } from '../../core/long-lists.ts'
import type { NOTICES } from '../../core/words/reports.ts'
import { from } from '../../storage/from.ts'
import { insertPlain } from '../../storage/plain.ts'
import type { Tx } from '../../storage/storage.ts'

/** Puts a note into the boxes of people, and one event into the log that says so. */

export type NoticeType = keyof typeof NOTICES

export interface Notice {
  type: NoticeType
  subjectType: string
  subjectId: string
}

export const personBox = (personId: string): string => `person/${personId}`

/** Recipients in one statement. */
const IDS_PER_QUERY = 100

/** `recipients` are `person/<id>` or an actor of the log (`user/<id>`); machines have no box. */
export async function notify(tx: Tx, recipients: Iterable<string>, notice: Notice): Promise<void> {
  const boxes = [...new Set(recipients)].filter((recipient) => /^(person|user)\//.test(recipient))
  if (boxes.length === 0) return
  const { type, subjectType, subjectId } = notice
  const seq = await tx.emit({
    type: `notice.${type}`,
    subjectType,
    subjectId,
    subjectVersion: 0,
    data: { recipients: boxes.length },
  })
  for (const recipient of boxes)
    await insertPlain(tx, 'inbox', { id: newId(), recipient, seq, ...notice, createdAt: tx.at, readAt: null })
}

/** The boxes of the people behind these members. */
export async function boxesOf(tx: Tx, memberIds: readonly string[]): Promise<string[]> {
  const boxes: string[] = []
  for (let start = 0; start < memberIds.length; start += IDS_PER_QUERY) {
    const id = memberIds.slice(start, start + IDS_PER_QUERY)
    const rows = await from(tx, 'members', { id }).pick('personId')
    append(
      boxes,
      rows.map(({ personId }) => personBox(personId)),
    )
  }
  return boxes
}

/** The boxes of the users who hold one of these roles on a day. */
export async function boxesOfRoles(tx: Tx, roles: readonly string[], day: string): Promise<string[]> {
  const marks = roles.map(() => '?').join(', ')
  const rows = await tx.query<{ userId: string }>(
    `select distinct r.user_id from user_roles r join users u on u.committee_id = r.committee_id and u.id = r.user_id
      where r.committee_id = ? and r.role in (${marks}) and r.deleted_at is null and u.deleted_at is null
        and r.valid_from <= ? and (r.valid_to is null or r.valid_to >= ?) order by r.user_id`,
    [tx.committeeId, ...roles, day, day],
  )
  return rows.map(({ userId }) => `user/${userId}`)
}
