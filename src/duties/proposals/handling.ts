import { checkCode } from '../../committee/catalogues/store.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { ruleViolation } from '../../core/errors.ts'
import { checkNotBefore, illegalStep } from '../../core/moves.ts'
import { actionRoute } from '../../http/endpoints.ts'
import type { Route } from '../../http/route.ts'
import type { Row } from '../../storage/tables.ts'
import { legalMoves, stateAfter } from './moves.ts'
import { CONSENTED } from './published.ts'
import { proposals } from './resource.ts'
import { Archive, ChooseKey, Close, NameExcellent, Publish, Rehandle } from './schema.ts'

/** 督办, 评议, 公开, 归档: what becomes of a filed proposal beside its units' own steps. */

type Proposal = Row<'proposals'>

export function handlingRoutes(): Route[] {
  return [
    actionRoute(proposals, {
      verb: 'choose-key',
      past: 'chosen_key',
      operationId: 'chooseKeyProposal',
      summary: 'Chosen as a key proposal: who leads it, who supervises it',
      permission: 'proposals.review',
      body: ChooseKey,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        const keyOn = body.chosenOn
        checkFiled(row, 'choose-key', keyOn, 'chosenOn')
        await checkOpen(tx, keyOn, row.keyOn)
        const level = body.leaderLevel
        if (level) await checkCode(tx, tx.committeeId, 'level', level, '/leaderLevel')
        return {
          keyOn,
          keyLeader: body.leader,
          keyLeaderLevel: level,
          keySupervisor: body.supervisor,
        }
      },
    }),
    actionRoute(proposals, {
      verb: 'name-excellent',
      past: 'named_excellent',
      operationId: 'nameExcellentProposal',
      summary: 'Named an excellent proposal',
      permission: 'proposals.review',
      body: NameExcellent,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        const excellentOn = body.namedOn
        checkFiled(row, 'name-excellent', excellentOn, 'namedOn')
        await checkOpen(tx, excellentOn, row.excellentOn)
        return { excellentOn }
      },
    }),
    actionRoute(proposals, {
      verb: 'publish',
      operationId: 'publishProposal',
      summary: 'Published, with the proposers’ consent',
      permission: 'proposals.review',
      body: Publish,
      failures: ['state_conflict', 'rule_violation'],
      run: async (_tx, row, body) => {
        const publishedOn = body.publishedOn
        checkFiled(row, 'publish', publishedOn, 'publishedOn')
        if (!CONSENTED.includes(row.publicity)) {
          throw ruleViolation('proposals.publication_consent', {
            en: 'The proposers have not agreed: ask them, and set publicity to consented or consented_title',
            zh: '提案人尚未同意公开：征得同意后将 publicity 改为 consented 或 consented_title（仅公开案由）',
          })
        }
        return { publishedOn }
      },
    }),
    actionRoute(proposals, {
      verb: 'rehandle',
      operationId: 'rehandleProposal',
      summary: 'Given back to its units: a proposer is not satisfied',
      permission: 'proposals.review',
      body: Rehandle,
      failures: ['state_conflict', 'period_closed'],
      run: async (tx, row) => {
        const moved = stateAfter(row, 'rehandle')
        await checkOpen(tx, row.repliedOn)
        return { ...moved, round: row.round + 1, repliedOn: null }
      },
    }),
    actionRoute(proposals, {
      verb: 'close',
      operationId: 'closeProposal',
      summary: 'Closed: replied to, and what its proposers say of that was heard',
      permission: 'proposals.review',
      body: Close,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        const moved = stateAfter(row, 'close')
        const closedOn = body.closedOn
        await checkOpen(tx, closedOn)
        checkNotBefore('proposals.closed_after_reply', 'closedOn', closedOn, row.repliedOn)
        return { ...moved, closedOn }
      },
    }),
    actionRoute(proposals, {
      verb: 'archive',
      operationId: 'archiveProposal',
      summary: 'Archived',
      permission: 'proposals.review',
      body: Archive,
      failures: ['state_conflict', 'rule_violation'],
      run: async (_tx, row, body) => {
        const moved = stateAfter(row, 'archive')
        const archivedOn = body.archivedOn
        checkNotBefore('proposals.archived_after_close', 'archivedOn', archivedOn, row.closedOn)
        return { ...moved, archivedOn }
      },
    }),
  ]
}

/** It is filed, and stands: neither withdrawn nor merged into another. */
function checkFiled(row: Proposal, step: string, day: string, field: string): void {
  if (row.filedOn === null || row.state === 'withdrawn')
    throw illegalStep(row.state, step, legalMoves(row.state))
  checkNotBefore('proposals.after_filed', field, day, row.filedOn)
}
