import { beforeAll, expect, it } from 'vitest'
import { aMeeting, aPeriod, aTerm, type Body, post } from '../support/records.ts'
import { type Visitor, visitor } from '../support/visitor.ts'
import { inEveryWorld } from '../support/world.ts'

/** How heavy the longest pages are in a committee of three hundred, before anything is compressed. */

const MEMBERS = 300
const WEIGHT_MAX = 150 * 1024

inEveryWorld('the weight of pages', (world) => {
  let admin: Visitor
  let period: Body
  let sessionId: string

  beforeAll(async () => {
    period = await aPeriod(world)
    const termId = await aTerm(world)
    const items = Array.from({ length: MEMBERS }, (_, at) => ({
      termId,
      memberNo: `09${String(at + 1).padStart(3, '0')}`,
      name: `欧阳委员${at}`,
      validFrom: '2017-02-20',
    }))
    const made = await world.admin.post(
      '/v1/members/batch',
      { items },
      { 'idempotency-key': crypto.randomUUID() },
    )
    if (made.status >= 300) throw new Error(JSON.stringify(made.body))
    const meeting = await aMeeting(world, { typeCode: 'plenary' })
    sessionId = meeting.sessions[0].id
    await post(world, `/v1/meetings/${meeting.id}/invite`, { rule: { all: true } })
    admin = await visitor(world, 'admin')
  })

  it.each([
    ['ranking', () => `/board/ranking?period=${period.id}`],
    ['roll', () => `/board/sessions/${sessionId}`],
    ['trends by member', () => '/board/trends?by=member'],
    ['proposal form', () => '/board/proposals/new'],
    ['overview', () => '/board'],
  ])('%s', async (_name, path) => {
    const page = await admin.get(path()).expect(200)
    const style = await admin.get(/href="(\/board\/style-[^"]+)"/.exec(page.text)![1]!).expect(200)
    expect(Buffer.byteLength(page.text) + Buffer.byteLength(style.text)).toBeLessThanOrEqual(WEIGHT_MAX)
  })
})
