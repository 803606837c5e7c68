import type { Decision } from '../core/import-questions.ts'
import { append } from '../core/long-lists.ts'
import type { PlanEntry, PlanFrame, RefusalCode } from '../exchange/imports/planner/plan-types.ts'
import { toTruth } from '../exchange/imports/planner/truth.ts'
import { recordsToTruth } from '../exchange/imports/planner/truth-records.ts'
import type { Client } from './client.ts'
import type { Import } from './import-report.ts'

/** A plan as right answers to sheets are written down, with the import that holds it. */
export async function truthOf(client: Client, row: Import): Promise<object> {
  const { id, state, fileName, resource, summary, results } = row
  const about = { id, state, fileName, resource, summary, results }
  if (row.refusal) {
    const { code, zh, en } = row.refusal
    return {
      ...about,
      ...toTruth(
        { verdict: 'refuse', refusal: { code: code as RefusalCode, message: { zh, en } } },
        { meetings: [] },
      ),
    }
  }
  const plan = await client.get<PlanFrame | RecordFrame>(`/v1/imports/${id}/plan`)
  // Answers tell the kind of a question as a text.
  const decisions = row.decisions as unknown as Decision[]
  if (plan.shape === 'records') {
    return { ...about, ...recordsToTruth({ ...plan, rows: await entriesOf(client, id), decisions }) }
  }
  if (plan.shape === 'roster') return { ...about, ...plan, rows: await entriesOf(client, id), decisions }
  const meetings = plan.events.flatMap(({ meetingId, externalId }) =>
    meetingId ? [{ id: meetingId, externalId }] : [],
  )
  const entries = await entriesOf<PlanEntry>(client, id)
  return { ...about, ...toTruth({ ...plan, verdict: 'import', entries, decisions }, { meetings }) }
}

/** What a plan of records is told by. */
type RecordFrame = Omit<Parameters<typeof recordsToTruth>[0], 'rows' | 'decisions'> & { shape: 'records' }

async function entriesOf<T>(client: Client, id: string): Promise<T[]> {
  const entries: T[] = []
  for (let page: number | null = 1; page !== null; ) {
    const answer: { items: T[]; nextPage: number | null } = await client.get(
      `/v1/imports/${id}/entries?page=${page}`,
    )
    append(entries, answer.items)
    page = answer.nextPage
  }
  return entries
}
