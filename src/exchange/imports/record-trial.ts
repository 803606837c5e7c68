import { append } from '../../core/long-lists.ts'
import type { Context } from '../../http/route.ts'
import type { JobContext } from '../../storage/jobs.ts'
import { letOthersRead } from '../../storage/write.ts'
import { actingFor, actorOf } from './acting.ts'
import { recordRowsIn } from './chunks.ts'
import { pack } from './packed.ts'
import { countRecords, type RecordRow } from './planner/records/record-plan-types.ts'
import type { RecordResource } from './planner/records/record-table.ts'
import { errorsOf, refusedBy } from './record-refusals.ts'
import { recordRow, USE_CASES } from './record-use-cases.ts'
import type { PlanResult } from './worker.ts'

/**
 * Every row that a plan would record is tried by the use case that will record it, in a transaction that is given up:
 * a plan shows what the rules refuse before anything is recorded.
 */

const READ_EVERY = 20

/** Leaves the transaction without an effect. */
class TrialEnds extends Error {}

export async function tryRecords(
  context: JobContext,
  resource: RecordResource,
  result: PlanResult,
): Promise<PlanResult> {
  if (result.refusal) return result
  const acting = await actingFor(context)
  if (!acting.principal.permissions.has(USE_CASES[resource].resource.permission.write)) {
    const { zh, en } = notPermitted(resource)
    return { ...result, refusal: { code: 'not_permitted', zh, en }, chunks: [], decisions: [], summary: {} }
  }
  let counts = countRecords([])
  const chunks: Uint8Array[] = []
  for (const [at, chunk] of result.chunks.entries()) {
    const rows = recordRowsIn(chunk)
    await tryRows(context, acting, resource, rows)
    counts = countRecords(rows, counts)
    chunks.push(pack(rows))
    await context.progress('trying', at + 1, result.chunks.length)
  }
  const { summary } = result
  return { ...result, chunks, summary: { ...summary, counts: { ...summary.counts, ...counts } } }
}

const notPermitted = (resource: RecordResource) => ({
  zh: `这是${USE_CASES[resource].resource.one.zh}的表，您没有登记它的权限。请由有权限的人导入，或请管理员授权。`,
  en: `This is a sheet of ${resource}, which you may not record. Ask somebody who may, or an administrator for the right.`,
})

async function tryRows(
  context: JobContext,
  acting: Context,
  resource: RecordResource,
  rows: readonly RecordRow[],
): Promise<void> {
  const { storage, job } = context
  const due = rows.filter((row) => row.result === 'new')
  let next = 0
  while (next < due.length) {
    try {
      await storage.write(job.committeeId, actorOf(context), async (tx) => {
        while (next < due.length) {
          const row = due[next]!
          next += 1
          if (next % READ_EVERY === 0) await letOthersRead()
          try {
            await recordRow(tx, resource, { body: row.body!, steps: row.steps }, acting)
          } catch (error) {
            row.result = 'refused'
            append(row.errors, errorsOf(resource, row, refusedBy(storage, error)))
            // What was refused may have written before it was, or have ended the transaction: the next one begins anew.
            throw new TrialEnds()
          }
        }
        throw new TrialEnds()
      })
    } catch (error) {
      if (!(error instanceof TrialEnds)) throw error
    }
  }
}
