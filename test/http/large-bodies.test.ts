import { once } from 'node:events'
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { ROLL_MAX } from '../../src/duties/attendance/schema.ts'
import { ABSENT } from '../support/makers.ts'
import { inWorld } from '../support/world.ts'

/** A body over the limit is refused while it comes in: whoever sends it fills no memory. */

const MIB = 1_048_576
const PIECE = Buffer.alloc(65_536, 0x20)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const resident = (): number => {
  collect()
  return process.memoryUsage.rss()
}

inWorld('sqlite', 'bodies over the limit', (world) => {
  let app: Awaited<ReturnType<typeof buildApp>>
  let url: string

  beforeAll(async () => {
    app = await buildApp(world.deps)
    url = await app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => app.close())

  /** Sends so many bytes of an announced or an endless body; answers what came back, if anything did. */
  async function send(path: string, bytes: number, declared?: number): Promise<string> {
    const sending = request(`${url}${path}`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${world.admin.token}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        ...(declared ? { 'content-length': declared } : {}),
      },
    })
    let over = false
    const answer = new Promise<string>((resolve) => {
      sending.once('response', async (response) => {
        const { code } = (await json(response)) as { code: string }
        resolve(`${response.statusCode} ${code}`)
      })
      // The server ends the connection with its answer; whoever still sends may not get to read it.
      sending.once('error', () => resolve('cut'))
    })
    void answer.then(() => {
      over = true
    })
    sending.flushHeaders()
    for (let left = bytes; left > 0 && !over; left -= PIECE.length) {
      const piece = left < PIECE.length ? PIECE.subarray(0, left) : PIECE
      if (!sending.write(piece)) await Promise.race([once(sending, 'drain'), answer])
    }
    const given = await answer
    sending.destroy()
    return given
  }

  it.each([
    ['/v1/members', 1],
    ['/v1/members/batch', 8],
    [`/v1/meeting-sessions/${ABSENT}/attendance`, 2],
  ])('%s: 413 over %d MiB, however it is sent; memory grows by less than twice that', async (path, limit) => {
    const [most, much] = [limit * MIB, 16 * limit * MIB]
    const growths: number[] = []
    for (let i = 0; i < 6; i += 1) {
      const before = resident()
      expect(await send(path, 0, most + 1)).toBe('413 too_large')
      expect(await send(path, most + 1)).toBe('413 too_large')
      expect(['413 too_large', 'cut']).toContain(await send(path, much))
      growths.push(resident() - before)
    }
    // What runs for the first time is compiled; what a body leaves behind would show in every round.
    expect(Math.min(...growths)).toBeLessThan(2 * most)
  })

  it('takes the largest roll that its schema allows', async () => {
    const items = Array.from({ length: ROLL_MAX }, () => ({
      memberId: crypto.randomUUID(),
      presence: 'leave',
      leaveType: 'sick',
      arrivedAt: null,
      note: '因'.repeat(500),
    }))
    const path = `/v1/meeting-sessions/${ABSENT}/attendance`
    expect((await world.admin.post(path, { items })).body.code).toBe('not_found')
  })
})
