import { members } from '../../committee/members/resource.ts'
import { bodiesOn } from '../../committee/members/store.ts'
import { dayInZone } from '../../core/days.ts'
import { notFound } from '../../core/errors.ts'
import { noteClearRead, shownInClear } from '../../http/clear-reads.ts'
import { masked, readable } from '../../http/record.ts'
import { isPerson } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import { sightOf } from '../../http/sight.ts'
import { refused } from '../../http/validate.ts'
import { scoreIn, standingIn } from '../../scoring/boards/board.ts'
import type { Boards } from '../../scoring/boards/boards.ts'
import { scoredPeriod } from '../../scoring/boards/periods.ts'
import type { ScoreLine } from '../../scoring/lines.ts'
import { titledRecords } from '../../scoring/store/fact-records.ts'
import { mandatesWith } from '../../scoring/store/mandates.ts'
import { loadFacts } from '../../scoring/store/sources.ts'
import { treeView } from '../../scoring/wire/schema.ts'
import { treeOf } from '../../scoring/words/explain.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { attendanceOf, entriesOf } from './entries.ts'

/** The duty archive of one member in one period (DOMAIN 11.2): basic data, what they did, rates, score. */
export async function archiveOf(
  boards: Boards,
  context: Context<{ id: string }, { periodId: string; asOf?: string | undefined }>,
) {
  const { storage, committeeId, clock, params, query } = context
  const member = await readable(members, context, params.id)
  const { period, regulation, key } = await scoredPeriod(storage, committeeId, query.periodId)
  const asOf = query.asOf ?? earlier(period.endsOn, dayInZone(clock()))
  const board = query.asOf ? await boards.once(key, query.asOf) : await boards.read(key)
  const scored = scoreIn(board, member.id)
  if (!scored) throw notFound('score of this member', member.id)
  const memberIds = mandatesWith(board.earlierMandates, member.id)
  const days = { committeeId, from: period.startsOn, to: asOf, memberIds }
  return {
    basic: await basicOf(context, member, asOf),
    ...(await doneOn(storage, days, scored.lines)),
    score: treeView(treeOf(member.id, scored.lines, board.compiled, asOf, standingIn(board, scored))),
    period: { id: period.id, name: period.name, from: period.startsOn, to: period.endsOn },
    regulation: {
      id: regulation.id,
      name: regulation.name,
      number: regulation.number,
      sourceHash: regulation.sourceHash,
    },
    asOf,
  }
}

/** The same of any days, without a score: an archive leaves out nothing that lies in no period. */
export async function archiveOfDays(context: Context<{ id: string }, { from: string; to: string }>) {
  const { storage, committeeId, clock, params, query } = context
  const member = await readable(members, context, params.id)
  const { from, to } = query
  if (from > to) throw refused([{ parameter: 'to', code: 'before_from', detail: 'lies before from' }])
  const asOf = earlier(to, dayInZone(clock()))
  return {
    basic: await basicOf(context, member, asOf),
    ...(await doneOn(storage, { committeeId, from, to: asOf, memberIds: [member.id] }, [])),
    from,
    to,
    asOf,
  }
}

/** Entries by class, and attendance, of these memberships on these days. */
async function doneOn(
  storage: Storage,
  days: { committeeId: string; from: string; to: string; memberIds: readonly string[] },
  lines: readonly ScoreLine[],
) {
  const { committeeId, from, to } = days
  const read = await loadFacts(storage, { ...days, perSession: true, today: to })
  const facts = read.filter(({ day }) => day >= from && day <= to)
  const titles = await titledRecords(
    storage,
    committeeId,
    facts.map(({ id }) => id),
  )
  return { entries: entriesOf(facts, lines, titles), attendance: attendanceOf(facts, to) }
}

const earlier = (a: string, b: string): string => (a < b ? a : b)

async function basicOf(context: Context, member: Row<'members'>, asOf: string) {
  const { storage, committeeId, principal } = context
  const term = await findRow(inCommittee(storage, committeeId), 'terms', member.termId)
  const bodies = (await bodiesOn(storage, committeeId, [member.id], asOf)).get(member.id)!
  const offices = await storage.query<{
    office: string
    name: string
    validFrom: string
    validTo: string | null
  }>(
    `select o.office, c.name, o.valid_from, o.valid_to from offices o
       join catalogue_items c on c.committee_id = o.committee_id and c.catalogue = 'office' and c.code = o.office
      where o.committee_id = ? and o.member_id = ? and o.deleted_at is null order by o.valid_from, c.sort_order`,
    [committeeId, member.id],
  )
  const basic = { ...member, memberId: member.id, term: term!.name, ...bodies, offices, asOf }
  // A member sees their own fields whole, whatever else they may read.
  const own = isPerson(principal, member.personId)
  const sight = own ? 'open' : sightOf(principal)
  if (sight === 'clear')
    await noteClearRead(context, 'members', shownInClear([member], members.personal!, principal.personId))
  return sight === 'masked' ? masked(members.personal!, basic) : { ...basic, maskedFields: [] }
}
