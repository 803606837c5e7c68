import { dayInZone } from '../core/days.ts'
import type { PageContext } from '../http/page.ts'
import type { Desk } from './desk.ts'
import type { Said } from './layout.ts'

/** Pages in memory as long as nothing of the committee has changed and the day is the same: then they read the same. */

const KEPT_MAX = 200

interface Kept {
  seq: number
  today: string
  said: Said
}

const pages = new WeakMap<Desk, Map<string, Kept>>()

/** `make` must say the same to everybody with these rights: no form of a session, no name of the person. */
export async function kept(desk: Desk, context: PageContext, make: () => Promise<Said>): Promise<Said> {
  const { principal, language, url, storage, clock } = context
  const { committeeId, view, departments, personId } = principal
  const name = JSON.stringify([committeeId, view, departments, personId, language, url])
  const known = pages.get(desk) ?? new Map<string, Kept>()
  pages.set(desk, known)
  const today = dayInZone(clock())
  const seq = await storage.sequenceOf(principal.committeeId)
  const before = known.get(name)
  if (before?.seq === seq && before.today === today) return before.said
  const said = await make()
  known.delete(name)
  known.set(name, { seq, today, said })
  if (known.size > KEPT_MAX) known.delete(known.keys().next().value!)
  return said
}
