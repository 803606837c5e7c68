import { beforeAll, expect, it } from 'vitest'
import { ABSENT } from '../../support/makers.ts'
import { aMember, type Body, jobEnd, post } from '../../support/records.ts'
import { clientOf, inEveryWorld } from '../../support/world.ts'
import { exported, fileOf } from './exported.ts'

/** A stored version of a regulation on paper, for the office and for whoever is scored by it. */

const key = () => ({ 'idempotency-key': crypto.randomUUID() })
const SOURCE = `regulation: own
title: 样例办法
period: calendar_year
clauses:
  第一条: { title: 全会, counts: attendance, where: { meeting: plenary, outcome: attended }, points: 2 }
  第二条: { title: 稿件, counts: record, where: { type: own_article, attributes: { own_size: { atLeast: 1000 } } }, points: 3 }
  第三条: { title: 组内职务, who: { body: own_body }, counts: proposal, points: 5 }
readings:
  第一条:
    twice: { text: 全会计双倍, clause: { title: 全会双倍, counts: attendance, where: { meeting: plenary, outcome: attended }, points: 4 } }
`

inEveryWorld('a stored regulation on paper', (world) => {
  let version: Body
  const sentences = async (id: string, client = world.admin) => {
    const { bytes, record } = await exported(
      world,
      { kind: 'regulation', format: 'json', regulationId: id },
      client,
    )
    const paper = JSON.parse(bytes.toString())
    const told = paper.sections.flatMap(({ rows }: Body) => rows.flatMap((row: Body) => row.told))
    return { record, paper, texts: told.map(({ text }: Body) => text) as string[] }
  }

  beforeAll(async () => {
    const { body } = await world.admin
      .get('/v1/catalogue-items?catalogue=meeting_type&code=plenary')
      .expect(200)
    const [plenary] = body.items
    await world.admin
      .patch(
        `/v1/catalogue-items/${plenary.id}`,
        { name: '全体委员会议' },
        { 'if-match': `"${plenary.version}"` },
      )
      .expect(200)
    const fields = [{ name: 'own_size', title: '字数', type: 'integer' }]
    const article = {
      code: 'own_article',
      name: '报刊文章',
      class: 'outreach',
      fields,
      validFrom: '2019-01-01',
    }
    await post(world, '/v1/duty-kinds', article)
    await post(world, '/v1/organizations', { kind: 'special_committee', code: 'own_body', name: '提案委' })
    const options = { 第一条: 'twice' }
    version = await post(world, '/v1/regulations', {
      name: 'own-paper',
      source: SOURCE,
      options,
      effectiveFrom: '2019-01-01',
    })
  })

  it('says what the committee calls its codes, and which reading is on', async () => {
    const { record, paper, texts } = await sentences(version.id)
    expect(record).toMatchObject({ fileName: 'regulation-own-paper-1.json', rows: 5 })
    expect(texts).toEqual(expect.arrayContaining(['全体委员会议（出席）', '每次计4分', '属于提案委的委员']))
    expect(texts).toContain('其他履职（报刊文章，“字数” 至少 1000）')
    expect(paper.unnamed).toEqual([])
    expect(paper.cases).toBeNull()
    expect(paper.head).toContainEqual({ label: '规则', value: 'own　第1版（草稿）' })
    expect(paper.head).toContainEqual({ label: '生效日期', value: '2019年1月1日' })
    expect(paper.head).toContainEqual({ label: '校验值', value: version.sourceHash })
  })

  it('as PDF and Word; a member has it made as well', async () => {
    for (const format of ['pdf', 'docx']) {
      const wanted = { kind: 'regulation', format, regulationId: version.id }
      expect((await exported(world, wanted)).record.missingGlyphs).toEqual([])
    }
    const own = await aMember(world, { name: '林清扬' })
    const me = await world.as('member', { personId: own.personId })
    const asked = await me
      .post('/v1/me/documents', { kind: 'regulation', format: 'pdf', regulationId: version.id }, key())
      .expect(202)
    expect((await jobEnd(world, asked.body.jobId)).status).toBe('succeeded')
    const { bytes, record } = await fileOf(world, asked.body.id, me, '/v1/me/documents')
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(record.parameters).toEqual({ regulationId: version.id })
  })

  it('whoever may read a regulation and nothing else has it in our words; whoever may not is refused', async () => {
    const keyed = async (scopes: string[]) =>
      clientOf(world, (await post(world, '/v1/api-keys', { name: '规则系统', scopes })).key)
    const { texts, paper } = await sentences(version.id, await keyed(['exports.run', 'regulations.read']))
    expect(texts).toContain('全体会议（出席）')
    expect(paper.unnamed).toEqual(['own_article', 'own_body', 'own_size'])
    const wanted = { kind: 'regulation', format: 'pdf', regulationId: version.id }
    await (await keyed(['exports.run'])).post('/v1/exports', wanted, key()).expect(403)
  })

  it('one that is not there is refused', async () => {
    const wanted = (regulationId?: string) => ({ kind: 'regulation', format: 'pdf', regulationId })
    const absent = await world.admin.post('/v1/exports', wanted(ABSENT), key()).expect(422)
    expect(absent.body.errors[0].pointer).toBe('/regulationId')
    await world.admin.post('/v1/exports', wanted(), key()).expect(400)
    await world.admin.post('/v1/exports', { ...wanted(version.id), format: 'csv' }, key()).expect(400)
  })
})
