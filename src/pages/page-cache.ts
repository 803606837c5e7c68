import { dayInZone } from '../core/days.ts'
import type { PageContext } from '../http/page.ts'
import type { Desk } from './desk.ts'
import type { PageContent } from './layout.ts'

/** Pages in memory as long as nothing of the committee has changed and the day is the same: then they read the same. */

const PAGES_MAX = 200

interface CachedPage {
  seq: number
  today: string
  content: PageContent
}

const pages = new WeakMap<Desk, Map<string, CachedPage>>()

/** `make` must say the same to everybody with these rights: no form of a session, no name of the person. */
export async function cachedPage(
  desk: Desk,
  context: PageContext,
  make: () => Promise<PageContent>,
): Promise<PageContent> {
  const { principal, language, url, storage, clock } = context
  const { committeeId, view, departments, personId } = principal
  const name = JSON.stringify([committeeId, view, departments, personId, language, url])
  const cache = pages.get(desk) ?? new Map<string, CachedPage>()
  pages.set(desk, cache)
  const today = dayInZone(clock())
  const seq = await storage.sequenceOf(principal.committeeId)
  const before = cache.get(name)
  if (before?.seq === seq && before.today === today) return before.content
  const page = await make()
  cache.delete(name)
  cache.set(name, { seq, today, content: page })
  if (cache.size > PAGES_MAX) cache.delete(cache.keys().next().value!)
  return page
}
