import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { ruleViolation } from '../../core/errors.ts'
import { ExternalId, Id, Line } from '../../core/fields.ts'
import { SPEECH_ROLES, SPEECH_STATES } from '../../core/words/duties.ts'
import { SPEECH_FORMS } from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'
import { from } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { recordableMeeting } from '../meetings/service.ts'

const SpeechState = coded(SPEECH_STATES).meta({
  description: 'A written speech counts once it is listed, an oral one once it is delivered.',
})

export const speeches = declared({
  table: 'speeches',
  path: '/speeches',
  one: { en: 'speech', zh: '发言', PascalCase: 'Speech' },
  input: z.strictObject({
    memberId: Id,
    meetingId: Id,
    title: Line(200),
    form: coded(SPEECH_FORMS),
    role: coded(SPEECH_ROLES)
      .default('speaker')
      .meta({ description: '`drafter`: wrote it for somebody else to read (执笔人).' }),
    organizationId: Id.nullable().default(null).meta({ description: 'On behalf of this body.' }),
    state: SpeechState.default('submitted'),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['memberId', 'meetingId'],
  by: ['memberId', 'meetingId', 'form'],
  sorts: ['createdAt', 'title'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => ofPerson(principal.personId),
  onCreate: async (tx, input) => {
    const { startsOn } = await recordableMeeting(tx, input.meetingId, '/meetingId')
    await checkInOffice(tx, input.memberId, startsOn, { rule: 'speeches.in_office', pointer: '/memberId' })
    await checkOnce(tx, input)
    return input
  },
  onChange: async (tx, before, patch) => {
    await recordableMeeting(tx, before.meetingId)
    return patch
  },
  onWithdraw: async (tx, row) => {
    await recordableMeeting(tx, row.meetingId)
  },
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    meetingId: '0197f6a0-0000-7000-8000-000000000002',
    title: '关于老旧小区加装电梯的建议',
    form: 'written',
    state: 'listed',
  },
  refuses: {
    create: ['rule_violation', 'state_conflict', 'period_closed'],
    change: ['state_conflict', 'period_closed'],
    withdraw: ['state_conflict', 'period_closed'],
  },
})

type Speech = Pick<Row<'speeches'>, 'memberId' | 'meetingId' | 'title' | 'form'>

/** The same text in the same form is one speech, however often it is entered. */
async function checkOnce(tx: Tx, { memberId, meetingId, title, form }: Speech): Promise<void> {
  const duplicate = await from(tx, 'speeches', { memberId, meetingId, title, form, deletedAt: null }).first()
  if (!duplicate) return
  throw ruleViolation(
    'speeches.once',
    { en: `This speech is recorded already (${duplicate.id})`, zh: `该发言已登记（${duplicate.id}）` },
    '/title',
  )
}
