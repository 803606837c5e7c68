import { FACT_STEPS, LOSS_REASONS } from '../../../core/words/scoring.ts'
import { codeText } from '../../../core/words/word.ts'
import type { ScoreLineView, ScoreTree } from '../../../scoring/wire/schema.ts'
import { printPoints } from '../../exports/ranked/ranked-report.ts'
import type { Account } from './account.ts'

/** A score as rows on paper: every group with its limits, every clause with what it counted, every fact with its points. */

export interface BreakdownRow {
  /** 0 for a group, deeper for what is in it. */
  level: number
  kind: 'group' | 'clause' | 'line'
  text: string
  day: string
  /** What it would earn by itself. */
  full: string
  /** What took the rest. */
  lost: string
  points: string
}

type Group = ScoreTree['groups'][number]
type Clause = ScoreTree['clauses'][number]

export function breakdownOf({ score, entries }: Pick<Account, 'score' | 'entries'>): BreakdownRow[] {
  const titles = new Map(
    entries.flatMap(({ items }) =>
      items.flatMap((item) => item.lines.map(({ factId }) => [factId, item.title] as const)),
    ),
  )
  const inside = ({ start, groups, clauses }: Group | ScoreTree, level: number): BreakdownRow[] => [
    ...(start ? [lineRow(start, level, '起始分')] : []),
    ...groups.flatMap((group) => [groupRow(group, level), ...inside(group, level + 1)]),
    ...clauses.flatMap((clause) => [
      clauseRow(clause, level),
      ...clause.lines.map((line) => lineRow(line, level + 1, titles.get(line.factId) ?? '')),
    ]),
  ]
  return [
    ...inside(score, 0),
    ...(score.apart ?? []).flatMap((group) => [groupRow(group, 0), ...inside(group, 1)]),
  ]
}

/** The groups of a score with what each came to: points, then what is counted in another unit. */
export const groupPoints = ({ groups, apart = [] }: ScoreTree): { label: string; value: string }[] =>
  [...groups, ...apart].map(({ title, unit, points }) => ({
    label: unit ? `${title.zh}（${unit.zh}）` : title.zh,
    value: printPoints(points),
  }))

const limitsOf = ({ cap, floor, unit }: Group): string => {
  const word = unit?.zh ?? '分'
  const parts = [
    ...(cap === null ? [] : [`封顶 ${printPoints(cap)} ${word}`]),
    ...(floor === null ? [] : [`不低于 ${printPoints(floor)} ${word}`]),
  ]
  return parts.length > 0 ? `（${parts.join('，')}）` : ''
}

const groupRow = (group: Group, level: number): BreakdownRow => ({
  level,
  kind: 'group',
  text: `${group.article ? `${group.article} ` : ''}${group.title.zh}${group.unit ? `（单位：${group.unit.zh}，不计入总分）` : ''}${limitsOf(group)}${group.article && group.text ? `：${group.text}` : ''}`,
  day: '',
  full: '',
  lost: group.unmet ? `条件未满足：${group.unmet.text.zh}` : '',
  points: printPoints(group.points),
})

const clauseRow = ({ title, article, text, lines, points }: Clause, level: number): BreakdownRow => ({
  level,
  kind: 'clause',
  text: `${article} ${title.zh}${text ? `：${text}` : ''}`,
  day: `${lines.length} 项`,
  full: printPoints(lines.reduce((sum, { full }) => sum + full, 0)),
  lost: '',
  points: printPoints(points),
})

function lineRow(line: ScoreLineView, level: number, title: string): BreakdownRow {
  const because = line.arithmetic.because?.text.zh
  return {
    level,
    kind: 'line',
    text: [
      title || because || line.article,
      ...(line.step ? [codeText(FACT_STEPS, line.step, 'zh')] : []),
    ].join(' · '),
    day: line.day,
    full: printPoints(line.full),
    lost: line.lost.map(lossWords).join('；'),
    points: `${printPoints(line.points)}${line.provisional ? '*' : ''}`,
  }
}

const lossWords = ({ reason, amount, limit }: ScoreLineView['lost'][number]): string => {
  const met = limit !== null && /cap|floor/.test(reason) ? ` ${printPoints(limit)} 分` : ''
  const taken = amount === 0 ? '' : `，${amount > 0 ? '未计' : '少扣'} ${printPoints(Math.abs(amount))} 分`
  return `${LOSS_REASONS[reason][0]}${met}${taken}`
}
