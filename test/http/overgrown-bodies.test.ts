import { expect, it } from 'vitest'
import { aTerm } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Bodies that are small enough in bytes and far too much otherwise are refused before they are worked on. */

inEveryWorld('overgrown bodies', (world) => {
  const sent = (text: string, path = '/v1/members') =>
    world.admin.post(path).set('content-type', 'application/json').send(text)
  const keys = (count: number) => Array.from({ length: count }, (_, n) => `"k${n}":1`).join(',')

  it.each([
    ['objects in objects', () => `${'{"a":'.repeat(90_000)}1${'}'.repeat(90_000)}`, 'too_deep'],
    ['lists in lists', () => `${'['.repeat(90_000)}${']'.repeat(90_000)}`, 'too_deep'],
    ['a level more than any', () => `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, 'too_deep'],
    ['more keys than a batch', () => `{"a":[${`{${keys(9)}},`.repeat(7_000)}{}]}`, 'too_many_keys'],
    ['more items than a list', () => `{"politics":[${Array(10_001).fill('"x"')}]}`, 'too_big'],
    ['more keys than a record', () => `{${keys(6_000)}}`, 'too_many_keys'],
  ])('%s', async (_name, text, code) => {
    const { body } = await sent(text()).expect(400)
    expect(body.code).toBe('validation_failed')
    expect(body.errors.map((error: { code: string }) => error.code)).toContain(code)
  })

  it('a hundred wrong places are named, and no more', async () => {
    const { body } = await sent(`{${keys(4_000)}}`).expect(400)
    expect(body.errors).toHaveLength(100)
    expect(body.detail).toContain('99')
  })

  it('what stands within a text is text', async () => {
    const name = '"{[:\\'
    const unit = `${'{['.repeat(40)}"\\`
    const member = { termId: await aTerm(world), memberNo: 'J1', name, unit, validFrom: '2017-02-20' }
    const { body } = await world.admin.post('/v1/members', member).expect(201)
    expect(body).toMatchObject({ name, unit })
  })

  it('who has not said who they are sends little', async () => {
    const login = { committee: 'luming', login: 'admin', password: 'x'.repeat(70_000) }
    expect((await sent(JSON.stringify(login), '/v1/auth/login').expect(413)).body.code).toBe('too_large')
  })
})
