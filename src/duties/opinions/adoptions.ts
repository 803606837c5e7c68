import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { illegalStep } from '../../core/moves.ts'
import { LEVELS } from '../../core/words/catalogues.ts'
import { ADOPTION_KINDS } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { from } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { authorsOf } from './authors.ts'
import { HANDED_IN, legalOpinionMoves } from './moves.ts'
import { behindOpinion } from './store.ts'

/** 录用: a level took an item over, alone or combined with others. */

export const opinionAdoptions = declared({
  table: 'opinionAdoptions',
  path: '/opinion-adoptions',
  one: { en: 'opinion adoption', zh: '社情民意采用', PascalCase: 'OpinionAdoption' },
  input: z.strictObject({
    opinionId: Id,
    issueId: Id.nullable().default(null).meta({ description: 'The issue with which it was adopted.' }),
    level: coded(LEVELS),
    kind: coded(ADOPTION_KINDS).default('single'),
    unit: Line(100).nullable().default(null),
    publication: Line(100).nullable().default(null),
    adoptedOn: Day,
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['opinionId', 'issueId'],
  closedBy: ['adoptedOn'],
  codes: { level: 'level' },
  by: ['opinionId', 'issueId', 'level'],
  filters: z.object({ level: z.string().max(20).optional() }),
  sorts: ['adoptedOn'],
  defaultSort: 'adoptedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: (principal) => behindOpinion(principal.personId),
  members: async (tx, row) => (await authorsOf(tx, tx.committeeId, [row.opinionId])).get(row.opinionId) ?? [],
  checks: async (tx, { opinionId, adoptedOn }, sent) => {
    // Said before what the day breaks: in a closed period no other day helps.
    await checkOpen(tx, adoptedOn)
    const opinion = (await findRow(tx, 'opinions', opinionId))!
    if (sent.opinionId && !HANDED_IN.includes(opinion.state)) {
      throw illegalStep(opinion.state, 'adopt', legalOpinionMoves(opinion.state))
    }
    checkAfter(opinion, adoptedOn)
  },
  onCreate: async (tx, input) => {
    if (input.issueId) await checkCarried(tx, input.issueId, input.opinionId)
    await checkOnce(tx, input)
    return input
  },
  example: { opinionId: '0197f6a0-0000-7000-8000-000000000001', level: 'province', adoptedOn: '2019-06-12' },
  refuses: { create: ['state_conflict'] },
})

type Adoption = Pick<Row<'opinionAdoptions'>, 'opinionId' | 'level' | 'unit' | 'adoptedOn'>

/** One decision of one body on one day is one adoption, whether it comes by itself or with an issue. */
async function checkOnce(tx: Tx, { opinionId, level, unit, adoptedOn }: Adoption): Promise<void> {
  const same = await from(tx, 'opinionAdoptions', { opinionId, level, adoptedOn, deletedAt: null })
  const duplicate = same.find((adoption) => (adoption.unit ?? '') === (unit ?? ''))
  if (!duplicate) return
  throw ruleViolation(
    'opinions.adopted_once',
    { en: `This adoption is recorded already (${duplicate.id})`, zh: `该采用已登记（${duplicate.id}）` },
    '/adoptedOn',
  )
}

function checkAfter({ submittedOn }: Row<'opinions'>, adoptedOn: string): void {
  if (submittedOn !== null && adoptedOn >= submittedOn) return
  throw ruleViolation(
    'opinions.adopted_after_submitted',
    { en: `It was submitted on ${submittedOn}`, zh: `该信息 ${submittedOn} 才报送` },
    '/adoptedOn',
  )
}

/** The issue carries the item. */
async function checkCarried(tx: Tx, issueId: string, opinionId: string): Promise<void> {
  const carried = await tx.query(
    `select 1 from opinion_issue_items k join opinion_issues i on i.committee_id = k.committee_id and i.id = k.opinion_issue_id
      where k.committee_id = ? and k.opinion_issue_id = ? and k.opinion_id = ? and i.deleted_at is null`,
    [tx.committeeId, issueId, opinionId],
  )
  if (carried.length === 0) throw unknownReference('/issueId', issueId)
}
