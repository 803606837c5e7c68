import { members } from '../../committee/members/resource.ts'
import { bodiesOn } from '../../committee/members/store.ts'
import { dayInZone } from '../../core/days.ts'
import { notFound } from '../../core/errors.ts'
import { type Rate, rateOf } from '../../core/rates.ts'
import { type AttendanceStatus, isPresent, tallyOf } from '../../duties/attendance/status.ts'
import { masked, readable } from '../../http/record.ts'
import type { Context } from '../../http/route.ts'
import { standingIn } from '../../scoring/board.ts'
import type { Boards } from '../../scoring/boards.ts'
import { treeOf } from '../../scoring/explain.ts'
import type { Fact } from '../../scoring/facts.ts'
import type { FactKind } from '../../scoring/kinds.ts'
import type { ScoreLine } from '../../scoring/lines.ts'
import { scoredPeriod } from '../../scoring/periods.ts'
import { lineView, treeView } from '../../scoring/schema.ts'
import { FACT_RECORDS, recordOf, titledRecords } from '../../scoring/store/fact-records.ts'
import { loadFacts } from '../../scoring/store/sources.ts'
import { findRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** The duty archive of one member in one period (DOMAIN 11.2): basic data, what they did, rates, score. */
export async function archiveOf(
  boards: Boards,
  context: Context<{ id: string }, { periodId: string; asOf?: string | undefined }>,
) {
  const { storage, committeeId, clock, params, query } = context
  const member = await readable(members, context as Context, params.id)
  const { period, regulation, key } = await scoredPeriod(storage.read, committeeId, query.periodId)
  const asOf = query.asOf ?? earlier(period.endsOn, dayInZone(clock()))
  const board = query.asOf ? await boards.once(key, query.asOf) : await boards.read(key)
  const scored = board.members.get(member.id)
  if (!scored) throw notFound('score of this member', member.id)
  const scope = {
    committeeId,
    from: period.startsOn,
    to: asOf,
    memberIds: [member.id],
    perSession: true,
    today: asOf,
  }
  const facts = (await loadFacts(storage, scope)).filter((fact) => fact.day <= asOf)
  return {
    basic: await basicOf(context, member, asOf),
    entries: await entriesOf(storage, committeeId, facts, scored.lines),
    attendance: attendanceOf(facts, asOf),
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

const earlier = (a: string, b: string): string => (a < b ? a : b)

async function basicOf(context: Context, member: Row<'members'>, asOf: string) {
  const { storage, committeeId, principal } = context
  const term = await findRow(storage.read, 'terms', committeeId, member.termId)
  const bodies = (await bodiesOn(storage.read, committeeId, [member.id], asOf)).get(member.id)!
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
  // A member sees their own fields whole.
  const own = principal.personId !== null && principal.personId === member.personId
  const whole = own || principal.permissions.has('personal.read')
  return whole ? { ...basic, maskedFields: [] } : masked(members.personal!, basic)
}

/** Session by session, in both readings: press style keeps who was exempt in the denominator. */
function attendanceOf(
  facts: readonly Fact[],
  asOf: string,
): { tally: ReturnType<typeof tallyOf>; rates: Rate[] } {
  const statuses = facts.flatMap((fact) =>
    fact.scope === 'session' ? [fact.outcome as AttendanceStatus] : [],
  )
  const tally = tallyOf(statuses)
  const present = statuses.filter(isPresent).length
  const all = tally.expected + statuses.filter((status) => status === 'exempt').length
  return {
    tally,
    rates: [
      rateOf(present, all, 'present_of_all_expected', asOf),
      rateOf(present, tally.expected, 'present_of_expected_less_exempt', asOf),
    ],
  }
}

/** Classes of meetings and of duties, in the order of the archive; the headings of records follow. */
const CLASS_TITLES: Record<string, string> = {
  statutory: '例会',
  body: '专委会会议',
  consultation: '协商',
  research: '调研视察',
  supervision: '民主监督',
  activity: '专委会、界别、小组活动',
  study: '学习',
  service: '联系服务',
  outreach: '文史联谊宣传',
  external: '受邀外部',
  other: '其他会议活动',
  ...Object.fromEntries(
    Object.entries(FACT_RECORDS).flatMap(([kind, { heading }]) => (heading ? [[kind, heading]] : [])),
  ),
}

/** Entries by duty class, in the order of the classes; each with the lines that it gave. */
async function entriesOf(
  storage: Storage,
  committeeId: string,
  facts: readonly Fact[],
  lines: readonly ScoreLine[],
) {
  const records = facts.filter((fact) => fact.scope !== 'session')
  const linesOf = Map.groupBy(lines, (line) => line.factId)
  const titles = await titledRecords(
    storage,
    committeeId,
    records.map(({ id }) => id),
  )
  const items = records.map((fact) => {
    const [kind, id] = recordOf(fact.id) as [FactKind, string]
    const { title, state, unit, createdAt } = titles.get(`${kind}/${id}`)!
    const { path, heading } = FACT_RECORDS[kind]
    return {
      class: heading ? kind : (fact.class ?? 'other'),
      day: fact.day,
      title,
      role: fact.role ?? null,
      status: kind === 'attendance' ? statusText(fact) : state,
      source: `${path}/${id}`,
      unit,
      enteredAt: createdAt,
      verification: fact.verified ? 'confirmed' : 'unverified',
      lines: (linesOf.get(fact.id) ?? []).map((line) => lineView(line)),
    }
  })
  const byClass = Map.groupBy(items, (item) => item.class)
  // A class that the committee added by itself comes last, under its own name.
  const classes = new Set([...Object.keys(CLASS_TITLES), ...byClass.keys()])
  return [...classes].flatMap((className) => {
    const own = byClass.get(className)
    return own ? [{ class: className, title: CLASS_TITLES[className] ?? className, items: own }] : []
  })
}

/** Sessions by what happened, such as `present 6, leave 2`. */
function statusText({ sessions }: Fact): string {
  if (!sessions) return ''
  const { eligible: _, ...counts } = sessions
  return Object.entries(counts)
    .filter(([, count]) => (count ?? 0) > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
