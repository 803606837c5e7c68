import { clausesIn, countsIn } from '../../../scoring/format/conditions-visit.ts'
import type { Clause, Regulation } from '../../../scoring/format/regulation.ts'

/** What holds for every clause, said once: how the engine reads what a regulation does not say each time. */

/** Kinds of records that several people may have signed. */
const SIGNED = ['proposal', 'opinion', 'research_report']

export function practiceOf(regulation: Regulation, clauses: readonly Clause[]): string[] {
  const counted = [...clausesIn(regulation), ...countsIn(regulation).map(({ clause }) => clause)]
  const meetings = counted.filter(({ counts }) => counts === 'attendance')
  const ladders = clauses.some(({ points }) => points.kind === 'ladder')
  const shared = clauses.some(({ counts, share }) => SIGNED.includes(counts) && !share)
  const isOfBodies = regulation.subject !== undefined
  return [
    isOfBodies
      ? '每条记录按其日期计入所在周期；委员以记录当日的归属为准。'
      : '每条记录按其日期计入所在周期，不在任期内的不计；“对谁”以记录当日的职务和所属组织为准，名单、等次和结果以周期最后一天为准。',
    ...(ladders ? ['记录逐级上升的，每一级只在首次达到时计，计入达到之日所在的周期；撤回的不计。'] : []),
    ...(shared ? ['没有写明几人共有怎样分的，按时署名的每人各得全部分值。'] : []),
    ...(meetings.length > 0 ? meetingPractice(meetings) : []),
    ...(clauses.length > 0
      ? [
          '分值和得分都按准确值计算，不在中途取整；封顶和下限对其所管时段的合计一次适用，先内后外，多出的从最后的记录扣起。',
        ]
      : []),
  ]
}

function meetingPractice(meetings: readonly Pick<Clause, 'per' | 'attendance'>[]): string[] {
  const usual = meetings.some(
    ({ per, attendance }) => per !== 'session' && (attendance ?? 'two_thirds') === 'two_thirds',
  )
  return [
    '“出席”包括迟到、早退，“缺席”包括请假未准，“请假”指获准的请假；免计期间的会议既不得分也不扣分。',
    ...(usual
      ? [
          '一次会议有几场的，除另有写明外，出席三分之二以上算出席，不足的看请假、缺席哪样多，一样多算缺席；未登记的场次会影响结果的，登记完整之前不计。',
        ]
      : []),
  ]
}
