import { principalOf } from '../../access/principals.ts'
import { contextOf } from '../../http/context.ts'
import { forbidden } from '../../http/rights.ts'
import { type Context, under } from '../../http/route.ts'
import type { JobContext } from '../../storage/jobs.ts'

/** A job writes in the name of who asked for it, with the rights that they have when it runs. */
export async function actingFor({ storage, clock, job }: JobContext): Promise<Context> {
  const principal = await principalOf({ storage, clock }, job.committeeId, job.createdBy)
  if (!principal) {
    throw forbidden({
      en: 'Whoever asked for this may no longer act here: somebody else has to ask for it',
      zh: '发起人已停用或凭据已失效，请由其他人重新发起',
    })
  }
  const acting = under(principal, 'imports.run')
  return contextOf({ principal: acting, params: {}, query: {}, requestId: 'job', clock, storage })
}

export const actorOf = ({ job }: JobContext) => ({ actor: job.createdBy, requestId: 'job' })
