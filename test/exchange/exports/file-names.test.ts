import { parse } from 'content-disposition'
import { beforeAll, describe, expect, it } from 'vitest'
import { savedAs, savedName } from '../../../src/http/file-name.ts'
import { aMember, aPeriod, type Body, jobEnd } from '../../support/records.ts'
import { inEveryWorld } from '../../support/world.ts'

/** Files are handed out under any name that a record may have: on the wire, as any client reads it. */

describe('the name of a file', () => {
  it.each([
    ['a/../b.docx', 'docx', 'b.docx'],
    ['C:\\照片\\一.jpeg', 'jpg|jpeg', '一.jpeg'],
    ['照片.jpg.bat', 'jpg|jpeg', '照片.jpg.jpg'],
    ['evidence.hta', 'txt', 'evidence.txt'],
    ['王\u202E五\n.PDF', 'pdf', '王五.PDF'],
    ['..', 'txt', 'file.txt'],
    ['.htaccess', 'txt', 'file.txt'],
    ['', 'pdf', 'file.pdf'],
    ['a<b>:"|?*.txt', 'txt', 'ab.txt'],
    ['第一.二稿', 'pdf', '第一.pdf'],
    [`${'𠮷'.repeat(400)}.pdf`, 'pdf', `${'𠮷'.repeat(150)}.pdf`],
    ['\ud800.pdf', 'pdf', '\ufffd.pdf'],
  ])('%j', (name, extension, saved) => expect(savedName(name, extension)).toBe(saved))

  it('is spelled for the header twice where it is not plain', () => {
    expect(savedAs('ranking.csv')).toBe('attachment; filename=ranking.csv')
    expect(savedAs("履职'1' (2).pdf")).toBe(
      `attachment; filename="__'1' (2).pdf"; filename*=UTF-8''%E5%B1%A5%E8%81%8C%271%27%20%282%29.pdf`,
    )
    expect(savedAs('100%.pdf')).toContain(`filename*=UTF-8''100%25.pdf`)
    expect(savedAs('a"b.pdf')).toContain('filename=a_b.pdf')
  })
})

inEveryWorld('names of downloads', (world) => {
  let period: Body
  beforeAll(async () => {
    period = await aPeriod(world)
  })

  it.each([
    ['中文1', '中文1'],
    ['a"b', 'ab'],
    ['a/../b', 'a-..-b'],
    ['09-1', '09-1'],
    ["100%'*", "100%'"],
  ])('a member of the number %s has their document', async (memberNo, named) => {
    const member = await aMember(world, { memberNo })
    const wanted = { kind: 'registration_form', format: 'docx', memberId: member.id, periodId: period.id }
    const asked = await world.admin.post('/v1/exports', wanted, { 'idempotency-key': crypto.randomUUID() })
    expect((await jobEnd(world, asked.body.jobId)).status).toBe('succeeded')
    const answer = await fetch(`${world.url}/v1/exports/${asked.body.id}/file`, {
      headers: { authorization: `Bearer ${world.admin.token}` },
    })
    expect(answer.status).toBe(200)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.length).toBe(Number(answer.headers.get('content-length')))
    expect(bytes.subarray(0, 2).toString()).toBe('PK')
    const disposition = answer.headers.get('content-disposition')!
    expect(disposition).toMatch(/^attachment; [\x20-\x7e]+$/)
    expect(parse(disposition).parameters).toMatchObject({ filename: `registration-form-${named}.docx` })
  })

  it('a member fetches their own under their own number', async () => {
    const own = await aMember(world, { memberNo: '一号' })
    const me = await world.as('member', { personId: own.personId })
    const wanted = { kind: 'registration_form', format: 'docx', periodId: period.id }
    const asked = await me.post('/v1/me/documents', wanted, { 'idempotency-key': crypto.randomUUID() })
    expect((await jobEnd(world, asked.body.jobId)).status).toBe('succeeded')
    const { headers } = await me.get(`/v1/me/documents/${asked.body.id}/file`).expect(200)
    const { filename } = parse(headers['content-disposition']!).parameters
    expect(filename).toBe('registration-form-一号.docx')
  })

  it.each(['1\n2', '1\u202E2', '1\u0007', '1\u20282', '1\u2066'])(
    'a line that is none, or turns the direction, is refused: %j',
    async (memberNo) => {
      const { termId } = await aMember(world)
      const wanted = { termId, memberNo, name: '林清扬', validFrom: '2017-02-20' }
      const { body } = await world.admin.post('/v1/members', wanted).expect(400)
      expect(body.errors).toMatchObject([{ pointer: '/memberNo' }])
    },
  )
})
