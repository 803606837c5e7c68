import type { Candidate, Decision } from '../../../core/import-questions.ts'
import { masked } from '../../../core/masked.ts'
import { entriesOf } from '../../../core/records.ts'
import { CHOICES, QUESTIONS, STATED_COUNTS } from '../../../core/words/imports.ts'
import { PARTS } from '../../../core/words/meetings.ts'
import { codeText } from '../../../core/words/word.ts'
import type { Row, Sheet, Value } from '../../exports/files/sheet.ts'
import type { LookName } from '../../exports/files/sheet-styles.ts'
import { guarded } from '../../exports/files/table.ts'
import { OWN_SHEETS } from '../planner/own-sheets.ts'
import type { PlanTotal } from '../planner/plan-types.ts'
import type { OutcomeTone } from './standing.ts'

/** The sheets that go back beside the office's own: the questions, and what the colours mean. */

const HEADERS = ['类别', '问的是', '涉及的单元格', '处数', '可选对象', '可选回答', '回答']
const WIDTHS = [14, 50, 36, 8, 44, 24, 24]
const REFS_SHOWN = 40

export function questionSheet(decisions: readonly Decision[]): Sheet {
  const rows = decisions.map((decision): Row => {
    const { kind, question, refs, refCount, candidates, choices, answer } = decision
    const more = refCount > REFS_SHOWN ? ` …（共 ${refCount} 处）` : ''
    const cells: Value[] = [
      QUESTIONS[kind][0],
      question.zh,
      refs.slice(0, REFS_SHOWN).join('、') + more,
      refCount,
      candidates.map(candidateText).join('\n'),
      choices.map(choiceText).join('、'),
      answer ? answerText(answer) : '',
    ]
    const tone = answer ? 'accepted' : 'question'
    const looks = cells.map((value) =>
      typeof value === 'number' ? (`${tone}Number` as const) : (`${tone}Text` as const),
    )
    return { cells: cells.map((value) => (typeof value === 'string' ? guarded(value) : value)), looks }
  })
  return own(OWN_SHEETS.questions, WIDTHS, [{ cells: HEADERS, looks: 'header' }, ...rows])
}

const choiceText = (choice: string): string => codeText(CHOICES, choice, 'zh')

const candidateText = (candidate: Candidate): string =>
  masked(
    (['memberNo', 'name', 'sector', 'unit', 'title', 'day', 'part', 'session'] as const)
      .map((field) => (field === 'part' ? codeText(PARTS, candidate.part ?? '', 'zh') : candidate[field]))
      .filter(Boolean)
      .join(' '),
  )

const answerText = (answer: NonNullable<Decision['answer']>): string =>
  Object.entries(answer)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => (key === 'choice' ? choiceText(String(value)) : `${key}: ${String(value)}`))
    .join('，')

const MEASURES = entriesOf(STATED_COUNTS)

/** Totals that the sheet states beside what its rows say. */
export function totalSheet(totals: readonly PlanTotal[]): Sheet {
  const headers = [
    '工作表',
    '位置',
    '会议',
    ...MEASURES.flatMap(([, [word]]) => [`表中${word}`, `各行${word}`]),
    '结论',
  ]
  const rows = totals.map(({ table, ref, of, stated, counted, differing, waits }): Row => {
    const tone = waits ? 'question' : differing.length > 0 ? 'refused' : 'accepted'
    const says = waits ? '有单元格待定，暂不能核对' : differing.length > 0 ? '不一致，请核对' : '一致'
    const numbers = MEASURES.flatMap(([measure]) => [stated[measure] ?? null, counted[measure]])
    const looks = MEASURES.flatMap(([measure]): LookName[] => {
      const look = differing.includes(measure) ? 'refusedNumber' : 'plainNumber'
      return [look, look]
    })
    return {
      cells: [guarded(table), ref, guarded(of), ...numbers, says],
      looks: ['plainText', 'plainText', 'plainText', ...looks, `${tone}Text`],
    }
  })
  const widths = [16, 10, 40, ...MEASURES.flatMap(() => [10, 10]), 28]
  return own(OWN_SHEETS.totals, widths, [{ cells: headers, looks: 'header' }, ...rows])
}

const COLOURS: [OutcomeTone, string][] = [
  ['accepted', '绿色：已录入、已更新，或提交后将录入'],
  ['same', '蓝色：与已有记录一致，没有改动'],
  ['question', '黄色：待定，见“结果·问题”'],
  ['refused', '红色：拒收，须改正后重新导入'],
  ['ignored', '灰色：未读取（合计、说明、示例、重复），或按决定略过'],
]

export const colourSheet = (): Sheet =>
  own(
    OWN_SHEETS.colours,
    [64],
    COLOURS.map(([tone, text]) => ({ cells: [text], looks: `${tone}Text` as const })),
    0,
  )

export const own = (name: string, widths: readonly number[], rows: readonly Row[], headRows = 1): Sheet => ({
  name,
  widths,
  headRows,
  landscape: true,
  footer: '&C&9第 &P 页，共 &N 页',
  rows: [rows],
})
