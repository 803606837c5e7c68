import type { Fact, FactsDocument, ScoredMember } from '../../src/scoring/facts.ts'
import type {
  AttendanceRule,
  MeetingOutcome,
  SessionCounts,
} from '../../src/scoring/mechanisms/attendance-outcome.ts'

/**
 * A second scorer of the Tongcheng regulation, written from its text and without the engine: every amount is a whole
 * number of 1/UNIT points, one group after the other. Slow and plain on purpose.
 */
export const UNIT = 2n * 27_720n

const during = (day: string, from: string, to: string | null) => day >= from && (to === null || day <= to)

/** The outcome of a meeting by trying every way in which the open sessions could have gone. */
export function outcomeByTrying(counts: SessionCounts, rule: AttendanceRule): MeetingOutcome {
  const sessions: string[] = []
  const put = (word: string, count = 0) => {
    for (let at = 0; at < count; at += 1) sessions.push(word)
  }
  put('in', counts.present + counts.late + counts.leftEarly)
  put('leave', counts.leave)
  put('absent', counts.absent)
  put('partial', counts.partial)
  if (counts.eligible === 0) {
    if (counts.walkIn) return 'walk_in'
    return counts.observer ? 'observer' : 'exempt'
  }
  const seen = new Set<MeetingOutcome>()
  const visit = (open: number, list: readonly string[]) => {
    if (open === 0) seen.add(decided(list, rule))
    else for (const word of ['in', 'leave', 'absent', 'partial']) visit(open - 1, [...list, word])
  }
  visit(counts.unknown, sessions)
  return seen.size === 1 ? ([...seen][0] as MeetingOutcome) : 'unknown'
}

function decided(list: readonly string[], rule: AttendanceRule): MeetingOutcome {
  const count = (word: string) => list.filter((one) => one === word).length
  const share = count('in') / list.length
  const needed = rule === 'all' ? 1 : rule === 'any' ? Number.MIN_VALUE : 2 / 3
  if (share >= needed - 1e-12 && count('in') > 0) return 'attended'
  const ranked = [['leave_approved', count('leave')] as const, ['partial', count('partial')] as const].sort(
    (a, b) => b[1] - a[1],
  )
  const [best, second] = ranked
  if (best && second && best[1] > count('absent') && best[1] > second[1]) return best[0]
  return 'absent'
}

const OTHER_MEETINGS = [
  'plenary',
  'sc_meeting',
  'sc_topic',
  'chairs_meeting',
  'party_leadership',
  'sg_meeting',
  'committee_meeting',
]

/** The total of one member in 1/UNIT points. */
export function tongchengTotal(document: FactsDocument, member: ScoredMember): bigint {
  const counted = (day: string) =>
    during(day, document.period.from, document.period.to) && during(day, member.validFrom, member.validTo)
  const own = document.facts.filter((fact) => fact.memberId === member.id)
  const attendance = own
    .filter((fact) => fact.kind === 'attendance' && fact.scope === 'meeting' && counted(fact.day))
    .map((fact) => ({ fact, outcome: outcomeFor(member, fact) }))

  let plenary = 0
  for (const { fact, outcome } of attendance) {
    if (fact.type !== 'plenary') continue
    if (outcome === 'attended') plenary += 50
    if (outcome === 'leave_approved') plenary += 30
  }
  let meetings = Math.min(plenary, 50)
  for (const { fact, outcome } of attendance) {
    if (fact.type !== 'sc_meeting' && fact.type !== 'sc_topic') continue
    if (!member.offices.some((o) => o.code === 'standing_member' && during(fact.day, o.from, o.to))) continue
    if (outcome === 'leave_approved') meetings -= 2
    if (outcome === 'absent') meetings -= 5
  }
  meetings = Math.max(meetings, 0)

  let proposals = 0n
  for (const fact of own) {
    if (fact.kind !== 'proposal' || fact.type === 'collective') continue
    proposals += creditOf(fact, { submitted: 10n, filed: 15n }, counted) * shareOf(fact)
  }

  const speeches = own.filter(
    (fact) =>
      fact.kind === 'speech' &&
      fact.form === 'written' &&
      ['plenary', 'sc_meeting', 'sc_topic', 'consultation'].includes(fact.occasion ?? '') &&
      counted(fact.day),
  )
  let activities = 5 * speeches.length
  for (const { fact, outcome } of attendance) {
    if (OTHER_MEETINGS.includes(fact.type ?? '') || outcome !== 'attended') continue
    if (!speeches.some((speech) => speech.meetingId !== undefined && speech.meetingId === fact.meetingId))
      activities += 2
  }

  let opinions = 0n
  for (const fact of own) {
    if (fact.kind !== 'opinion' || (fact.share && fact.share.position !== 1)) continue
    opinions += creditOf(fact, { submitted: 10n, adopted: 5n }, counted)
  }

  const least = (a: bigint, b: bigint) => (a < b ? a : b)
  return (
    BigInt(meetings) * UNIT +
    least(proposals, 25n * UNIT) +
    BigInt(Math.min(activities, 10)) * UNIT +
    least(opinions, 15n) * UNIT
  )
}

function outcomeFor(member: ScoredMember, fact: Fact): string {
  const outcome = fact.sessions ? outcomeByTrying(fact.sessions, 'two_thirds') : (fact.outcome ?? 'unknown')
  if (outcome === 'attended') return outcome
  return member.exemptions.some((one) => during(fact.day, one.from, one.to)) ? 'exempt' : outcome
}

function creditOf(fact: Fact, worth: Record<string, bigint>, counted: (day: string) => boolean): bigint {
  const steps = fact.steps ?? []
  if (steps.some((step) => step.status === 'withdrawn')) return 0n
  let points = 0n
  for (const [status, value] of Object.entries(worth)) {
    const days = steps.filter((step) => step.status === status).map((step) => step.day)
    const first = days.sort()[0]
    if (first !== undefined && counted(first)) points += value
  }
  return points
}

function shareOf({ share }: Fact): bigint {
  if (!share || share.of === 1) return share?.position === null ? 0n : UNIT
  if (share.position === null) return 0n
  return share.position === 1 ? UNIT / 2n : UNIT / 2n / BigInt(share.of - 1)
}
