import { isDeepStrictEqual } from 'node:util'
import { seedCatalogues } from '../../src/committee/catalogues/seed.ts'
import { addDays } from '../../src/core/days.ts'
import { AppError } from '../../src/core/errors.ts'
import { newId } from '../../src/core/ids.ts'
import { allRecords, changesBetween } from '../../src/reporting/statistics/changes.ts'
import { LINES } from '../../src/reporting/statistics/lines.ts'
import { statisticOf } from '../../src/reporting/statistics/service.ts'
import { boardsOf } from '../../src/scoring/boards/boards.ts'
import { knownOn, type Reader } from '../../src/storage/as-known.ts'
import { openStorage } from '../../src/storage/open.ts'
import { insertRow } from '../../src/storage/rows.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type Act, type Body, officeOf } from './office.ts'
import { type Random, randomOf } from './random.ts'

/**
 * Random lives of proposals, opinions, suggestions and meetings in an office whose days pass. What every figure says on a
 * day is kept, and asked again when all the days are over: what was known then says the same, and so do the records as they
 * stand, unless something was entered late.
 */

export interface Lived {
  lives: number
  steps: number
  refused: number
  figures: number
}

export interface Lives {
  close(): Promise<void>
  /** One committee over so many days with work; throws at the first figure of a past day that moved. */
  run(seed: number, days: number, late?: boolean): Promise<Lived>
}

const FIRST_DAY = '2019-02-20'
const MEMBERS = 4
const STEPS_A_DAY = 16
const RULES = `
regulation: lives
title: { zh: 样例, en: Sample }
period: calendar_year
clauses:
  proposed: { title: 提案, counts: proposal, points: { ladder: [{ submitted: 1 }, { filed: 3 }, { excellent: 5 }], steps: add } }
  told: { title: 信息, counts: opinion, points: { ladder: [{ submitted: 2 }, { adopted: 4 }], steps: add } }
  came: { title: 出席, counts: attendance, where: { outcome: attended }, points: 2 }
`

/** In a database of its own, whose days it turns. */
export async function livesIn(url: string): Promise<Lives> {
  let today = FIRST_DAY
  const clock = () => new Date(`${today}T04:00:00.000Z`)
  const storage = await openStorage(url, clock)
  const run: Lives['run'] = async (seed, days, late = false) => {
    const random = randomOf(seed)
    const committeeId = newId()
    today = FIRST_DAY
    const act = officeOf(storage, clock, committeeId)
    const office = await found(storage, committeeId, act, random)
    const lived: Lived = { lives: 0, steps: 0, refused: 0, figures: 0 }
    const log: string[] = []
    const said: { day: string; figures: Figures }[] = []
    for (let n = 0; n < days; n += 1) {
      for (let step = 0; step < STEPS_A_DAY; step += 1) {
        const on = late && random.below(5) === 0 ? addDays(today, -random.below(20)) : today
        const { name, work } = await nextStep(storage, office, random, act, on, late)
        try {
          await work()
          lived.steps += 1
          log.push(`${today} ${name} ${on}`)
        } catch (error) {
          if (!(error instanceof AppError) && !storage.refusal(error)) throw error
          lived.refused += 1
        }
      }
      said.push({ day: today, figures: await figuresOf(storage, storage, clock, committeeId, today) })
      today = addDays(today, 1 + random.below(24))
    }
    for (const { day, figures } of said) {
      const known = await knownOn(storage, committeeId, day)
      try {
        const then = await figuresOf(known, undefined, clock, committeeId, day)
        lived.figures += compare(`seed ${seed}, as known on ${day}`, then, figures, log)
        if (late) await explain(known, storage, committeeId, day, `seed ${seed}, ${day}`)
      } finally {
        known.close()
      }
      if (late) continue
      const now = await figuresOf(storage, storage, clock, committeeId, day)
      lived.figures += compare(`seed ${seed}, restated for ${day}`, now, figures, log)
    }
    lived.lives = office.proposals.length + office.opinions.length + office.meetings.length
    return lived
  }
  return { run, close: () => storage.close() }
}

type Figures = ReadonlyMap<string, unknown>

/** Every number by each of its definitions, and the points where a storage is asked. */
async function figuresOf(
  reader: Reader,
  scored: Storage | undefined,
  clock: () => Date,
  committeeId: string,
  day: string,
): Promise<Figures> {
  const span = { committeeId, from: '2019-01-01', to: '2020-12-31', asOf: day, knownOn: day }
  const figures = new Map<string, unknown>()
  for (const line of LINES) {
    for (const rule of [line.rule, ...Object.keys(line.others ?? {})])
      figures.set(`${line.key} ${rule}`, await statisticOf(reader, span, line, rule, {}))
  }
  if (!scored) return figures
  const key = {
    committeeId,
    periodId: 'period',
    from: '2019-01-01',
    to: '2020-12-31',
    kind: 'calendar_year',
    regulationId: 'regulation',
    source: RULES,
    options: {},
  }
  const board = await boardsOf(scored, clock).once(key, day)
  for (const [id, { total, lines }] of board.members)
    figures.set(`points of ${id}`, [total, lines.map(({ factId, points }) => [factId, points])])
  return figures
}

function compare(where: string, now: Figures, then: Figures, log: readonly string[]): number {
  for (const [name, value] of now) {
    if (isDeepStrictEqual(value, then.get(name))) continue
    throw new Error(
      `${where}: ${name}\nthen ${JSON.stringify(then.get(name))}\nnow  ${JSON.stringify(value)}\n${log.join('\n')}`,
    )
  }
  return now.size
}

/** What moved since is listed: the changes add up to what the number differs by. */
async function explain(known: Reader, storage: Storage, committeeId: string, day: string, where: string) {
  const span = { committeeId, from: '2019-01-01', to: '2020-12-31', asOf: day, knownOn: day }
  for (const line of LINES) {
    const query = line.records(span)
    const [then, now] = [await allRecords(known, query), await allRecords(storage, query)]
    const moved = changesBetween(then, now)
    const by = moved.reduce((sum, { counted, before }) => sum + counted - (before?.counted ?? 0), 0)
    const sum = (records: typeof then) => records.reduce((all, { counted }) => all + counted, 0)
    if (sum(now) - sum(then) !== by) throw new Error(`${where}: the changes of ${line.key} do not add up`)
  }
}

interface Office {
  members: string[]
  units: string[]
  proposals: string[]
  signerOf: Map<string, string>
  opinions: string[]
  meetings: { id: string; sessionId: string; day: string }[]
  assignments: { id: string; proposalId: string }[]
  suggestions: string[]
}

async function found(storage: Storage, committeeId: string, act: Act, random: Random): Promise<Office> {
  await storage.write(committeeId, { actor: 'setup', requestId: 'lives' }, async (tx) => {
    await insertRow(
      tx,
      'committees',
      {
        id: committeeId,
        parentId: null,
        code: `lives-${random.below(1_000_000_000)}`,
        name: '样例',
        level: 'district',
        zone: 'Asia/Shanghai',
        settings: {},
        externalId: null,
      },
      { type: 'committee.created' },
    )
    await seedCatalogues(tx)
  })
  const { id: termId } = await act('createTerm', {
    number: 9,
    name: '第九届',
    startsOn: '2017-01-01',
    endsOn: '2021-12-31',
  })
  const made = async (operationId: string, bodies: Body[]) => {
    const ids: string[] = []
    for (const body of bodies) ids.push((await act(operationId, body))['id'] as string)
    return ids
  }
  const members = Array.from({ length: MEMBERS }, (_, n) => ({
    termId,
    memberNo: `0900${n + 1}`,
    name: `赵${'安邦承德恩'[n]}`,
    validFrom: '2017-01-01',
  }))
  const units = ['city', 'water', 'parks'].map((code) => ({ kind: 'handling_unit', code, name: code }))
  return {
    members: await made('createMember', members),
    units: await made('createOrganization', units),
    proposals: [],
    signerOf: new Map(),
    opinions: [],
    meetings: [],
    assignments: [],
    suggestions: [],
  }
}

const PRESENCES = ['present', 'present', 'late', 'leave', 'absent'] as const

/** What may become of a proposal, and of an opinion, in a state; what happens more often stands there more often. */
const NEXT: Record<string, string> = {
  draft: 'submit submit',
  returned: 'submit',
  submitted: 'file file file file review return decline merge convert retract',
  under_review: 'file file return decline convert',
  not_filed: 'file convert',
  filed: 'assign assign assign assign merge decline retract key best',
  assigned: 'reply reply reply assign accept ask relieve meet best',
  handling: 'reply reply meet key',
  replied: 'answer answer again close best key',
  rehandling: 'reply reply meet',
  closed: 'archive best',
}
const NEXT_OF_OPINION: Record<string, string> = {
  draft: 'send',
  returned: 'send',
  submitted: 'adopt adopt edit keep giveBack',
  editing: 'adopt keep giveBack',
  kept: 'adopt edit',
}
const OTHERWISE = 'propose propose write meeting meeting invite roll roll settle raise pass take'

/** One thing that happens in the office on a day. */
async function nextStep(
  storage: Storage,
  office: Office,
  random: Random,
  act: Act,
  on: string,
  late: boolean,
) {
  const { members, units, signerOf, proposals, opinions, meetings, assignments, suggestions } = office
  const of = <T>(list: readonly T[]): T | undefined => list[random.below(list.length)]
  const memberId = random.pick(members)
  const stateOf = async (table: string, id: string) =>
    (await storage.query<{ state: string }>(`select state from ${table} where id = ?`, [id]))[0]?.state ?? ''
  const proposalId = of(proposals) ?? newId()
  const opinionId = of(opinions) ?? newId()
  // What is said of a session after its day is entered late.
  const meeting = of(late ? meetings : meetings.filter(({ day }) => day === on)) ?? {
    id: newId(),
    sessionId: newId(),
  }
  const assignment = of(assignments.filter((each) => each.proposalId === proposalId)) ?? {
    id: newId(),
    proposalId,
  }
  const reason = '理由'
  const recorded = async (list: string[], operationId: string, body: Body) => {
    list.push((await act(operationId, body))['id'] as string)
  }
  const steps: Record<string, () => Promise<unknown>> = {
    propose: async () => {
      const { id } = await act('createProposal', { title: '提案', signers: [{ memberId }] })
      proposals.push(id as string)
      signerOf.set(id as string, memberId)
    },
    submit: () => act('submitProposal', { submittedOn: on }, proposalId),
    review: () => act('reviewProposal', {}, proposalId),
    return: () => act('returnProposal', { reason }, proposalId),
    file: () => act('fileProposal', { filedOn: on }, proposalId),
    decline: () => act('declineProposal', { reason: 'empty', declinedOn: on }, proposalId),
    merge: () => act('mergeProposal', { intoId: of(proposals) ?? newId(), mergedOn: on }, proposalId),
    convert: () =>
      act('convertProposal', { to: random.pick(['letter', 'opinion']), convertedOn: on }, proposalId),
    retract: () => act('withdrawProposalByProposer', { withdrawnOn: on }, proposalId),
    key: () => act('chooseKeyProposal', { chosenOn: on }, proposalId),
    best: () => act('nameExcellentProposal', { namedOn: on }, proposalId),
    assign: async () => {
      const body = {
        proposalId,
        organizationId: random.pick(units),
        role: random.pick(['lead', 'split', 'split']),
        assignedOn: on,
      }
      assignments.push({ id: (await act('createProposalAssignment', body))['id'] as string, proposalId })
    },
    accept: () => act('acceptAssignment', {}, assignment.id),
    ask: () => act('requestTransfer', { reason }, assignment.id),
    relieve: () => act('grantTransfer', {}, assignment.id),
    reply: () =>
      act('createProposalReply', {
        proposalId: assignment.proposalId,
        assignmentId: assignment.id,
        repliedOn: on,
        category: random.pick(['a', 'b', 'c']),
        promiseDueOn: random.below(2) ? addDays(on, 90) : null,
        suggestionsTotal: 3,
        suggestionsAdopted: random.below(4),
      }),
    meet: () => act('createProposalContact', { proposalId, way: 'visit', contactedOn: on }),
    answer: () =>
      act('createProposalFeedback', {
        proposalId,
        memberId: signerOf.get(proposalId) ?? memberId,
        attitude: 'satisfied',
        result: random.pick(['satisfied', 'basically_satisfied', 'dissatisfied']),
        returnedOn: on,
      }),
    again: () => act('rehandleProposal', { reason }, proposalId),
    close: () => act('closeProposal', { closedOn: on }, proposalId),
    archive: () => act('archiveProposal', { archivedOn: on }, proposalId),
    write: () => recorded(opinions, 'createOpinion', { title: '信息', authorIds: [memberId] }),
    send: () => act('submitOpinion', { submittedOn: on }, opinionId),
    edit: () => act('editOpinion', {}, opinionId),
    keep: () => act('keepOpinion', { reason }, opinionId),
    giveBack: () => act('returnOpinion', { reason }, opinionId),
    adopt: () =>
      act('createOpinionAdoption', {
        opinionId,
        level: random.pick(['district', 'city', 'province']),
        adoptedOn: on,
      }),
    meeting: async () => {
      const typeCode = random.pick(['research', 'come_consult_district', 'sc_meeting'])
      const made = await act('createMeeting', { title: '会议', typeCode, startsOn: on, endsOn: on })
      const [session] = made['sessions'] as { id: string }[]
      meetings.push({ id: made['id'] as string, sessionId: session!.id, day: on })
    },
    invite: () => act('inviteToMeeting', { memberIds: members }, meeting.id),
    roll: () =>
      act(
        'recordAttendance',
        { items: members.map((id) => ({ memberId: id, presence: random.pick(PRESENCES) })) },
        meeting.sessionId,
      ),
    settle: () => act('settleSession', { acceptUnknown: true }, meeting.sessionId),
    raise: () =>
      recorded(suggestions, 'createSuggestion', { meetingId: meeting.id, text: '建议', raisedOn: on }),
    pass: () => act('sendSuggestion', { sentOn: on }, of(suggestions) ?? newId()),
    take: () => act('adoptSuggestion', { answeredOn: on }, of(suggestions) ?? newId()),
  }
  const turn = random.below(10)
  const next =
    (turn < 6 && NEXT[await stateOf('proposals', proposalId)]) ||
    (turn < 8 && NEXT_OF_OPINION[await stateOf('opinions', opinionId)]) ||
    OTHERWISE
  const name = random.pick(next.split(' '))
  return { name, work: steps[name]! }
}
