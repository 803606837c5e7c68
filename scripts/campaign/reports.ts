import type { Client } from '../../examples/client.ts'
import { colleagueOf } from '../../examples/colleague.ts'

/** Reports that are being made when the server is killed: each ends whole, and gives the same bytes again. */

const SOURCE = `regulation: campaign
title: 样例
period: calendar_year
clauses:
  came: { title: 出席, counts: attendance, where: { outcome: attended }, points: 1 }
`

export interface ReportsChecked {
  reports: number
  /** Kills that came while a report was being made. */
  midReport: number
  reportsWrong: string[]
}

/** A year to report, scored by a regulation that a second person has activated. */
export async function yearToReport(client: Client, committee: string, password: string): Promise<string> {
  const approver = { login: 'campaign-2', displayName: '审定', role: 'approver' }
  const second = await colleagueOf(client, committee, approver, password)
  const { id, version } = await client.post('/v1/regulations', { name: 'campaign', source: SOURCE })
  await second.act(`/v1/regulations/${id}/activate`, version)
  const period = await client.post('/v1/periods', {
    kind: 'calendar_year',
    name: '2023年度',
    startsOn: '2023-01-01',
    endsOn: '2023-12-31',
    regulationId: id,
  })
  return period.id
}

export const startReport = async (client: Client, periodId: string): Promise<string> =>
  (await client.post('/v1/reports', { periodId })).id

/** After a restart: what was asked for is made, with everybody in it, and computes to the same bytes. */
export async function checkReport(client: Client, id: string, found: ReportsChecked): Promise<void> {
  found.reports += 1
  const before = await client.get(`/v1/reports/${id}`)
  if (before.state === 'making') await client.finish(before.jobId)
  const report = await client.get(`/v1/reports/${id}`)
  const content = await client.get(`/v1/reports/${id}/content`)
  const check = await client.get(`/v1/reports/${id}/check`)
  const ok = report.state !== 'failed' && content.items.length === report.members && check.same
  if (!ok) found.reportsWrong.push(`${id} is ${report.state}: ${content.items.length} of ${report.members}`)
}
