import { z } from 'zod'
import { Id, Instant } from '../../core/fields.ts'
import { SIGN_IN_MEANS } from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'
import { page } from '../../http/paging.ts'
import { Presence } from '../attendance/status.ts'
import { CODE_LENGTH } from './codes.ts'

export const SentCode = z
  .string()
  .trim()
  .max(100)
  .meta({
    description: `As read from the picture: ${CODE_LENGTH} characters.`,
    example: 'AZf2oAAAcACAAAAAAAAAAQNX…',
  })

export const Shown = z
  .object({
    code: z.string(),
    validUntil: Instant,
    nextAt: Instant.meta({ description: 'When the next one is to be shown.' }),
  })
  .meta({ id: 'SignInCode' })

/** By the code at the meeting, by the member's code that staff read, by staff who know the member. */
export const Means = coded(SIGN_IN_MEANS)
export type Means = z.infer<typeof Means>

const SignIn = z
  .object({
    id: Id,
    windowId: Id,
    sessionId: Id,
    memberId: Id,
    means: Means,
    presence: Presence.meta({ description: 'As it was recorded: late after the grace of the meeting.' }),
    signedAt: Instant,
    signedBy: z.string(),
    version: z.int(),
  })
  .meta({ id: 'SignIn' })

export const getSignInCode = operation('getSignInCode', Shown)
export const getMySignInCode = operation('getMySignInCode', Shown)
export const signMyselfIn = operation('signMyselfIn', SignIn)
export const signMemberIn = operation('signMemberIn', SignIn)
export const listSignIns = operation('listSignIns', page(SignIn, 'SignInPage'))
