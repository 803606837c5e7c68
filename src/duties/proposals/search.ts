import { equalTo, withinDays } from '../../http/filters.ts'
import type { Fields } from '../../http/record.ts'
import type { Condition } from '../../storage/list.ts'
import { OVERDUE } from './assignments.ts'
import { onProposal } from './store.ts'

/** What an office asks for every day: by number, by who proposes and who handles, what is overdue, promised, unheard. */

const COLUMNS = [
  ...['state', 'proposerKind', 'plenarySessionId', 'mergedIntoId'],
  ...['organizationId', 'lineageOfId', 'caseNo', 'serialNo', 'category'],
]

const UNIT = `exists (select 1 from proposal_assignments a where a.committee_id = t.committee_id
  and a.proposal_id = t.id and a.deleted_at is null`
const PROMISE_OPEN = `exists (select 1 from proposal_replies r where r.committee_id = t.committee_id
  and r.proposal_id = t.id and r.deleted_at is null and r.promise_due_on is not null and r.promise_kept_on is null)`
const FEEDBACK_OPEN = `(t.state = 'replied' and exists (select 1 from proposal_signers s
    join proposals q on q.committee_id = s.committee_id and q.id = s.proposal_id
  where s.committee_id = t.committee_id and q.deleted_at is null and (q.id = t.id or q.merged_into_id = t.id)
    and not exists (select 1 from proposal_feedbacks f where f.committee_id = s.committee_id and f.proposal_id = t.id
      and f.member_id = s.member_id and f.round = t.round and f.deleted_at is null)))`

export function proposalsWhere(query: Fields): Condition[] {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  const flag = (name: string, sql: string): Condition[] =>
    typeof query[name] === 'boolean' ? [{ sql: query[name] ? sql : `not ${sql}`, parameters: [] }] : []
  const [memberId, unitId, overdueOn, q] = ['memberId', 'unitId', 'overdueOn', 'q'].map(text)
  const year = typeof query.year === 'number' ? String(query.year) : undefined
  return [
    ...equalTo(query, COLUMNS),
    ...flag('key', '(t.key_on is not null)'),
    ...flag('excellent', '(t.excellent_on is not null)'),
    ...flag('promiseOpen', PROMISE_OPEN),
    ...flag('feedbackOpen', FEEDBACK_OPEN),
    ...(unitId
      ? [{ sql: `${UNIT} and a.state <> 'transferred' and a.organization_id = ?)`, parameters: [unitId] }]
      : []),
    ...(overdueOn ? [{ sql: `${UNIT} and ${OVERDUE('a')})`, parameters: [overdueOn] }] : []),
    ...(memberId ? [onProposal(memberId)] : []),
    ...(year ? withinDays({ from: `${year}-01-01`, to: `${year}-12-31` }, 'submittedOn') : []),
    ...withinDays(query, 'submittedOn'),
    ...(q ? [numberedOrTitled(q)] : []),
  ]
}

function numberedOrTitled(q: string): Condition {
  const part = `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return {
    sql: "(lower(t.title) like ? escape '\\' or t.case_no = ? or t.serial_no = ?)",
    parameters: [part, q, q],
  }
}
