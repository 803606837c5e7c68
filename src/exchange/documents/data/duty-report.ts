import { printDay } from '../../../core/words/amounts.ts'
import { DUTY_REPORT_STATES } from '../../../core/words/duties.ts'
import { FIELDS } from '../../../core/words/fields.ts'
import { codeText } from '../../../core/words/word.ts'
import type { Labelled } from './notice.ts'

/** 常委年度履职报告: what was written, and where it stands between its last day and its acceptance. */

export interface DutyReportBody {
  year: number
  dueOn: string
  text: string | null
  state: string
  submittedOn: string | null
  decidedOn: string | null
  note: string | null
  maskedFields: string[]
}

export interface DutyReportDocument {
  title: string
  author: string
  day: string
  who: Labelled[]
  state: Labelled[]
  /** Paragraphs. */
  text: string[]
  signatures: string
  footer: string
}

export function dutyReportDocument(
  committee: string,
  body: DutyReportBody,
  member: { name: string; memberNo: string; unit: string | null; post: string | null },
): DutyReportDocument {
  return {
    title: `${committee}${body.year}年度履职报告`,
    author: committee,
    day: body.dueOn,
    who: [
      { label: FIELDS['members.name'], value: member.name },
      { label: FIELDS.memberNo, value: member.memberNo },
      { label: '工作单位及职务', value: [member.unit, member.post].filter(Boolean).join('　') },
    ],
    state: stateOf(body),
    text: textOf(body),
    signatures: '报告人签名：　　　　　　　　　　　　　　　　年　　月　　日',
    footer: `${member.name}　${member.memberNo}　${body.year}年度`,
  }
}

export function stateOf({ state, dueOn, submittedOn, decidedOn, note }: DutyReportBody): Labelled[] {
  return [
    { label: FIELDS.state, value: codeText(DUTY_REPORT_STATES, state, 'zh') },
    { label: '应交日期', value: printDay(dueOn) },
    { label: FIELDS.submittedOn, value: submittedOn ? printDay(submittedOn) : '—' },
    ...(decidedOn ? [{ label: '审阅日期', value: printDay(decidedOn) }] : []),
    ...(note ? [{ label: '退回意见', value: note }] : []),
  ]
}

export function textOf({ text, maskedFields }: DutyReportBody): string[] {
  if (maskedFields.includes('text')) return ['（正文不向当前用户显示）']
  if (text === null || text.trim() === '') return ['（尚未提交）']
  return text.split(/\n+/).filter((paragraph) => paragraph.trim() !== '')
}
