import type { Decision } from '../../../core/import-questions.ts'
import type { PlanWarning } from './plan-types.ts'
import type { RecordPlan, RecordRow } from './records/record-plan-types.ts'
import { truthDecision, truthWarning } from './truth.ts'

/** A plan of records in the format in which right answers are written down. */
export function recordsToTruth(plan: {
  resource: string
  tables: RecordPlan['tables']
  rows: readonly RecordRow[]
  decisions: readonly Decision[]
  warnings: readonly PlanWarning[]
}): Record<string, unknown> {
  const shape = SHAPES[plan.resource] ?? 'record_list'
  const yearly = plan.resource === 'declared-statistics'
  return {
    verdict: 'import',
    kind: plan.resource,
    shape,
    sheets: plan.tables.map(({ name, headerRow, columns }) => ({
      name,
      shape,
      header_rows: [headerRow],
      columns,
    })),
    events: [],
    rows: plan.tables.flatMap(({ name, ignoredRows }) =>
      ignoredRows.map(({ row, ref, raw }) => ({ sheet: name, row, ref, raw, result: 'ignored_footer' })),
    ),
    entries: [],
    records: yearly ? [] : plan.rows.map(truthRecord),
    declared: yearly ? plan.rows.map(truthCount) : [],
    decisions: plan.decisions.map(truthDecision),
    warnings: plan.warnings.map(truthWarning),
  }
}

const SHAPES: Record<string, string> = {
  proposals: 'proposal_list',
  opinions: 'opinion_list',
  'declared-statistics': 'S',
}
const REVIEWS: Record<string, string> = {
  file: 'filed',
  decline: 'not_filed',
  convert: 'converted_to_opinion',
}

function truthRecord(row: RecordRow): Record<string, unknown> {
  const stepBodies = (name: string) => row.steps.filter((step) => step.name === name).map(({ body }) => body)
  const review = row.steps.map(({ name }) => REVIEWS[name]).find((one) => one !== undefined)
  return {
    sheet: row.table,
    row: row.row,
    ref: row.refs.title ?? null,
    raw: row.cells.title ?? null,
    result: row.result,
    title: row.cells.title,
    authors: row.people.map(({ raw, memberNo, rung, signed }) => ({
      text: raw,
      member_no: memberNo,
      rung,
      signed,
    })),
    adopted: stepBodies('adopt').map(({ level, kind }) => ({ level, kind })),
    instructions: stepBodies('instruct').map((body) => ({
      leader_name: body.leaderName,
      leader_title: body.leaderTitle,
      leader_level: body.leaderLevel,
    })),
    ...(review ? { review } : {}),
    ...(row.errors.length > 0
      ? { errors: row.errors.map(({ ref, code, message }) => ({ ref, code, message: message.zh })) }
      : {}),
    ...(row.decisionIds.length > 0 ? { decisions: row.decisionIds } : {}),
  }
}

function truthCount(row: RecordRow): Record<string, unknown> {
  const person = row.people[0]
  return {
    sheet: row.table,
    ref: row.refs.value,
    row: row.row,
    raw: row.cells.value ?? '',
    result: row.result,
    ...(person ? { member_no: person.memberNo, rung: person.rung } : {}),
    measure: row.cells.measure,
    value: row.body?.value ?? null,
    ...(row.decisionIds.length > 0 ? { decision: row.decisionIds[0] } : {}),
  }
}
