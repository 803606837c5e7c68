import { beforeAll, describe, expect, it } from 'vitest'
import { ROLES } from '../../src/access/permissions.ts'
import { contractRoutes } from '../../src/app.ts'
import { pathOf, type Route } from '../../src/http/route.ts'
import { anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, aTerm, type Body, jobEnd, post } from '../support/records.ts'
import { aClosedYear, anAppeal } from '../support/report-kinds.ts'
import { allRecords, type Records, recordIn } from '../support/subjects.ts'
import { type Client, clientOf, inEveryWorld } from '../support/world.ts'

/**
 * Personal values in every kind of record that holds them, and every read by everybody: only those with `personal.read`
 * and `records.read` may ever find one in an answer.
 */

const SECRETS = {
  phone: '13912345701',
  birthDate: '1961-11-27',
  memberNote: 'HIDDEN-MEMBER-NOTE',
  exemptionNote: 'HIDDEN-EXEMPTION-NOTE',
  exemptionReason: 'hidden_cause',
  leaveType: 'hidden_kind',
  leaveReason: 'HIDDEN-LEAVE-REASON',
  decisionNote: 'HIDDEN-DECISION-NOTE',
  markNote: 'HIDDEN-MARK-NOTE',
  wantedPhone: '13912345702',
  changeNote: 'HIDDEN-CHANGE-NOTE',
  assessed: 'HIDDEN-ASSESSMENT',
  summary: 'HIDDEN-INSTRUCTION',
  appeal: 'HIDDEN-APPEAL',
  corrected: 'HIDDEN-CORRECTION',
  rosterPhone: '13912345703',
  rosterNote: 'HIDDEN-ROSTER-NOTE',
  rosterUnread: 'HIDDEN-ROSTER-UNREAD',
  cell: 'HIDDEN-CELL',
  cellNote: 'HIDDEN-CELL-NOTE',
}
/** The catalogues list their codes to everybody. */
const CODES = ['hidden_cause', 'hidden_kind']
const OF_CODES = ['listCatalogueItems', 'getCatalogueItem', 'listEvents', 'listAuditLog']

const READS = contractRoutes().filter(
  (route) => route.method === 'GET' && route.permission !== 'public' && !route.path.endsWith('/follow'),
)
const CLEAR = ['admin', 'reviewer']
/** Whoever decides on something reads why it is asked for. */
const LEAVE = ['leaveType', 'leaveReason', 'decisionNote']
const DECIDED: Record<string, Record<string, readonly string[]>> = {
  approver: {
    listAppeals: ['appeal'],
    getAppeal: ['appeal'],
    listLeaveRequests: LEAVE,
    getLeaveRequest: LEAVE,
    listCorrections: ['exemptionReason', 'corrected'],
    getCorrection: ['exemptionReason', 'corrected'],
  },
}

inEveryWorld('personal values', (world) => {
  const askers: Record<string, Client> = {}
  let records: Records
  let imports: string[]

  async function uploaded(resource: string, text: string, fields: Record<string, string> = {}) {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const sent = world.admin.post('/v1/imports', undefined, key).field('resource', resource)
    for (const [name, value] of Object.entries(fields)) sent.field(name, value)
    const { body } = await sent
      .attach('file', Buffer.from(text), { filename: 'sheet.csv', contentType: 'text/csv' })
      .expect(202)
    await jobEnd(world, body.jobId)
    return body.id as string
  }

  async function plant(): Promise<Records> {
    const all = await allRecords(world, world.admin)
    for (const [catalogue, code] of [
      ['leave_type', SECRETS.leaveType],
      ['exemption_reason', SECRETS.exemptionReason],
    ])
      await post(world, '/v1/catalogue-items', { catalogue, code, name: '隐' })
    const { phone, birthDate, memberNote: note } = SECRETS
    const member: Body = await aMember(world, { phone, birthDate, note })
    const exemption = {
      memberId: member.id,
      reason: SECRETS.exemptionReason,
      note: SECRETS.exemptionNote,
      validFrom: '2019-03-01',
    }
    const meeting: Body = await aMeeting(world)
    const leave = {
      memberId: member.id,
      meetingId: meeting.id,
      leaveType: SECRETS.leaveType,
      reason: SECRETS.leaveReason,
    }
    const asked = await post(world, '/v1/leave-requests', leave)
    await act(world, `/v1/leave-requests/${asked.id}`, 'approve', { note: SECRETS.decisionNote })
    const other: Body = await aMeeting(world)
    const mark = { presence: 'leave', leaveType: SECRETS.leaveType, note: SECRETS.markNote }
    await post(world, `/v1/meeting-sessions/${other.sessions[0].id}/attendance`, {
      items: [{ memberId: member.id, ...mark }],
    })
    const wanted = {
      memberId: member.id,
      fields: [{ field: 'phone', value: SECRETS.wantedPhone }],
      note: SECRETS.changeNote,
    }
    const change = (path: string, body: object) =>
      world.admin.patch(path, body, { 'if-match': '*' }).expect(200)
    await change(`/v1/assessments/${all['assessment']}`, { reason: SECRETS.assessed })
    await change(`/v1/instructions/${all['instruction']}`, { summary: SECRETS.summary })
    const missed = { ...exemption, note: SECRETS.corrected, validFrom: (await aClosedYear(world)).day }
    const request = { method: 'POST', path: '/v1/exemptions', body: missed }
    const { personId } = member
    return {
      ...all,
      member: member.id,
      person: personId,
      exemption: (await post(world, '/v1/exemptions', exemption)).id,
      'leave-request': asked.id,
      meeting: other.id,
      'meeting-session': other.sessions[0].id,
      'change-request': (await post(world, '/v1/change-requests', wanted)).id,
      appeal: (await anAppeal(world, { reason: SECRETS.appeal })).id,
      correction: (await post(world, '/v1/corrections', { request, reason: '漏记' })).id,
    }
  }

  beforeAll(async () => {
    records = await plant()
    const termId = await aTerm(world)
    const roster =
      '委员编号,姓名,界别,手机,备注,家庭情况,任职开始\n' +
      `09601,沈知行,教育界,${SECRETS.rosterPhone},${SECRETS.rosterNote},${SECRETS.rosterUnread},2017-02-20\n`
    const roll =
      '姓名,会议名称,时间,出席情况,备注\n' +
      `无此人,某次会议,2019-05-10,${SECRETS.cell},${SECRETS.cellNote}\n`
    imports = [await uploaded('members', roster, { termId }), await uploaded('attendance', roll)]
    const department = (await anOrganization(world)).id
    for (const role of ROLES)
      askers[role] = role === 'admin' ? world.admin : await world.as(role, { organizationId: department })
    const aKey = async (name: string, more: object) =>
      clientOf(world, (await post(world, '/v1/api-keys', { name, ...more })).key)
    askers['default key'] = await aKey('默认', {})
    askers['key of a department'] = await aKey('部门', { organizationIds: [department] })
    const scopes = ['imports.run', 'members.read', 'duties.read', 'events.read', 'scores.read']
    askers['narrow key'] = await aKey('少', { scopes })
    askers['key that reads personal values of nobody'] = await aKey('单', {
      scopes: [...scopes, 'personal.read'],
    })
    askers['key that hands on what members ask for'] = await aKey('传', {
      scopes: ['members.propose', 'members.manage', 'records.read'],
    })
  }, 180_000)

  const urlsOf = (route: Route): string[] => {
    const ids = recordIn(route) === 'import' ? imports : [records[recordIn(route)] ?? 'x']
    const list = 'limit' in ((route.query as { shape?: object } | undefined)?.shape ?? {})
    return ids.map((id) => pathOf(route).replace(/:\w+/g, id) + (list ? '?limit=200' : ''))
  }

  /** Names of the secrets in the answers to every read, by operation. */
  async function findings(client: Client): Promise<Map<string, string[]>> {
    const seen = new Map<string, string[]>()
    for (const route of READS) {
      for (const url of urlsOf(route)) {
        const { status, text = '' } = await client.get(url).buffer(true)
        if (status !== 200) continue
        const names = Object.entries(SECRETS).flatMap(([name, secret]) =>
          text.includes(secret) && !(CODES.includes(secret) && OF_CODES.includes(route.operationId))
            ? [name]
            : [],
        )
        if (names.length > 0) seen.set(route.operationId, [...(seen.get(route.operationId) ?? []), ...names])
      }
    }
    return seen
  }

  it('are where they were put: the administrator finds every one', async () => {
    const seen = await findings(askers['admin']!)
    expect([...new Set([...seen.values()].flat())].sort()).toEqual(Object.keys(SECRETS).sort())
    for (const operation of ['getImportSheet', 'listImportEntries'])
      expect([...seen.keys()], operation).toContain(operation)
  }, 60_000)

  describe('are found by nobody who may not see them', () => {
    it.each([
      ...ROLES.filter((role) => !CLEAR.includes(role)),
      'default key',
      'key of a department',
      'narrow key',
      'key that reads personal values of nobody',
      'key that hands on what members ask for',
    ])(
      '%s',
      async (name) => {
        expect(Object.fromEntries(await findings(askers[name]!))).toEqual(DECIDED[name] ?? {})
      },
      60_000,
    )
  })

  describe('of a sheet', () => {
    const CONTENTS = ['sheet', 'entries', 'plan', 'errors', 'result', 'reconciliation']

    it.each(CONTENTS)('%s: 403 for a key, and for whoever reads it by a role of machines', async (part) => {
      for (const id of imports) {
        for (const name of ['default key', 'narrow key', 'integration']) {
          const { status, body } = await askers[name]!.get(`/v1/imports/${id}/${part}`)
          expect([name, status, body.code]).toEqual([name, 403, 'forbidden'])
        }
        await askers['reviewer']!.get(`/v1/imports/${id}/${part}`).expect(200)
      }
    })

    it('a key learns how its import goes, that there are questions, and what is withheld', async () => {
      const { body: clear } = await world.admin.get(`/v1/imports/${imports[1]}`).expect(200)
      const { body } = await askers['default key']!.get(`/v1/imports/${imports[1]}`).expect(200)
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

  it('a key without records.read is told so, and never shown an empty list', async () => {
    for (const path of ['members', 'leave-requests', 'attendance', 'sign-ins', 'proposals', 'exemptions']) {
      const { status, body } = await askers['narrow key']!.get(`/v1/${path}`)
      expect([path, status, body.code]).toEqual([path, 403, 'forbidden'])
    }
    await askers['narrow key']!.get(`/v1/members/${records['member']}`).expect(403)
  })

  it('the member themself knows the kind and the reason of their leave, and nobody else’s', async () => {
    const member: Body = await aMember(world)
    const client = await world.as('member', { personId: member.personId })
    const meeting: Body = await aMeeting(world)
    const sent = { memberId: member.id, meetingId: meeting.id, leaveType: 'sick', reason: '门诊复查' }
    const { body } = await client.post('/v1/leave-requests', sent).expect(201)
    expect(body).toMatchObject({ leaveType: 'sick', reason: '门诊复查', maskedFields: [] })
    const { body: list } = await client.get('/v1/leave-requests').expect(200)
    expect(list.items).toHaveLength(1)
    const masked = await askers['clerk']!.get(`/v1/leave-requests/${body.id}`).expect(200)
    expect(masked.body).toMatchObject({ leaveType: null, reason: null })
    expect(masked.body.maskedFields).toEqual(['leaveType', 'reason'])
  })

  it('a roll sent back by a key keeps the kinds of leave that the key is not shown', async () => {
    const member: Body = await aMember(world)
    const department = (await anOrganization(world)).id
    const meeting: Body = await aMeeting(world, { ownerOrganizationId: department })
    const roll = `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
    const mark = { memberId: member.id, presence: 'leave' }
    await world.admin.post(roll, { items: [{ ...mark, leaveType: 'sick' }] }).expect(200)
    const kindFor = async (client: Client) => (await client.get(roll).expect(200)).body.items[0].leaveType
    expect(await kindFor(askers['default key']!)).toBeNull()
    expect(await kindFor(askers['auditor']!)).toBeNull()
    // The department that organised it records the kinds, and reads them there.
    expect(await kindFor(await world.as('clerk', { organizationId: department }))).toBe('sick')
    const { body } = await askers['default key']!.post(roll, { items: [mark] }).expect(200)
    expect(body).toEqual({ created: 0, changed: 0, unchanged: 1 })
    expect(await kindFor(world.admin)).toBe('sick')
    await askers['default key']!.post(roll, { items: [{ ...mark, leaveType: 'official' }] }).expect(200)
    expect(await kindFor(world.admin)).toBe('official')
    // Who sees the kind may also take it away.
    await world.admin.post(roll, { items: [mark] }).expect(200)
    expect(await kindFor(world.admin)).toBeNull()
  })
})
