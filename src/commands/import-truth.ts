import { append } from '../core/long-lists.ts'
import { toTruth } from '../exchange/imports/planner/truth.ts'
import { recordsToTruth } from '../exchange/imports/planner/truth-records.ts'
import type { Answer, Client } from './client.ts'

/** A plan as right answers to sheets are written down, with the import that holds it. */
export async function truthOf(client: Client, row: Answer): Promise<Answer> {
  const { id, state, fileName, resource, summary, results } = row
  const about = { id, state, fileName, resource, summary, results }
  if (row.refusal) {
    const { code, zh, en } = row.refusal
    return {
      ...about,
      ...toTruth({ verdict: 'refuse', refusal: { code, message: { zh, en } } }, { meetings: [] }),
    }
  }
  const plan: Answer = await client.get(`/v1/imports/${id}/plan`)
  const entries: Answer[] = []
  for (let page: number | null = 1; page !== null; ) {
    const answer: Answer = await client.get(`/v1/imports/${id}/entries?page=${page}`)
    append(entries, answer.items)
    page = answer.nextPage
  }
  const { decisions } = row
  if (plan.shape === 'records') return { ...about, ...recordsToTruth({ ...plan, rows: entries, decisions }) }
  if (plan.shape === 'roster') return { ...about, ...plan, rows: entries, decisions }
  const meetings = plan.events.flatMap((event: Answer) =>
    event.meetingId ? [{ id: event.meetingId, externalId: event.externalId }] : [],
  )
  return { ...about, ...toTruth({ ...plan, verdict: 'import', entries, decisions }, { meetings }) }
}
