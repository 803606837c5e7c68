import { beforeAll, describe, expect, it } from 'vitest'
import { contractRoutes } from '../../src/app.ts'
import { operationsOf } from '../../src/http/operations.ts'
import type { Page } from '../../src/http/page.ts'
import { pagesOf } from '../../src/pages/board.ts'
import { aBoardYear, type BoardYear } from '../support/board-year.ts'
import { ABSENT } from '../support/makers.ts'
import { aVisitor, stranger, type Visitor, visitor } from '../support/visitor.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

/** What every page does alike, asked of every page there is; one that is added is in it. */

const { pages } = pagesOf(
  {} as never,
  operationsOf(() => contractRoutes()),
)
const named = (some: readonly Page[]) => some.map((page) => [`${page.method} ${page.path}`, page] as const)
const reads = pages.filter(({ method }) => method === 'GET')
const writes = pages.filter(({ method }) => method === 'POST')
/** Texts that break what is not careful: markup, quotes, an id, a path, NUL's neighbours, four bytes, a mark. */
const HOSTILE = ['"><script>alert(1)</script>', "' or 1=1 --", ABSENT, '../../etc', '\u0001', '𠮷\u202e', '']
const NAMES = [
  'period',
  'body',
  'year',
  'by',
  'key',
  'rule',
  'cursor',
  'report',
  'meeting',
  'done',
  'as',
  'next',
  'lang',
]

inEveryWorld('every page', (world) => {
  let year: BoardYear
  let people: Record<'admin' | 'member' | 'nobody', Visitor>

  beforeAll(async () => {
    year = await aBoardYear(world)
    people = {
      admin: await visitor(world, 'admin'),
      member: await aVisitor(world, 'member', { personId: year.members[1].personId }),
      nobody: stranger(world),
    }
  }, 120_000)

  const pathOf = ({ path }: Page, text: string) => path.replace(/:\w+/g, encodeURIComponent(text))
  const real = () => [
    year.members[0].id,
    year.sessionId,
    year.meetingId,
    year.leaveId,
    year.appealId,
    year.publishedId,
  ]

  it.each(named(reads))(
    '%s: whatever the address holds, it answers, and never with markup of it',
    async (_name, page) => {
      const before = await sequence(world)
      const texts = page.path.includes(':') ? [...HOSTILE.filter(Boolean), ...real()] : ['']
      const wrong: unknown[] = []
      for (const [who, person] of Object.entries(people)) {
        for (const [at, text] of texts.entries()) {
          const query = new URLSearchParams(
            NAMES.map((name, nth): [string, string] => [name, HOSTILE[(at + nth) % HOSTILE.length]!]),
          )
          const url = pathOf(page, text)
          for (const asked of [url, `${url}?${query}`]) {
            const answer = await person.get(asked)
            const kept = /json|svg|png|css/.test(answer.headers['content-type'] ?? '')
            if (answer.status >= 500 || (!kept && answer.text?.includes('<script')))
              wrong.push([who, asked, answer.status])
            if (answer.status === 303 && !/^\/(sign-in|board)/.test(answer.headers['location']!))
              wrong.push([who, asked])
          }
        }
      }
      expect(wrong).toEqual([])
      expect(await sequence(world)).toBe(before)
    },
  )

  it.each(named(reads.filter(({ access }) => access === 'session')))(
    '%s: whoever has not signed in is asked to, whatever it names',
    async (_name, page) => {
      for (const text of [ABSENT, ...real().slice(0, 2)]) {
        const answer = await people.nobody.get(pathOf(page, text)).expect(303)
        expect(answer.headers['location']).toMatch(/^\/sign-in\?next=/)
      }
    },
  )

  describe.each(named(writes))('%s', (_name, page) => {
    const send = (who: Visitor, fields: Record<string, string>, headers = {}) =>
      who.post(pathOf(page, year.members[0].id), fields, headers)

    it('writes nothing for a form of another site, without the token of the session, or for nobody', async () => {
      const before = await sequence(world)
      const token = await people.admin.token()
      expect((await send(people.admin, { token }, { origin: 'https://elsewhere.example' })).status).toBe(403)
      expect((await send(people.admin, { token: await people.member.token() })).status).toBe(403)
      if (page.access === 'session') expect((await send(people.nobody, { token })).status).toBe(401)
      expect(await sequence(world)).toBe(before)
    })

    it('answers whatever is sent with a page', async () => {
      if (page.path === '/sign-out') return
      const fields = [
        'title',
        'first',
        'others',
        'members',
        'who',
        'about',
        'reason',
        'note',
        'state',
        'version',
        'step',
        'outcome',
        'presence',
        'correctionIds',
        'opensAt',
        'memberCode',
        'member',
        'startsOn',
        'meetingId',
        'leaveType',
        'login',
        'committee',
        'password',
        'key',
      ]
      for (const who of [people.admin, people.member]) {
        for (const text of HOSTILE) {
          const sent = Object.fromEntries(fields.map((name) => [name, text]))
          const answer = await send(who, { ...sent, token: await who.token() })
          expect([answer.status < 500, answer.text.includes('<script')], `${text} ${answer.status}`).toEqual([
            true,
            false,
          ])
        }
      }
    })
  })
})
