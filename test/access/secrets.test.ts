import { beforeAll, describe, expect, it } from 'vitest'
import { ROLES } from '../../src/access/permissions.ts'
import { contractRoutes } from '../../src/app.ts'
import { columnsOf } from '../../src/exchange/exports/lists/columns.ts'
import { operationsOf } from '../../src/http/operations.ts'
import type { Route } from '../../src/http/route.ts'
import { pagesOf } from '../../src/pages/board.ts'
import { textOf, urlsOf } from '../support/asked.ts'
import { administratorOf } from '../support/committees.ts'
import { CODES, type Planted, plant, SECRETS, type Secret } from '../support/planted.ts'
import { aMember, type Body, jobEnd, post } from '../support/records.ts'
import { type Named, recordIn } from '../support/subjects.ts'
import { aVisitor, type Visitor } from '../support/visitor.ts'
import { type Client, clientOf, inWorld, type World, withRole } from '../support/world.ts'

/**
 * Personal values in every kind of record that holds them, and everything that anybody can read: only those with
 * `personal.read` and `records.read` may ever find one in an answer, on a page or in a file.
 */

const OF_CODES = ['listCatalogueItems', 'getCatalogueItem', 'listEvents', 'listAuditLog']

const READS = contractRoutes().filter(
  ({ method, path }) => (method === 'GET' && !path.endsWith('/follow')) || method === 'PATCH',
)
/** Whoever decides on something reads why it is asked for. */
const LEAVE: Secret[] = ['leaveType', 'leaveReason']
const DECIDED: Record<string, Record<string, readonly Secret[]>> = {
  approver: {
    listAppeals: ['appeal'],
    getAppeal: ['appeal'],
    listLeaveRequests: [...LEAVE, 'decisionNote'],
    getLeaveRequest: LEAVE,
    listCorrections: ['exemptionReason', 'corrected'],
    getCorrection: ['exemptionReason', 'corrected'],
    listReportVerifications: ['disputed'],
    getReportVerification: ['disputed'],
    getReportMember: ['disputed'],
  },
}
/** The same on the pages. */
const DECIDED_ON_PAGES: typeof DECIDED = {
  approver: {
    '/board/me/leave': ['decisionNote'],
    '/board/leave': ['leaveType'],
    '/board/leave/:id': LEAVE,
    '/board/me/appeals/:id': ['appeal'],
    '/board/appeals/:id': ['appeal'],
  },
}
/** What pages call by other names than the routes. */
const PAGE_RECORDS: Record<string, Named> = {
  sessions: 'meeting-session',
  leave: 'leave-request',
  published: 'published-report',
  public: 'published-report',
}
const CLEAR = ['admin', 'reviewer']
const OTHERS = [
  ...ROLES.filter((role) => !CLEAR.includes(role)),
  'default key',
  'key of a department',
  'narrow key',
  'key that reads personal values of nobody',
  'key that hands on what members ask for',
  'admin above',
  'approver above',
  'auditor above',
]
/** Each way in which a principal comes to `exports.run`; the others run the same code. */
const EXPORTERS = ['clerk', 'approver', 'key of a department', 'key that reads personal values of nobody']
const ON_PAGES = ['/board/leave/:id', '/board/appeals/:id', '/board/imports/:id', '/board/imports/:id/result']
const IN_FILES = ['/members', '/attendance', '/leave-requests', '/imports', 'term_archive', 'duty_report']
const OWN: Secret[] = [
  'disputed',
  'phone',
  'birthDate',
  'memberNote',
  'exemptionNote',
  'exemptionReason',
  ...LEAVE,
  'decisionNote',
  'paperName',
  'paper',
  'markNote',
  'wantedPhone',
  'changeNote',
  'penalty',
  'dutyText',
  'dutyNote',
]

const { pages } = pagesOf(
  {} as never,
  operationsOf(() => contractRoutes()),
)
const READ_PAGES = pages.filter(({ method }) => method === 'GET').map(({ path }) => path)
/** Lists of which an export may be asked. */
const LISTS = READS.filter(
  (route) => route.method === 'GET' && route.permission !== 'public' && columnsOf(route),
)
/** What is chosen in a form is in it for everybody who fills one in; what was chosen is not. */
const UNCHOSEN = /(<option(?![^>]*selected)|<input type="radio"(?![^>]*checked))[^>]*>[^<]*/g

const namesIn = (text: string, besides: readonly Secret[] = []): Secret[] =>
  (Object.keys(SECRETS) as Secret[]).filter((name) => text.includes(SECRETS[name]) && !besides.includes(name))

// What a principal sees of a row is decided behind the engine, which `matrix` and `reach` ask on both.
inWorld('sqlite', 'personal values', (outer) => {
  const askers: Record<string, Client> = {}
  const visitors: Record<string, Visitor> = {}
  let world: World
  let planted: Planted
  /** Where the administrator finds them. */
  let everywhere: Record<string, Secret[]>
  /** Operations and pages that have answered somebody. */
  const reached = new Set<string>()

  beforeAll(async () => {
    // In a committee below another, whose people read it, too.
    const admin = await administratorOf(outer, 'below')
    world = { ...outer, admin }
    planted = await plant(world)
    const { department: organizationId, personId } = planted
    const other: Body = await aMember(world)
    const of = (role: string) => (role === 'member' ? { personId: other.personId } : { organizationId })
    for (const role of ROLES) {
      askers[role] = role === 'admin' ? admin : await withRole(world, role, of(role))
      visitors[role] = await aVisitor(world, role, { ...of(role), committee: 'below' })
    }
    askers['the member themself'] = await withRole(world, 'member', { personId })
    visitors['the member themself'] = await aVisitor(world, 'member', { personId, committee: 'below' })
    for (const role of ['approver', 'auditor']) askers[`${role} above`] = await outer.as(role)
    askers['admin above'] = outer.admin
    const aKey = async (name: string, more: object) => {
      askers[name] = clientOf(world, (await post(world, '/v1/api-keys', { name, ...more })).key)
    }
    const scopes = ['imports.run', 'exports.run', 'members.read', 'duties.read', 'events.read', 'scores.read']
    await aKey('default key', {})
    await aKey('key of a department', { organizationIds: [organizationId] })
    await aKey('narrow key', { scopes })
    await aKey('key that reads personal values of nobody', { scopes: [...scopes, 'personal.read'] })
    await aKey('key that hands on what members ask for', {
      scopes: ['members.propose', 'members.manage', 'records.read'],
    })
    everywhere = await findings('admin')
  }, 180_000)

  /** Names of the secrets in the answers to every read, by operation. */
  async function findings(name: string): Promise<Record<string, Secret[]>> {
    const below = name.endsWith(' above')
      ? (await world.admin.get('/v1/auth/me')).body.committeeId
      : undefined
    const seen: Record<string, Secret[]> = {}
    for (const route of READS) {
      for (const url of urlsOf(route, planted, below)) {
        const client = askers[name]!
        // What a change answers is read, too; nothing is changed, and tried only.
        const asked = route.method === 'GET' ? client.get(url) : client.patch(url, {}, { 'if-match': '*' })
        const { status, text } = await textOf(asked)
        if (status === 200) reached.add(route.operationId)
        const names = namesIn(text, OF_CODES.includes(route.operationId) ? CODES : [])
        const { operationId } = route
        if (names.length > 0) seen[operationId] = [...new Set([...(seen[operationId] ?? []), ...names])]
      }
    }
    return seen
  }

  /** The same of every page. */
  async function onPages(name: string): Promise<Record<string, Secret[]>> {
    const seen: Record<string, Secret[]> = {}
    for (const path of READ_PAGES) {
      for (const url of pageUrlsOf(path)) {
        const { status, text } = await textOf(visitors[name]!.get(url))
        if (status === 200) reached.add(path)
        const names = namesIn(text.replace(UNCHOSEN, ''))
        if (names.length > 0) seen[path] = [...new Set([...(seen[path] ?? []), ...names])]
      }
    }
    return seen
  }

  function pageUrlsOf(path: string): string[] {
    const { records, imports, values } = planted
    const [name] = path.replace(/^\/board(\/me(?=\/))?\//, '').split('/')
    const ids =
      name === 'imports'
        ? imports
        : [records[PAGE_RECORDS[name!] ?? recordIn({ path: `/${name}` } as Route)] ?? 'x']
    const rest = (_whole: string, key: string) => ({ code: 'below', ...firstOf(values) })[key] ?? 'x'
    return ids.map((id) => path.replace(':id', id).replace(/:(\w+)/g, rest))
  }

  /** The same of every list that holds any as a file, and of the documents and reports. */
  async function inFiles(name: string): Promise<Record<string, Secret[]>> {
    const { records, values } = planted
    const period = { periodId: values['periodId']![0] }
    const wanted = [
      ...LISTS.filter(({ operationId }) => everywhere[operationId]).map(({ path, lists }, at) => ({
        kind: 'list',
        list: path.replace(/:(\w+)/g, (_whole, key) => firstOf(values)[key] ?? records['meeting-session']!),
        columns: 'all',
        format: lists?.personal?.length ? 'xlsx' : (['csv', 'jsonl'] as const)[at % 2],
      })),
      ...['registration_form', 'notice', 'term_archive'].map((kind) => ({
        kind,
        format: kind === 'notice' ? 'docx' : 'json',
        memberId: records['member'],
        ...(kind === 'term_archive' ? {} : period),
      })),
      { kind: 'duty_report', format: 'json', dutyReportId: records['duty-report'] },
      { kind: 'ranking', format: 'xlsx', ...period },
      { kind: 'report', format: 'csv', reportId: records['report'] },
      { kind: 'notices', format: 'jsonl', reportId: records['report'] },
      { kind: 'participation', format: 'jsonl' },
    ]
    const client = askers[name]!
    const started = []
    for (const body of wanted) {
      const asked = await client.post('/v1/exports', body, { 'idempotency-key': crypto.randomUUID() })
      if (asked.status === 202) started.push({ ...body, id: asked.body.id, jobId: asked.body.jobId })
    }
    const seen: Record<string, Secret[]> = {}
    for (const { kind, list, id, jobId } of started as Body[]) {
      await jobEnd(world, jobId)
      const { status, text } = await textOf(client.get(`/v1/exports/${id}/file`))
      expect([kind, list, status]).toEqual([kind, list, 200])
      const names = namesIn(text)
      if (names.length > 0) seen[list ?? kind] = names
    }
    return seen
  }

  const secretsOf = (seen: Record<string, Secret[]>) => [...new Set(Object.values(seen).flat())].sort()

  it('are where they were put: the administrator finds every one', async () => {
    expect(secretsOf(everywhere)).toEqual(Object.keys(SECRETS).sort())
    for (const operation of ['getImportSheet', 'listImportEntries', 'getMemberByNumber', 'getArchive'])
      expect(Object.keys(everywhere), operation).toContain(operation)
    expect(Object.keys(await onPages('reviewer'))).toEqual(expect.arrayContaining(ON_PAGES))
    const files = await inFiles('admin')
    expect(Object.keys(files)).toEqual(expect.arrayContaining(IN_FILES))
  }, 60_000)

  describe('are found by nobody who may not see them', () => {
    it.each(OTHERS)(
      '%s',
      async (name) => {
        expect(await findings(name)).toEqual(DECIDED[name] ?? {})
        if (visitors[name]) expect(await onPages(name)).toEqual(DECIDED_ON_PAGES[name] ?? {})
        if (EXPORTERS.includes(name)) expect(await inFiles(name)).toEqual({})
      },
      60_000,
    )
  })

  it('the member themself finds what is their own, and nothing else', async () => {
    expect(secretsOf(await findings('the member themself'))).toEqual(OWN.toSorted())
    expect(OWN).toEqual(expect.arrayContaining(secretsOf(await onPages('the member themself'))))
  }, 60_000)

  it('were looked for in whatever can be read', async () => {
    const all = [...READS.map(({ operationId }) => operationId), ...READ_PAGES]
    expect(all.filter((one) => !reached.has(one))).toEqual([])
  })

  describe('of a sheet', () => {
    const CONTENTS = ['sheet', 'entries', 'plan', 'errors', 'result', 'reconciliation']

    it.each(CONTENTS)('%s: 403 for a key, and for whoever reads it by a role of machines', async (part) => {
      for (const id of planted.imports) {
        for (const name of ['default key', 'narrow key', 'integration']) {
          const { status, body } = await askers[name]!.get(`/v1/imports/${id}/${part}`)
          expect([name, status, body.code]).toEqual([name, 403, 'forbidden'])
        }
        await askers['reviewer']!.get(`/v1/imports/${id}/${part}`).expect(200)
      }
    })

    it('a key learns how its import goes, that there are questions, and what is withheld', async () => {
      const { body: clear } = await world.admin.get(`/v1/imports/${planted.imports[1]}`).expect(200)
      const { body } = await askers['default key']!.get(`/v1/imports/${planted.imports[1]}`).expect(200)
      expect(clear.maskedFields).toEqual([])
      expect(body).toMatchObject({ state: 'planned', maskedFields: ['summary', 'decisions'] })
      expect(body.summary.counts).toEqual(clear.summary.counts)
      expect(body.results).toEqual(clear.results)
      expect(body.decisions.map(({ kind }: Body) => kind)).toEqual(
        clear.decisions.map(({ kind }: Body) => kind),
      )
      expect(body.decisions.length).toBeGreaterThan(0)
    })
  })
})

/** The first of each. */
const firstOf = (values: Planted['values']): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, [value]]) => [name, value!]))
