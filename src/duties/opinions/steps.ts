import { z } from 'zod'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { Day } from '../../core/fields.ts'
import { movedTo } from '../../core/moves.ts'
import type { Action } from '../../http/action.ts'
import { OPINION_MOVES } from './moves.ts'
import { authorsOf } from './store.ts'

/** The step that makes an opinion count: taken over HTTP, and by a sheet that tells the day. */
export const submitOpinion: Action<'opinions'> = {
  verb: 'submit',
  past: 'submitted',
  operationId: 'submitOpinion',
  summary: 'Submit a draft, or one that was returned',
  permission: 'duties.record',
  body: z
    .strictObject({ submittedOn: Day })
    .meta({ id: 'SubmitOpinion', example: { submittedOn: '2019-05-20' } }),
  failures: ['state_conflict', 'rule_violation', 'period_closed'],
  run: async (tx, row, body) => {
    const submittedOn = body['submittedOn'] as string
    const state = movedTo(OPINION_MOVES, row.state, 'submit')
    await checkOpen(tx, submittedOn, row.submittedOn)
    const authors = (await authorsOf(tx, tx.committeeId, [row.id])).get(row.id) ?? []
    for (const id of authors) {
      await checkInOffice(tx, id, submittedOn, { rule: 'opinions.in_office', pointer: '/submittedOn' })
    }
    return { state, submittedOn, outcome: null }
  },
}
