import { beforeAll, describe, expect, it } from 'vitest'
import { aMeeting, aMember, post } from '../support/records.ts'
import { type Client, inEveryWorld } from '../support/world.ts'
import { csv, entriesOf, planned, step, xlsx } from './records/sheets.ts'

/** What an import teaches: whom a name means that nobody bears, and what is known of a source of sheets. */

inEveryWorld('what imports teach', (world) => {
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    for (const [at, name] of ['钱一鸣', '孙二河', '李同名', '李同名'].entries()) {
      ids[`${name}${at}`] = (await aMember(world, { name, memberNo: `098${at + 10}` })).id
    }
    const meeting = await aMeeting(world, { title: '常委会议', startsOn: '2019-05-06', endsOn: '2019-05-06' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: Object.values(ids) })
  })

  const list = (...names: string[]) =>
    csv([
      ['姓名', '会议名称', '日期', '出席情况'],
      ...names.map((name) => ['常委会议', '2019-05-06', '出席'].toSpliced(0, 0, name)),
    ])
  const key = () => ({ 'idempotency-key': crypto.randomUUID() })
  const answer = (client: Client, id: string, answers: object[]) =>
    client.post(`/v1/imports/${id}/decisions`, { answers }, key())

  describe('aliases', () => {
    it('are learned where a person asks for it, matched by a rung of their own, and revoked', async () => {
      const first = await planned(world, list('钱一明'), {})
      expect(first.decisions).toMatchObject([{ kind: 'unknown_name' }])
      const told = { choice: 'member', memberNo: '09810' }
      const settled = await step(world, first.id, 'decisions', {
        answers: [{ id: first.decisions[0].id, answer: told, remember: true }],
      })
      expect(settled.summary.counts).toMatchObject({ new: 1, openDecisions: 0 })
      const { body: aliases } = await world.admin.get('/v1/import-aliases').expect(200)
      expect(aliases.items).toMatchObject([
        { name: '钱一明', memberId: ids['钱一鸣0'], organizationId: null, importId: first.id },
      ])

      const again = await planned(world, list('钱 一 明'), { onConflict: 'keep' })
      expect(again.decisions).toEqual([])
      expect(await entriesOf(world, again.id)).toMatchObject([
        { result: 'new', memberNo: '09810', rung: 'alias' },
      ])
      const second = await planned(world, list('钱一明', '孙二何'), { onConflict: 'overwrite' })
      const other = { choice: 'member', memberId: ids['孙二河1'] }
      expect(second.decisions).toMatchObject([{ evidence: { name: '孙二何' } }])
      await answer(world.admin, second.id, [
        { group: second.decisions[0].group, answer: other, remember: true },
      ]).expect(202)

      const alias = aliases.items[0]
      await world.admin.delete(`/v1/import-aliases/${alias.id}`, { 'if-match': '*' }).expect(204)
      const third = await planned(world, list('钱一  明'), {})
      expect(third.decisions).toMatchObject([{ kind: 'unknown_name' }])
    })

    it('are of names that nobody bears alone: a shared name is answered row by row', async () => {
      const plan = await planned(world, list('李同名'), {})
      const [asked] = plan.decisions
      const told = { choice: 'member', memberNo: '09812' }
      const refused = await answer(world.admin, plan.id, [{ id: asked.id, answer: told, remember: true }])
      expect([refused.status, refused.body.errors]).toMatchObject([422, [{ code: 'not_remembered' }]])
      const body = { name: '李同名', memberId: ids['李同名2'] }
      const byHand = await world.admin.post('/v1/import-aliases', body, key())
      expect([byHand.status, byHand.body.rule]).toEqual([422, 'imports.alias_of_nobody'])
      const nobody = await world.admin.post('/v1/import-aliases', { name: '某某' }, key())
      expect([nobody.status, nobody.body.rule]).toEqual([422, 'imports.alias_means_one'])
    })

    it('mean one: another answer is refused until the first is withdrawn, and somebody who bears the name is asked about', async () => {
      const plan = await planned(world, list('孙二合'), {})
      const told = (memberNo: string) => [
        { id: plan.decisions[0].id, answer: { choice: 'member', memberNo }, remember: true },
      ]
      const both = await planned(world, list('孙二盒', '孙二盒'), {})
      const two = both.decisions.map(({ id }: { id: string }, at: number) => ({
        id,
        answer: { choice: 'member', memberNo: ['09810', '09811'][at] },
        remember: true,
      }))
      const contradicting = await answer(world.admin, both.id, two)
      expect([contradicting.status, contradicting.body.code]).toEqual([409, 'already_exists'])
      const unknown = await answer(world.admin, plan.id, told('none'))
      expect(unknown.status).toBe(422)
      await step(world, plan.id, 'decisions', { answers: told('09811') })
      const { body: shown } = await world.admin.get(`/v1/imports/${plan.id}`).expect(200)
      expect(shown.decisions).toMatchObject([])
      await post(world, '/v1/import-aliases', { name: '周小二', memberId: ids['钱一鸣0'] })
      const twice = await world.admin.post(
        '/v1/import-aliases',
        { name: '周小二', memberId: ids['孙二河1'] },
        key(),
      )
      expect(twice.status).toBe(409)
      await aMember(world, { name: '周小二', memberNo: '09899' })
      const named = await planned(world, list('周小二'), {})
      expect((await entriesOf(world, named.id))[0]).toMatchObject({
        memberNo: '09899',
        result: 'not_invited',
      })
    })
  })

  describe('profiles', () => {
    const matrix = (...marks: (string | null)[]) =>
      xlsx([
        ['某区政协考勤表（2019年度）', null, null],
        ['序号', '姓名', '常委会议\n5月6日'],
        ...['钱一鸣', '孙二河'].map((name, at) => [at + 1, name, marks[at] ?? null]),
      ])
    const file = { name: 'a.xlsx' }

    it('keep what a person explained, and are proposed for the next sheet of that header', async () => {
      const first = await planned(world, matrix('☆', null), {}, file)
      expect(first.summary.profiles).toEqual([])
      const byKind = Object.fromEntries(first.decisions.map((one: { kind: string }) => [one.kind, one]))
      await step(world, first.id, 'decisions', {
        answers: [
          { id: byKind['unknown_symbol'].id, answer: { choice: 'status', status: 'late' } },
          { id: byKind['blank_policy'].id, answer: { choice: 'absent' } },
        ],
      })
      const path = `/v1/imports/${first.id}/profile`
      await world.admin.post(`${path}?validateOnly=true`, { name: '办公室考勤表' }, key()).expect(200)
      const saved = await world.admin.post(path, { name: '办公室考勤表' }, key())
      expect([saved.status, saved.body]).toMatchObject([
        201,
        { settings: { blankPolicy: 'absent', legend: { '☆': { status: 'late' } } } },
      ])
      expect(saved.body.fingerprint).toMatch(/^[0-9a-f]{32}$/)
      const twice = await world.admin.post(`/v1/imports/${first.id}/profile`, { name: '办公室考勤表' }, key())
      expect(twice.status).toBe(409)

      const next = await planned(world, matrix(null, '☆'), {}, file)
      expect(next.summary.profiles).toEqual([{ id: saved.body.id, name: '办公室考勤表' }])
      expect(next.decisions).toHaveLength(2)
      const told = await planned(world, matrix(null, '☆'), { profileId: saved.body.id }, file)
      expect(told.decisions).toEqual([])
      expect((await entriesOf(world, told.id)).map((one: { status: string }) => one.status)).toEqual([
        'absent',
        'late',
      ])
    })

    it('that say otherwise than the legend of the sheet are asked about', async () => {
      const rows = [
        ['某区政协考勤表（2019年度）', null, null],
        ['序号', '姓名', '常委会议\n5月6日'],
        [1, '钱一鸣', '☆'],
        ['☆出席，×缺席', null, null],
      ]
      const profile = JSON.stringify({ legend: { '☆': { status: 'late' } } })
      const plan = await planned(world, xlsx(rows), { profile }, file)
      expect(plan.decisions).toMatchObject([{ kind: 'unknown_symbol', evidence: { symbol: '☆' } }])
    })
  })
})
