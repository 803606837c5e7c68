import { describe, expect, it, vi } from 'vitest'
import { KINDS } from '../support/kinds.ts'
import { aMember, aTerm } from '../support/records.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

const member = KINDS.find((kind) => kind.name === 'Member')!
const key = (value = crypto.randomUUID()) => ({ 'idempotency-key': value as string })

inEveryWorld('retries and races', (world) => {
  describe('Idempotency-Key', () => {
    it('one effect, the same answer again, told as such', async () => {
      const [headers, body] = [key(), await member.body(world)]
      const first = await world.admin.post(member.path, body, headers).expect(201)
      const before = await sequence(world)
      const again = await world.admin.post(member.path, body, headers).expect(201)
      expect(again.text).toBe(first.text)
      for (const name of ['location', 'etag', 'content-type'])
        expect(again.headers[name]).toBe(first.headers[name])
      expect(first.headers['idempotency-replayed']).toBeUndefined()
      expect(again.headers['idempotency-replayed']).toBe('true')
      expect(await sequence(world)).toBe(before)
    })

    it('bare or quoted, it is the same key; 400 when it is none', async () => {
      const [value, body] = [crypto.randomUUID(), await member.body(world)]
      await world.admin.post(member.path, body, key(value)).expect(201)
      const again = await world.admin.post(member.path, body, { 'idempotency-key': `"${value}"` }).expect(201)
      expect(again.headers['idempotency-replayed']).toBe('true')
      for (const wrong of ['', 'a b', 'x'.repeat(256)]) {
        const { body: refused } = await world.admin
          .post(member.path, body, { 'idempotency-key': wrong })
          .expect(400)
        expect(refused.errors[0]).toMatchObject({ header: 'Idempotency-Key' })
      }
    })

    it('422 for another request under the same key', async () => {
      const headers = key()
      await world.admin.post(member.path, await member.body(world), headers).expect(201)
      const other = await world.admin.post(member.path, await member.body(world), headers).expect(422)
      expect(other.body.code).toBe('idempotency_key_reused')
    })

    it('the same fields in another order are the same request', async () => {
      const [headers, body] = [key(), await member.body(world)]
      await world.admin.post(member.path, body, headers).expect(201)
      const turned = Object.fromEntries(Object.entries(body).reverse())
      const again = await world.admin.post(member.path, turned, headers).expect(201)
      expect(again.headers['idempotency-replayed']).toBe('true')
    })

    it('400 without one where it is demanded', async () => {
      const { body } = await world.admin
        .post('/v1/exports', { kind: 'ranking', format: 'csv', periodId: (await aMember(world)).id })
        .expect(400)
      expect(body).toMatchObject({
        code: 'idempotency_key_required',
        errors: [{ header: 'Idempotency-Key', code: 'required' }],
      })
    })

    it('a refused request leaves the key free for the corrected one', async () => {
      const [headers, body] = [key(), await member.body(world)]
      await world.admin.post(member.path, { ...body, name: '' }, headers).expect(400)
      await world.admin.post(member.path, { ...body, validFrom: '2001-01-01' }, headers).expect(422)
      await world.admin.post(member.path, body, headers).expect(201)
    })

    it('belongs to one principal and one operation', async () => {
      const headers = key()
      const reviewer = await world.as('reviewer')
      await world.admin.post(member.path, await member.body(world), headers).expect(201)
      await reviewer.post(member.path, await member.body(world), headers).expect(201)
      await world.admin.post('/v1/users', { login: 'same-key', displayName: '某' }, headers).expect(201)
    })

    it('a hundred at once: one effect, the rest the same answer or 409 to try again', async () => {
      const [headers, body] = [key(), await member.body(world)]
      const before = await sequence(world)
      const all = await Promise.all(
        Array.from({ length: 100 }, () => world.admin.post(member.path, body, headers)),
      )
      const fresh = all.filter((answer) => answer.status === 201 && !answer.headers['idempotency-replayed'])
      expect(fresh).toHaveLength(1)
      for (const answer of all) {
        expect([201, 409]).toContain(answer.status)
        if (answer.status === 201) expect(answer.text).toBe(fresh[0]!.text)
        else {
          expect(answer.body).toMatchObject({ code: 'idempotency_in_progress', retryable: true })
          expect(answer.headers['retry-after']).toBe('1')
        }
      }
      expect(await sequence(world)).toBe(before + 1)
    })

    it('409 while the first one is at work, and its answer once it has ended', async () => {
      const [headers, body] = [key(), await member.body(world)]
      const { storage } = world
      let finish = () => {}
      const gate = new Promise<void>((resolve) => {
        finish = resolve
      })
      const write = storage.write.bind(storage)
      const entered = new Promise<void>((resolve) => {
        vi.spyOn(storage, 'write').mockImplementationOnce((committeeId, actor, work, lock) =>
          write(
            committeeId,
            actor,
            async (tx) => {
              const done = await work(tx)
              resolve()
              await gate
              return done
            },
            lock,
          ),
        )
      })
      const first = world.admin.post(member.path, body, headers).then((answer) => answer)
      await entered
      const second = await world.admin.post(member.path, body, headers).expect(409)
      expect(second.body).toMatchObject({ code: 'idempotency_in_progress', retryable: true })
      expect(second.headers['retry-after']).toBe('1')
      finish()
      expect((await first).status).toBe(201)
      const third = await world.admin.post(member.path, body, headers).expect(201)
      expect(third.text).toBe((await first).text)
      vi.restoreAllMocks()
    })

    it('after a day it is forgotten and executes anew', async () => {
      const [headers, body] = [key(), await member.body(world)]
      await world.admin.post(member.path, body, headers).expect(201)
      const now = world.now
      world.now = new Date(now.getTime() + 25 * 3_600_000)
      const { login } = await import('../support/world.ts')
      const later = await login(world, 'admin')
      expect((await later.post(member.path, body, headers).expect(409)).body.code).toBe('already_exists')
      world.now = now
    })

    it('a trial does not use it up', async () => {
      const [headers, body] = [key(), await member.body(world)]
      await world.admin.post(`${member.path}?validateOnly=true`, body, headers).expect(200)
      await world.admin.post(member.path, body, headers).expect(201)
    })
  })

  it('fifty changes at once with one tag: one wins, nobody overwrites', async () => {
    const { id } = await aMember(world)
    const url = `${member.path}/${id}`
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        world.admin.patch(url, { unit: `单位${i}` }, { 'if-match': '"1"' }),
      ),
    )
    expect(all.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(all.filter((answer) => answer.status === 412)).toHaveLength(49)
    expect((await world.admin.get(url)).body.version).toBe(2)
  })

  it('who sees other fields holds another tag; the version in it is the same', async () => {
    const { id } = await aMember(world, { phone: '19900002222' })
    const auditor = await world.as('auditor')
    const [full, masked] = [
      await world.admin.get(`${member.path}/${id}`).expect(200),
      await auditor.get(`${member.path}/${id}`).expect(200),
    ]
    expect(masked.body).toMatchObject({ phone: '199****2222', maskedFields: ['phone'] })
    expect(masked.headers['etag']).not.toBe(full.headers['etag'])
    const ofAuditor = { 'if-match': masked.headers['etag']! }
    await world.admin.patch(`${member.path}/${id}`, { unit: '某' }, ofAuditor).expect(200)
  })

  it('a batch with one wrong item: all wrong ones named, nothing written', async () => {
    const { aMeeting } = await import('../support/records.ts')
    const meeting = await aMeeting(world)
    const url = `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
    await aTerm(world)
    const items = []
    for (let i = 0; i < 20; i += 1) items.push({ memberId: (await aMember(world)).id, presence: 'present' })
    items[17] = { memberId: '0197f6a0-0000-7000-8000-00000000dead', presence: 'present' }
    items.push({ ...items[3]! })
    const before = await sequence(world)
    const { body } = await world.admin.post(url, { items }).expect(422)
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/items/17/memberId',
      '/items/20/memberId',
    ])
    expect(await sequence(world)).toBe(before)
    const good = items.filter((_, i) => i !== 17 && i !== 20)
    await world.admin.post(`${url}?validateOnly=true`, { items: good }).expect(200)
    expect(await sequence(world)).toBe(before)
    expect((await world.admin.post(url, { items: good }).expect(200)).body).toMatchObject({ created: 19 })
    expect((await world.admin.post(url, { items: good }).expect(200)).body).toMatchObject({ unchanged: 19 })
  })
})
