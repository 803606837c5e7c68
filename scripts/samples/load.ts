import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Client } from '../../examples/client.ts'

/** Loads a samples folder's committee through the API: what an office would have entered before the sheets came. */

interface Span {
  from: string
  to: string | null
}
interface SampleMember {
  member_no: string
  name: string
  name_variants: string[]
  sex: string | null
  nation: string | null
  politics: string | null
  unit: string | null
  post: string | null
  mobile: string | null
  valid_from: string
  valid_to: string | null
  entry_reason: 'appointed' | 'added'
  exit_reason: string | null
  offices: ({ office: string } & Span)[]
  memberships: ({ kind: string; name: string; role?: string } & Span)[]
}
interface Named {
  code: string
  name: string
  aliases?: string[]
}
interface SampleMeeting {
  event: string
  type: string
  title: string
  place: string | null
  mode: 'must_attend' | 'sign_up'
  date_from: string
  date_to: string
  invited: string[]
  sessions: {
    session: number
    date: string
    to: string
    part: string
    start: string | null
    title: string | null
  }[]
}

const KINDS: Record<string, string> = {
  sector: 'sector',
  special_committee: 'special_committee',
  street_group: 'street_body',
}
const ROLES: Record<string, string> = {
  委员: 'member',
  成员: 'member',
  主任: 'director',
  副主任: 'deputy_director',
  召集人: 'convener',
  副召集人: 'deputy_convener',
  联络员: 'liaison',
}

export async function loadCommittee(client: Client, folder: string): Promise<void> {
  const read = (name: string) => JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
  const roster = read('members.json')
  const term = await client.post('/v1/terms', {
    number: 9,
    name: roster.term,
    startsOn: '2017-02-20',
    endsOn: '2022-02-19',
    externalId: 'term-9',
  })
  const organizations = await loadOrganizations(client, roster)
  const offices = new Map(
    (await client.all('/v1/catalogue-items?catalogue=office&limit=200')).map((one) => [one.name, one.code]),
  )
  const ids = new Map<string, string>()
  for (const member of roster.members as SampleMember[]) {
    ids.set(member.member_no, await loadMember(client, member, term.id, organizations, offices))
  }
  for (const meeting of read('meetings.json').meetings as SampleMeeting[])
    await loadMeeting(client, meeting, ids)
}

async function loadOrganizations(
  client: Client,
  roster: Record<string, Named[]>,
): Promise<Map<string, string>> {
  const lists: [string, string][] = [
    ['sectors', 'sector'],
    ['special_committees', 'special_committee'],
    ['street_groups', 'street_body'],
    ['collectives', 'participating_unit'],
  ]
  const ids = new Map<string, string>()
  for (const [list, kind] of lists) {
    for (const { code, name, aliases = [] } of roster[list]!) {
      const body = { kind, code, name, aliases: [...new Set(aliases)], externalId: `${kind}/${code}` }
      ids.set(`${kind} ${name}`, (await client.post('/v1/organizations', body)).id)
    }
  }
  return ids
}

async function loadMember(
  client: Client,
  member: SampleMember,
  termId: string,
  organizations: ReadonlyMap<string, string>,
  offices: ReadonlyMap<string, string>,
): Promise<string> {
  const { id } = await client.post('/v1/members', {
    termId,
    memberNo: member.member_no,
    name: member.name,
    nameVariants: member.name_variants,
    sex: member.sex === '女' ? 'female' : 'male',
    nation: member.nation,
    politics: member.politics ? [member.politics] : [],
    phone: member.mobile,
    unit: member.unit,
    post: member.post,
    validFrom: member.valid_from,
    validTo: member.valid_to,
    entryReason: member.entry_reason,
    exitReason: member.exit_reason,
    externalId: member.member_no,
  })
  for (const { kind, name, role, from, to } of member.memberships) {
    const organizationId = organizations.get(`${KINDS[kind]} ${name}`)
    if (!organizationId) throw new Error(`${member.member_no}: no ${kind} ${name}`)
    const body = {
      memberId: id,
      organizationId,
      role: ROLES[role ?? '委员'] ?? 'member',
      validFrom: from,
      validTo: to,
    }
    await client.post('/v1/body-roles', body)
  }
  for (const { office, from, to } of member.offices) {
    const code = offices.get(office)
    if (!code) throw new Error(`${member.member_no}: no office ${office}`)
    await client.post('/v1/offices', { memberId: id, office: code, validFrom: from, validTo: to })
  }
  return id
}

async function loadMeeting(
  client: Client,
  meeting: SampleMeeting,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const { id } = await client.post('/v1/meetings', {
    title: meeting.title,
    typeCode: meeting.type,
    place: meeting.place,
    participationMode: meeting.mode,
    startsOn: meeting.date_from,
    endsOn: meeting.date_to,
    externalId: meeting.event,
    sessions: meeting.sessions.map((session) => ({
      day: session.date,
      dayTo: session.to === session.date ? null : session.to,
      part: session.part,
      startTime: session.start,
      title: session.title,
      externalId: `${meeting.event}/${session.session}`,
    })),
  })
  const memberIds = meeting.invited.map((number) => ids.get(number)!)
  if (memberIds.length > 0) await client.post(`/v1/meetings/${id}/invite`, { memberIds })
}
