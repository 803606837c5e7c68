import { z } from 'zod'
import { Code, Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { CONVERSIONS, PROPOSAL_STATES, PROPOSER_KINDS, PUBLICITY } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'

export const Signer = z.strictObject({
  memberId: Id,
  signedOn: Day.nullable()
    .default(null)
    .meta({ description: 'Day of a co-signer’s own signature; without one a co-signer earns nothing.' }),
})

export const ProposerKind = coded(PROPOSER_KINDS)
export const ProposalState = coded(PROPOSAL_STATES)

export const ProposalInput = z.strictObject({
  title: Line(200).meta({ description: '案由.' }),
  content: Prose(20_000).nullable().default(null),
  category: Line(50).nullable().default(null),
  proposerKind: ProposerKind.default('individual'),
  organizationId: Id.nullable()
    .default(null)
    .meta({ description: 'The proposing body of a collective proposal.' }),
  plenarySessionId: Id.nullable().default(null),
  serialNo: Line(50).nullable().default(null).meta({ description: '流水号: given when it comes in.' }),
  signers: z.array(Signer).max(200).default([]).meta({
    description: 'The first one is the first proposer; of a collective proposal, its main authors.',
  }),
  lineageOfId: Id.nullable().default(null).meta({ description: 'The same matter in an earlier year.' }),
  publicity: coded(PUBLICITY).default('unasked').meta({
    description:
      'Whether the proposers agree that it is published: with its text and their names, its title alone, or not.',
  }),
  ownerOrganizationId: Id.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})

export const ProposalOutput = z.object({
  state: ProposalState,
  legal: z.array(z.string()).meta({ description: 'The steps that its state allows.' }),
  caseNo: z.string().nullable().meta({ description: '案号: given when it is filed.' }),
  submittedOn: Day.nullable(),
  filedOn: Day.nullable(),
  notFiledReason: z.string().nullable(),
  notFiledOn: Day.nullable(),
  returnedReason: z.string().nullable(),
  mergedIntoId: Id.nullable().meta({ description: '并案: it follows this one.' }),
  mergedOn: Day.nullable(),
  convertedTo: z.string().nullable(),
  convertedOn: Day.nullable(),
  convertedOpinionId: Id.nullable().meta({
    description:
      'What it became. The regulation says by `converted` which of the two is credited: what it became, unless it says otherwise.',
  }),
  withdrawnOn: Day.nullable(),
  signatureDeadline: Day.nullable(),
  assignedOn: Day.nullable(),
  round: z.int().meta({ description: '1, or 2 and more when it is handled again.' }),
  repliedOn: Day.nullable().meta({ description: 'The last unit’s reply of this round.' }),
  feedbackDueOn: Day.nullable().meta({
    description:
      'Until when its proposers may say what they think of the reply, by the committee’s limit `feedback`.',
  }),
  rehandledOn: Day.nullable().meta({ description: 'When the last further round began.' }),
  closedOn: Day.nullable(),
  archivedOn: Day.nullable(),
  publishedOn: Day.nullable(),
  continuedByIds: z
    .array(Id)
    .meta({ description: 'Later proposals of the same matter, which name it as `lineageOfId`.' }),
  keyOn: Day.nullable().meta({ description: '重点提案 since.' }),
  keyLeader: z.string().nullable(),
  keyLeaderLevel: z.string().nullable(),
  keySupervisor: z.string().nullable(),
  excellentOn: Day.nullable().meta({ description: '优秀提案 since.' }),
})

const step = <T extends z.ZodRawShape>(id: string, shape: T, example: Record<string, unknown>) =>
  z.strictObject(shape).meta({ id, example })

export const Submit = step('SubmitProposal', { submittedOn: Day }, { submittedOn: '2019-02-26' })
export const File = step(
  'FileProposal',
  { filedOn: Day, caseNo: Line(50).nullable().default(null) },
  { filedOn: '2019-03-08', caseNo: '九届三次第 17 号' },
)
export const Return = step('ReturnProposal', { reason: Line(500) }, { reason: '一案多事，请分开' })
export const Decline = step(
  'DeclineProposal',
  {
    reason: Line(50).meta({ description: 'Of the catalogue not_filed_reason.' }),
    declinedOn: Day.optional().meta({ description: 'Today by default.' }),
  },
  { reason: 'empty' },
)
export const Merge = step(
  'MergeProposal',
  { intoId: Id, mergedOn: Day },
  { intoId: '0197f6a0-0000-7000-8000-000000000001', mergedOn: '2019-03-08' },
)
export const Convert = step(
  'ConvertProposal',
  {
    to: coded(CONVERSIONS).meta({
      description: '`opinion`: a report of public opinion by its signers is made, and credited instead.',
    }),
    convertedOn: Day,
  },
  { to: 'opinion', convertedOn: '2019-03-12' },
)
export const Sign = step(
  'SignProposal',
  { memberId: Id, signedOn: Day },
  { memberId: '0197f6a0-0000-7000-8000-000000000001', signedOn: '2019-02-26' },
)
export const Withdraw = step('WithdrawProposal', { withdrawnOn: Day }, { withdrawnOn: '2019-03-01' })
export const ChooseKey = step(
  'ChooseKeyProposal',
  {
    chosenOn: Day,
    leader: Line(100).nullable().default(null).meta({ description: 'Who takes it on (领办).' }),
    leaderLevel: Code.nullable().default(null).meta({ description: 'Of the catalogue `level`.' }),
    supervisor: Line(100).nullable().default(null).meta({ description: 'Who supervises it (督办).' }),
  },
  { chosenOn: '2019-04-01', leader: '区委书记', leaderLevel: 'district', supervisor: '区政协主席' },
)
export const NameExcellent = step('NameExcellent', { namedOn: Day }, { namedOn: '2019-12-20' })
export const Publish = step('PublishProposal', { publishedOn: Day }, { publishedOn: '2019-10-08' })
export const Release = step(
  'ReleaseProposal',
  { releasedOn: Day, reason: Line(500) },
  { releasedOn: '2019-06-01', reason: '登记有误' },
)
export const Renumber = step(
  'RenumberProposal',
  { caseNo: Line(50), reason: Line(500) },
  { caseNo: '九届三次第 71 号', reason: '录入时数字颠倒' },
)
export const Rehandle = step(
  'RehandleProposal',
  {
    reason: Line(500),
    rehandledOn: Day.optional().meta({ description: 'Today by default.' }),
    dueOn: Day.optional().meta({ description: 'By default from the committee’s limit `reply`.' }),
  },
  { reason: '提案人对办理结果不满意', rehandledOn: '2019-07-10' },
)
export const Close = step('CloseProposal', { closedOn: Day }, { closedOn: '2019-09-30' })
export const Archive = step('ArchiveProposal', { archivedOn: Day }, { archivedOn: '2019-12-31' })
