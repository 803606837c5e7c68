import { z } from 'zod'
import { Id, Instant } from '../../core/fields.ts'
import { COMMITTEE_LEVELS } from '../../core/words/proposals.ts'
import { inWords } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'
import { LimitsInForce } from './limits.ts'
import { PublicationInForce } from './publication.ts'

export const Committee = z
  .object({
    id: Id,
    parentId: Id.nullable(),
    code: z.string(),
    name: z.string(),
    level: inWords(z.string(), COMMITTEE_LEVELS),
    zone: z.string(),
    limits: LimitsInForce,
    publicProposals: z.boolean(),
    publication: PublicationInForce,
    externalId: z.string().nullable(),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Committee' })

export const getCommittee = operation('getCommittee', Committee)
