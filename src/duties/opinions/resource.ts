import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { checkUnlocked } from '../../committee/open-period.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { OPINION_STATES } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { containing, withinDays } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { findRow, isNamed } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { authorsOf, replaceAuthors } from './authors.ts'
import { OPINION_STEPS } from './moves.ts'
import { byAuthor, wholeOpinions, writtenBy } from './store.ts'

/** Reports of public opinion (社情民意信息): one matter each, by its authors, or brought up by somebody else. */

const OpinionState = coded(OPINION_STATES)

export const opinions = declared({
  table: 'opinions',
  path: '/opinions',
  one: { en: 'opinion', zh: '社情民意信息', PascalCase: 'Opinion' },
  input: z.strictObject({
    title: Line(200),
    content: Prose(5_000).nullable().default(null),
    authorIds: z.array(Id).max(20).default([]).meta({
      description: 'Members in order: the first author, then joint ones. None where a reflector is named.',
    }),
    reflectorIds: z.array(Id).max(20).default([]).meta({
      description:
        'Members who brought the matter up and did not write it; they are not credited as authors.',
    }),
    reflector: Line(50).nullable().default(null).meta({ description: 'Who brought it up, if no member.' }),
    reflectorIdentity: Line(100).nullable().default(null).meta({ description: 'As what: unit, post.' }),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    state: OpinionState,
    legal: z.array(z.string()).meta({ description: 'The steps that its state allows.' }),
    submittedOn: Day.nullable(),
    outcome: z.string().nullable().meta({ description: 'Why it was returned or kept.' }),
    adoptedBy: z.array(z.string()).meta({ description: 'Levels that adopted it (录用).' }),
    issueIds: z.array(Id).meta({ description: 'Issues (期) that carry it.' }),
  }),
  by: ['state'],
  filters: z.object({
    memberId: Id.optional(),
    from: Day.optional(),
    to: Day.optional(),
    pendingBefore: Day.optional().meta({
      description: 'Submitted before this day, and neither adopted nor decided on since.',
    }),
    q: Line(100).optional(),
  }),
  where: (query) => [
    ...(query.pendingBefore ? [{ sql: PENDING, parameters: [query.pendingBefore] }] : []),
    ...(query.memberId ? [byAuthor(query.memberId)] : []),
    ...withinDays(query, 'submittedOn'),
    ...containing(query, 'title'),
  ],
  sorts: ['createdAt', 'title'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => writtenBy(principal.personId),
  members: membersOf,
  decorate: (db, rows, context) => wholeOpinions(db, context.committeeId, rows),
  closedBy: ['submittedOn'],
  life: { first: 'draft', steps: OPINION_STEPS },
  onCreate: async (tx, input) => {
    await checkAuthors(tx, input)
    return input
  },
  onChange: async (tx, before, patch) => {
    const stored = (await wholeOpinions(tx, tx.committeeId, [before]))[0]!
    await checkAuthors(tx, { ...stored, ...patch })
    if (patch.authorIds && (await isNamed(tx, 'opinionAdoptions', 'opinionId', before.id))) {
      checkUnlocked(tx, ADOPTED, '/authorIds')
    }
    return patch
  },
  afterWrite: async (tx, row, input) => {
    if (!input.authorIds && !input.reflectorIds) return
    await replaceAuthors(tx, row.id, input)
  },
  example: { title: '老城区夜间停车难', authorIds: ['0197f6a0-0000-7000-8000-000000000001'] },
  refuses: { create: ['rule_violation'], change: ['rule_violation'] },
})

/** Nobody has taken it up, kept it or given it back. */
const PENDING = `t.state = 'submitted' and t.submitted_on < ? and not exists (select 1 from opinion_adoptions d
  where d.committee_id = t.committee_id and d.opinion_id = t.id and d.deleted_at is null)`

const ADOPTED = {
  rule: 'opinions.locked_once_adopted',
  en: 'It was adopted: who wrote it stands',
  zh: '该信息已被录用，作者不能直接改动',
}

interface People {
  authorIds: string[]
  reflectorIds: string[]
  reflector: string | null
}

async function membersOf(
  tx: Tx,
  row: Row<'opinions'>,
  { authorIds = [] }: Partial<People>,
): Promise<string[]> {
  const stored = (await authorsOf(tx, tx.committeeId, [row.id])).get(row.id) ?? []
  return [...new Set([...stored, ...authorIds])]
}

/** Somebody wrote it or brought it up, and each member stands once. */
async function checkAuthors(
  tx: Tx,
  { authorIds: authors, reflectorIds: reflectors, reflector }: People,
): Promise<void> {
  if (authors.length === 0 && !reflector) {
    throw ruleViolation(
      'opinions.authors',
      { en: 'Name its authors, or the reflector who is no member', zh: '须写明作者，或写明非委员反映人' },
      '/authorIds',
    )
  }
  const places = [
    ...authors.map((id, index) => ({ id, pointer: `/authorIds/${index}` })),
    ...reflectors.map((id, index) => ({ id, pointer: `/reflectorIds/${index}` })),
  ]
  for (const [at, { id, pointer }] of places.entries()) {
    const member = await findRow(tx, 'members', id)
    if (!member || member.deletedAt) throw unknownReference(pointer, id)
    if (places.findIndex((place) => place.id === id) < at) {
      throw ruleViolation(
        'opinions.authors_once',
        { en: 'An author stands once', zh: '作者不能重复' },
        pointer,
      )
    }
  }
}

export const opinionOperations = recordOperations<'opinions', { legal: string[]; authorIds: string[] }>(
  opinions,
)
