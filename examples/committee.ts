import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'

/** The invented committee of `examples/committee/`, as data. */

const FOLDER = path.join(import.meta.dirname, 'committee')

export interface RosterRow {
  memberNo: string
  name: string
  sector: string
  committee: string
  group: string
  office: string
  validFrom: string
  validTo: string | null
}

/** What happened to somebody who did not simply come: in all sessions, or in the numbered ones. */
export type Happened = 'late' | 'left_early' | 'personal' | 'sick' | 'official' | 'absent'
export type Exception = Happened | Partial<Record<Happened, number[]>>

export interface StoryMeeting {
  key: string
  title: string
  typeCode: string
  place: string
  owner: string
  startsOn: string
  endsOn: string
  sessions: { day: string; part: 'am' | 'pm' | 'day'; startTime: string; title?: string }[]
  invite: { all?: boolean; offices?: string[]; organizations?: string[]; members?: string[] }
  /** The sheet in which its attendance stands. */
  sheet: string
  except: Record<string, Exception>
}

export interface StoryProposal {
  title: string
  category: string
  organization?: string
  proposers: string[]
  signed?: Record<string, string>
  submittedOn: string
  plenary: boolean
  filedOn?: string
  caseNo?: string
  notFiledReason?: string
  withdrawnOn?: string
}

export interface StoryOpinion {
  title: string
  authors: string[]
  submittedOn: string
  adoptions: { level: string; adoptedOn: string; publication?: string }[]
}

export interface StorySpeech {
  member: string
  meeting: string
  title: string
  form: 'oral' | 'written'
  state: string
}

export interface Story {
  committee: { code: string; name: string; level: string }
  term: { number: number; name: string; startsOn: string; endsOn: string }
  plenarySession: {
    number: number
    name: string
    startsOn: string
    endsOn: string
    signatureDeadline: string
  }
  meetingTypes: { code: string; name: string; class: string }[]
  organizations: { kind: string; code: string; name: string; aliases?: string[] }[]
  unranked: { member: string; reason: string }[]
  regulation: { name: string; file: string }
  period: { kind: string; name: string; startsOn: string; endsOn: string }
  roster: RosterRow[]
  meetings: StoryMeeting[]
  proposals: StoryProposal[]
  opinions: StoryOpinion[]
  speeches: StorySpeech[]
}

export const committeeFile = (name: string): string => path.join(FOLDER, name)

/** Reads the story and refuses one that contradicts its own roster. */
export function readStory(): Story {
  const json = (name: string) => JSON.parse(readFileSync(committeeFile(name), 'utf8'))
  const story: Story = {
    ...json('committee.json'),
    ...json('meetings.json'),
    ...json('proposals.json'),
    ...json('opinions.json'),
    ...json('speeches.json'),
    roster: readRoster(),
  }
  for (const who of everybodyNamed(story)) memberOf(story, who)
  return story
}

function readRoster(): RosterRow[] {
  const rows = parse(readFileSync(committeeFile('members.csv')), { bom: true, columns: true })
  return (rows as Record<string, string>[]).map((row) => ({
    memberNo: row['委员编号']!,
    name: row['姓名']!,
    sector: row['界别']!,
    committee: row['专委会']!,
    group: row['街道联络组']!,
    office: row['政协职务']!,
    validFrom: row['任职开始']!,
    validTo: row['任职结束'] || null,
  }))
}

function* everybodyNamed(story: Story): Generator<string> {
  for (const { member } of story.unranked) yield member
  for (const meeting of story.meetings) {
    yield* meeting.invite.members ?? []
    yield* Object.keys(meeting.except)
  }
  for (const proposal of story.proposals) {
    yield* proposal.proposers
    yield* Object.keys(proposal.signed ?? {})
  }
  for (const opinion of story.opinions) yield* opinion.authors
  for (const speech of story.speeches) yield speech.member
}

/** The member behind `09012 何牧野`; the name is there for readers and must agree with the number. */
export function memberOf({ roster }: Pick<Story, 'roster'>, who: string): RosterRow {
  const [memberNo, name] = who.split(' ')
  const row = roster.find((one) => one.memberNo === memberNo && one.name === name)
  if (!row) throw new Error(`${who} is not on the roster`)
  return row
}

const OFFICES: Record<string, string> = {
  chair: '主席',
  vice_chair: '副主席',
  secretary_general: '秘书长',
  standing_member: '常务委员',
}

/** Who is expected at a meeting on its first day, by the rule that the office gives. */
export function expectedAt(story: Story, { invite, startsOn }: StoryMeeting): RosterRow[] {
  const offices = (invite.offices ?? []).map((code) => OFFICES[code])
  const bodies = invite.organizations ?? []
  const picked = new Set((invite.members ?? []).map((who) => memberOf(story, who)))
  return story.roster.filter((row) => {
    if (row.validFrom > startsOn || (row.validTo !== null && row.validTo < startsOn)) return false
    const inBody = [row.sector, row.committee, row.group].some((name) => bodies.includes(name))
    return invite.all || offices.includes(row.office) || inBody || picked.has(row)
  })
}

/** What happened to a member in each session of a meeting, in order. */
export function whatHappened(meeting: StoryMeeting, { memberNo, name }: RosterRow): ('present' | Happened)[] {
  const exception = meeting.except[`${memberNo} ${name}`]
  return meeting.sessions.map((_, at) => {
    if (exception === undefined) return 'present'
    if (typeof exception === 'string') return exception
    const found = Object.entries(exception).find(([, sessions]) => sessions.includes(at + 1))
    return (found?.[0] as Happened | undefined) ?? 'present'
  })
}
