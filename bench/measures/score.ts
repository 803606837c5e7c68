import { readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { each, recordMeetings, recordMembers } from '../committee.ts'
import { inTurns, type Measure, measure, median, short } from '../figures.ts'
import { approverOf, type Product, runProgram, startBase, startProduct } from '../processes.ts'
import { openGun } from '../shots.ts'

/** Scores: all members from 30 000 facts, one member again, and the ranking over HTTP. */

const MEETINGS = 100
const ROUNDS = 15
const READ_ROUNDS = 5
const WRITES = 300
const WARM = 250
const REGULATION = path.resolve(import.meta.dirname, '../../regulations/tongcheng-2019/rules.yaml')
const PERIOD = { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' }

export async function measureScore(folder: string): Promise<Measure[]> {
  const product = await startProduct(path.join(folder, 'score.db'))
  const gun = openGun()
  try {
    const { client, token, url } = product
    const { members } = await recordMembers(client)
    const meetings = await recordMeetings(client, MEETINGS, PERIOD.from)
    const presence = (member: number, meeting: number) =>
      (member * 7 + meeting * 3) % 11 === 0 ? 'absent' : (member + meeting) % 13 === 0 ? 'leave' : 'present'
    await each(meetings, async ({ sessionId }) => {
      const meeting = meetings.findIndex((one) => one.sessionId === sessionId)
      const items = members.map(({ id }, at) => ({ memberId: id, presence: presence(at, meeting) }))
      await client.post(`/v1/meeting-sessions/${sessionId}/attendance`, { items })
    })
    const source = readFileSync(REGULATION, 'utf8')
    const made = await client.post('/v1/regulations', { name: 'bench', source })
    const approver = await approverOf(client)
    const { id: regulationId } = await approver.act(`/v1/regulations/${made.id}/activate`, made.version)
    const period = await client.post('/v1/periods', {
      kind: PERIOD.kind,
      name: '2024年',
      startsOn: PERIOD.from,
      endsOn: PERIOD.to,
      regulationId,
    })

    const document = path.join(folder, 'facts.json')
    writeFileSync(document, JSON.stringify(factsOf(members, meetings, presence)))
    const inMemory = await inMemoryMeasures(document, members.length)

    const rankingPath = `/v1/periods/${period.id}/ranking`
    const ranking = await client.get(rankingPath)
    if (ranking.items.length !== members.length) throw new Error('the ranking lacks members')
    const written = await writeThenRead(product, rankingPath, meetings[3]!.sessionId, members[5]!.id)

    const base = await startBase('ranking.ts', document, REGULATION)
    try {
      const shot = { method: 'GET', path: rankingPath, connections: 4, seconds: 1 } as const
      const byBase = () => gun.fire({ ...shot, url: base.url, headers: {} })
      const byOurs = () => gun.fire({ ...shot, url, headers: { authorization: `Bearer ${token}` } })
      await byBase()
      await byOurs()
      const rounds = await inTurns(READ_ROUNDS, byBase, byOurs)
      return [
        ...inMemory,
        written,
        measure(
          'ranking-unchanged',
          'unchanged ranking read over HTTP, requests/s ÷ scoring all members at each request',
          rounds.map((round) => round.ours.perSecond / round.base.perSecond),
          { floor: 30, aim: 150 },
          {
            perSecond: {
              base: short(median(rounds.map((round) => round.base.perSecond))),
              ours: short(median(rounds.map((round) => round.ours.perSecond))),
            },
          },
        ),
      ]
    } finally {
      await base.stop()
    }
  } finally {
    gun.close()
    await product.stop()
  }
}

async function inMemoryMeasures(document: string, members: number): Promise<Measure[]> {
  const found = await runProgram<{ sql: number[]; score: number[]; one: number[]; lines: number }>(
    'base/score.ts',
    document,
    REGULATION,
    String(ROUNDS),
  )
  const detail = {
    sqlMs: short(median(found.sql)),
    scoreMs: short(median(found.score)),
    lines: found.lines,
  }
  return [
    measure(
      'score',
      '300 members and 30 000 facts into explained lines, speed ÷ one SQL aggregate over a covering index',
      found.sql.map((ms, at) => ms / found.score[at]!),
      { floor: 0.03, aim: 0.08 },
      detail,
    ),
    measure(
      'rescore',
      "one new fact scored again, time ÷ one member's part of scoring all",
      found.one.map((ms, at) => ms / (found.score[at]! / members)),
      { floor: 2, aim: 1.2, atMost: true },
    ),
  ]
}

/** A correction of one mark, then the ranking that shows it. */
async function writeThenRead(
  { url, token }: Pick<Product, 'url' | 'token'>,
  rankingPath: string,
  sessionId: string,
  memberId: string,
): Promise<Measure> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const ask = (method: string, path: string, body?: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const sent = request(url + path, { method, headers, agent }, (answer) => {
        answer.resume().on('end', () => {
          if (answer.statusCode === 200) resolve()
          else reject(new Error(`${path} → ${answer.statusCode}`))
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  const times: number[] = []
  for (let n = -WARM; n < WRITES; n += 1) {
    const items = [{ memberId, presence: n % 2 === 0 ? 'late' : 'present' }]
    const begin = performance.now()
    await ask('POST', `/v1/meeting-sessions/${sessionId}/attendance`, JSON.stringify({ items }))
    await ask('GET', rankingPath)
    if (n >= 0) times.push(performance.now() - begin)
  }
  agent.destroy()
  return measure('write-and-rank', 'one write and the ranking read after it, over HTTP', times, {
    unit: 'ms',
    floor: 3,
    aim: 3,
    atMost: true,
  })
}

function factsOf(
  members: readonly { id: string }[],
  meetings: readonly { id: string; day: string }[],
  presence: (member: number, meeting: number) => string,
) {
  const types = ['plenary', 'sc_meeting', 'research', 'training', 'committee_meeting', 'sc_topic']
  return {
    period: PERIOD,
    members: members.map(({ id }) => ({ id, validFrom: '2017-02-20' })),
    facts: meetings.flatMap(({ id, day }, meeting) =>
      members.map((member, at) => ({
        id: `attendance/${id}/${member.id}`,
        memberId: member.id,
        day,
        kind: 'attendance',
        type: types[meeting % types.length],
        scope: 'meeting',
        meetingId: id,
        sessions: { eligible: 1, [presence(at, meeting)]: 1 },
      })),
    ),
  }
}
