import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Body, Client } from './client.ts'
import { committeeFile, memberOf, type Story, type StoryMeeting, type StoryProposal } from './committee.ts'
import type { Step } from './show.ts'
import { bar } from './show.ts'

/** The year of the invented committee, step by step, as an office would record it over the API. */

export interface Records {
  termId: string
  plenarySessionId: string
  organizations: Map<string, string>
  members: Map<string, Body>
  meetings: Map<string, Body>
}

const idOf = (map: ReadonlyMap<string, string>, name: string): string => {
  const id = map.get(name)
  if (!id) throw new Error(`${name} is not recorded`)
  return id
}

/** Types, term, plenary session and bodies: everything that the roster and the meetings speak of. */
export async function recordCommittee(client: Client, story: Story): Promise<Records> {
  for (const type of story.meetingTypes) {
    await client.post('/v1/catalogue-items', { catalogue: 'meeting_type', ...type })
  }
  const term = await client.post('/v1/terms', story.term)
  const session = await client.post('/v1/plenary-sessions', { termId: term.id, ...story.plenarySession })
  const organizations = new Map<string, string>()
  for (const [sortOrder, body] of story.organizations.entries()) {
    const termId = body.kind === 'sector' ? term.id : null
    const made = await client.post('/v1/organizations', { ...body, termId, sortOrder })
    organizations.set(body.name, made.id)
  }
  return {
    termId: term.id,
    plenarySessionId: session.id,
    organizations,
    members: new Map(),
    meetings: new Map(),
  }
}

/** The roster as the office sent it, and the leaders who are scored but stay out of the ranking. */
export async function importRoster(
  client: Client,
  story: Story,
  records: Records,
  step: Step,
): Promise<Body> {
  const done = await importSheet(client, 'members.csv', { resource: 'members', termId: records.termId }, step)
  for (const { member } of story.unranked) {
    const [found] = await client.all(`/v1/members?memberNo=${memberOf(story, member).memberNo}`)
    await client.patch(`/v1/members/${found.id}`, found.version, { ranked: false })
  }
  for (const member of await client.all('/v1/members?limit=100')) {
    records.members.set(member.memberNo, member)
  }
  return done
}

export async function recordMeetings(
  client: Client,
  story: Story,
  records: Records,
  step: Step,
): Promise<number> {
  let invited = 0
  for (const [at, meeting] of story.meetings.entries()) {
    step.tell(bar(at, story.meetings.length))
    const { key, invite: _, sheet: __, except: ___, owner, ...fields } = meeting
    const ownerOrganizationId = idOf(records.organizations, owner)
    const made = await client.post('/v1/meetings', { ...fields, ownerOrganizationId, externalId: key })
    records.meetings.set(key, made)
    const answer = await client.post(`/v1/meetings/${made.id}/invite`, inviteOf(story, records, meeting))
    for (const session of answer.sessions) invited += session.invited
  }
  return invited
}

function inviteOf(story: Story, records: Records, { invite }: StoryMeeting): Body {
  if (invite.members) return { memberIds: invite.members.map((who) => memberIdOf(story, records, who)) }
  const { all, offices, organizations } = invite
  const organizationIds = organizations?.map((name) => idOf(records.organizations, name))
  return { rule: { all, offices, organizationIds } }
}

function memberIdOf(story: Story, records: Records, who: string): string {
  return records.members.get(memberOf(story, who).memberNo)!.id
}

/** Asks a person; here the answer is known, because the story tells who came. */
export type Decide = (decision: Body) => Body

/** Uploads a sheet, answers what it asks, and records what the plan says. */
export async function importSheet(
  client: Client,
  file: string,
  fields: Record<string, string>,
  step: Step,
  decide?: Decide,
): Promise<Body> {
  const bytes = readFileSync(committeeFile(file))
  const tell = ({ phase, done, total }: Body) => step.tell(`${phase} ${bar(done, total)}`)
  const started = await client.upload('/v1/imports', fields, { name: file, bytes })
  await client.finish(started.jobId, tell)
  let planned = await client.get(`/v1/imports/${started.id}`)
  if (planned.state !== 'planned') throw new Error(`${file}: ${planned.refusal?.zh ?? planned.state}`)
  const open = planned.decisions.filter((decision: Body) => !decision.answer)
  if (open.length > 0) {
    if (!decide) throw new Error(`${file}: ${open.map((decision: Body) => decision.question.zh).join('\n')}`)
    const answers = open.map((decision: Body) => ({ id: decision.id, answer: decide(decision) }))
    const answered = await client.post(`/v1/imports/${started.id}/decisions`, { answers })
    await client.finish(answered.jobId, tell)
    planned = await client.get(`/v1/imports/${started.id}`)
  }
  const commit = await client.post(`/v1/imports/${started.id}/commit`, {})
  await client.finish(commit.jobId, tell)
  return { ...(await client.get(`/v1/imports/${started.id}`)), asked: open.length }
}

export async function recordProposals(
  client: Client,
  story: Story,
  records: Records,
  step: Step,
): Promise<Record<string, number>> {
  const states: Record<string, number> = {}
  for (const [at, proposal] of story.proposals.entries()) {
    step.tell(bar(at, story.proposals.length))
    const { state } = await recordProposal(client, story, records, proposal)
    states[state] = (states[state] ?? 0) + 1
  }
  return states
}

async function recordProposal(
  client: Client,
  story: Story,
  records: Records,
  proposal: StoryProposal,
): Promise<Body> {
  const { title, category, organization, proposers, signed = {}, submittedOn } = proposal
  const made = await client.post('/v1/proposals', {
    title,
    category,
    proposerKind: organization ? 'collective' : proposers.length > 1 ? 'joint' : 'individual',
    organizationId: organization ? idOf(records.organizations, organization) : null,
    plenarySessionId: proposal.plenary ? records.plenarySessionId : null,
    signers: proposers.map((who) => ({
      memberId: memberIdOf(story, records, who),
      signedOn: signed[who] ?? null,
    })),
    ownerOrganizationId: idOf(records.organizations, '提案委员会'),
  })
  const act = (verb: string, before: Body, body: unknown) =>
    client.act(`/v1/proposals/${made.id}/${verb}`, before.version, body)
  const submitted = await act('submit', made, { submittedOn })
  if (proposal.filedOn) {
    return act('file', submitted, { filedOn: proposal.filedOn, caseNo: proposal.caseNo ?? null })
  }
  if (proposal.notFiledReason) return act('decline', submitted, { reason: proposal.notFiledReason })
  if (proposal.withdrawnOn) return act('withdraw', submitted, { withdrawnOn: proposal.withdrawnOn })
  return submitted
}

export async function recordOpinions(client: Client, story: Story, records: Records): Promise<number> {
  let adoptions = 0
  for (const opinion of story.opinions) {
    const made = await client.post('/v1/opinions', {
      title: opinion.title,
      authorIds: opinion.authors.map((who) => memberIdOf(story, records, who)),
    })
    await client.act(`/v1/opinions/${made.id}/submit`, made.version, { submittedOn: opinion.submittedOn })
    for (const adoption of opinion.adoptions) {
      await client.post('/v1/opinion-adoptions', { opinionId: made.id, ...adoption })
      adoptions += 1
    }
  }
  return adoptions
}

export async function recordSpeeches(client: Client, story: Story, records: Records): Promise<number> {
  for (const { member, meeting, title, form, state } of story.speeches) {
    await client.post('/v1/speeches', {
      memberId: memberIdOf(story, records, member),
      meetingId: records.meetings.get(meeting)!.id,
      title,
      form,
      state,
    })
  }
  return story.speeches.length
}

/** Closes every roll: from here on what it says counts, and a correction needs a reason. */
export async function settleSessions(client: Client, records: Records, step: Step): Promise<number> {
  let settled = 0
  for (const meeting of records.meetings.values()) {
    for (const session of await client.all(`/v1/meeting-sessions?meetingId=${meeting.id}`)) {
      await client.act(`/v1/meeting-sessions/${session.id}/settle`, session.version, {})
      settled += 1
      step.tell(`${settled}`)
    }
  }
  return settled
}

/** The regulation as its file says, approved by a second person, and the year scored by it. */
export async function openPeriod(
  client: Client,
  approver: Client,
  { regulation, period }: Story,
): Promise<Body> {
  const source = readFileSync(path.resolve(committeeFile('.'), regulation.file), 'utf8')
  const made = await client.post('/v1/regulations', { name: regulation.name, source })
  const active = await approver.act(`/v1/regulations/${made.id}/activate`, made.version)
  return client.post('/v1/periods', { ...period, regulationId: active.id })
}

/** A file of any kind (`ranking`, `report`, `notice` …), as its asker may see it. */
export async function exported(client: Client, wanted: Body): Promise<Buffer> {
  const made = await client.post('/v1/exports', wanted)
  await client.finish(made.jobId)
  return client.download(`/v1/exports/${made.id}/file`)
}
