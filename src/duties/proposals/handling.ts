import { checkCode } from '../../committee/catalogues/store.ts'
import { dueBy } from '../../committee/committees/limits.ts'
import { boxesOf, notify } from '../../committee/inbox/notify.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { checkNotBefore, illegalStep } from '../../core/moves.ts'
import { actionRoute } from '../../http/endpoints.ts'
import type { Route } from '../../http/route.ts'
import { from, not } from '../../storage/from.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { checkHeard, unheardOf } from './heard.ts'
import { legalMoves, stateAfter } from './moves.ts'
import { CONSENTED } from './published.ts'
import { proposals } from './resource.ts'
import { Archive, ChooseKey, Close, NameExcellent, Publish, Rehandle, Release } from './schema.ts'

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
    release('key', 'No key proposal any more, from a day on', {
      keyOn: null,
      keyLeader: null,
      keyLeaderLevel: null,
      keySupervisor: null,
    }),
    release('excellent', 'Not named excellent any more, from a day on', { excellentOn: null }),
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
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        const moved = stateAfter(row, 'rehandle')
        const rehandledOn = body.rehandledOn ?? dayInZone(new Date(tx.at))
        checkNotBefore('proposals.rehandled_after_reply', 'rehandledOn', rehandledOn, row.repliedOn)
        const dueOn = body.dueOn ?? (await dueBy(tx, tx.committeeId, 'reply', rehandledOn))
        checkNotBefore('proposals.due_after_rehandled', 'dueOn', dueOn, rehandledOn)
        await checkOpen(tx, row.repliedOn)
        await beginRound(tx, row, dueOn)
        return { ...moved, round: row.round + 1, rehandledOn, repliedOn: null, feedbackDueOn: null }
      },
    }),
    actionRoute(proposals, {
      verb: 'ask-feedback',
      past: 'feedback_asked',
      operationId: 'askProposalFeedback',
      summary: 'Remind the proposers who have not said what they think of the reply',
      permission: 'proposals.review',
      failures: ['state_conflict'],
      run: async (tx, row) => {
        if (row.state !== 'replied') throw illegalStep(row.state, 'ask-feedback', legalMoves(row.state))
        const boxes = await boxesOf(tx, await unheardOf(tx, row))
        const subject = { subjectType: 'proposals', subjectId: row.id }
        await notify(tx, boxes, { type: 'proposal_feedback_due', ...subject })
        return {}
      },
    }),
    actionRoute(proposals, {
      verb: 'close',
      operationId: 'closeProposal',
      summary: 'Closed: replied to, and all its proposers were heard, or the time to answer is over',
      permission: 'proposals.review',
      body: Close,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        const moved = stateAfter(row, 'close')
        const closedOn = body.closedOn
        await checkOpen(tx, closedOn)
        checkNotBefore('proposals.closed_after_reply', 'closedOn', closedOn, row.repliedOn)
        await checkHeard(tx, row, closedOn)
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

/** The end of an honour: from a day on, not before it was given, with the reason. */
const release = (honour: 'key' | 'excellent', summary: string, none: Partial<Proposal>): Route =>
  actionRoute(proposals, {
    verb: `release-${honour}`,
    past: `released_${honour}`,
    operationId: `release${honour === 'key' ? 'Key' : 'Excellent'}Proposal`,
    summary,
    permission: 'proposals.review',
    body: Release,
    on: 'releasedOn',
    failures: ['state_conflict', 'rule_violation', 'period_closed'],
    run: async (tx, row, { releasedOn }) => {
      const since = row[`${honour}On`]
      if (since === null) throw illegalStep(row.state, `release-${honour}`, legalMoves(row.state))
      checkNotBefore('proposals.released_after', 'releasedOn', releasedOn, since)
      await checkOpen(tx, since)
      return none
    },
  })

/** All units that answered stand before a reply again, by a day of this round. */
async function beginRound(tx: Tx, { id }: Proposal, dueOn: string): Promise<void> {
  const units = await from(tx, 'proposalAssignments', {
    proposalId: id,
    state: 'replied',
    role: not('co'),
    deletedAt: null,
  })
  for (const unit of units) {
    const change = {
      state: 'handling' as const,
      dueOn,
      extendedTo: null,
      extensionReason: null,
      extensionApprovedBy: null,
    }
    await changeRow(tx, 'proposalAssignments', unit, change, { type: 'proposal_assignment.reopened' })
  }
}

/** It is filed, and stands: neither withdrawn nor merged into another. */
function checkFiled(row: Proposal, step: string, day: string, field: string): void {
  if (row.filedOn === null || row.state === 'withdrawn')
    throw illegalStep(row.state, step, legalMoves(row.state))
  checkNotBefore('proposals.after_filed', field, day, row.filedOn)
}
