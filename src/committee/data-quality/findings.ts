import { within } from '../../core/days.ts'
import type { Text } from '../../core/errors.ts'
import { ROSTER_FINDINGS } from '../../core/words/members.ts'
import { codesOf } from '../../core/words/word.ts'
import type { Storage } from '../../storage/storage.ts'

/** What looks wrong in the roster. Nothing is changed: each finding says what a person should look at. */

export type Kind = keyof typeof ROSTER_FINDINGS

export interface Finding {
  kind: Kind
  memberIds: string[]
  names: string[]
  detail: Text
}

interface Member {
  id: string
  personId: string
  termId: string
  name: string
  phone: string | null
  unit: string | null
  birthDate: string | null
  validFrom: string
  validTo: string | null
  exitReason: string | null
  startsOn: string
  endsOn: string
  /** Another term begins after this one. */
  succeeded: boolean
}

interface Held {
  memberId: string
  what: string
  kind: string
  termId: string | null
  validFrom: string
  validTo: string | null
}

const MEMBERS = `select m.id, m.person_id, m.term_id, m.name, m.phone, m.unit, m.birth_date, m.valid_from, m.valid_to,
    m.exit_reason, t.starts_on, t.ends_on, exists (select 1 from terms n where n.committee_id = t.committee_id
      and n.deleted_at is null and n.starts_on > t.ends_on) as succeeded
  from members m join terms t on t.committee_id = m.committee_id and t.id = m.term_id
  where m.committee_id = ? and m.deleted_at is null order by m.name, m.id`

const HELD = `select r.member_id, o.name as what, o.kind, o.term_id, r.valid_from, r.valid_to
    from body_roles r join organizations o on o.committee_id = r.committee_id and o.id = r.organization_id
    where r.committee_id = ? and r.deleted_at is null
  union all select member_id, office as what, 'office' as kind, null as term_id, valid_from, valid_to from offices
    where committee_id = ? and deleted_at is null`

export async function findingsOf(storage: Storage, committeeId: string, asOf: string): Promise<Finding[]> {
  const members = await storage.query<Member>(MEMBERS, [committeeId])
  const held = Map.groupBy(
    await storage.query<Held>(HELD, [committeeId, committeeId]),
    ({ memberId }) => memberId,
  )
  const findings = [
    ...overlappingMandates(members),
    ...members.flatMap((member) => ofMember(member, held.get(member.id) ?? [], asOf)),
    ...likelyDuplicates(members),
  ]
  const order = codesOf(ROSTER_FINDINGS)
  return findings.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

const finding = (kind: Kind, members: readonly Member[], detail: Text): Finding => ({
  kind,
  memberIds: members.map(({ id }) => id),
  names: members.map(({ name }) => name),
  detail,
})

function overlappingMandates(members: readonly Member[]): Finding[] {
  const findings: Finding[] = []
  for (const of of Map.groupBy(members, ({ personId }) => personId).values()) {
    const ordered = of.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    for (const [index, next] of ordered.entries()) {
      const before = ordered[index - 1]
      if (!before || (before.validTo !== null && before.validTo < next.validFrom)) continue
      findings.push(
        finding('overlapping_mandates', [before, next], {
          en: `One person is a member twice from ${next.validFrom}: end the first mandate, or withdraw one`,
          zh: `同一人自 ${next.validFrom} 起有两段任期重叠：请结束前一段或撤回一条`,
        }),
      )
    }
  }
  return findings
}

function ofMember(member: Member, held: readonly Held[], asOf: string): Finding[] {
  const findings: Finding[] = []
  const { validFrom, validTo, startsOn, endsOn } = member
  const add = (kind: Kind, detail: Text) => findings.push(finding(kind, [member], detail))
  if (validFrom < startsOn || validFrom > endsOn || (validTo !== null && validTo > endsOn)) {
    add('mandate_outside_term', {
      en: `The mandate (${validFrom} to ${validTo ?? 'open'}) leaves the term (${startsOn} to ${endsOn})`,
      zh: `任期 ${validFrom} 至 ${validTo ?? '今'} 超出本届（${startsOn} 至 ${endsOn}）`,
    })
  }
  if (validTo === null && member.succeeded) {
    add('mandate_open', {
      en: `The term ended on ${endsOn} and another one stands; the mandate has no last day: enter it`,
      zh: `本届已于 ${endsOn} 届满并已换届，任期没有结束日期：请补填`,
    })
  }
  if (member.exitReason !== null && validTo === null) {
    add('exit_without_day', {
      en: `The reason of leaving is ${member.exitReason}, and the last day is missing`,
      zh: `已填离任原因 ${member.exitReason}，缺离任日期`,
    })
  }
  for (const membership of held) {
    if (membership.termId !== null && membership.termId !== member.termId) {
      add('body_of_another_term', {
        en: `${membership.what} is a body of another term: name the one of this term`,
        zh: `${membership.what}属于另一届：请改为本届的组织`,
      })
    }
    if (
      membership.validFrom >= validFrom &&
      (validTo === null || (membership.validTo !== null && membership.validTo <= validTo))
    )
      continue
    add('role_outside_mandate', {
      en: `${membership.what} (${membership.validFrom} to ${membership.validTo ?? 'open'}) leaves the mandate (${validFrom} to ${validTo ?? 'open'})`,
      zh: `${membership.what}（${membership.validFrom} 至 ${membership.validTo ?? '今'}）超出任期（${validFrom} 至 ${validTo ?? '今'}）`,
    })
  }
  if (!within(asOf, validFrom, validTo)) return findings
  const stands = (kind: string) =>
    held.some(
      (membership) => membership.kind === kind && within(asOf, membership.validFrom, membership.validTo),
    )
  if (!stands('sector'))
    add('no_sector', { en: 'Belongs to no sector on that day', zh: '当日未编入任何界别' })
  if (!stands('member_group') && !stands('street_body')) {
    add('no_group', { en: 'Belongs to no group on that day', zh: '当日未编入任何委员小组或街道组' })
  }
  return findings
}

/** Two persons of one name with a phone, a birth date or a unit in common; or of one phone. */
function likelyDuplicates(members: readonly Member[]): Finding[] {
  const findings: Finding[] = []
  const days = new Set<string>()
  const pair = (a: Member, b: Member, why: Text) => {
    const key = [a.id, b.id].toSorted().join(' ')
    if (a.personId === b.personId || days.has(key)) return
    days.add(key)
    findings.push(finding('likely_duplicate', [a, b], why))
  }
  const pairs = (groups: Iterable<Member[]>, why: (a: Member, b: Member) => Text | undefined) => {
    for (const group of groups) {
      for (const [index, a] of group.entries()) {
        for (const b of group.slice(index + 1)) {
          const text = why(a, b)
          if (text) pair(a, b, text)
        }
      }
    }
  }
  const phoned = members.filter(({ phone }) => phone !== null)
  pairs(Map.groupBy(phoned, ({ phone }) => phone!.replace(/\D/g, '')).values(), () => ({
    en: 'One phone number: merge the two persons if they are one, or correct the number',
    zh: '电话号码相同：确为一人请合并，否则请更正号码',
  }))
  pairs(Map.groupBy(members, ({ name }) => name.replace(/[\s·•]/g, '')).values(), (a, b) => {
    const same = (field: 'birthDate' | 'unit') => a[field] !== null && a[field] === b[field]
    if (!same('birthDate') && !same('unit')) return undefined
    return {
      en: `One name and one ${same('birthDate') ? 'birth date' : 'unit'}: merge the two persons if they are one`,
      zh: `姓名和${same('birthDate') ? '出生日期' : '单位'}相同：确为一人请合并`,
    }
  })
  return findings
}
