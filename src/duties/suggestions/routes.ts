import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import { checkNotBefore, movedTo } from '../moves.ts'
import { suggestions } from './resource.ts'
import { Answer, Finish, Send, SUGGESTION_MOVES } from './schema.ts'

const DAYS_IN_ORDER = 'suggestions.days_in_order'

/** The steps of a suggestion: sent to its unit, answered, done. */
export function suggestionRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(suggestions, secret),
    actionRoute(suggestions, {
      verb: 'send',
      past: 'sent',
      operationId: 'sendSuggestion',
      summary: 'Sent to the unit that it is put to',
      permission: 'duties.record',
      body: Send,
      failures: ['state_conflict', 'rule_violation'],
      run: async (_tx, row, body) => {
        const state = movedTo(SUGGESTION_MOVES, row.state, 'send')
        checkNotBefore(DAYS_IN_ORDER, 'sentOn', body['sentOn'] as string, row.raisedOn)
        return { state, sentOn: body['sentOn'] as string }
      },
    }),
    answer('adopt', 'adopted', 'adoptSuggestion', 'The unit takes it up'),
    answer('adopt-partly', 'partly_adopted', 'adoptSuggestionPartly', 'The unit takes it up in part'),
    answer('decline', 'declined', 'declineSuggestion', 'The unit does not take it up'),
    actionRoute(suggestions, {
      verb: 'finish',
      operationId: 'finishSuggestion',
      summary: 'What was taken up is done',
      permission: 'duties.record',
      body: Finish,
      failures: ['state_conflict', 'rule_violation'],
      run: async (_tx, row, body) => {
        const state = movedTo(SUGGESTION_MOVES, row.state, 'finish')
        checkNotBefore(DAYS_IN_ORDER, 'doneOn', body['doneOn'] as string, row.answeredOn)
        return { state, doneOn: body['doneOn'] as string }
      },
    }),
  ]
}

function answer(
  verb: 'adopt' | 'adopt-partly' | 'decline',
  past: string,
  operationId: string,
  summary: string,
): Route {
  return actionRoute(suggestions, {
    verb,
    past,
    operationId,
    summary,
    permission: 'duties.record',
    body: Answer,
    failures: ['state_conflict', 'rule_violation'],
    run: async (_tx, row, body) => {
      const state = movedTo(SUGGESTION_MOVES, row.state, verb)
      const { answeredOn, note } = body as { answeredOn: string; note?: string | null }
      checkNotBefore(DAYS_IN_ORDER, 'answeredOn', answeredOn, row.sentOn)
      return { state, answeredOn, ...(note === undefined ? {} : { note }) }
    },
  })
}
