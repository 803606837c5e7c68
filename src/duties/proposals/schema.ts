import { z } from 'zod'
import { Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'

export const Signer = z.strictObject({
  memberId: Id,
  signedOn: Day.nullable()
    .default(null)
    .meta({ description: 'Day of a co-signer’s own signature; without one a co-signer earns nothing.' }),
})

export const ProposerKind = z.enum(['individual', 'joint', 'collective'])
export const ProposalState = z.enum(['draft', 'submitted', 'filed', 'not_filed', 'withdrawn'])

export const ProposalInput = z.strictObject({
  title: Line(200).meta({ description: '案由.' }),
  content: Prose(20_000).nullable().default(null),
  category: Line(50).nullable().default(null),
  proposerKind: ProposerKind.default('individual'),
  organizationId: Id.nullable()
    .default(null)
    .meta({ description: 'The proposing body of a collective proposal.' }),
  plenarySessionId: Id.nullable().default(null),
  serialNo: Line(50).nullable().default(null),
  signers: z.array(Signer).max(200).default([]).meta({
    description: 'The first one is the first proposer; of a collective proposal, its main authors.',
  }),
  ownerOrganizationId: Id.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})

export const ProposalOutput = z.object({
  state: ProposalState,
  caseNo: z.string().nullable().meta({ description: '案号: given when it is filed.' }),
  submittedOn: Day.nullable(),
  filedOn: Day.nullable(),
  notFiledReason: z.string().nullable(),
  withdrawnOn: Day.nullable(),
  signatureDeadline: Day.nullable(),
})

export const Submit = z
  .strictObject({ submittedOn: Day })
  .meta({ id: 'SubmitProposal', example: { submittedOn: '2019-02-26' } })

export const File = z
  .strictObject({ filedOn: Day, caseNo: Line(50).nullable().default(null) })
  .meta({ id: 'FileProposal', example: { filedOn: '2019-03-08', caseNo: '九届三次第 17 号' } })

export const Decline = z
  .strictObject({ reason: Line(50).meta({ description: 'Of the catalogue not_filed_reason.' }) })
  .meta({ id: 'DeclineProposal', example: { reason: 'empty' } })

export const Sign = z.strictObject({ memberId: Id, signedOn: Day }).meta({
  id: 'SignProposal',
  example: { memberId: '0197f6a0-0000-7000-8000-000000000001', signedOn: '2019-02-26' },
})

export const Withdraw = z
  .strictObject({ withdrawnOn: Day })
  .meta({ id: 'WithdrawProposal', example: { withdrawnOn: '2019-03-01' } })
