import { dayInZone } from '../core/days.ts'
import type { Storage } from '../storage/storage.ts'
import { etagOf, matchesNone } from './etag.ts'
import { answerOf } from './execute.ts'
import type { Context, Route } from './route.ts'

/** Runs a read: 304 when the client holds what would be answered, else the body with its tag. */
export async function executeRead(
  route: Route,
  context: Context,
  serialize: ((value: unknown) => string) | undefined,
  keptBytes: (body: object) => Buffer,
  storage: Storage,
) {
  const ifNoneMatch = context.headers['if-none-match'] as string | undefined
  let tag: string | undefined
  if (route.tagged) {
    const seq = await storage.sequenceOf(context.committeeId)
    // The day too: what is provisional, current or due turns with it.
    tag = etagOf(`s${seq}-${dayInZone(context.clock())}`, context.principal.view)
    const held = matchesNone(ifNoneMatch, tag)
    if (held) return notModified(held)
  }
  const reply = await route.read!(context)
  const answer = answerOf(route, reply, context, route.keepsBody ? () => '' : serialize)
  if (tag) answer.headers['etag'] = tag
  const given = answer.headers['etag']
  const held = given && matchesNone(ifNoneMatch, given)
  if (held) return notModified(held)
  const body = route.keepsBody ? keptBytes(reply.body as object) : answer.body
  return { ...answer, body, replayed: false }
}

const notModified = (etag: string) => ({ status: 304, headers: { etag }, body: '', replayed: false })
