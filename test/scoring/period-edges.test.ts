import { beforeAll, expect, it } from 'vitest'
import { periodMeetings } from '../../src/scoring/store/attendance.ts'
import { bodyFacts } from '../../src/scoring/store/bodies.ts'
import type { Scope } from '../../src/scoring/store/scope.ts'
import { loadFacts } from '../../src/scoring/store/sources.ts'
import { anIssue, anOrganization, anOwnStep } from '../support/makers.ts'
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

/** What one step of a record of long before is, on a day. */
const STEPS: Record<string, (make: Making) => Promise<unknown>> = {
  'a proposal that is filed': async ({ world, memberId, day }) => {
    const { id } = await post(world, '/v1/proposals', { title: day, signers: [{ memberId }] })
    await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: BEFORE })
    await act(world, `/v1/proposals/${id}`, 'file', { filedOn: day })
  },
  'an opinion that is adopted': async ({ world, memberId, day }) => {
    const opinionId = await anOpinionOf(world, memberId)
    await post(world, '/v1/opinion-adoptions', { opinionId, level: 'city', adoptedOn: day })
  },
  'an opinion that is instructed on': async ({ world, memberId, day }) => {
    const opinionId = await anOpinionOf(world, memberId)
    await post(world, '/v1/instructions', { ...LEADER, opinionId, instructedOn: day })
  },
  'an opinion whose issue is instructed on': async ({ world, memberId, day }) => {
    const opinionIds = [await anOpinionOf(world, memberId)]
    const { id: issueId } = await anIssue(world, { issuedOn: BEFORE, opinionIds })
    await post(world, '/v1/instructions', { ...LEADER, issueId, instructedOn: day })
  },
  'a proposal with a step of the committee’s own': async ({ world, memberId, day }) => {
    const { id: proposalId } = await post(world, '/v1/proposals', { title: day, signers: [{ memberId }] })
    await act(world, `/v1/proposals/${proposalId}`, 'submit', { submittedOn: BEFORE })
    await post(world, '/v1/milestones', { proposalId, step: await anOwnStep(world), reachedOn: day })
  },
  'an opinion with a step of the committee’s own': async ({ world, memberId, day }) => {
    const opinionId = await anOpinionOf(world, memberId)
    const step = await anOwnStep(world, 'opinion_step')
    await post(world, '/v1/milestones', { opinionId, step, reachedOn: day })
  },
  'a report that is approved': async ({ world, memberId, day }) => {
    await act(world, await aReportOf(world, memberId), 'approve', { approvedOn: day })
  },
  'a report that is sent': async ({ world, memberId, day }) => {
    const path = await aReportOf(world, memberId)
    await act(world, path, 'approve', { approvedOn: BEFORE })
    await act(world, path, 'send', { sentOn: day })
  },
  'a report that is instructed on': async ({ world, memberId, day }) => {
    const researchReportId = (await aReportOf(world, memberId)).split('/').at(-1)
    await post(world, '/v1/instructions', { ...LEADER, researchReportId, instructedOn: day })
  },
}
const BEFORE = '2018-01-10'
const LEADER = { leaderLevel: 'city', leaderName: '某领导' }

async function anOpinionOf(world: Making['world'], memberId: string): Promise<string> {
  const { id } = await post(world, '/v1/opinions', { title: '停车', authorIds: [memberId] })
  await act(world, `/v1/opinions/${id}`, 'submit', { submittedOn: BEFORE })
  return id
}
async function aReportOf(world: Making['world'], memberId: string): Promise<string> {
  const { id } = await post(world, '/v1/research-reports', { title: '养老', members: [{ memberId }] })
  await act(world, `/v1/research-reports/${id}`, 'submit', { submittedOn: BEFORE })
  return `/v1/research-reports/${id}`
}

/** What makes one fact of a body on a day. */
const OF_BODIES: Record<string, (make: Omit<Making, 'memberId'> & { body: string }) => Promise<unknown>> = {
  activity: ({ world, body, day }) =>
    aMeeting(world, { startsOn: day, endsOn: day, ownerOrganizationId: body }),
  'joint activity': async ({ world, body, day }) => {
    const { id } = await aMeeting(world, { startsOn: day, endsOn: day, organizerIds: [body] })
    await act(world, `/v1/meetings/${id}`, 'confirm', { organizationId: body, confirmedOn: day })
  },
  proposal: async ({ world, body, day }) => {
    const sent = { title: day, proposerKind: 'collective', organizationId: body, signers: [] }
    const { id } = await post(world, '/v1/proposals', sent)
    await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: day })
  },
  recognition: ({ world, body, day }) => aRecognition(world, { organizationId: body, awardedOn: day }),
  assessment: ({ world, body, day }) => anAssessment(world, { organizationId: body, assessedOn: day }),
}

interface Making {
  world: Parameters<typeof aMember>[0]
  memberId: string
  day: string
}

function scopeIn(
  { committeeId }: Making['world'],
  memberIds: string[] | undefined,
  from: string,
  to: string,
): Scope {
  return { committeeId, from, to, memberIds, perSession: false, today: '2019-12-31' }
}

inEveryWorld('the edges of a period', (world) => {
  const members = new Map<string, string>()
  const scope = (memberIds: string[] | undefined, from: string, to: string) =>
    scopeIn(world, memberIds, from, to)

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

inEveryWorld('the edges of a period, of what began long before', (world) => {
  it.each(Object.entries(STEPS))('%s: on its first and its last day, one member and all', async (_, make) => {
    const { id: memberId } = await aMember(world)
    for (const day of DAYS) await make({ world, memberId, day })
    for (const asked of [[memberId], undefined]) {
      const facts = await loadFacts(world.storage, scopeIn(world, asked, FROM, TO))
      const own = facts.filter((fact) => fact.memberId === memberId)
      expect(own.map(({ steps }) => steps!.at(-1)!.day).sort()).toEqual([FROM, TO])
    }
  })
})

inEveryWorld('the edges of a period, of bodies', (world) => {
  it.each(Object.entries(OF_BODIES))('%s: its first and its last day', async (_, make) => {
    const { id: body } = await anOrganization(world, { kind: 'sector' })
    for (const day of DAYS) await make({ world, body, day })
    const scope = scopeIn(world, undefined, FROM, TO)
    const facts = await bodyFacts(world.storage, scope, await periodMeetings(world.storage, scope))
    const own = facts.filter((fact) => fact.memberId === body)
    expect(own.map(({ day }) => day).sort()).toEqual([FROM, TO])
  })
})
