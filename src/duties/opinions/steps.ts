import { z } from 'zod'
import { Day } from '../../core/fields.ts'
import type { Action } from '../../http/action.ts'
import { movedTo } from '../moves.ts'
import { checkOpen } from '../open-period.ts'
import { OPINION_MOVES } from './moves.ts'

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
  failures: ['state_conflict', 'period_closed'],
  run: async (tx, row, body) => {
    const submittedOn = body['submittedOn'] as string
    const state = movedTo(OPINION_MOVES, row.state, 'submit')
    await checkOpen(tx, submittedOn, row.submittedOn)
    return { state, submittedOn, outcome: null }
  },
}
