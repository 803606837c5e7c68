import { copyFileSync } from 'node:fs'
import path from 'node:path'
import type { Client } from '../../examples/client.ts'
import { each, recordMeetings, recordMembers } from '../committee.ts'
import { inTurns, type Measure, measure, median, short } from '../figures.ts'
import { startBase, startProduct } from '../processes.ts'
import { openGun } from '../shots.ts'

/** All numbers of a year of 300 members and 30 000 facts in one request. */

const MEETINGS = 100
const ROUNDS = 7
const DOCUMENTS = 300

export async function measureStatistics(folder: string): Promise<Measure[]> {
  const database = path.join(folder, 'statistics.db')
  const first = await startProduct(database)
  await recordYear(first.client)
  const { committeeId } = await first.client.get('/v1/auth/me')
  await first.stop()
  copyFileSync(database, path.join(folder, 'statistics-base.db'))
  const product = await startProduct(database)
  const base = await startBase('statistics.ts', path.join(folder, 'statistics-base.db'), committeeId)
  const gun = openGun()
  try {
    const shot = { method: 'GET', connections: 1, seconds: 1 } as const
    const byBase = () => gun.fire({ ...shot, path: '/', url: base.url, headers: {} })
    const headers = { authorization: `Bearer ${product.token}` }
    const byOurs = () => gun.fire({ ...shot, path: '/v1/statistics?year=2024', url: product.url, headers })
    await byBase()
    await byOurs()
    const rounds = await inTurns(ROUNDS, byBase, byOurs)
    return [
      measure(
        'statistics',
        'all numbers of a year in one request, time ÷ the bare SQL of the same numbers in one connection',
        rounds.map((round) => round.base.perSecond / round.ours.perSecond),
        { floor: 5, aim: 3, atMost: true },
        {
          perSecond: {
            base: short(median(rounds.map((round) => round.base.perSecond))),
            ours: short(median(rounds.map((round) => round.ours.perSecond))),
          },
        },
      ),
    ]
  } finally {
    gun.close()
    await base.stop()
    await product.stop()
  }
}

async function recordYear(client: Client): Promise<void> {
  const { members } = await recordMembers(client)
  const meetings = await recordMeetings(client, MEETINGS, '2024-01-01')
  await each(meetings, async ({ sessionId }) => {
    const items = members.map(({ id }, at) => ({
      memberId: id,
      presence: at % 11 === 0 ? 'absent' : 'present',
    }))
    await client.post(`/v1/meeting-sessions/${sessionId}/attendance`, { items })
  })
  const numbers = Array.from({ length: DOCUMENTS }, (_, at) => at)
  await each(numbers, async (at) => {
    const memberId = members[at % members.length]!.id
    const proposal = await client.post('/v1/proposals', { title: `建议${at}`, signers: [{ memberId }] })
    const submitted = await client.act(`/v1/proposals/${proposal.id}/submit`, proposal.version, {
      submittedOn: '2024-02-26',
    })
    if (at % 5 > 0)
      await client.act(`/v1/proposals/${proposal.id}/file`, submitted.version, { filedOn: '2024-03-08' })
    const opinion = await client.post('/v1/opinions', { title: `信息${at}`, authorIds: [memberId] })
    await client.act(`/v1/opinions/${opinion.id}/submit`, opinion.version, { submittedOn: '2024-05-20' })
  })
}
