import { keysOf } from '../core/records.ts'
import { USER_ROLES } from '../core/words/members.ts'
import { codesOf } from '../core/words/word.ts'
/** Who may do what. A route names one permission; a role is a set of them; deny is the default. */

export const PERMISSIONS = {
  'committee.read': 'Read terms, organizations, catalogues',
  'committee.manage': 'Change terms, organizations, catalogues, committees',
  'members.read': 'Read members (a member: only their own record)',
  'members.manage': 'Change members, offices, body roles, exemptions',
  'members.propose': 'Ask for changes of a member record (a member: of their own)',
  'personal.read':
    'See phone, birth date, kinds of leave and reasons unmasked, of records that `records.read` shows',
  'records.read': 'See the records of all members, not only one’s own',
  'duties.read': 'Read meetings, attendance, proposals, opinions, speeches',
  'duties.record': 'Record them, within one’s department',
  'duties.declare':
    'Enter duty records: a member their own, a department with `duties.record` those of its field',
  'duties.attach': 'Attach files to records that one may write',
  'meetings.settle': 'Settle and reopen sessions',
  'leave.request': 'Ask for leave',
  'attendance.sign_in': 'Sign in at a session (a member: for themselves)',
  'speakers.request': 'Ask to speak at a session (a member: for themselves)',
  'leave.decide': 'Approve or refuse leave, and see why it is asked for',
  'proposals.review': 'File proposals or decline to, record adoptions',
  'proposals.feedback': 'Say what came of one’s own proposals',
  'scores.read': 'Read archives and scores (a member: only their own)',
  'rankings.read': 'Read the ranking of a period',
  'statistics.read': 'Read the numbers of the yearly report and the records behind them',
  'regulations.read': 'Read regulations',
  'regulations.manage': 'Upload, try and retire regulations',
  'regulations.simulate': 'Try a draft on the records of all members',
  'regulations.approve': 'Activate a regulation that another person has uploaded',
  'periods.manage': 'Open and close periods',
  'corrections.propose': 'Propose a correction of a closed period',
  'corrections.decide': 'Decide on a correction that another person has proposed',
  'reports.read': 'Read reports before they are published',
  'reports.prepare': 'Make reports, send them to members, submit them',
  'reports.approve': 'Approve and publish reports that another person has prepared',
  'reports.verify': 'Say whether a report is right (a member: of their own part)',
  'appeals.open': 'Object to a line, a missing fact or a status (a member: their own)',
  'appeals.handle': 'Look into appeals and decide them',
  'imports.run':
    'Import files; what a sheet says is shown with `personal.read`, or to the department that brought it',
  'exports.run': 'Export reports',
  'users.manage': 'Invite, disable, unlock and reset users',
  'keys.manage': 'Create and revoke API keys',
  'events.read': 'Follow the change feed',
  'audit.read': 'Read the audit log',
  'metrics.read': 'Read metrics',
  'committees.below': 'Read the committees below',
} as const

type Permission = keyof typeof PERMISSIONS

export const ROLES = codesOf(USER_ROLES)
export type Role = keyof typeof USER_ROLES

const ALL = keysOf(PERMISSIONS)
const READ: Permission[] = [
  'committee.read',
  'members.read',
  'records.read',
  'duties.read',
  'scores.read',
  'rankings.read',
  'statistics.read',
  'regulations.read',
]

export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  admin: ALL,
  clerk: [
    ...READ,
    'duties.record',
    'duties.declare',
    'duties.attach',
    'meetings.settle',
    'leave.request',
    'speakers.request',
    'proposals.feedback',
    'corrections.propose',
    'imports.run',
    'exports.run',
    'events.read',
  ],
  reviewer: [
    ...READ,
    'personal.read',
    'duties.record',
    'duties.declare',
    'duties.attach',
    'meetings.settle',
    'leave.request',
    'speakers.request',
    'leave.decide',
    'proposals.review',
    'proposals.feedback',
    'members.manage',
    'members.propose',
    'corrections.propose',
    'corrections.decide',
    'reports.read',
    'reports.prepare',
    'reports.verify',
    'appeals.open',
    'appeals.handle',
    'imports.run',
    'exports.run',
    'events.read',
  ],
  approver: [
    ...READ,
    'regulations.simulate',
    'regulations.approve',
    'periods.manage',
    'corrections.decide',
    'reports.read',
    'reports.approve',
    'appeals.handle',
    'leave.decide',
    'exports.run',
    'committees.below',
    'events.read',
  ],
  auditor: [...READ, 'reports.read', 'audit.read', 'events.read', 'metrics.read', 'committees.below'],
  member: [
    'committee.read',
    'members.read',
    'members.propose',
    'duties.read',
    'scores.read',
    'regulations.read',
    'duties.declare',
    'duties.attach',
    'leave.request',
    'speakers.request',
    'attendance.sign_in',
    'proposals.feedback',
    'reports.verify',
    'appeals.open',
  ],
  // A machine may do what its key's scopes say; by default it records and reads.
  integration: [
    ...READ,
    'duties.record',
    'duties.declare',
    'duties.attach',
    'leave.request',
    'speakers.request',
    'members.manage',
    'imports.run',
    'exports.run',
    'events.read',
  ],
}

/** `public` and `any` are words of the routes, not permissions that a role can hold. */
export const KNOWN_PERMISSIONS: ReadonlySet<string> = new Set([...ALL, 'public', 'any'])

/** Roles that act only on the records of their departments. */
export const DEPARTMENTAL: readonly Role[] = ['clerk']
