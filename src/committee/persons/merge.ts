import { AppError, ruleViolation } from '../../core/errors.ts'
import { keysOf } from '../../core/records.ts'
import type { AnyRow } from '../../storage/any-row.ts'
import { keyIn } from '../../storage/digests.ts'
import { atLeast, atMost, from, fromNamed, type Scope } from '../../storage/from.ts'
import { parentOf } from '../../storage/hanging.ts'
import { snake } from '../../storage/naming.ts'
import { insertStored, updateNamed, updatePlain } from '../../storage/plain.ts'
import { changeRow, lastVersions, removeKeyed, withdrawRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { definitionOf, definitions, type Row, type TableName } from '../../storage/tables.ts'
import { moveNames } from './merge-names.ts'

/**
 * One human who was entered twice becomes one again. What names the membership that goes names the one that stays,
 * found from the references of the tables themselves, so that no kind of record can be forgotten.
 */

/** Moves every membership of a person to another person. */
export async function mergePersons(tx: Tx, fromId: string, intoId: string): Promise<void> {
  const theirs = await membershipsOf(tx, fromId)
  const standing = await membershipsOf(tx, intoId)
  for (const membership of theirs) {
    const twin = standing.find((candidate) => candidate.termId === membership.termId)
    if (twin) await mergeMemberships(tx, membership, twin)
    else {
      const note = { type: 'member.changed', members: [membership.id] }
      await changeRow(tx, 'members', membership, { personId: intoId }, note)
    }
  }
  for (const login of await from(tx, 'users', { personId: fromId }))
    await changeRow(tx, 'users', login, { personId: intoId }, { type: 'user.reassigned' })
  await updatePlain(tx, 'persons', { id: fromId }, { mergedIntoId: intoId, mergedAt: tx.at })
  const moved = theirs.map((membership) => membership.id)
  await tx.emit({
    type: 'person.merged',
    subjectType: 'persons',
    subjectId: fromId,
    subjectVersion: 1,
    members: [...moved, ...standing.map((membership) => membership.id)],
    data: { intoId, memberships: moved },
  })
}

export const membershipsOf = (scope: Scope, personId: string): Promise<Row<'members'>[]> =>
  from(scope, 'members', { personId, deletedAt: null }).orderBy('validFrom').execute()

async function mergeMemberships(tx: Tx, from: Row<'members'>, into: Row<'members'>): Promise<void> {
  await checkPeriodsOpen(tx, from)
  for (const [table, column] of references()) {
    const child = parentOf(table)
    if (child) await moveNames(tx, child, from.id, into.id)
    else if (definitionOf(table).key.includes(column)) await moveKeyed(tx, table, column, from.id, into.id)
    else await moveRecords(tx, table, column, from.id, into.id)
  }
  const span = {
    validFrom: from.validFrom < into.validFrom ? from.validFrom : into.validFrom,
    validTo:
      from.validTo === null || into.validTo === null
        ? null
        : from.validTo > into.validTo
          ? from.validTo
          : into.validTo,
    nameVariants: [
      ...new Set([
        ...into.nameVariants,
        ...from.nameVariants,
        ...(from.name === into.name ? [] : [from.name]),
      ]),
    ],
  }
  const note = { type: 'member.changed', members: [from.id, into.id] }
  await changeRow(tx, 'members', into, span, note)
  const marked = await changeRow(
    tx,
    'members',
    from,
    { mergedIntoId: into.id, personId: into.personId },
    note,
  )
  await withdrawRow(tx, 'members', marked, { type: 'member.merged', members: [from.id, into.id] })
}

/** Points of a closed period do not move by tidying up. */
async function checkPeriodsOpen(tx: Tx, { validFrom, validTo }: Row<'members'>): Promise<void> {
  const closed = await from(tx, 'periods', {
    state: 'closed',
    deletedAt: null,
    endsOn: atLeast(validFrom),
    startsOn: atMost(validTo ?? '9999-12-31'),
  })
    .pick('name')
    .first()
  if (!closed) return
  throw new AppError('period_closed', {
    en: `The closed period ${closed.name} holds points of this membership: reopen it with a reason first`,
    zh: `已关闭的考核周期“${closed.name}”含有该委员的得分：请先说明理由重新打开`,
  })
}

/** Every column of every table that names a member. */
function references(): [TableName, string][] {
  return keysOf(definitions).flatMap((name) =>
    Object.entries(definitionOf(name).references).flatMap(([column, target]): [TableName, string][] =>
      target === 'members' ? [[name, column]] : [],
    ),
  )
}

/** Records of their own: each is changed as a record, with its version and its event. */
async function moveRecords(
  tx: Tx,
  table: TableName,
  column: string,
  fromId: string,
  into: string,
): Promise<void> {
  const [match, patch] = [{ [column]: fromId }, { [column]: into }]
  if (!definitionOf(table).columns.version) {
    await updateNamed(tx, table, match, patch)
    return
  }
  for (const row of await fromNamed(tx, table, match)) {
    const note = { type: `${snake(table)}.reassigned`, members: [fromId, into] }
    await changeRow(tx, table, row, patch, note)
  }
}

/** Rows whose key is the member: they move where the other has none; what both have must say the same. */
async function moveKeyed(
  tx: Tx,
  table: TableName,
  column: string,
  from: string,
  into: string,
): Promise<void> {
  const name = snake(table)
  const others = definitionOf(table).key.filter((key) => key !== column)
  const same = others.map((key) => `b.${snake(key)} = a.${snake(key)}`).join(' and ')
  const both = `from ${name} a join ${name} b on b.committee_id = a.committee_id and b.${snake(column)} = ? and ${same}
    where a.committee_id = ? and a.${snake(column)} = ?`
  if (table === 'attendance') {
    const [conflict] = await tx.query<{ sessionId: string }>(
      // What was cancelled has no roll to contradict itself in.
      `select a.session_id ${both} and a.presence <> b.presence and a.deleted_at is null and b.deleted_at is null
        and not exists (select 1 from meeting_sessions s join meetings m on m.committee_id = s.committee_id
          and m.id = s.meeting_id and m.state = 'cancelled' where s.committee_id = a.committee_id and s.id = a.session_id)`,
      [into, tx.committeeId, from],
    )
    if (conflict) throw twoPresences(conflict.sessionId)
  }
  if (table === 'attendance' || table === 'invitations') {
    await moveVersioned(tx, table, from, into)
    return
  }
  await tx.run(
    `delete from ${name} where committee_id = ? and ${snake(column)} = ? and exists (select 1 from ${name} b
      where b.committee_id = ${name}.committee_id and b.${snake(column)} = ?
        and ${others.map((key) => `b.${snake(key)} = ${name}.${snake(key)}`).join(' and ')})`,
    [tx.committeeId, from, into],
  )
  await tx.run(`update ${name} set ${snake(column)} = ? where committee_id = ? and ${snake(column)} = ?`, [
    into,
    tx.committeeId,
    from,
  ])
}

/** The same for rows with versions: what each said under the old key is kept, and the event carries what it says now. */
async function moveVersioned(
  tx: Tx,
  table: 'attendance' | 'invitations',
  from: string,
  into: string,
): Promise<void> {
  const of = async (memberId: string) =>
    tx.query<AnyRow>(`select * from ${table} where committee_id = ? and member_id = ? order by session_id`, [
      tx.committeeId,
      memberId,
    ])
  const [rows, standing] = [await of(from), await of(into)]
  if (rows.length === 0) return
  const taken = new Set(standing.map(({ sessionId }) => sessionId))
  const moved = rows
    .filter(({ sessionId }) => !taken.has(sessionId))
    .map((row): AnyRow => ({ ...row, memberId: into }))
  const last = await lastVersions(
    tx,
    table,
    moved.map((row) => keyIn(table, row)),
  )
  for (const row of moved) row.version = Math.max(Number(row.version), (last.get(keyIn(table, row)) ?? 0) + 1)
  const seq = await tx.emit({
    type: `${table}.reassigned`,
    subjectType: 'members',
    subjectId: from,
    subjectVersion: 1,
    members: [from, into],
    data: { into, keys: moved.map((row) => keyIn(table, row)) },
    wrote: { table, rows: moved },
  })
  await removeKeyed(tx, table, rows, seq)
  for (const row of moved) await insertStored(tx, table, { ...row, seq })
}

function twoPresences(sessionId: string): AppError {
  return ruleViolation('persons.two_presences', {
    en: `At the session ${sessionId} both were marked, and differently: correct one of the marks first`,
    zh: `场次 ${sessionId} 两人都有出席记录且不一致：请先更正其中一条`,
  })
}
