import { checkCode } from '../../committee/catalogues/store.ts'
import type { NoticeType } from '../../committee/inbox/notify.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { checkNotBefore, illegalStep } from '../../core/moves.ts'
import { actionRoute } from '../../http/endpoints.ts'
import { type Action, action, createRecord, type Fields } from '../../http/record.ts'
import type { Context, Route } from '../../http/route.ts'
import { replaceChildren } from '../../storage/children.ts'
import { from } from '../../storage/from.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { refuseReached } from '../milestones/reached.ts'
import { opinions } from '../opinions/resource.ts'
import { releaseFollowers } from './followers.ts'
import { tellProposers } from './heard.ts'
import { legalMoves, stateAfter } from './moves.ts'
import { checkNumber } from './numbers.ts'
import { proposals } from './resource.ts'
import { Convert, Decline, File, Merge, Renumber, Return, Sign, Submit, Withdraw } from './schema.ts'
import { signersOf } from './store.ts'

/** 提出 and 审查: handed in, signed, and what the review makes of it. */

type Proposal = Row<'proposals'>

export function reviewRoutes(): Route[] {
  return [
    actionRoute(proposals, submitProposal),
    actionRoute(proposals, {
      verb: 'review',
      operationId: 'reviewProposal',
      summary: 'Take it under review',
      permission: 'proposals.review',
      failures: ['state_conflict'],
      run: async (_tx, row) => stateAfter(row, 'review'),
    }),
    actionRoute(proposals, {
      verb: 'return',
      operationId: 'returnProposal',
      summary: 'Give it back to be changed, with the reason',
      permission: 'proposals.review',
      body: Return,
      failures: ['state_conflict', 'period_closed'],
      run: async (tx, row, body) => {
        const moved = stateAfter(row, 'return')
        await checkOpen(tx, row.submittedOn)
        await refuseReached(tx, 'proposalId', row.id)
        await tellProposers(tx, row.id, 'proposal_returned')
        return { ...moved, returnedReason: body.reason }
      },
    }),
    actionRoute(proposals, telling(fileProposal, 'proposal_filed')),
    actionRoute(proposals, telling(declineProposal, 'proposal_declined')),
    actionRoute(proposals, {
      verb: 'renumber',
      operationId: 'renumberProposal',
      summary: 'Another case number (案号), where the one that it has was typed wrong, with the reason',
      permission: 'proposals.review',
      body: Renumber,
      failures: ['state_conflict', 'already_exists'],
      run: async (tx, row, body) => {
        if (row.filedOn === null) throw illegalStep(row.state, 'renumber', legalMoves(row.state))
        await checkNumber(tx, 'caseNo', { ...row, caseNo: body.caseNo }, row.id)
        return { caseNo: body.caseNo }
      },
    }),
    actionRoute(proposals, {
      verb: 'merge',
      operationId: 'mergeProposal',
      summary: 'Review: handled together with another one, which it follows',
      permission: 'proposals.review',
      body: Merge,
      failures: ['state_conflict', 'rule_violation', 'period_closed', 'unknown_reference'],
      run: async (tx, row, body) => {
        const moved = stateAfter(row, 'merge')
        const mergedOn = body.mergedOn
        await checkOpen(tx, mergedOn, row.filedOn)
        checkNotBefore(
          'proposals.merged_after_submitted',
          'mergedOn',
          mergedOn,
          row.filedOn ?? row.submittedOn,
        )
        await checkTarget(tx, row, body.intoId)
        await tellProposers(tx, row.id, 'proposal_merged')
        return { ...moved, mergedIntoId: body.intoId, mergedOn, filedOn: null, caseNo: null }
      },
    }),
    actionRoute(proposals, convertProposal),
    actionRoute(proposals, {
      verb: 'withdraw',
      past: 'withdrawn_by_proposer',
      operationId: 'withdrawProposalByProposer',
      summary: 'Withdrawn by the proposer: no step of it counts',
      permission: 'duties.record',
      body: Withdraw,
      failures: ['state_conflict', 'period_closed', 'rule_violation'],
      run: async (tx, row, body) => {
        const moved = stateAfter(row, 'withdraw')
        await checkOpen(tx, row.submittedOn, row.filedOn)
        const withdrawnOn = body.withdrawnOn
        checkNotBefore(
          'proposals.withdrawn_after',
          'withdrawnOn',
          withdrawnOn,
          row.filedOn ?? row.submittedOn,
        )
        await releaseFollowers(tx, row.id, withdrawnOn)
        return { ...moved, withdrawnOn }
      },
    }),
    actionRoute(proposals, {
      verb: 'sign',
      operationId: 'signProposal',
      summary: 'A co-signer’s own signature and its day',
      permission: 'duties.record',
      body: Sign,
      failures: ['period_closed', 'unknown_reference', 'rule_violation'],
      run: async (tx, row, body) => {
        await checkOpen(tx, row.submittedOn, row.filedOn)
        await sign(tx, row, body.memberId, body.signedOn)
        return {}
      },
    }),
  ]
}

export const submitProposal = action('proposals', {
  verb: 'submit',
  past: 'submitted',
  operationId: 'submitProposal',
  summary: 'Submit a draft, or one that was returned',
  permission: 'duties.record',
  body: Submit,
  failures: ['state_conflict', 'rule_violation', 'period_closed'],
  run: async (tx, row, body) => {
    const submittedOn = body.submittedOn
    const moved = stateAfter(row, 'submit')
    await checkOpen(tx, submittedOn, row.submittedOn)
    await checkProposersOn(tx, row, submittedOn)
    // Without a deadline of the session, a signature counts until the submission.
    const signatureDeadline = row.signatureDeadline ?? submittedOn
    return { ...moved, submittedOn, signatureDeadline, returnedReason: null }
  },
})

export const fileProposal = action('proposals', {
  verb: 'file',
  operationId: 'fileProposal',
  summary: 'Review: filed, with its case number',
  permission: 'proposals.review',
  body: File,
  failures: ['state_conflict', 'rule_violation', 'period_closed', 'already_exists'],
  run: async (tx, row, body) => {
    const moved = stateAfter(row, 'file')
    const filedOn = body.filedOn
    await checkOpen(tx, filedOn)
    checkNotBefore('proposals.filed_after_submitted', 'filedOn', filedOn, row.submittedOn)
    const caseNo = body.caseNo ?? null
    await checkNumber(tx, 'caseNo', { ...row, caseNo }, row.id)
    return { ...moved, filedOn, caseNo, notFiledReason: null, notFiledOn: null }
  },
})

export const declineProposal = action('proposals', {
  verb: 'decline',
  operationId: 'declineProposal',
  summary: 'Review: not filed, with the reason that the proposer sees',
  permission: 'proposals.review',
  body: Decline,
  failures: ['state_conflict', 'rule_violation', 'period_closed'],
  run: async (tx, row, body) => {
    const moved = stateAfter(row, 'decline')
    await checkOpen(tx, row.filedOn)
    const reason = body.reason
    await checkCode(tx, tx.committeeId, 'not_filed_reason', reason, '/reason')
    const notFiledOn = body.declinedOn ?? dayInZone(new Date(tx.at))
    checkNotBefore('proposals.declined_after', 'declinedOn', notFiledOn, row.filedOn ?? row.submittedOn)
    await releaseFollowers(tx, row.id, notFiledOn)
    return { ...moved, notFiledReason: reason, notFiledOn, filedOn: null, caseNo: null }
  },
})

export const convertProposal = action('proposals', {
  verb: 'convert',
  operationId: 'convertProposal',
  summary: 'Review: not a proposal, and used as something else',
  permission: 'proposals.review',
  body: Convert,
  failures: ['state_conflict', 'rule_violation', 'period_closed'],
  run: async (tx, row, body, context) => {
    const moved = stateAfter(row, 'convert')
    const convertedOn = body.convertedOn
    await checkOpen(tx, convertedOn, row.submittedOn)
    checkNotBefore('proposals.converted_after_submitted', 'convertedOn', convertedOn, row.submittedOn)
    const convertedOpinionId = body.to === 'opinion' ? await asOpinion(tx, row, convertedOn, context) : null
    return { ...moved, convertedTo: body.to, convertedOn, convertedOpinionId }
  },
})

/** The same by a request: what a sheet tells of a past year is no news. */
const telling = (step: Action<'proposals'>, type: NoticeType): Action<'proposals'> => ({
  ...step,
  run: async (tx, row, body, context) => {
    await tellProposers(tx, row.id, type)
    return step.run(tx, row, body, context)
  },
})

/** Somebody proposes it, and is in office on that day. */
async function checkProposersOn(tx: Tx, row: Proposal, day: string): Promise<void> {
  const signers = (await signersOf(tx, tx.committeeId, [row.id])).get(row.id) ?? []
  if (signers.length === 0 && row.proposerKind !== 'collective') {
    throw ruleViolation(
      'proposals.proposers',
      { en: 'It has no proposer yet', zh: '提案还没有提案人' },
      '/signers',
    )
  }
  const first = signers.find((signer) => signer.role === 'first')
  if (first)
    await checkInOffice(tx, first.memberId, day, { rule: 'proposals.in_office', pointer: '/submittedOn' })
}

/** What is merged follows a proposal that is filed and follows none itself. */
async function checkTarget(tx: Tx, row: Proposal, intoId: string): Promise<void> {
  const target = await findRow(tx, 'proposals', intoId)
  if (!target || target.deletedAt) throw unknownReference('/intoId', intoId)
  const followers = await from(tx, 'proposals', { mergedIntoId: row.id, deletedAt: null }).pick('id').limit(1)
  if (
    target.id !== row.id &&
    target.filedOn !== null &&
    target.state !== 'withdrawn' &&
    followers.length === 0
  )
    return
  throw ruleViolation(
    'proposals.merged_into_filed',
    {
      en: 'It is merged into another proposal that is filed; one that others follow is not merged itself',
      zh: '只能并入另一件已立案的提案；已有其他提案并入的，不能再并入别案',
    },
    '/intoId',
  )
}

/** The opinion that it becomes: written by those who signed it. */
async function asOpinion(tx: Tx, row: Proposal, submittedOn: string, context: Context): Promise<string> {
  const signers = (await signersOf(tx, tx.committeeId, [row.id])).get(row.id) ?? []
  if (signers.length === 0) {
    throw ruleViolation(
      'opinions.authors',
      {
        en: 'Nobody signed it, so the opinion would have no author: add its main authors',
        zh: '无署名人，转为社情民意后没有作者，请先补执笔人',
      },
      '/to',
    )
  }
  const input: Fields = {
    title: row.title,
    content: row.content?.slice(0, 5_000) ?? null,
    authorIds: signers.slice(0, 20).map((signer) => signer.memberId),
    reflectorIds: [],
    reflector: null,
    reflectorIdentity: null,
    ownerOrganizationId: row.ownerOrganizationId,
    externalId: null,
  }
  const opinion = await createRecord(tx, opinions, input, context)
  const authors = signers.map((signer) => signer.memberId)
  const note = { type: 'opinion.submitted', members: authors }
  await changeRow(tx, 'opinions', opinion, { state: 'submitted', submittedOn }, note)
  return opinion.id
}

async function sign(tx: Tx, row: Proposal, memberId: string, signedOn: string): Promise<void> {
  const signers = (await signersOf(tx, tx.committeeId, [row.id])).get(row.id) ?? []
  if (!signers.some((signer) => signer.memberId === memberId)) throw unknownReference('/memberId', memberId)
  const deadline = row.signatureDeadline ?? row.submittedOn
  if (deadline !== null && signedOn > deadline) {
    throw ruleViolation(
      'proposals.signature_deadline',
      {
        en: `Signatures count until ${deadline}; this one would earn nothing`,
        zh: `联名截止 ${deadline}，逾期签名不计`,
      },
      '/signedOn',
    )
  }
  await checkInOffice(tx, memberId, signedOn, { rule: 'proposals.in_office', pointer: '/signedOn' })
  const signed = signers.map((signer) => (signer.memberId === memberId ? { ...signer, signedOn } : signer))
  await replaceChildren(tx, 'proposalSigners', row.id, signed)
}
