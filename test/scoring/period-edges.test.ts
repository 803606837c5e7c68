import { beforeAll, expect, it } from 'vitest'
import type { Scope } from '../../src/scoring/store/scope.ts'
import { loadFacts } from '../../src/scoring/store/sources.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { aDuty, anAssessment, aRecognition, aService } from '../support/service-kinds.ts'
import { inEveryWorld } from '../support/world.ts'

/** A period has its first day and its last, and no other: of every kind of fact, by the one day that places it. */

const DAYS = ['2018-05-31', '2018-06-01', '2018-06-30', '2018-07-01']
const [, FROM, TO] = DAYS as [string, string, string, string]

/** What makes one fact of a member on a day. */
const MAKERS: Record<string, (make: Making) => Promise<unknown>> = {
  attendance: async ({ world, memberId, day }) => {
    const meeting = await aMeeting(world, { startsOn: day, endsOn: day })
    const items = [{ memberId, presence: 'present' }]
    await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
  },
  speech: async ({ world, memberId, day }) => {
    const meeting = await aMeeting(world, { startsOn: day, endsOn: day })
    const speech = await post(world, '/v1/speeches', {
      memberId,
      meetingId: meeting.id,
      title: day,
      form: 'oral',
    })
    await world.admin
      .patch(`/v1/speeches/${speech.id}`, { state: 'delivered' }, { 'if-match': '*' })
      .expect(200)
  },
  proposal: async ({ world, memberId, day }) => {
    const proposal = await post(world, '/v1/proposals', { title: day, signers: [{ memberId }] })
    await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: day })
  },
  opinion: async ({ world, memberId, day }) => {
    const opinion = await post(world, '/v1/opinions', { title: day, authorIds: [memberId] })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: day })
  },
  research_report: async ({ world, memberId, day }) => {
    const report = await post(world, '/v1/research-reports', { title: day, members: [{ memberId }] })
    await act(world, `/v1/research-reports/${report.id}`, 'submit', { submittedOn: day })
  },
  service: ({ world, memberId, day }) =>
    aService(world, { memberIds: [memberId], startsOn: day, endsOn: day }),
  recognition: ({ world, memberId, day }) => aRecognition(world, { memberId, awardedOn: day }),
  assessment: ({ world, memberId, day }) => anAssessment(world, { memberId, assessedOn: day }),
  record: ({ world, memberId, day }) => aDuty(world, { memberId, day }),
}

interface Making {
  world: Parameters<typeof aMember>[0]
  memberId: string
  day: string
}

inEveryWorld('the edges of a period', (world) => {
  const members = new Map<string, string>()
  const scope = (memberIds: string[] | undefined, from: string, to: string): Scope => ({
    committeeId: world.committeeId,
    from,
    to,
    memberIds,
    perSession: false,
    today: '2019-12-31',
  })

  beforeAll(async () => {
    for (const [kind, make] of Object.entries(MAKERS)) {
      const { id: memberId } = await aMember(world)
      members.set(kind, memberId)
      for (const day of DAYS) await make({ world, memberId, day })
    }
  })

  it.each(Object.keys(MAKERS))(
    '%s: its first and its last day, for one member and among all',
    async (kind) => {
      const memberId = members.get(kind)!
      for (const asked of [[memberId], undefined]) {
        const facts = await loadFacts(world.storage, scope(asked, FROM, TO))
        const own = facts.filter((fact) => fact.memberId === memberId && fact.kind === kind)
        expect(own.map(({ day }) => day).sort()).toEqual([FROM, TO])
      }
    },
  )

  it.each(DAYS)('a period of %s alone has what happened on that day', async (day) => {
    const facts = await loadFacts(world.storage, scope(undefined, day, day))
    expect(new Set(facts.map((fact) => fact.day))).toEqual(new Set([day]))
    expect(new Set(facts.map(({ kind }) => kind))).toEqual(new Set(Object.keys(MAKERS)))
  })
})
