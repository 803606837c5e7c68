import { z } from 'zod'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { unknownReference } from '../../core/errors.ts'
import { Day, Id, Line } from '../../core/fields.ts'
import { containing, equalTo, withinDays } from '../../http/filters.ts'
import { type Fields, resource } from '../../http/record.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { checkNotBefore } from '../moves.ts'
import { SOURCES, SuggestionInput, SuggestionOutput, SuggestionState } from './schema.ts'
import { checkSource } from './source.ts'

/** Suggestions (意见建议): points that a consultation, a supervision group, a report or a studio put to a unit. */

const MATCHED = [...SOURCES, 'memberId', 'organizationId', 'state'] as const

export const suggestions = resource({
  table: 'suggestions',
  path: '/suggestions',
  one: { en: 'suggestion', zh: '意见建议', PascalCase: 'Suggestion' },
  input: SuggestionInput,
  output: SuggestionOutput,
  fixed: [...SOURCES],
  filters: z.object({
    meetingId: Id.optional(),
    supervisionGroupId: Id.optional(),
    researchReportId: Id.optional(),
    placeId: Id.optional(),
    memberId: Id.optional(),
    organizationId: Id.optional(),
    state: SuggestionState.optional(),
    from: Day.optional().meta({ description: 'Raised on or after.' }),
    to: Day.optional(),
    q: Line(100).optional(),
  }),
  where: (query) => [
    ...equalTo(query, MATCHED),
    ...withinDays(query, 'raisedOn'),
    ...containing(query, 'text'),
  ],
  sorts: ['raisedOn'],
  defaultSort: 'raisedOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => ofPerson(principal.personId),
  onCreate: async (tx, input) => {
    await checkSource(tx, input)
    await checkPeople(tx, input, input.raisedOn)
    await checkOpen(tx, input.raisedOn)
    return { ...input, state: 'raised' }
  },
  onChange: async (tx, before, patch) => {
    const raisedOn = patch.raisedOn ?? before.raisedOn
    await checkOpen(tx, before.raisedOn, raisedOn)
    if (patch.raisedOn) {
      await checkSource(tx, { ...before, ...patch })
      checkNotBefore('suggestions.days_in_order', 'raisedOn', before.sentOn ?? raisedOn, raisedOn)
    }
    const moved = patch.raisedOn ? { memberId: before.memberId } : {}
    await checkPeople(tx, { ...moved, ...patch }, raisedOn)
    return patch
  },
  onWithdraw: (tx, row) => checkOpen(tx, row.raisedOn),
  example: {
    meetingId: '0197f6a0-0000-7000-8000-000000000001',
    organizationId: '0197f6a0-0000-7000-8000-000000000002',
    text: '沿江步道增设照明和应急呼叫点',
    raisedOn: '2019-06-12',
  },
  refuses: {
    create: ['rule_violation', 'period_closed'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
})

async function checkPeople(tx: Tx, { memberId, organizationId }: Fields, raisedOn: string): Promise<void> {
  if (memberId) {
    const place = { rule: 'suggestions.in_office', pointer: '/memberId' }
    await checkInOffice(tx, memberId as string, raisedOn, place)
  }
  if (!organizationId) return
  const unit = await findRow(tx, 'organizations', organizationId as string)
  if (!unit || unit.deletedAt) throw unknownReference('/organizationId', organizationId as string)
}
