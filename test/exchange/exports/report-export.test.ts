import { beforeAll, describe, expect, it } from 'vitest'
import { publishedTable } from '../../../src/exchange/exports/report-export.ts'
import type { Mode } from '../../../src/reporting/reports/audience.ts'
import { aMember, aPeriod, type Body } from '../../support/records.ts'
import { aPublishedReport, aReportOf } from '../../support/report-kinds.ts'
import { type Client, inEveryWorld } from '../../support/world.ts'
import { exported } from './exported.ts'

/** A frozen report as a file: whole for the office, for everybody else what its audience is shown. */

const FORMATS = ['xlsx', 'csv', 'jsonl', 'pdf', 'docx']

inEveryWorld('a report as a file', (world) => {
  let report: Body
  let clerk: Client

  const made = (values: object, format: string, client?: Client) =>
    exported(world, { kind: 'report', format, ...values }, client)

  beforeAll(async () => {
    const period = await aPeriod(world)
    await aMember(world, { memberNo: '09901', name: '林𠮷' })
    await aMember(world, { memberNo: '09902', name: '=1+1', ranked: false })
    clerk = await world.as('clerk')
    report = await aReportOf(world, period.id)
  })

  it.each(FORMATS)('%s, whole, with the version and the hash that prove it', async (format) => {
    const { record, bytes } = await made({ reportId: report.id }, format)
    const again = await made({ reportId: report.id, view: 'full' }, format)
    expect(record.rows).toBe(report.members)
    expect(again.record.sha256).toBe(record.sha256)
    if (format !== 'csv') return
    expect(bytes.toString()).toContain("09902,'=1+1")
    expect(bytes.toString()).toContain('09901,林𠮷')
  })

  it('nothing of it as published before it is', async () => {
    const asked = { kind: 'report', format: 'csv', reportId: report.id, view: 'published' }
    const headers = { 'idempotency-key': crypto.randomUUID() }
    expect((await clerk.post('/v1/exports', asked, headers).expect(422)).body.errors[0].pointer).toBe(
      '/reportId',
    )
  })

  it.each([
    ['ranks', '姓名'],
    ['unnamed', '等次,人数'],
  ])('%s, as units are shown them', async (mode, header) => {
    const published = await aPublishedReport(world, { members: mode, units: mode, public: null })
    const values = { reportId: published.id, view: 'published' }
    for (const format of FORMATS) {
      const { bytes, record } = await made(values, format, clerk)
      expect(record.state).toBe('succeeded')
      if (format === 'csv') expect(bytes.toString().split('\r\n')[0]).toContain(header)
    }
  })
})

describe('what an audience is shown, as a table', () => {
  const shown = (mode: Mode): Body => ({
    title: '通报',
    shown: {
      mode,
      committee: { name: '示例区政协' },
      counts: { members: 3, ranked: 2, unranked: 1 },
      groups: [{ code: 'meetings', title: '会议' }],
      bands: [
        { grade: '优秀', members: 1, names: mode === 'bands' ? [{ name: '甲' }] : [] },
        { grade: null, members: 1, names: mode === 'bands' ? [{ name: '乙' }] : [] },
      ],
      items: mode === 'ranks' ? [{ name: '甲', rank: 1, groups: [{ code: 'meetings', points: 2 }] }] : [],
      unranked: mode === 'unnamed' ? [] : [{ name: '丙', rank: null }],
    },
  })

  it('ranks: only the fields that are shown', () => {
    const { columns, rows } = publishedTable(shown('ranks'))
    expect(columns.map(({ label }) => label)).toEqual(['名次', '姓名', '会议'])
    expect(rows).toEqual([
      [1, '甲', 2],
      [null, '丙', 0],
    ])
  })

  it('bands: names under their grade, neither places nor points', () => {
    const { columns, rows } = publishedTable(shown('bands'))
    expect(columns.map(({ label }) => label)).toEqual(['等次', '人数', '委员'])
    expect(rows).toEqual([
      ['优秀', 1, '甲'],
      ['无等次', 1, '乙'],
      ['不参加排名', 1, '丙'],
    ])
  })

  it('unnamed: how many have which grade', () => {
    expect(publishedTable(shown('unnamed')).rows).toEqual([
      ['优秀', 1],
      ['无等次', 1],
      ['不参加排名', 1],
    ])
  })
})
