import { AppError, type Text } from '../core/errors.ts'
import { inCommittee } from '../storage/from.ts'
import { findRow } from '../storage/rows.ts'
import type { Db } from '../storage/storage.ts'
import type { Principal } from './route.ts'

/**
 * Who may write what: each 403 is decided and thrown here, because of a permission, a department, a person or whoever
 * began something (`test/tidy.test.ts` keeps it so). Who sees what is decided in `sight.ts`.
 */

export const forbidden = (detail: Text): AppError => new AppError('forbidden', detail)

export function requirePermission(
  { permissions }: Pick<Principal, 'permissions'>,
  permission: string,
  detail: Text = {
    en: `This needs the permission ${permission}: ask an administrator of your committee`,
    zh: `此操作需要 ${permission} 权限，请联系本级政协的管理员`,
  },
): void {
  if (!permissions.has(permission)) throw forbidden(detail)
}

/** 谁组织谁记录: records of a department are its own, those of none the office's. */
export const owns = ({ departments }: Pick<Principal, 'departments'>, owner: string | null): boolean =>
  departments === null || (owner !== null && departments.includes(owner))

const OWNERS_ONLY: Text = {
  en: 'Only the department that organised it records and changes it; ask that department or the office',
  zh: '谁组织谁记录：请由负责的部门或政协办公室录入、更正',
}

export function requireOwner(
  principal: Pick<Principal, 'departments'>,
  owner: string | null,
  detail: Text = OWNERS_ONLY,
): void {
  if (!owns(principal, owner)) throw new AppError('not_owner', detail)
}

/** The person whose record it is, or who may enter it for anybody. */
export function requirePerson(
  principal: Pick<Principal, 'personId' | 'permissions'>,
  personId: string | undefined,
  permission: string,
  detail: Text,
): void {
  if (!isPerson(principal, personId)) requirePermission(principal, permission, detail)
}

/** Whoever began it, as the event log names them. */
export function requireActor(
  { actor }: Pick<Principal, 'actor'>,
  beganBy: string | null,
  detail: Text,
): void {
  if (actor !== beganBy) throw forbidden(detail)
}

export const isPerson = (principal: Pick<Principal, 'personId'>, personId: string | undefined): boolean =>
  principal.personId !== null && principal.personId === personId

/** Whether this membership is of the person who asks. */
export async function isOwnMember(
  db: Db,
  committeeId: string,
  memberId: string,
  principal: Pick<Principal, 'personId'>,
): Promise<boolean> {
  if (principal.personId === null) return false
  return isPerson(principal, (await findRow(inCommittee(db, committeeId), 'members', memberId))?.personId)
}
