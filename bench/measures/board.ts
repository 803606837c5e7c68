import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Client } from '../../examples/client.ts'
import { each, recordMeetings, recordMembers } from '../committee.ts'
import { type Measure, measure, median, short } from '../figures.ts'
import { approverOf, pageCookie, startProduct } from '../processes.ts'

/**
 * Pages of the board beside the JSON of the same data, in turns on one connection each: after a write, when both are
 * made anew, and unchanged, when both may be remembered.
 */

const MEETINGS = 60
const ROUNDS = 9
const REGULATION = path.resolve(import.meta.dirname, '../../regulations/tongcheng-2019/rules.yaml')
const BOUNDS = { floor: 2, aim: 1.5, atMost: true } as const

interface Board {
  name: string
  page: string
  /** What the page asks for. */
  json: string[]
}

export async function measureBoard(folder: string): Promise<Measure[]> {
  const product = await startProduct(path.join(folder, 'board.db'))
  try {
    const { client, url, token } = product
    const { memberId, periodId } = await recordYear(client)
    const cookie = await pageCookie(url)
    const timed = async (paths: readonly string[], headers: Record<string, string>) => {
      const begin = performance.now()
      for (const one of paths) {
        const answer = await fetch(url + one, { headers: { ...headers, 'accept-encoding': 'identity' } })
        if (answer.status !== 200) throw new Error(`${one} → ${answer.status}`)
        await answer.arrayBuffer()
      }
      return performance.now() - begin
    }
    const byJson = ({ json }: Board) => timed(json, { authorization: `Bearer ${token}` })
    const byPage = ({ page }: Board) => timed([page], { cookie })
    const afterWrite: Slow[] = []
    const unchanged: Slow[] = []
    for (const board of boardsOf(memberId, periodId)) {
      await byJson(board)
      await byPage(board)
      afterWrite.push(
        await rounds(board, byJson, byPage, () => client.post('/v1/proposals', { title: '建议' })),
      )
      unchanged.push(await rounds(board, byJson, byPage, async () => undefined))
    }
    return [
      worst(
        'board',
        'a page of the board after a write, time ÷ the JSON of the same data; the slowest',
        afterWrite,
      ),
      worst(
        'board-unchanged',
        'a page that has not changed, time ÷ the JSON of the same data; the slowest',
        unchanged,
      ),
    ]
  } finally {
    await product.stop()
  }
}

function boardsOf(memberId: string, periodId: string): Board[] {
  const ofMember = (what: string) => `/v1/members/${memberId}/${what}periodId=${periodId}`
  return [
    {
      name: 'overview',
      page: '/board?year=2024',
      json: [
        '/v1/statistics?year=2024&compare=previous_year',
        '/v1/trends?by=committee&years=5&asOf=2024-12-31',
      ],
    },
    {
      name: 'ranking',
      page: `/board/ranking?period=${periodId}`,
      json: [`/v1/periods/${periodId}/ranking`, '/v1/periods?limit=100', '/v1/organizations?limit=200'],
    },
    {
      name: 'member',
      page: `/board/members/${memberId}?period=${periodId}`,
      json: [
        ofMember('archive?'),
        ofMember('score?text=zh&'),
        `/v1/members/${memberId}/trends?years=5`,
        `/v1/members/${memberId}`,
        '/v1/periods?limit=100',
      ],
    },
    {
      name: 'trends',
      page: '/board/trends',
      json: ['/v1/trends?by=committee&years=5', '/v1/falling-participation'],
    },
    { name: 'plan', page: '/board/plan?year=2024', json: ['/v1/plan-items/progress?year=2024&limit=200'] },
    { name: 'timeliness', page: '/board/timeliness?year=2024', json: ['/v1/entry-timeliness?year=2024'] },
  ]
}

interface Slow {
  name: string
  ratios: number[]
  ms: { json: number; page: number }
}

async function rounds(
  board: Board,
  byJson: (board: Board) => Promise<number>,
  byPage: (board: Board) => Promise<number>,
  before: () => Promise<unknown>,
): Promise<Slow> {
  const [json, page]: number[][] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    // Whoever comes second finds the scores brought up to date: each is first as often as the other.
    const turns = [async () => json!.push(await byJson(board)), async () => page!.push(await byPage(board))]
    if (round % 2 === 1) turns.reverse()
    for (const turn of turns) {
      await before()
      await turn()
    }
  }
  return {
    name: board.name,
    ratios: page!.map((ms, at) => ms / json![at]!),
    ms: { json: short(median(json!)), page: short(median(page!)) },
  }
}

function worst(name: string, what: string, all: readonly Slow[]): Measure {
  const [slowest] = all.toSorted((a, b) => median(b.ratios) - median(a.ratios))
  const detail = Object.fromEntries(
    all.map(({ name, ratios, ms }) => [name, { ratio: short(median(ratios)), ms }]),
  )
  return measure(name, what, slowest!.ratios, BOUNDS, { slowest: slowest!.name, all: detail })
}

async function recordYear(client: Client) {
  const { members } = await recordMembers(client)
  const meetings = await recordMeetings(client, MEETINGS, '2024-01-01')
  await each(meetings, async ({ sessionId }) => {
    const items = members.map(({ id }, at) => ({
      memberId: id,
      presence: at % 11 === 0 ? 'absent' : 'present',
    }))
    await client.post(`/v1/meeting-sessions/${sessionId}/attendance`, { items })
  })
  const made = await client.post('/v1/regulations', {
    name: 'bench',
    source: readFileSync(REGULATION, 'utf8'),
  })
  const approver = await approverOf(client)
  const { id: regulationId } = await approver.act(`/v1/regulations/${made.id}/activate`, made.version)
  const days = { startsOn: '2024-01-01', endsOn: '2024-12-31' }
  const period = await client.post('/v1/periods', {
    kind: 'calendar_year',
    name: '2024年',
    ...days,
    regulationId,
  })
  for (let month = 1; month <= 12; month += 1)
    await client.post('/v1/plan-items', { year: 2024, kind: 'consultation', title: `第${month}项`, month })
  return { memberId: members[5]!.id, periodId: period.id as string }
}
