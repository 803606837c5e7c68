import { z } from 'zod'
import { isDay } from '../../../core/days.ts'
import { STATUS_CODES } from '../../../core/import-profile.ts'
import type { Answer, Decision } from '../../../core/import-questions.ts'
import { LEAVE_TYPES } from '../../../core/words/catalogues.ts'
import { PARTS } from '../../../core/words/meetings.ts'
import { coded } from '../../../core/words/word.ts'
import type { Text } from './plan-types.ts'
import { normalizeNumber, type WorldIndex } from './world.ts'

/** The wire form of an answer; which keys a choice wants is checked by `checkAnswer`. */
export const AnswerBody = z.strictObject({
  choice: z.string().min(1).max(40),
  memberId: z.string().max(100).optional(),
  memberNo: z.string().max(40).optional(),
  organizationId: z.string().max(100).optional(),
  sessionId: z.string().max(100).optional(),
  sessionIds: z.array(z.string().max(100)).min(1).max(100).optional(),
  status: z.enum(STATUS_CODES).optional(),
  leaveType: coded(LEAVE_TYPES).nullable().optional(),
  day: z.string().refine(isDay).optional(),
  part: coded(PARTS).optional(),
  title: z.string().min(1).max(200).optional(),
  typeCode: z.string().min(1).max(60).optional(),
})

type AnswerProblem = { key: keyof Answer; message: Text }

/** Why an answer cannot be taken, or null. An answer that passes is never silently left aside by a plan. */
export function checkAnswer(decision: Decision, answer: Answer, index: WorldIndex): AnswerProblem | null {
  const { choice } = answer
  if (!decision.choices.includes(choice)) {
    const list = decision.choices.join(', ')
    return problem('choice', `请从这些选项中选择：${list}。`, `Choose one of: ${list}.`)
  }
  if (choice === 'member') return checkMember(answer, index)
  if (choice === 'match') {
    const ids = answer.sessionIds ?? (answer.sessionId ? [answer.sessionId] : [])
    if (ids.length > 0 && ids.every((id) => index.sessionById.has(id))) return null
    return problem(
      'sessionId',
      '请写明系统里的场次（sessionId）。',
      'Name a session that exists (sessionId).',
    )
  }
  if (choice === 'status' && answer.status === undefined) {
    return problem('status', '请写明出席状态（status）。', 'Name the attendance status (status).')
  }
  if (choice === 'day' && answer.day === undefined) {
    return problem('day', '请写明日期（day），如 2025-03-12。', 'Name the day (day), such as 2025-03-12.')
  }
  if (choice === 'create') return checkCreate(decision, answer)
  return null
}

function checkMember(answer: Answer, index: WorldIndex): AnswerProblem | null {
  if (answer.memberId !== undefined) {
    if (index.memberById.has(answer.memberId)) return null
    return problem('memberId', '名册上没有这位委员（memberId）。', 'No such member (memberId).')
  }
  const found = index.membersByNumber.get(normalizeNumber(answer.memberNo ?? ''))
  if (found?.length === 1) return null
  return problem(
    'memberNo',
    '请写明委员（memberId 或 memberNo）。',
    'Name the member (memberId or memberNo).',
  )
}

function checkCreate(decision: Decision, answer: Answer): AnswerProblem | null {
  const { title, day } = decision.evidence
  if (!answer.day && !isDay(day ?? '')) {
    return problem(
      'day',
      '表中没有日期，新建时请写明（day）。',
      'The sheet names no day: state it to create the meeting (day).',
    )
  }
  if (!answer.title && !title?.trim()) {
    return problem(
      'title',
      '表中没有会议名称，新建时请写明（title）。',
      'The sheet names no title: state it to create the meeting (title).',
    )
  }
  return null
}

function problem(key: keyof Answer, zh: string, en: string): AnswerProblem {
  return { key, message: { zh, en } }
}
