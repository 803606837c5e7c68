import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../../src/core/errors.ts'
import { newId } from '../../src/core/ids.ts'
import type { BoardKey, MemberScore } from '../../src/scoring/boards/board.ts'
import { boardsOf } from '../../src/scoring/boards/boards.ts'
import { insertRow } from '../../src/storage/rows.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type Act, type Body, officeOf } from './office.ts'
import { type Random, randomOf } from './random.ts'

/**
 * Random histories of a small committee: after every write the scores that were kept and brought up to date must equal
 * those of scoring everything anew, and only the members whom the write names may have been scored.
 */

export interface Told {
  writes: number
  refused: number
  /** Members scored again by all writes together. */
  scored: number
}

export interface Historian {
  /** Runs one history in a committee of its own; throws at the first difference, with what led to it. */
  run(seed: number, writes: number): Promise<Told>
}

const MEMBERS = 5
const NOW = '2024-12-30T04:00:00.000Z'
const PRESENCES = ['present', 'present', 'late', 'left_early', 'leave', 'absent'] as const
const TYPES = ['sc_meeting', 'plenary', 'research', 'training', 'topic_consultation', 'sc_topic']

export function historian(storage: Storage, source: string): Historian {
  const clock = () => new Date(NOW)
  return {
    async run(seed, writes) {
      const random = randomOf(seed)
      const committeeId = newId()
      const act = officeOf(storage, clock, committeeId)
      const world = await found(storage, committeeId, act)
      const key = keyOf(committeeId, source)
      const boards = boardsOf(storage, clock)
      await boards.read(key)
      const told: Told = { writes: 0, refused: 0, scored: 0 }
      const log: string[] = []
      for (let n = 0; n < writes; n += 1) {
        const before = new Map((await boards.read(key)).members)
        const seq = await headOf(storage, committeeId)
        const { name, work } = nextWrite(world, random, act)
        log.push(name)
        try {
          await work()
          told.writes += 1
        } catch (error) {
          // A history may ask for what the rules refuse; a refusal writes nothing.
          if (!(error instanceof AppError)) throw error
          log.push(`  refused: ${error.code}`)
          told.refused += 1
        }
        const after = (await boards.read(key)).members
        const whole = (await boardsOf(storage, clock).read(key)).members
        const fault =
          differenceOf(after, whole) ?? unnamedOf(before, after, await namedSince(storage, committeeId, seq))
        if (fault) throw new Error(`seed ${seed}: ${fault}\n${log.join('\n')}`)
        told.scored += [...after].filter(([id, score]) => before.get(id) !== score).length
      }
      return told
    },
  }
}

const keyOf = (committeeId: string, source: string): BoardKey => ({
  committeeId,
  periodId: 'period',
  from: '2024-01-01',
  to: '2024-12-31',
  kind: 'calendar_year',
  regulationId: 'regulation',
  source,
  options: {},
})

interface World {
  members: string[]
  sessions: { id: string; meetingId: string }[]
  proposals: string[]
  opinions: string[]
  speeches: string[]
  exemptions: string[]
  leaves: string[]
}

const CODES: [string, string, string | null][] = [
  ...TYPES.map((code): [string, string, string | null] => [
    'meeting_type',
    code,
    code === 'topic_consultation' || code === 'sc_topic' ? 'consultation' : 'statutory',
  ]),
  ['office', 'standing_member', null],
  ['exemption_reason', 'study', null],
  ['leave_type', 'sick', null],
  ['level', 'province', null],
  ['level', 'district', null],
]

async function found(storage: Storage, committeeId: string, act: Act): Promise<World> {
  await storage.write(committeeId, { actor: 'setup', requestId: 'history' }, async (tx) => {
    for (const [catalogue, code, className] of CODES) {
      const rest = { parentCode: null, validFrom: null, validTo: null, sortOrder: 0, externalId: null }
      const row = { id: newId(), catalogue, code, name: code, class: className, ...rest }
      await insertRow(tx, 'catalogueItems', row, { type: 'catalogue_item.created' })
    }
  })
  const term = { number: 9, name: '第九届', startsOn: '2017-01-01', endsOn: '2030-12-31' }
  const termId = (await act('createTerm', term))['id']
  const members: string[] = []
  for (let n = 1; n <= MEMBERS; n += 1) {
    const body = { termId, memberNo: `0900${n}`, name: `赵${'安邦承德恩'[n - 1]}`, validFrom: '2017-01-01' }
    members.push((await act('createMember', body))['id'] as string)
  }
  return { members, sessions: [], proposals: [], opinions: [], speeches: [], exemptions: [], leaves: [] }
}

const dayOf = (random: Random): string => `2024-${String(1 + random.below(12)).padStart(2, '0')}-15`

/** One thing that happens in an office. */
function nextWrite(world: World, random: Random, act: Act): { name: string; work: () => Promise<unknown> } {
  const { members, sessions, proposals, opinions, speeches, exemptions, leaves } = world
  const day = dayOf(random)
  const memberId = random.pick(members)
  const some = () => members.filter((id) => id === memberId || random.below(3) > 0)
  const session = sessions.length > 0 ? random.pick(sessions) : undefined
  const meeting = async () => {
    const many = 1 + random.below(3)
    const made = await act('createMeeting', {
      title: '会议',
      typeCode: random.pick(TYPES),
      startsOn: day,
      endsOn: day,
      sessions: Array.from({ length: many }, () => ({ day })),
    })
    for (const { id } of made['sessions'] as { id: string }[]) {
      sessions.push({ id, meetingId: made['id'] as string })
    }
  }
  if (!session) return { name: 'meeting', work: meeting }
  const marks = some().map((id) => ({ memberId: id, presence: random.pick(PRESENCES) }))
  const signers = some().map((id) => ({ memberId: id, signedOn: random.below(2) ? '2024-02-01' : null }))
  const recorded = async (list: string[], operationId: string, body: Body) => {
    list.push((await act(operationId, body))['id'] as string)
  }
  const of = (list: readonly string[]) => list[random.below(list.length)] ?? newId()
  const writes: Record<string, () => Promise<unknown>> = {
    meeting,
    roll: () => act('recordAttendance', { items: marks }, session.id),
    again: () => act('recordAttendance', { items: marks.slice(0, 1) }, session.id),
    invite: () => act('inviteToMeeting', { memberIds: some() }, session.meetingId),
    cancel: () => act('cancelMeeting', { reason: '台风' }, session.meetingId),
    settle: () => act('settleSession', { acceptUnknown: true }, session.id),
    proposal: () => recorded(proposals, 'createProposal', { title: '提案', proposerKind: 'joint', signers }),
    submit: () => act('submitProposal', { submittedOn: '2024-02-20' }, of(proposals)),
    file: () => act('fileProposal', { filedOn: day > '2024-03-01' ? day : '2024-03-15' }, of(proposals)),
    sign: () => act('signProposal', { memberId, signedOn: '2024-02-10' }, of(proposals)),
    retract: () => act('withdrawProposalByProposer', { withdrawnOn: '2024-04-01' }, of(proposals)),
    opinion: () => recorded(opinions, 'createOpinion', { title: '信息', authorIds: some() }),
    send: () => act('submitOpinion', { submittedOn: '2024-05-20' }, of(opinions)),
    adopt: () =>
      act('createOpinionAdoption', { opinionId: of(opinions), level: 'province', adoptedOn: '2024-06-12' }),
    dropOpinion: () => act('withdrawOpinion', {}, of(opinions)),
    speech: () =>
      recorded(speeches, 'createSpeech', {
        memberId,
        meetingId: session.meetingId,
        title: '发言',
        form: random.pick(['oral', 'written']),
        state: random.pick(['submitted', 'listed', 'delivered']),
      }),
    deliver: () => act('changeSpeech', { state: 'delivered' }, of(speeches)),
    dropSpeech: () => act('withdrawSpeech', {}, of(speeches)),
    ask: () =>
      recorded(leaves, 'createLeaveRequest', { memberId, meetingId: session.meetingId, leaveType: 'sick' }),
    approve: () => act('approveLeaveRequest', {}, of(leaves)),
    refuse: () => act('refuseLeaveRequest', {}, of(leaves)),
    recall: () => act('recallLeaveRequest', {}, of(leaves)),
    retype: () => act('changeMeeting', { typeCode: random.pick(TYPES) }, session.meetingId),
    office: () => act('createOffice', { memberId, office: 'standing_member', validFrom: day }),
    exempt: () =>
      recorded(exemptions, 'createExemption', {
        memberId,
        reason: 'study',
        validFrom: '2024-03-01',
        validTo: day > '2024-03-01' ? day : null,
      }),
    endExemption: () => act('withdrawExemption', {}, of(exemptions)),
    unranked: () => act('changeMember', { ranked: random.below(2) === 0 }, memberId),
    resigns: () => act('changeMember', { validTo: random.below(2) ? day : null }, memberId),
  }
  const name = random.pick([
    'roll',
    'roll',
    'invite',
    'proposal',
    'submit',
    'opinion',
    'send',
    ...Object.keys(writes),
  ])
  return { name: `${name} ${day}`, work: writes[name]! }
}

async function headOf(storage: Storage, committeeId: string): Promise<number> {
  const sql = 'select seq from committee_heads where committee_id = ?'
  return (await storage.query<{ seq: number }>(sql, [committeeId]))[0]!.seq
}

async function namedSince(storage: Storage, committeeId: string, seq: number): Promise<Set<string> | 'all'> {
  const events = await storage.query<{ members: string }>(
    'select members from events where committee_id = ? and seq > ?',
    [committeeId, seq],
  )
  const named = new Set<string>()
  for (const { members } of events) {
    const of = JSON.parse(members) as string[] | 'all'
    if (of === 'all') return 'all'
    for (const id of of) named.add(id)
  }
  return named
}

type Scores = ReadonlyMap<string, MemberScore>

function differenceOf(kept: Scores, whole: Scores): string | undefined {
  if (kept.size !== whole.size) return `${kept.size} members are kept, ${whole.size} are scored`
  for (const [id, score] of whole) {
    if (!isDeepStrictEqual(kept.get(id), score)) {
      return `the kept score of ${id} differs:\n${JSON.stringify(kept.get(id))}\n${JSON.stringify(score)}`
    }
  }
  return undefined
}

/** Scored again although no event names them, or named and not scored again. */
function unnamedOf(before: Scores, after: Scores, named: Set<string> | 'all'): string | undefined {
  if (named === 'all') return undefined
  for (const [id, score] of after) {
    const again = before.get(id) !== score
    if (again !== named.has(id))
      return again ? `${id} was scored unasked` : `${id} is named and was not scored`
  }
  return undefined
}
