import { z } from 'zod'
import { Code, Day, TrialQuery } from '../../core/fields.ts'
import { resourceRoutes } from '../../http/endpoints.ts'
import { createRecord, type Fields } from '../../http/record.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import type { Tx } from '../../storage/storage.ts'
import { dutyReports } from './resource.ts'

/** 常务委员会组成人员: chair, vice-chairs, secretary-general and standing members (DOMAIN 1). */
const SC_COMPOSITION = ['chair', 'vice_chair', 'secretary_general', 'standing_member']

const Ask = z
  .strictObject({
    year: z.int().min(1950).max(2199),
    dueOn: Day,
    offices: z.array(Code).min(1).max(20).default(SC_COMPOSITION).meta({
      description:
        'Whoever holds one of these on the last day of the year; the standing committee by default.',
    }),
  })
  .meta({ id: 'AskForDutyReports', example: { year: 2019, dueOn: '2020-01-10' } })

export const dutyReportRoutes = (secret: string): Route[] => resourceRoutes(dutyReports, secret, askRoute)

const askRoute = route({
  method: 'POST',
  path: '/duty-reports/ask',
  operationId: 'askForDutyReports',
  summary: 'Ask everybody of the standing committee for the report of a year; who was asked is left alone',
  tag: 'duty-reports',
  permission: 'reports.prepare',
  query: TrialQuery,
  body: Ask,
  response: z.object({ asked: z.int(), before: z.int() }).meta({ id: 'DutyReportsAsked' }),
  failures: [],
  write: async (tx, context) => ({ body: await ask(tx, context) }),
})

type Asked = z.output<typeof Ask>

async function ask(tx: Tx, context: Context<unknown, unknown, Asked>) {
  const { year, dueOn, offices } = context.body
  const last = `${year}-12-31`
  const marks = offices.map(() => '?').join(', ')
  const holders = await tx.query<{ memberId: string; asked: string | null }>(
    `select distinct o.member_id, d.id as asked from offices o
       join members m on m.committee_id = o.committee_id and m.id = o.member_id and m.deleted_at is null
         and m.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?)
       left join duty_reports d on d.committee_id = o.committee_id and d.member_id = o.member_id and d.year = ?
         and d.deleted_at is null
      where o.committee_id = ? and o.office in (${marks}) and o.deleted_at is null
        and o.valid_from <= ? and (o.valid_to is null or o.valid_to >= ?) order by o.member_id`,
    [last, last, year, tx.committeeId, ...offices, last, last],
  )
  const fresh = holders.filter(({ asked }) => asked === null)
  for (const { memberId } of fresh) {
    const input: Fields = { memberId, year, dueOn, text: null, externalId: null }
    await createRecord(tx, dutyReports, input, context)
  }
  return { asked: fresh.length, before: holders.length - fresh.length }
}
