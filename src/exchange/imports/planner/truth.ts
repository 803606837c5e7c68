import { z } from 'zod'
import { Profile } from '../../../core/import-profile.ts'
import type { Decision } from '../../../core/import-questions.ts'
import type { Plan, PlanEntry, PlanWarning, RefusedPlan } from './plan-types.ts'
import type { World } from './world.ts'

/**
 * The format in which right answers to sheets are written down for comparison: snake_case, meetings by their
 * external id. This is the only module that knows it.
 */

const HINT_KEYS: Record<string, keyof Profile> = {
  shape: 'shape',
  year: 'year',
  header_row: 'headerRow',
  blank_policy: 'blankPolicy',
  signature_nonblank: 'signatureNonblank',
  fill_down: 'fillDown',
  legend: 'legend',
  encoding: 'encoding',
}

const SHAPES = new Set(['L', 'W', 'E', 'M'])

/** A `profile_hint` as a profile; hints that this importer has no use for are left out. */
export function profileOfHint(hint: Record<string, unknown>): Profile {
  const profile: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(hint)) {
    const own = HINT_KEYS[key]
    if (!own || (own === 'shape' && !SHAPES.has(String(value)))) continue
    profile[own] = own === 'legend' ? legendOfHint(value) : value
  }
  return Profile.parse(profile)
}

const HintLegend = z.record(z.string(), z.object({ status: z.string(), leave_type: z.string().optional() }))

function legendOfHint(legend: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(HintLegend.parse(legend)).map(([symbol, { status, leave_type: leaveType }]) => [
      symbol,
      { status, leaveType },
    ]),
  )
}

type NamedMeeting = Pick<World['meetings'][number], 'id' | 'externalId'>

/** A plan, or a refusal, in the format of the right answers. */
export function toTruth(
  plan: Plan | RefusedPlan,
  world: { meetings: readonly NamedMeeting[] },
): Record<string, unknown> {
  if (plan.verdict === 'refuse') {
    return { verdict: 'refuse', refusal: { code: plan.refusal.code, message: plan.refusal.message.zh } }
  }
  const externalIds = new Map(world.meetings.map((meeting) => [meeting.id, meeting.externalId ?? meeting.id]))
  return {
    verdict: 'import',
    kind: plan.kind,
    shape: plan.shape,
    sheets: plan.tables.map((table) => ({
      name: table.name,
      shape: table.shape,
      ...(table.skipped ? { skip: true } : {}),
      title_rows: table.titleRows,
      header_rows: table.headerRows,
      data_rows: table.dataRows,
      footer_rows: table.footerRows,
      columns: table.columns,
      legend: table.legend.map(({ leaveType, ...rest }) => ({
        ...rest,
        ...(leaveType ? { leave_type: leaveType } : {}),
      })),
    })),
    events: plan.events.map((event) => ({
      ...(event.meetingId ? { event: externalIds.get(event.meetingId) } : { proposal: event.key }),
      match: event.match === 'matched' ? 'existing' : event.match,
      title: event.title,
      date: event.day,
      ...(event.matchedBy ? { matched_by: event.matchedBy } : {}),
      ...(event.decisionId ? { decision: event.decisionId } : {}),
    })),
    rows: plan.rows.map((row) => ({
      sheet: row.table,
      row: row.row,
      ref: row.ref,
      raw: row.raw,
      ...(row.result ? { result: row.result } : {}),
      ...(row.memberNo ? { member_no: row.memberNo, rung: row.rung } : {}),
      ...(row.decisionId ? { decision: row.decisionId } : {}),
    })),
    entries: plan.entries.map((entry) => truthEntry(entry, externalIds)),
    records: [],
    declared: [],
    decisions: plan.decisions.map(truthDecision),
    warnings: plan.warnings.map(truthWarning),
  }
}

export const truthWarning = ({ code, table, ref, detail, mustBeAccepted }: PlanWarning) => ({
  code,
  sheet: table,
  ref,
  ...detail,
  must_be_accepted: mustBeAccepted,
})

function truthEntry(entry: PlanEntry, externalIds: ReadonlyMap<string, string>): Record<string, unknown> {
  return {
    sheet: entry.table,
    ref: entry.ref,
    row: entry.row,
    raw: entry.raw,
    result: entry.result,
    ...(entry.memberNo ? { member_no: entry.memberNo, rung: entry.rung } : {}),
    event: entry.meetingId ? externalIds.get(entry.meetingId) : null,
    session: entry.session,
    date: entry.day,
    status: entry.status,
    ...(entry.leaveType ? { leave_type: entry.leaveType } : {}),
    ...(entry.decisionId ? { decision: entry.decisionId } : {}),
    ...(entry.heldBy ? { held_by: entry.heldBy } : {}),
  }
}

export function truthDecision(decision: Decision): Record<string, unknown> {
  return {
    id: decision.id,
    kind: decision.kind,
    candidates: decision.candidates.map((one) => ({
      ...(one.memberNo
        ? { member_no: one.memberNo, name: one.name, sector: one.sector, unit: one.unit }
        : {}),
      ...(one.meetingId
        ? { event: one.externalId, title: one.title, session: one.session, date: one.day }
        : {}),
    })),
    choices: decision.choices,
    refs: decision.refs,
    question: decision.question.zh,
  }
}
