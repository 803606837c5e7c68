import { checkCode } from '../../committee/catalogues/store.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import { checkOpen } from '../open-period.ts'
import { inState, proposals } from './resource.ts'
import { Decline, File, Sign, Submit, Withdraw } from './schema.ts'
import { signersOf } from './store.ts'

/** The steps of a proposal's life that move points: submit, file or decline, withdraw, sign. */
export function proposalRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(proposals, secret),
    actionRoute(proposals, {
      verb: 'submit',
      operationId: 'submitProposal',
      summary: 'Submit a draft',
      permission: 'duties.record',
      body: Submit,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        inState(row, 'draft')
        const submittedOn = body['submittedOn'] as string
        await checkOpen(tx, submittedOn)
        const signers = (await signersOf(tx.db, tx.committeeId, [row.id])).get(row.id) ?? []
        if (signers.length === 0 && row.proposerKind !== 'collective') {
          throw ruleViolation(
            'proposals.proposers',
            { en: 'It has no proposer yet', zh: '提案还没有提案人' },
            '/signers',
          )
        }
        // Without a deadline of the session, a signature counts until the submission.
        return { state: 'submitted', submittedOn, signatureDeadline: row.signatureDeadline ?? submittedOn }
      },
    }),
    actionRoute(proposals, {
      verb: 'file',
      operationId: 'fileProposal',
      summary: 'Review: filed, with its case number',
      permission: 'proposals.review',
      body: File,
      failures: ['state_conflict', 'rule_violation', 'period_closed', 'already_exists'],
      run: async (tx, row, body) => {
        inState(row, 'submitted', 'not_filed')
        const filedOn = body['filedOn'] as string
        await checkOpen(tx, filedOn)
        if (filedOn < row.submittedOn!) {
          throw ruleViolation(
            'proposals.filed_after_submitted',
            { en: `It was submitted on ${row.submittedOn}`, zh: `提案 ${row.submittedOn} 才提交` },
            '/filedOn',
          )
        }
        return {
          state: 'filed',
          filedOn,
          caseNo: (body['caseNo'] as string | null) ?? null,
          notFiledReason: null,
        }
      },
    }),
    actionRoute(proposals, {
      verb: 'decline',
      operationId: 'declineProposal',
      summary: 'Review: not filed, with the reason that the proposer sees',
      permission: 'proposals.review',
      body: Decline,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        inState(row, 'submitted', 'filed')
        await checkOpen(tx, row.filedOn)
        const reason = body['reason'] as string
        await checkCode(tx.db, tx.committeeId, 'not_filed_reason', reason, '/reason')
        return { state: 'not_filed', notFiledReason: reason, filedOn: null, caseNo: null }
      },
    }),
    actionRoute(proposals, {
      verb: 'withdraw',
      operationId: 'withdrawProposalByProposer',
      summary: 'Withdrawn by the proposer: no step of it counts',
      permission: 'duties.record',
      body: Withdraw,
      failures: ['state_conflict', 'period_closed'],
      run: async (tx, row, body) => {
        inState(row, 'draft', 'submitted', 'filed')
        await checkOpen(tx, row.submittedOn, row.filedOn)
        return { state: 'withdrawn', withdrawnOn: body['withdrawnOn'] as string }
      },
    }),
    actionRoute(proposals, {
      verb: 'sign',
      operationId: 'signProposal',
      summary: 'A co-signer’s own signature and its day',
      permission: 'duties.record',
      body: Sign,
      failures: ['period_closed', 'unknown_reference'],
      run: async (tx, row, body) => {
        await checkOpen(tx, row.submittedOn, row.filedOn)
        const memberId = body['memberId'] as string
        const signers = (await signersOf(tx.db, tx.committeeId, [row.id])).get(row.id) ?? []
        if (!signers.some((signer) => signer.memberId === memberId))
          throw unknownReference('/memberId', memberId)
        await tx.db
          .updateTable('proposalSigners')
          .set({ signedOn: body['signedOn'] as string })
          .where('committeeId', '=', tx.committeeId)
          .where('proposalId', '=', row.id)
          .where('memberId', '=', memberId)
          .execute()
        return {}
      },
    }),
  ]
}
