import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import type { Fields, Resource } from '../../http/record.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { checkOpen } from '../open-period.ts'
import { authorsOf } from '../opinions/store.ts'
import { signersOf } from '../proposals/store.ts'

/**
 * The register of instructions (批示): what a leader wrote on a document. One leader on one document is one row, so
 * that documents (件), instructions (件次) and leaders on documents (人次) are counted apart.
 */

const SUBJECTS = ['opinionId', 'proposalId', 'speechId'] as const
type Subject = (typeof SUBJECTS)[number]
const TABLES = { opinionId: 'opinions', proposalId: 'proposals', speechId: 'speeches' } as const

export const instructions: Resource<'instructions'> = {
  table: 'instructions',
  path: '/instructions',
  one: { en: 'instruction', zh: '批示', PascalCase: 'Instruction' },
  input: z.strictObject({
    opinionId: Id.nullable().default(null).meta({ description: 'One of the three documents is named.' }),
    proposalId: Id.nullable().default(null),
    speechId: Id.nullable().default(null),
    leaderName: Line(50),
    leaderTitle: Line(100).nullable().default(null),
    leaderLevel: Code.meta({ description: 'Of the catalogue `level`.', example: 'city' }),
    isPrincipal: z
      .boolean()
      .default(false)
      .meta({ description: 'A principal leader of that level (主要领导).' }),
    instructedOn: Day,
    summary: Prose(2_000).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: [...SUBJECTS],
  filters: z.object({
    opinionId: Id.optional(),
    proposalId: Id.optional(),
    speechId: Id.optional(),
    leaderLevel: Code.optional(),
    from: Day.optional(),
    to: Day.optional(),
  }),
  where: (query) => {
    const where = [...SUBJECTS, 'leaderLevel'].flatMap((column): Condition[] =>
      query[column] ? [{ column, op: '=', value: query[column] as string }] : [],
    )
    if (query['from']) where.push({ column: 'instructedOn', op: '>=', value: query['from'] as string })
    if (query['to']) where.push({ column: 'instructedOn', op: '<=', value: query['to'] as string })
    return where
  },
  sorts: ['instructedOn'],
  defaultSort: 'instructedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  personal: ['summary'],
  feedsScore: true,
  ownRows: (principal) => {
    const person = principal.personId ?? '00000000-0000-0000-0000-000000000000'
    return { sql: `(${OWN})`, parameters: [person, person, person] }
  },
  members: (tx, row) => membersBehind(tx.db, tx.committeeId, row),
  onCreate: async (tx, input) => {
    const subject = await subjectOf(tx, input)
    await checkCode(tx.db, tx.committeeId, 'level', input['leaderLevel'] as string, '/leaderLevel')
    await checkOpen(tx, input['instructedOn'] as string)
    checkAfter(subject, input['instructedOn'] as string)
    return input
  },
  onChange: async (tx, before, patch) => {
    await checkOpen(tx, before.instructedOn, patch['instructedOn'] as string | undefined)
    if (patch['leaderLevel']) {
      await checkCode(tx.db, tx.committeeId, 'level', patch['leaderLevel'] as string, '/leaderLevel')
    }
    checkAfter(await subjectOf(tx, before), (patch['instructedOn'] as string) ?? before.instructedOn)
    return patch
  },
  onWithdraw: (tx, row) => checkOpen(tx, row.instructedOn),
  example: {
    opinionId: '0197f6a0-0000-7000-8000-000000000001',
    leaderName: '某领导',
    leaderLevel: 'city',
    instructedOn: '2019-07-01',
  },
  refuses: {
    create: ['rule_violation', 'period_closed'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
}

const OWN = ['opinion', 'proposal', 'speech']
  .map((subject) => {
    const behind = {
      opinion: 'opinion_authors b where b.committee_id = t.committee_id and b.opinion_id = t.opinion_id',
      proposal: 'proposal_signers b where b.committee_id = t.committee_id and b.proposal_id = t.proposal_id',
      speech: 'speeches b where b.committee_id = t.committee_id and b.id = t.speech_id',
    }[subject]
    return `exists (select 1 from members own where own.committee_id = t.committee_id and own.person_id = ?
      and exists (select 1 from ${behind} and b.member_id = own.id))`
  })
  .join(' or ')

interface Documented {
  /** Day before which nobody can have written on it; none while it was not handed in. */
  since: string | null
}

/** The one document that is named: it stands, and was handed in. */
async function subjectOf(tx: Tx, input: Fields): Promise<Documented> {
  const named = SUBJECTS.filter((name) => input[name])
  if (named.length !== 1) {
    throw ruleViolation(
      'instructions.one_document',
      {
        en: 'Name one document: opinionId, proposalId or speechId',
        zh: '须且只能指明一件：opinionId、proposalId 或 speechId',
      },
      `/${named[1] ?? 'opinionId'}`,
    )
  }
  const [name] = named as [Subject]
  const row = await findRow(tx.db, TABLES[name], tx.committeeId, input[name] as string)
  if (!row || row.deletedAt) throw unknownReference(`/${name}`, input[name] as string)
  if (name === 'speechId') return { since: '0001-01-01' }
  return { since: (row as Row<'opinions' | 'proposals'>).submittedOn }
}

function checkAfter({ since }: Documented, instructedOn: string): void {
  if (since !== null && instructedOn >= since) return
  throw ruleViolation(
    'instructions.after_submitted',
    {
      en: since === null ? 'It was not submitted yet: submit it first' : `It was submitted on ${since}`,
      zh: since === null ? '该件尚未报送，请先报送' : `该件 ${since} 才报送`,
    },
    '/instructedOn',
  )
}

async function membersBehind(db: Db, committeeId: string, row: Row<'instructions'>): Promise<string[]> {
  if (row.opinionId) return (await authorsOf(db, committeeId, [row.opinionId])).get(row.opinionId) ?? []
  if (row.proposalId) {
    const signers = await signersOf(db, committeeId, [row.proposalId])
    return (signers.get(row.proposalId) ?? []).map((signer) => signer.memberId)
  }
  const speech = await findRow(db, 'speeches', committeeId, row.speechId!)
  return speech ? [speech.memberId] : []
}
