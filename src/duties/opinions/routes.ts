import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import type { Fields, Resource } from '../../http/record.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { checkOpen } from '../open-period.ts'
import { authorsOf, byAuthor, replaceAuthors, writtenBy } from './store.ts'

const OpinionState = z.enum(['draft', 'submitted', 'withdrawn'])

export const opinions: Resource<'opinions'> = {
  table: 'opinions',
  path: '/opinions',
  one: { en: 'opinion', zh: '社情民意信息', PascalCase: 'Opinion' },
  input: z.strictObject({
    title: Line(200),
    content: Prose(5_000).nullable().default(null),
    authorIds: z
      .array(Id)
      .min(1)
      .max(20)
      .meta({ description: 'Members in order; the first one is the first author.' }),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({ state: OpinionState, submittedOn: Day.nullable() }),
  filters: z.object({
    state: OpinionState.optional(),
    memberId: Id.optional(),
    from: Day.optional(),
    to: Day.optional(),
    q: Line(100).optional(),
  }),
  where: (query) => {
    const where: Condition[] = []
    if (query['state']) where.push({ column: 'state', op: '=', value: query['state'] as string })
    if (query['memberId']) where.push(byAuthor(query['memberId'] as string))
    if (query['from']) where.push({ column: 'submittedOn', op: '>=', value: query['from'] as string })
    if (query['to']) where.push({ column: 'submittedOn', op: '<=', value: query['to'] as string })
    if (query['q']) where.push({ column: 'title', op: 'contains', value: query['q'] as string })
    return where
  },
  sorts: ['createdAt', 'title'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  feedsScore: true,
  ownRows: (principal) => writtenBy(principal.personId),
  members: membersOf,
  decorate: async (db, rows, context) => {
    const authors = await authorsOf(
      db,
      context.committeeId,
      rows.map((row) => row.id),
    )
    return rows.map((row) => ({ ...row, authorIds: authors.get(row.id) ?? [] }))
  },
  onCreate: async (tx, input) => {
    await checkAuthors(tx, input['authorIds'] as string[])
    return { ...input, state: 'draft' }
  },
  onChange: async (tx, before, patch) => {
    await checkOpen(tx, before.submittedOn)
    if (patch['authorIds']) await checkAuthors(tx, patch['authorIds'] as string[])
    return patch
  },
  onWithdraw: (tx, row) => checkOpen(tx, row.submittedOn),
  afterWrite: async (tx, row, input) => {
    if (input['authorIds']) await replaceAuthors(tx, row.id, input['authorIds'] as string[])
  },
  example: { title: '老城区夜间停车难', authorIds: ['0197f6a0-0000-7000-8000-000000000001'] },
  refuses: {
    create: ['rule_violation'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
}

async function membersOf(tx: Tx, row: Row<'opinions'>, input: Fields): Promise<string[]> {
  const stored = (await authorsOf(tx.db, tx.committeeId, [row.id])).get(row.id) ?? []
  return [...new Set([...stored, ...((input['authorIds'] as string[] | undefined) ?? [])])]
}

async function checkAuthors(tx: Tx, authorIds: readonly string[]): Promise<void> {
  for (const [index, id] of authorIds.entries()) {
    const member = await findRow(tx.db, 'members', tx.committeeId, id)
    if (!member || member.deletedAt) throw unknownReference(`/authorIds/${index}`, id)
    if (authorIds.indexOf(id) < index) {
      throw ruleViolation(
        'opinions.authors_once',
        { en: 'An author stands once', zh: '作者不能重复' },
        `/authorIds/${index}`,
      )
    }
  }
}

export const opinionAdoptions: Resource<'opinionAdoptions'> = {
  table: 'opinionAdoptions',
  path: '/opinion-adoptions',
  one: { en: 'opinion adoption', zh: '社情民意采用', PascalCase: 'OpinionAdoption' },
  input: z.strictObject({
    opinionId: Id,
    level: z.enum(['district', 'city', 'province', 'national']),
    kind: z.enum(['single', 'combined']).default('single'),
    unit: Line(100).nullable().default(null),
    publication: Line(100).nullable().default(null),
    adoptedOn: Day,
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['opinionId'],
  filters: z.object({ opinionId: Id.optional(), level: z.string().max(20).optional() }),
  where: (query) =>
    ['opinionId', 'level'].flatMap((column): Condition[] =>
      query[column] ? [{ column, op: '=', value: query[column] as string }] : [],
    ),
  sorts: ['adoptedOn'],
  defaultSort: 'adoptedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  feedsScore: true,
  ownRows: (principal) => ({
    sql: `exists (select 1 from opinion_authors a join members own
             on own.committee_id = a.committee_id and own.id = a.member_id
           where a.committee_id = t.committee_id and a.opinion_id = t.opinion_id and own.person_id = ?)`,
    parameters: [principal.personId ?? '00000000-0000-0000-0000-000000000000'],
  }),
  members: async (tx, row) =>
    (await authorsOf(tx.db, tx.committeeId, [row.opinionId])).get(row.opinionId) ?? [],
  onCreate: async (tx, input) => {
    const opinion = await findRow(tx.db, 'opinions', tx.committeeId, input['opinionId'] as string)
    if (!opinion || opinion.deletedAt) throw unknownReference('/opinionId', input['opinionId'] as string)
    await checkCode(tx.db, tx.committeeId, 'level', input['level'] as string, '/level')
    await checkOpen(tx, input['adoptedOn'] as string)
    if (opinion.state !== 'submitted') {
      throw new AppError('state_conflict', {
        en: `The opinion is ${opinion.state}; only a submitted one is adopted`,
        zh: '只有已报送的社情民意才能登记采用',
      })
    }
    checkAfter(opinion, input['adoptedOn'] as string)
    return input
  },
  onChange: async (tx, before, patch) => {
    await checkOpen(tx, before.adoptedOn, patch['adoptedOn'] as string | undefined)
    if (patch['level']) await checkCode(tx.db, tx.committeeId, 'level', patch['level'] as string, '/level')
    const opinion = await findRow(tx.db, 'opinions', tx.committeeId, before.opinionId)
    checkAfter(opinion!, (patch['adoptedOn'] as string | undefined) ?? before.adoptedOn)
    return patch
  },
  onWithdraw: (tx, row) => checkOpen(tx, row.adoptedOn),
  example: { opinionId: '0197f6a0-0000-7000-8000-000000000001', level: 'province', adoptedOn: '2019-06-12' },
  refuses: {
    create: ['rule_violation', 'state_conflict', 'period_closed'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
}

function checkAfter({ submittedOn }: Row<'opinions'>, adoptedOn: string): void {
  if (submittedOn !== null && adoptedOn >= submittedOn) return
  throw ruleViolation(
    'opinions.adopted_after_submitted',
    { en: `It was submitted on ${submittedOn}`, zh: `该信息 ${submittedOn} 才报送` },
    '/adoptedOn',
  )
}

const Submitted = z
  .strictObject({ submittedOn: Day })
  .meta({ id: 'SubmitOpinion', example: { submittedOn: '2019-05-20' } })

export function opinionRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(opinions, secret),
    actionRoute(opinions, {
      verb: 'submit',
      operationId: 'submitOpinion',
      summary: 'Submit a draft',
      permission: 'duties.record',
      body: Submitted,
      failures: ['state_conflict', 'period_closed'],
      run: async (tx, row, body) => {
        const submittedOn = body['submittedOn'] as string
        await checkOpen(tx, submittedOn)
        if (row.state !== 'draft') {
          throw new AppError('state_conflict', { en: `It is ${row.state} already`, zh: '该信息已报送' })
        }
        return { state: 'submitted', submittedOn }
      },
    }),
    ...resourceRoutes(opinionAdoptions, secret),
  ]
}
