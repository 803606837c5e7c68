import fc from 'fast-check'
import type request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { aMember, aTerm, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

type Item = Record<string, string>

const linked = (answer: request.Response, rel: string): string | undefined =>
  new RegExp(`<([^<>]+)>; rel="${rel}"`).exec(answer.headers['link']!)?.[1]

inEveryWorld('lists', (world) => {
  let termId: string

  beforeAll(async () => {
    termId = await aTerm(world)
    const names = ['曾国兰', '单雄', '仇和平', '查理', '解放', '安宁', '卓越']
    for (const [i, name] of names.entries()) await aMember(world, { name, memberNo: `L${i}` })
  })

  const follow = async (first: string): Promise<Item[]> => {
    const items: Item[] = []
    let next: string | undefined = first
    for (let i = 0; next && i < 100; i += 1) {
      const answer: request.Response = await world.admin.get(next).expect(200)
      items.push(...answer.body.items)
      next = linked(answer, 'next')
      expect(answer.body.hasMore).toBe(next !== undefined)
      expect(answer.body.nextCursor === null).toBe(next === undefined)
    }
    return items
  }

  it('links keep every filter; the last page has no next', async () => {
    const first = await world.admin.get(`/v1/members?limit=3&termId=${termId}&sort=-memberNo`).expect(200)
    const { link } = first.headers
    expect(link).toContain('rel="first"')
    const next = new URL(/<([^>]+)>; rel="next"/.exec(link!)![1]!, 'http://host')
    const { cursor, ...kept } = Object.fromEntries(next.searchParams)
    expect(kept).toEqual({ limit: '3', termId, sort: '-memberNo' })
    expect(cursor).toBe(first.body.nextCursor)
    const all = await follow(`/v1/members?limit=3&termId=${termId}&sort=-memberNo`)
    const numbers = all.map((item) => item['memberNo']!)
    expect(numbers).toEqual([...numbers].sort().reverse())
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('prev leads back over the same pages, in the order of the list, whatever its sort', async () => {
    for (const sort of ['memberNo', '-memberNo', 'validFrom', '-validFrom', 'validFrom,-pinyin']) {
      const pages: string[][] = []
      const back: string[][] = []
      const ids = (answer: request.Response) => answer.body.items.map((item: Item) => item['id'])
      let next: string | undefined = `/v1/members?limit=2&sort=${sort}&includeTotal=true`
      let last: request.Response | undefined
      while (next) {
        last = await world.admin.get(next).expect(200)
        expect(linked(last!, 'prev') === undefined).toBe(pages.length === 0)
        pages.push(ids(last!))
        next = linked(last!, 'next')
      }
      for (let previous = linked(last!, 'prev'); previous; ) {
        expect(previous).toContain(`limit=2&sort=${sort.replace(',', '%2C')}&includeTotal=true`)
        const answer: request.Response = await world.admin.get(previous).expect(200)
        back.unshift(ids(answer))
        expect(answer.body).toMatchObject({ hasMore: true, total: last!.body.total })
        const again = await world.admin.get(linked(answer, 'next')!).expect(200)
        expect(ids(again)).toEqual(pages[pages.length - back.length])
        previous = linked(answer, 'prev')
      }
      expect(back).toEqual(pages.slice(0, -1))
    }
  })

  it('prev of a page whose forerunners are gone is the first page; what is gone after it ends the list', async () => {
    const rows: { id: string }[] = []
    for (const code of ['P1', 'P2', 'P3', 'P4']) {
      rows.push(await post(world, '/v1/organizations', { kind: 'participating_unit', code, name: code }))
    }
    const codes = (answer: request.Response) => answer.body.items.map((item: Item) => item['code'])
    const drop = (i: number) =>
      world.admin.delete(`/v1/organizations/${rows[i]!.id}`, { 'if-match': '*' }).expect(204)
    const first = await world.admin
      .get('/v1/organizations?kind=participating_unit&limit=2&sort=code')
      .expect(200)
    const second = await world.admin.get(linked(first, 'next')!).expect(200)
    const previous = linked(second, 'prev')!
    await drop(2)
    await drop(3)
    const all = await world.admin.get(previous).expect(200)
    expect([codes(all), all.body.hasMore, linked(all, 'prev')]).toEqual([['P1', 'P2'], false, undefined])
    await drop(0)
    const partial = await world.admin.get(previous).expect(200)
    expect([codes(partial), partial.body.nextCursor]).toEqual([['P2'], null])
    await drop(1)
    const none = await world.admin.get(previous).expect(200)
    expect([codes(none), none.headers['link']!.split(',').length]).toEqual([[], 1])
    await post(world, '/v1/organizations', { kind: 'participating_unit', code: 'P5', name: '后来' })
    expect(codes(await world.admin.get(previous).expect(200))).toEqual(['P5'])
  })

  it('a sort over equal values is total and stable, in either direction', async () => {
    for (const sort of ['validFrom', '-validFrom', 'validFrom,-pinyin', 'pinyin,memberNo']) {
      const whole = await world.admin.get(`/v1/members?limit=200&sort=${sort}`).expect(200)
      const paged = await follow(`/v1/members?limit=2&sort=${sort}`)
      expect(paged.map((item) => item['id'])).toEqual(whole.body.items.map((item: Item) => item['id']))
    }
  })

  it('surnames sort by their reading as surnames', async () => {
    const all = await follow('/v1/members?sort=pinyin&limit=100')
    const order = all.map((item) => item['name']!).filter((name) => /曾|单|仇|查|解|安|卓/.test(name))
    expect(order).toEqual(['安宁', '仇和平', '单雄', '解放', '曾国兰', '查理', '卓越'])
  })

  it('every row that stood throughout comes once, whatever others do meanwhile', async () => {
    const standing = new Set((await follow('/v1/organizations?limit=100')).map((item) => item['id']))
    for (let i = 0; i < 8; i += 1) {
      standing.add(
        (await post(world, '/v1/organizations', { kind: 'sector', code: `W${i}`, name: `界${i}` })).id,
      )
    }
    let made = 0
    const passing: string[] = []
    const step = fc.constantFrom('before', 'after', 'drop', 'rename')
    const drop = async (id: string) => {
      await world.admin.delete(`/v1/organizations/${id}`, { 'if-match': '*' }).expect(204)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (steps, limit) => {
          const seen: string[] = []
          let next: string | null = ''
          while (next !== null) {
            const cursor: string = next ? `&cursor=${next}` : ''
            const { body } = await world.admin
              .get(`/v1/organizations?limit=${limit}&sort=code${cursor}`)
              .expect(200)
            seen.push(...body.items.map((item: Item) => item['id']))
            next = body.nextCursor
            const what = steps.shift()
            made += 1
            if (what === 'before' || what === 'after') {
              const code = `${what === 'before' ? 'A' : 'Z'}${made}`
              passing.push(
                (await post(world, '/v1/organizations', { kind: 'sector', code, name: '短命' })).id,
              )
            }
            if (what === 'drop' && passing.length > 0) await drop(passing.shift()!)
            if (what === 'rename') {
              const [id] = standing
              await world.admin
                .patch(`/v1/organizations/${id}`, { name: `名${made}` }, { 'if-match': '*' })
                .expect(200)
            }
          }
          const counted = seen.filter((id) => standing.has(id))
          expect(counted.length).toBe(standing.size)
          expect(new Set(seen).size).toBe(seen.length)
          while (passing.length > 0) await drop(passing.shift()!)
        },
      ),
      { numRuns: 60 },
    )
  }, 120_000)

  it('goes on after the row of the cursor is gone', async () => {
    const rows: { id: string }[] = []
    for (const code of ['K1', 'K2', 'K3']) {
      rows.push(await post(world, '/v1/organizations', { kind: 'street_body', code, name: code }))
    }
    const first = await world.admin.get('/v1/organizations?kind=street_body&limit=2&sort=code').expect(200)
    await world.admin.delete(`/v1/organizations/${rows[1]!.id}`, { 'if-match': '*' }).expect(204)
    const { nextCursor } = first.body
    const { body } = await world.admin
      .get(`/v1/organizations?kind=street_body&limit=2&sort=code&cursor=${nextCursor}`)
      .expect(200)
    expect(body.items.map((item: Item) => item['code'])).toEqual(['K3'])
  })

  it('a cursor is good for its own query and reader alone', async () => {
    const { body } = await world.admin.get('/v1/members?limit=2').expect(200)
    const clerk = await world.as('clerk')
    const turned = await world.admin.get(`/v1/members?limit=2&cursor=back.${body.nextCursor}`).expect(400)
    expect(turned.body.code).toBe('cursor_mismatch')
    const tampered = `${body.nextCursor.slice(0, 5)}x${body.nextCursor.slice(6)}`
    expect((await world.admin.get(`/v1/members?limit=2&cursor=${tampered}`).expect(400)).body.code).toBe(
      'cursor_invalid',
    )
    for (const [client, query] of [
      [world.admin, `/v1/members?sort=memberNo&cursor=${body.nextCursor}`],
      [world.admin, `/v1/members?q=a&cursor=${body.nextCursor}`],
      [world.admin, `/v1/terms?cursor=${body.nextCursor}`],
      [clerk, `/v1/members?cursor=${body.nextCursor}`],
    ] as const) {
      expect((await client.get(query).expect(400)).body.code).toBe('cursor_mismatch')
    }
    await world.admin.get(`/v1/members?limit=7&cursor=${body.nextCursor}`).expect(200)
  })

  describe('a mirror', () => {
    it('follows changes and tombstones since an instant', async () => {
      const member = await aMember(world)
      const since = '2019-12-31T04:05:00.000Z'
      const start = world.now
      world.now = new Date('2019-12-31T04:05:00.000Z')
      await world.admin.patch(`/v1/members/${member.id}`, { unit: '新单位' }, { 'if-match': '*' }).expect(200)
      const other = await aMember(world)
      await world.admin.delete(`/v1/members/${other.id}`, { 'if-match': '*' }).expect(204)
      const { body } = await world.admin.get(`/v1/members?modifiedSince=${since}&sort=updatedAt`).expect(200)
      world.now = start
      const found = new Map(body.items.map((item: Item) => [item['id'], item['deletedAt']]))
      expect(found.get(member.id)).toBeNull()
      expect(found.get(other.id)).toBe(since)
      await world.admin.get('/v1/members?modifiedSince=yesterday').expect(400)
    })
  })
})
