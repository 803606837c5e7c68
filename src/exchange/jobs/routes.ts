import type { OutgoingHttpHeaders } from 'node:http'

import { z } from 'zod'
import { AppError, notFound } from '../../core/errors.ts'
import { IdParams, TrialQuery } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { SECURITY_HEADERS } from '../../http/security-headers.ts'
import { inCommittee } from '../../storage/from.ts'
import type { Job } from '../../storage/jobs.ts'
import { updatePlain } from '../../storage/plain.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db } from '../../storage/storage.ts'
import { getJob, JobShape } from './schema.ts'

const tag = 'jobs'
const params = IdParams

const jobView = (job: Job) => ({
  ...job,
  progress: { done: job.done, total: job.total, phase: job.phase },
})

const FINISHED = ['succeeded', 'failed', 'cancelled']
const POLL_MS = 250
const HEARTBEAT_MS = 15_000

async function findJob(db: Db, context: Context<{ id: string }>): Promise<Job> {
  const job = await findRow(inCommittee(db, context.principal.committeeId), 'jobs', context.params.id)
  const { principal } = context
  const visible = job && (job.createdBy === principal.actor || principal.permissions.has('users.manage'))
  if (!visible) throw notFound('job', context.params.id)
  return job
}

export function jobRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/jobs/:id',
      ...getJob,
      summary: 'State and progress of background work',
      tag,
      permission: 'any',
      params,
      versioned: true,
      failures: ['not_found'],
      read: async (context) => {
        const job = await findJob(deps.storage, context)
        const waiting = !FINISHED.includes(job.status)
        return {
          body: jobView(job),
          version: job.changes,
          ...(waiting ? { headers: { 'retry-after': '1' } } : {}),
        }
      },
    }),
    route({
      method: 'POST',
      path: '/jobs/:id/cancel',
      operationId: 'cancelJob',
      summary: 'Ask a job to stop; it ends within a second of its next step',
      tag,
      permission: 'any',
      params,
      query: TrialQuery,
      status: 202,
      response: JobShape,
      failures: ['not_found', 'state_conflict'],
      write: async (tx, context) => {
        const job = await findJob(tx, context)
        if (FINISHED.includes(job.status)) {
          throw new AppError('state_conflict', {
            en: `The job has ${job.status}`,
            zh: '任务已结束，无法取消',
          })
        }
        // One that nobody has taken yet ends here; a running one sees the wish at its next step.
        const queued = job.status === 'queued'
        const patch = {
          cancelRequested: true,
          changes: job.changes + 1,
          ...(queued
            ? { status: 'cancelled' as const, phase: 'cancelled', finishedAt: tx.at, eta: null }
            : {}),
        }
        await updatePlain(tx, 'jobs', { id: job.id }, patch)
        await tx.emit({
          type: 'job.cancel_requested',
          subjectType: 'jobs',
          subjectId: job.id,
          subjectVersion: patch.changes,
        })
        return { body: jobView({ ...job, ...patch }) }
      },
    }),
    route({
      method: 'GET',
      path: '/jobs/:id/events',
      operationId: 'followJob',
      summary: 'Progress as server-sent events; Last-Event-ID resumes',
      tag,
      permission: 'any',
      params,
      headers: z.object({
        'Last-Event-ID': z.string().optional().meta({ description: 'Last id that you saw.', example: '3' }),
      }),
      otherwise: { status: 204, when: 'You saw the end of it already.' },
      responseType: 'text/event-stream',
      failures: ['not_found'],
      stream: async (context, reply, request) => {
        const first = await findJob(deps.storage, context)
        const lastSeen = Number(request.headers['last-event-id'] ?? -1)
        if (FINISHED.includes(first.status) && lastSeen >= first.changes) return reply.code(204).send()
        const ordinary = reply.getHeaders() as OutgoingHttpHeaders
        reply.hijack()
        const { raw } = reply
        raw.writeHead(200, {
          ...ordinary,
          ...SECURITY_HEADERS,
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'request-id': request.id,
        })
        let open = true
        raw.on('close', () => {
          open = false
        })
        let sent = Number.isFinite(lastSeen) ? lastSeen : -1
        let beat = Date.now()
        while (open) {
          const job = (await findRow(inCommittee(deps.storage, first.committeeId), 'jobs', first.id))!
          if (job.changes > sent) {
            sent = job.changes
            const { status, done, total, phase, eta } = job
            const data = JSON.stringify({ status, done, total, phase, eta })
            raw.write(`id: ${sent}\nevent: ${status}\ndata: ${data}\n\n`)
            beat = Date.now()
          } else if (Date.now() - beat > HEARTBEAT_MS) {
            raw.write(': still here\n\n')
            beat = Date.now()
          }
          if (FINISHED.includes(job.status)) break
          await new Promise((resolve) => setTimeout(resolve, POLL_MS))
        }
        raw.end()
        return reply
      },
    }),
  ]
}
