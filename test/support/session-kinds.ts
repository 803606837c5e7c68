import type { Kind } from './kinds.ts'
import { aMeeting, aMember } from './records.ts'

/** What belongs to a session of a meeting. */

const BOOK = ['version', 'createdAt', 'deletedAt']

export const SESSION_KINDS: readonly Kind[] = [
  {
    name: 'SignInWindow',
    path: '/v1/sign-in-windows',
    body: async (world) => ({
      sessionId: (await aMeeting(world, { startsOn: '2019-12-31', endsOn: '2019-12-31' })).sessions[0].id,
      opensAt: '2019-12-31T03:00:00.000Z',
      closesAt: '2019-12-31T08:00:00.000Z',
    }),
    change: { closesAt: '2019-12-31T09:00:00.000Z' },
    clear: 'externalId',
    names: { create: ['sessionId'], change: [] },
    readOnly: [...BOOK, 'sessionId'],
  },
  {
    name: 'SpeakerRequest',
    path: '/v1/speaker-requests',
    body: async (world) => ({
      sessionId: (await aMeeting(world)).sessions[0].id,
      memberId: (await aMember(world)).id,
      topic: '加装电梯',
    }),
    change: { topic: '停车' },
    clear: 'topic',
    names: { create: ['sessionId', 'memberId'], change: [] },
    readOnly: [...BOOK, 'state', 'number', 'memberId'],
  },
]
