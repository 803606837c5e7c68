import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { declared } from '../../committee/declared/declared.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { checkNotBefore, illegalStep } from '../../core/moves.ts'
import { ADOPTION_KINDS } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { withinDays } from '../../http/filters.ts'
import { action, createRecord, type Fields } from '../../http/record.ts'
import { childrenBy, replaceChildren } from '../../storage/children.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { opinionAdoptions } from './adoptions.ts'
import { authorsOf } from './authors.ts'
import { HANDED_IN, legalOpinionMoves } from './moves.ts'

const Adopt = z
  .strictObject({ level: Code, unit: Line(100).nullable().default(null), adoptedOn: Day })
  .meta({ id: 'AdoptIssue', example: { level: 'province', unit: '省政协', adoptedOn: '2019-06-20' } })

const adoptIssue = action('opinionIssues', {
  verb: 'adopt',
  operationId: 'adoptOpinionIssue',
  summary: 'A level adopts the issue: an adoption for each of its items',
  permission: 'proposals.review',
  body: Adopt,
  failures: ['rule_violation', 'state_conflict', 'period_closed'],
  run: async (tx, row, body, context) => {
    await checkCode(tx, tx.committeeId, 'level', body.level, '/level')
    for (const opinionId of await itemsOf(tx, row.id)) await adopt(tx, row, opinionId, body, context)
    return {}
  },
})

/** Issues (期): one may combine several items, and an item may stand in several. */

export const opinionIssues = declared({
  table: 'opinionIssues',
  path: '/opinion-issues',
  one: { en: 'opinion issue', zh: '社情民意期刊', PascalCase: 'OpinionIssue' },
  input: z.strictObject({
    number: Line(50).meta({ description: '期号.' }),
    title: Line(200),
    issuedOn: Day,
    opinionIds: z.array(Id).min(1).max(50).meta({ description: 'The items that it carries, in order.' }),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    kind: coded(ADOPTION_KINDS).meta({ description: 'Combined (综合) where it carries several items.' }),
  }),
  filters: z.object({ opinionId: Id.optional(), from: Day.optional(), to: Day.optional() }),
  where: (query) => {
    const where: Condition[] = []
    if (query.opinionId) {
      where.push({
        sql: `exists (select 1 from opinion_issue_items k where k.committee_id = t.committee_id
          and k.opinion_issue_id = t.id and k.opinion_id = ?)`,
        parameters: [query.opinionId],
      })
    }
    where.push(...withinDays(query, 'issuedOn'))
    return where
  },
  sorts: ['issuedOn', 'number'],
  defaultSort: 'issuedOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => ({
    sql: `exists (select 1 from opinion_issue_items k join opinion_authors a
        on a.committee_id = k.committee_id and a.opinion_id = k.opinion_id
      join members own on own.committee_id = a.committee_id and own.id = a.member_id
      where k.committee_id = t.committee_id and k.opinion_issue_id = t.id and own.person_id = ?)`,
    parameters: [principal.personId ?? '00000000-0000-0000-0000-000000000000'],
  }),
  members: async (tx, row, input) => {
    const sent = input.opinionIds ?? []
    return authorsBehind(tx, [...new Set([...(await itemsOf(tx, row.id)), ...sent])])
  },
  decorate: async (db, rows, context) => {
    const ids = rows.map((row) => row.id)
    const items = await childrenBy(db, 'opinionIssueItems', 'opinionIssueId', context.committeeId, ids)
    return rows.map((row) => ({
      ...row,
      opinionIds: (items.get(row.id) ?? []).map((item) => item.opinionId),
    }))
  },
  closedBy: ['issuedOn'],
  onCreate: async (tx, input) => {
    await checkItems(tx, input.opinionIds, input.issuedOn)
    return { ...input, kind: kindOf(input.opinionIds) }
  },
  onChange: async (tx, before, patch) => {
    const opinionIds = patch.opinionIds ?? (await itemsOf(tx, before.id))
    await checkItems(tx, opinionIds, patch.issuedOn ?? before.issuedOn)
    return patch.opinionIds ? { ...patch, kind: kindOf(opinionIds) } : patch
  },
  afterWrite: async (tx, row, input) => {
    const sent = input.opinionIds
    const items = sent?.map((opinionId) => ({ opinionId }))
    if (items) await replaceChildren(tx, 'opinionIssueItems', row.id, items)
  },
  steps: [adoptIssue],
  example: {
    number: '2019-17',
    title: '老城区停车两则',
    issuedOn: '2019-06-03',
    opinionIds: ['0197f6a0-0000-7000-8000-000000000001', '0197f6a0-0000-7000-8000-000000000002'],
  },
  refuses: {
    create: ['rule_violation', 'state_conflict', 'unknown_reference'],
    change: ['rule_violation', 'state_conflict', 'unknown_reference'],
  },
})

const kindOf = (opinionIds: readonly string[]) => (opinionIds.length > 1 ? 'combined' : 'single')

async function itemsOf(tx: Tx, issueId: string): Promise<string[]> {
  const items = await childrenBy(tx, 'opinionIssueItems', 'opinionIssueId', tx.committeeId, [issueId])
  return (items.get(issueId) ?? []).map((item) => item.opinionId)
}

async function authorsBehind(tx: Tx, opinionIds: readonly string[]): Promise<string[]> {
  const authors = await authorsOf(tx, tx.committeeId, opinionIds)
  return [...new Set([...authors.values()].flat())]
}

/** Each item stands once, was handed in, and not after the day of the issue. */
async function checkItems(tx: Tx, opinionIds: readonly string[], issuedOn: string): Promise<void> {
  for (const [index, id] of opinionIds.entries()) {
    const opinion = await findRow(tx, 'opinions', id)
    if (!opinion || opinion.deletedAt) throw unknownReference(`/opinionIds/${index}`, id)
    if (opinionIds.indexOf(id) < index) {
      throw ruleViolation(
        'opinions.issue_items_once',
        { en: 'An item stands in an issue once', zh: '同一期内每篇只列一次' },
        `/opinionIds/${index}`,
      )
    }
    if (!HANDED_IN.includes(opinion.state)) {
      throw illegalStep(opinion.state, 'issue', legalOpinionMoves(opinion.state))
    }
    checkNotBefore('opinions.issued_after_submitted', 'issuedOn', issuedOn, opinion.submittedOn)
  }
}

async function adopt(
  tx: Tx,
  issue: Row<'opinionIssues'>,
  opinionId: string,
  body: Fields,
  context: Parameters<typeof createRecord>[3],
): Promise<void> {
  const adoption = {
    opinionId,
    issueId: issue.id,
    kind: issue.kind,
    publication: issue.number,
    externalId: null,
  }
  await createRecord(tx, opinionAdoptions, { ...adoption, ...body }, context)
}
