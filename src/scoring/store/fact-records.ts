import { isKeyOf } from '../../core/records.ts'
import { DUTY_CLASSES } from '../../core/words/catalogues.ts'
import { LISTS } from '../../core/words/lists.ts'
import type { Word } from '../../core/words/word.ts'
import type { Storage } from '../../storage/storage.ts'
import type { FactKind } from '../check/kinds.ts'

/** The record that a fact of each kind opens to, and what people call it. */

interface FactRecord {
  /** Below `/v1`. */
  path: string
  table: string
  /** Expressions over the record `t`. */
  title: string
  state: string
  /** 奖惩, 提案 …; null where the class of the fact says it. */
  heading: Word | null
}

export const FACT_RECORDS = {
  attendance: { path: '/meetings', table: 'meetings', title: 't.title', state: 't.state', heading: null },
  proposal: {
    path: '/proposals',
    table: 'proposals',
    title: 't.title',
    state: 't.state',
    heading: LISTS.proposals,
  },
  opinion: {
    path: '/opinions',
    table: 'opinions',
    title: 't.title',
    state: 't.state',
    heading: LISTS.opinions,
  },
  speech: {
    path: '/speeches',
    table: 'speeches',
    title: 't.title',
    state: 't.state',
    heading: LISTS.speeches,
  },
  research_report: {
    path: '/research-reports',
    table: 'research_reports',
    title: 't.title',
    state: 't.state',
    heading: LISTS.researchReports,
  },
  service: {
    path: '/service-records',
    table: 'service_records',
    title: 't.title',
    state: 'null',
    heading: DUTY_CLASSES.service,
  },
  recognition: {
    path: '/recognitions',
    table: 'recognitions',
    title: 't.title',
    state: 'null',
    heading: LISTS.recognitions,
  },
  assessment: {
    path: '/assessments',
    table: 'assessments',
    title: `coalesce((select p.title from proposals p where p.committee_id = t.committee_id and p.id = t.proposal_id),
      t.form)`,
    state: 't.state',
    heading: LISTS.assessments,
  },
  record: {
    path: '/duty-records',
    table: 'duty_records',
    title: 't.title',
    state: 't.verification',
    heading: null,
  },
} as const satisfies Record<FactKind, FactRecord>

/** The record of a kind of fact; a fact of no known kind is a mistake of the program. */
export function factRecord(kind: string): FactRecord {
  if (isKeyOf(FACT_RECORDS, kind)) return FACT_RECORDS[kind]
  throw new Error(`No fact is of the kind ${kind}`)
}

export interface Titled {
  title: string
  state: string | null
  createdAt: string
  /** Of the department that entered it. */
  unit: string | null
}

/** The kind and the record of a fact: `proposal/<uuid>`, `attendance/<meeting>/<member>`. */
export const recordOf = (factId: string): [kind: string, id: string] =>
  factId.split('/').slice(0, 2) as [string, string]

/** What people call the records of these facts, by `<kind>/<id>`. */
export async function titledRecords(
  storage: Pick<Storage, 'query'>,
  committeeId: string,
  factIds: Iterable<string>,
): Promise<Map<string, Titled>> {
  const titles = new Map<string, Titled>()
  const byKind = Map.groupBy(
    new Set([...factIds].map((id) => recordOf(id).join('/'))),
    (id) => recordOf(id)[0],
  )
  for (const [kind, { table, title, state }] of Object.entries(FACT_RECORDS)) {
    const ids = (byKind.get(kind) ?? []).map((id) => recordOf(id)[1])
    if (ids.length === 0) continue
    const rows = await storage.query<Titled & { id: string }>(
      `select t.id, ${title} as title, ${state} as state, t.created_at, o.name as unit from ${table} t
         left join organizations o on o.committee_id = t.committee_id and o.id = t.owner_organization_id
        where t.committee_id = ? and t.id in (${ids.map(() => '?').join(', ')})`,
      [committeeId, ...ids],
    )
    for (const { id, ...titled } of rows) titles.set(`${kind}/${id}`, titled)
  }
  return titles
}
