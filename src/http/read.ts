import { dayInZone } from '../core/days.ts'
import { isObject } from '../core/records.ts'
import type { Storage } from '../storage/storage.ts'
import { wasNoted } from './clear-reads.ts'
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
  const ifNoneMatch = context.headers['if-none-match']
  // The day too: what is provisional, current or due turns with it.
  const tagOf = async () =>
    etagOf(
      `s${await storage.sequenceOf(context.committeeId)}-${dayInZone(context.clock())}`,
      context.principal.view,
    )
  let tag: string | undefined
  if (route.tagged) {
    tag = await tagOf()
    // With `*` is asked whether there is anything at all, which only the read can say.
    const held = ifNoneMatch?.includes('*') ? undefined : matchesNone(ifNoneMatch, tag)
    if (held) return notModified(held)
  }
  let reply = await route.read!(context)
  // That it was read is in the log now, and the sequence moved: read again, so that the tag is that of the answer.
  if (tag && wasNoted(context)) {
    tag = await tagOf()
    reply = await route.read!(context)
  }
  const answer = answerOf(route, reply, context, route.keepsBody ? () => '' : serialize)
  if (tag) answer.headers.etag = tag
  const given = answer.headers.etag
  const held = given && matchesNone(ifNoneMatch, given)
  if (held) return notModified(held)
  const body = route.keepsBody && isObject(reply.body) ? keptBytes(reply.body) : answer.body
  return { ...answer, body, replayed: false }
}

const notModified = (etag: string) => ({ status: 304, headers: { etag }, body: '', replayed: false })
