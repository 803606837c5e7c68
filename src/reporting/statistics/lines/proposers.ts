import { enteredIn } from '../../../storage/states.ts'
import { type Line, type Query, type Span, selecting } from '../line.ts'

/** Which members proposed something in the span. */

export const PROPOSERS: readonly Line[] = [
  {
    key: 'submission_rate',
    title: { zh: '提案提交率', en: 'Members with a proposal' },
    kind: 'rate',
    rule: 'signed_of_members',
    means: {
      zh: '统计日在任委员中，期内提交过提案（含联名）的比例；集体提案的执笔人不是提案人，不计',
      en: 'Members in office on the day who signed a proposal of the period; who wrote for a body is no proposer',
    },
    records: (span) => submitted(span, " and p.proposer_kind <> 'collective'"),
    others: {
      first_proposers: {
        means: { zh: '只计第一提案人', en: 'First proposers alone' },
        records: (span) => submitted(span, " and s.role = 'first'"),
      },
    },
  },
]

const submitted = ({ committeeId, from, asOf }: Span, role: string): Query => {
  const wrote = `m.id in (select s.member_id from ${enteredIn('proposals', 'proposals', 'submitted')} p
      join proposal_signers s on s.committee_id = p.committee_id and s.proposal_id = p.id
    where p.state_then <> 'withdrawn' and (s.role <> 'cosigner'
      or (s.signed_on <= ? and s.signed_on <= coalesce(p.signature_deadline, p.since)))${role})`
  const asked = [asOf, from, asOf, asOf, committeeId, asOf]
  return {
    sql: `${selecting({
      subject: "'members/' || m.id",
      memberId: 'm.id',
      label: 'm.name',
      part: `case when ${wrote} then 'with' else 'without' end`,
      counted: `case when ${wrote} then 1 else 0 end`,
    })} from members m where m.committee_id = ? and m.deleted_at is null
      and m.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?)`,
    parameters: [...asked, ...asked, committeeId, asOf, asOf],
  }
}
