import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { equalTo, withinDays } from '../../http/filters.ts'
import { type Fields, resource } from '../../http/record.ts'
import { childrenBy } from '../../storage/children.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { authorsOf } from '../opinions/authors.ts'
import { signersOf } from '../proposals/store.ts'
import { membersOfReport } from '../research-reports/store.ts'

/**
 * The register of instructions (批示): what a leader wrote on a document. One leader on one document is one row, so
 * that documents (件), instructions (件次) and leaders on documents (人次) are counted apart.
 */

const SUBJECTS = ['opinionId', 'proposalId', 'speechId', 'researchReportId', 'issueId'] as const
type Subject = (typeof SUBJECTS)[number]

export const instructions = resource({
  table: 'instructions',
  path: '/instructions',
  one: { en: 'instruction', zh: '批示', PascalCase: 'Instruction' },
  input: z.strictObject({
    opinionId: Id.nullable().default(null).meta({ description: 'One of the five documents is named.' }),
    proposalId: Id.nullable().default(null),
    speechId: Id.nullable().default(null),
    researchReportId: Id.nullable().default(null),
    issueId: Id.nullable()
      .default(null)
      .meta({ description: 'An issue (期) of opinions: behind it stand the authors of all its items.' }),
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
    researchReportId: Id.optional(),
    issueId: Id.optional(),
    leaderLevel: Code.optional(),
    from: Day.optional(),
    to: Day.optional(),
  }),
  where: (query) => [...equalTo(query, [...SUBJECTS, 'leaderLevel']), ...withinDays(query, 'instructedOn')],
  sorts: ['instructedOn'],
  defaultSort: 'instructedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  personal: ['summary'],
  ownRows: (principal) => {
    const person = principal.personId ?? '00000000-0000-0000-0000-000000000000'
    return { sql: `(${OWN.join(' or ')})`, parameters: OWN.map(() => person) }
  },
  members: (tx, row) => membersBehind(tx, tx.committeeId, row),
  onCreate: async (tx, input) => {
    const subject = await subjectOf(tx, input)
    await checkCode(tx, tx.committeeId, 'level', input.leaderLevel, '/leaderLevel')
    await checkOpen(tx, input.instructedOn)
    checkAfter(subject, input.instructedOn)
    return input
  },
  onChange: async (tx, before, patch) => {
    await checkOpen(tx, before.instructedOn, patch.instructedOn)
    if (patch.leaderLevel) {
      await checkCode(tx, tx.committeeId, 'level', patch.leaderLevel, '/leaderLevel')
    }
    checkAfter(await subjectOf(tx, before), patch.instructedOn ?? before.instructedOn)
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
})

/** Who stands behind each kind of document; `b` names its members. */
const BEHIND = [
  'opinion_authors b where b.committee_id = t.committee_id and b.opinion_id = t.opinion_id',
  'proposal_signers b where b.committee_id = t.committee_id and b.proposal_id = t.proposal_id',
  'speeches b where b.committee_id = t.committee_id and b.id = t.speech_id',
  `research_report_members b where b.committee_id = t.committee_id
     and b.research_report_id = t.research_report_id`,
  `opinion_issue_items i join opinion_authors b on b.committee_id = i.committee_id and b.opinion_id = i.opinion_id
     where i.committee_id = t.committee_id and i.opinion_issue_id = t.issue_id`,
]

const OWN = BEHIND.map(
  (behind) => `exists (select 1 from members own where own.committee_id = t.committee_id and own.person_id = ?
    and exists (select 1 from ${behind} and b.member_id = own.id))`,
)

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
        en: `Name one document: ${SUBJECTS.join(', ')}`,
        zh: `须且只能指明一件：${SUBJECTS.join('、')}`,
      },
      `/${named[1] ?? 'opinionId'}`,
    )
  }
  const [name] = named as [Subject]
  const document = await DOCUMENTS[name](tx, input[name] as string)
  if (!document) throw unknownReference(`/${name}`, input[name] as string)
  return document
}

const handedIn =
  (table: 'opinions' | 'proposals' | 'researchReports') =>
  async (tx: Tx, id: string): Promise<Documented | undefined> => {
    const row = await findRow(tx, table, id)
    return row && !row.deletedAt ? { since: row.submittedOn } : undefined
  }

const DOCUMENTS: Record<Subject, (tx: Tx, id: string) => Promise<Documented | undefined>> = {
  opinionId: handedIn('opinions'),
  proposalId: handedIn('proposals'),
  researchReportId: handedIn('researchReports'),
  speechId: async (tx, id) => {
    const row = await findRow(tx, 'speeches', id)
    return row && !row.deletedAt ? { since: '0001-01-01' } : undefined
  },
  issueId: async (tx, id) => {
    const row = await findRow(tx, 'opinionIssues', id)
    return row && !row.deletedAt ? { since: row.issuedOn } : undefined
  },
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
  if (row.researchReportId) return membersOfReport(db, committeeId, row.researchReportId)
  if (row.issueId) return authorsOfIssue(db, committeeId, row.issueId)
  const speech = await findRow(inCommittee(db, committeeId), 'speeches', row.speechId!)
  return speech ? [speech.memberId] : []
}

async function authorsOfIssue(db: Db, committeeId: string, issueId: string): Promise<string[]> {
  const items = await childrenBy(db, 'opinionIssueItems', 'opinionIssueId', committeeId, [issueId])
  const ids = (items.get(issueId) ?? []).map(({ opinionId }) => opinionId)
  return [...new Set([...(await authorsOf(db, committeeId, ids)).values()].flat())]
}
