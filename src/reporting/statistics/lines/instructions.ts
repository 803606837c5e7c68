import { type Line, type Query, type Span, selecting } from '../line.ts'

/**
 * What leaders wrote, by the three counts that reports mix up: documents with an instruction (件), instructions (件次),
 * and leaders on documents (人次). An instruction on an issue counts for that issue, not once for each of its authors.
 */

const DOCUMENT = `coalesce('opinions/' || i.opinion_id, 'opinionIssues/' || i.issue_id, 'proposals/' || i.proposal_id,
  'researchReports/' || i.research_report_id, 'speeches/' || i.speech_id)`
const TITLE = 'coalesce(o.title, n.title, p.title, r.title, s.title)'
const TITLED = ['opinions o', 'opinion_issues n', 'proposals p', 'research_reports r', 'speeches s']
  .map((table) => {
    const [, short] = table.split(' ')
    const column = {
      o: 'opinion_id',
      n: 'issue_id',
      p: 'proposal_id',
      r: 'research_report_id',
      s: 'speech_id',
    }[short!]
    return `left join ${table} on ${short}.committee_id = i.committee_id and ${short}.id = i.${column}`
  })
  .join('\n    ')

type Columns = Parameters<typeof selecting>[0]

const standing =
  (where: string, columns: Columns, group = '') =>
  ({ committeeId, from, asOf }: Span): Query => ({
    sql: `${selecting(columns)} from instructions i ${TITLED}
    where i.committee_id = ? and i.deleted_at is null and i.instructed_on >= ? and i.instructed_on <= ?${where}${group}`,
    parameters: [committeeId, from, asOf],
  })

function register(key: string, title: Line['title'], where: string): Line {
  return {
    key,
    title,
    kind: 'person_times',
    rule: 'leaders_on_documents',
    means: { zh: '人次：一位领导批一件计一人次', en: 'Leaders on documents: each leader once a document' },
    records: standing(
      where,
      {
        subject: `${DOCUMENT} || '/' || i.leader_name`,
        day: 'min(i.instructed_on)',
        label: 'i.leader_name',
        part: 'min(i.leader_level)',
      },
      ` group by ${DOCUMENT}, i.leader_name`,
    ),
    others: {
      instructions: {
        means: { zh: '件次：每次批示计一次', en: 'Instructions, each of them' },
        records: standing(where, {
          subject: "'instructions/' || i.id",
          day: 'i.instructed_on',
          label: 'i.leader_name',
          part: 'i.leader_level',
        }),
      },
      documents: {
        means: { zh: '件：有批示的文件数', en: 'Documents with at least one instruction' },
        records: standing(
          where,
          { subject: DOCUMENT, day: 'min(i.instructed_on)', label: `min(${TITLE})` },
          ` group by ${DOCUMENT}`,
        ),
      },
      by_principals: {
        means: { zh: '件次：主要领导批示', en: 'Instructions of principal leaders' },
        records: standing(`${where} and i.is_principal = 1`, {
          subject: "'instructions/' || i.id",
          day: 'i.instructed_on',
          label: 'i.leader_name',
          part: 'i.leader_level',
        }),
      },
    },
  }
}

export const INSTRUCTIONS: readonly Line[] = [
  register(
    'opinion_instructions',
    { zh: '省市领导批示（社情民意）', en: 'Instructions of the province and the city on opinions' },
    " and (i.opinion_id is not null or i.issue_id is not null) and i.leader_level in ('province', 'city')",
  ),
  register('instructions', { zh: '领导批示（全部文件）', en: 'Instructions on all documents' }, ''),
]
