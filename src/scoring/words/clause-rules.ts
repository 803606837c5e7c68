import { exactText, ONE, type Points, pointsText } from '../../core/points.ts'
import type { Measure } from '../format/measure.ts'
import type { Clause } from '../format/regulation.ts'
import { MECHANISMS } from '../mechanisms/all.ts'
import { rateText } from '../mechanisms/figure.ts'
import { ladderText } from '../mechanisms/ladder.ts'
import { measuredRuleText } from '../mechanisms/measure.ts'
import { givenIn, type Saying, type Told } from '../mechanisms/mechanism.ts'
import { perText } from '../mechanisms/quantity.ts'
import { demandText, factsText, whatText, whoText } from './condition-rules.ts'
import { counterOf, type RuleNames, sayingOf } from './rule-names.ts'

/** A clause in sentences, slot by slot, in the order in which a person would do the sum. */

export function clauseTold(clause: Clause, names: RuleNames): Told[] {
  const saying = sayingOf(clause, names)
  return [
    { slot: '对谁', text: forWhom(clause, names) },
    { slot: '计什么', text: countedText(clause, names) },
    { slot: '分值', text: pointsOf(clause, saying) },
    ...MECHANISMS.flatMap(({ tells }) => tells?.(clause, saying) ?? []),
    ...(clause.within === undefined ? [] : [{ slot: '归组', text: names.points(clause.within) }]),
  ]
}

/** Of a body its people stand in what is counted. */
function forWhom({ who, of }: Clause, names: RuleNames): string {
  const { subject } = names.regulation
  if (subject !== undefined && of === undefined) return everybody(names)
  if (!who) return subject === undefined ? everybody(names) : `${everybody(names)}所属的委员`
  return subject === undefined ? whoText(who, names) : `${everybody(names)}中的${whoText(who, names)}`
}

/** `全体委员`, `各界别`. */
export const everybody = ({ regulation: { subject }, word }: RuleNames): string =>
  subject === undefined ? '全体委员' : `各${word('bodyKind', subject)}`

function countedText(clause: Clause, names: RuleNames): string {
  if (clause.when) return `符合以下条件的，计一次：${demandText(clause.when, names)}`
  if (clause.measure) return measureText(clause.measure, names)
  return factsText(clause, names)
}

/** What is measured over the whole period. */
function measureText(measure: Measure, names: RuleNames): string {
  switch (measure.kind) {
    case 'number': {
      const { clause, sum } = measure.of
      const what = `${whatText(clause, names)}${sum === null ? '的数量' : `合计的${names.word('unit', sum)}数`}`
      return measure.per === null ? what : `${what}，按所属委员人数平均`
    }
    case 'share':
      return `${whatText(measure.of.clause, names)}占${whatText(measure.among.clause, names)}的百分比`
    case 'ratio':
      return `${names.points(measure.points)}得分与同一名单的${measure.to === 'average' ? '平均分' : '最高分'}之比（百分比）`
    case 'place':
      return `${names.points(measure.points)}得分在同一名单中的名次`
    case 'people':
      return `符合以下条件的委员所占的百分比：${demandText(measure.is, names)}`
  }
}

const UNIT_OF = {
  number: 'number',
  share: 'percent',
  ratio: 'percent',
  place: 'place',
  people: 'percent',
} as const

function pointsOf(clause: Clause, saying: Saying): string {
  const { points, measure, quantity, when } = clause
  switch (points.kind) {
    case 'ladder':
      return `每${saying.one}：${ladderText(points, saying)}`
    case 'part':
      return `按${saying.clause(points.of)}给同样记录的分值的${pointsText(points.part)}计`
    case 'bands':
    case 'places':
    case 'steps':
      return measuredRuleText(points, UNIT_OF[measure!.kind], measuredIn(measure!, saying), saying)
    case 'flat':
    case 'by': {
      if (measure && points.kind === 'flat')
        return measuredRuleText(points, UNIT_OF[measure.kind], measuredIn(measure, saying), saying)
      if (when) return rateText(points, givenIn(saying.unit), saying)
      if (quantity?.unit === 'point' && exactText(quantity.each) === '1')
        return `按评定的分数${rateText(points, timesText, saying)}`
      const per = quantity ? perText(quantity, saying) : `每${saying.one}`
      const isDated = points.kind === 'flat' && points.figure.length > 1
      return `${per}${isDated ? '：' : ''}${rateText(points, givenIn(saying.unit), saying)}`
    }
  }
}

/** Of a score that somebody gave the figure is a factor. */
const timesText = (points: Points): string =>
  exactText(points) === exactText(ONE) ? '原样计入' : `乘以${exactText(points)}计入`

/** `条`, `小时`: what a number is counted in. */
function measuredIn(measure: Measure, { word }: Saying): string {
  if (measure.kind !== 'number') return ''
  const { sum, clause } = measure.of
  return sum === null ? counterOf(clause.per === 'session' ? 'session' : clause.counts) : word('unit', sum)
}
