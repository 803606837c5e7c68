import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Profile } from '../../../src/core/import-profile.ts'
import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import { planAttendance } from '../../../src/exchange/imports/planner/plan.ts'
import { linesFrom } from '../../../src/exchange/imports/planner/table.ts'
import type {
  World,
  WorldMeeting,
  WorldMember,
  WorldSession,
} from '../../../src/exchange/imports/planner/world.ts'

const folder = resolve(import.meta.dirname, '../../..', process.env.SAMPLES_DIR ?? '../shared/samples')
const path = join(folder, 'real/toronto-attendance.csv')
const present = existsSync(path)
if (!present)
  console.log(`samples: ${path} is absent, so the real file is not planned in this run (set SAMPLES_DIR)`)

const PROFILE = Profile.parse({
  columns: {
    _id: 'ignore',
    'First Name': 'firstName',
    'Last Name': 'lastName',
    'Session Date': 'date',
    'Session Type': 'ignore',
    'Session Start-End Time': 'ignore',
    Present: 'attendance',
  },
  valueMap: { Y: 'present', N: 'absent' },
  sessionKey: {
    event: '{Committee}/{MTG #}',
    session: '{Session Date}/{Session Type}/{Session Start-End Time}',
  },
})

describe.runIf(present)('the real list of a city council', () => {
  test('is planned by a saved profile: 6105 new, 5 duplicates, 1 conflict', { timeout: 30_000 }, async () => {
    const read = await readFile(readFileSync(path), 'toronto-attendance.csv')
    if ('refusal' in read) throw new Error(read.refusal.code)
    const world = worldOf([...linesFrom(read.reading.tables[0]!, 0)].map(({ cells }) => cells))
    const plan = planAttendance({ reading: read.reading, profile: PROFILE, world })
    if (plan.verdict === 'refuse') throw new Error(plan.refusal.message.en)
    expect(plan.counts).toMatchObject({
      new: 6105,
      duplicate_in_file: 5,
      conflict: 1,
      entries: 6111,
      held: 0,
    })
    expect(plan.decisions.map(({ kind, refs }) => [kind, refs])).toEqual([['conflict', ['csv!J1055']]])
    expect(plan.events).toHaveLength(380)
    expect(new Set(plan.entries.map((entry) => entry.sessionId)).size).toBe(808)
  })
})

/** Members, meetings and sessions as somebody would have entered them beforehand. */
function worldOf(rows: readonly (readonly string[])[]): World {
  const members = new Map<string, WorldMember>()
  const meetings = new Map<string, WorldMeeting & { sessions: WorldSession[] }>()
  const invited = new Map<string, Set<string>>()
  for (const row of rows.slice(1)) {
    const [, , first, last, committee, number, day, part, time] = row.map((text) => text.trim()) as string[]
    if (!first) continue
    const name = `${first} ${last}`
    if (!members.has(name)) members.set(name, memberOf(name, members.size))
    const key = `${committee}/${number}`
    const meeting = meetings.get(key) ?? meetingOf(key, committee!, day!)
    meetings.set(key, meeting)
    const externalId = `${day}/${part}/${time}`
    let session = meeting.sessions.find((one) => one.externalId === externalId)
    if (!session) {
      const at = meeting.sessions.length + 1
      session = {
        id: `${key}#${at}`,
        externalId,
        number: at,
        day: day!,
        part: 'day',
        startTime: null,
        title: null,
      }
      meeting.sessions.push(session)
    }
    const list = invited.get(session.id) ?? new Set()
    invited.set(session.id, list.add(members.get(name)!.id))
  }
  return {
    members: [...members.values()],
    meetings: [...meetings.values()],
    invitedBySession: invited,
    attendance: new Map(),
  }
}

function memberOf(name: string, at: number): WorldMember {
  return {
    id: `member-${at}`,
    memberNo: `T${at}`,
    name,
    nameVariants: [],
    phone: null,
    memberships: [{ from: '2022-11-15', to: null }],
    sectors: [],
    units: [],
  }
}

function meetingOf(
  externalId: string,
  title: string,
  day: string,
): WorldMeeting & { sessions: WorldSession[] } {
  return { id: externalId, externalId, title, typeCode: null, from: day, to: day, sessions: [] }
}
