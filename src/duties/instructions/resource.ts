import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
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

export const instructions = declared({
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
  closedBy: ['instructedOn'],
  codes: { leaderLevel: 'level' },
  oneOf: {
    columns: SUBJECTS,
    rule: 'instructions.one_document',
    en: `Name one document: ${SUBJECTS.join(', ')}`,
    zh: `须且只能指明一件：${SUBJECTS.join('、')}`,
  },
  by: [...SUBJECTS, 'leaderLevel'],
  during: ['instructedOn'],
  filters: z.object({ leaderLevel: Code.optional() }),
  sorts: ['instructedOn'],
  defaultSort: 'instructedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  personal: ['summary'],
  ownRows: (principal) => {
    const person = principal.personId ?? '00000000-0000-0000-0000-000000000000'
    return { sql: `(${OWN.join(' or ')})`, parameters: OWN.map(() => person) }
  },
  members: (tx, row) => membersBehind(tx, tx.committeeId, row),
  checks: async (tx, whole) => checkAfter(await handedInOn(tx, whole), whole.instructedOn),
  example: {
    opinionId: '0197f6a0-0000-7000-8000-000000000001',
    leaderName: '某领导',
    leaderLevel: 'city',
    instructedOn: '2019-07-01',
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

/** Day before which nobody can have written on the document that is named; none while it was not handed in. */
async function handedInOn(tx: Tx, named: Partial<Record<Subject, string | null>>): Promise<string | null> {
  const { opinionId, proposalId, researchReportId, issueId } = named
  if (opinionId) return (await findRow(tx, 'opinions', opinionId))!.submittedOn
  if (proposalId) return (await findRow(tx, 'proposals', proposalId))!.submittedOn
  if (researchReportId) return (await findRow(tx, 'researchReports', researchReportId))!.submittedOn
  return issueId ? (await findRow(tx, 'opinionIssues', issueId))!.issuedOn : '0001-01-01'
}

function checkAfter(since: string | null, instructedOn: string): void {
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
