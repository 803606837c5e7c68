import { checkInOffice } from '../../committee/members/in-office.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { checkRange } from '../../http/record.ts'
import { childrenBy, replaceChildren } from '../../storage/children.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** Who belongs to a supervision group, and the departments that it is sent to, each from day to day. */

type Group = Row<'supervisionGroups'>

type Span = { validFrom: string; validTo: string | null }
type Membership = Span & { memberId: string }
type Hosting = Span & { organizationId: string }

type Children = { members: Membership[]; hosts: Hosting[] }

type WholeGroup = Group & Children

export async function withChildren(
  db: Db,
  committeeId: string,
  rows: readonly Group[],
): Promise<WholeGroup[]> {
  const ids = rows.map((row) => row.id)
  const members = await childrenBy(db, 'supervisionGroupMembers', 'supervisionGroupId', committeeId, ids)
  const hosts = await childrenBy(db, 'supervisionGroupHosts', 'supervisionGroupId', committeeId, ids)
  return rows.map((row) => ({
    ...row,
    members: inOrder(members.get(row.id) ?? [], memberOf).map(({ memberId, validFrom, validTo }) => ({
      memberId,
      validFrom,
      validTo,
    })),
    hosts: inOrder(hosts.get(row.id) ?? [], hostOf).map(({ organizationId, validFrom, validTo }) => ({
      organizationId,
      validFrom,
      validTo,
    })),
  }))
}

const memberOf = ({ memberId }: { memberId: string }): string => memberId
const hostOf = ({ organizationId }: { organizationId: string }): string => organizationId

/** By their first day, then by whom they are of: they have no other order of their own. */
function inOrder<S extends Span>(spans: readonly S[], of: (span: S) => string): S[] {
  const key = (span: S) => `${span.validFrom} ${of(span)}`
  return spans.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

/**
 * Refuses children that cannot be: of nobody, of one twice at the same time, outside the group's own days. Whom the
 * request did not name is not asked about again: they may have left since.
 */
export async function checkChildren(tx: Tx, group: Span & Children, sent: Partial<Children>): Promise<void> {
  if (sent.members) {
    checkSpans(group.members, memberOf, '/members')
    for (const [index, { memberId, validFrom }] of group.members.entries()) {
      const place = { rule: 'supervision_groups.in_office', pointer: `/members/${index}/memberId` }
      await checkInOffice(tx, memberId, validFrom, place)
    }
  }
  if (sent.hosts) {
    checkSpans(group.hosts, hostOf, '/hosts')
    for (const [index, { organizationId }] of group.hosts.entries()) {
      const host = await findRow(tx, 'organizations', organizationId)
      if (!host || host.deletedAt) throw unknownReference(`/hosts/${index}/organizationId`, organizationId)
    }
  }
  checkWithin(group, group.members, '/members')
  checkWithin(group, group.hosts, '/hosts')
}

function checkSpans<S extends Span>(spans: readonly S[], of: (span: S) => string, list: string): void {
  for (const [index, span] of spans.entries()) {
    checkRange(span.validFrom, span.validTo, `${list}/${index}/validTo`)
    if (!spans.slice(0, index).some((other) => of(other) === of(span) && overlap(other, span))) continue
    throw ruleViolation(
      'supervision_groups.once_at_a_time',
      { en: 'The same one stands there twice on a day', zh: '同一对象在同一天重复列入' },
      `${list}/${index}/validFrom`,
    )
  }
}

const overlap = (a: Span, b: Span): boolean =>
  (b.validTo === null || a.validFrom <= b.validTo) && (a.validTo === null || b.validFrom <= a.validTo)

function checkWithin(group: Span, spans: readonly Span[], list: string): void {
  for (const [index, { validFrom, validTo }] of spans.entries()) {
    const last = validTo ?? validFrom
    if (validFrom >= group.validFrom && (group.validTo === null || last <= group.validTo)) continue
    throw ruleViolation(
      'supervision_groups.within_group',
      {
        en: `The group stands from ${group.validFrom} to ${group.validTo ?? 'now'}`,
        zh: `小组存续期为 ${group.validFrom} 至 ${group.validTo ?? '今'}`,
      },
      `${list}/${index}/validFrom`,
    )
  }
}

export async function storeChildren(
  tx: Tx,
  groupId: string,
  { members, hosts }: Partial<Children>,
): Promise<void> {
  if (members) await replaceChildren(tx, 'supervisionGroupMembers', groupId, members)
  if (hosts) await replaceChildren(tx, 'supervisionGroupHosts', groupId, hosts)
}
