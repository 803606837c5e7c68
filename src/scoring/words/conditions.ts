import { exactText, type Points } from '../../core/points.ts'
import { type ExplanationWords, WORDS_NOW } from '../../core/words/explanations.ts'
import { FREQUENCIES } from '../../core/words/reports.ts'
import { UNITS } from '../../core/words/scoring.ts'
import { codeText, type Language } from '../../core/words/word.ts'
import type { Finding } from '../apply/finding.ts'
import type { CountCondition, RatioCondition, RowCondition, TogetherCondition } from '../format/counts.ts'
import type { Rung } from '../mechanisms/figure.ts'
import type { Span } from '../mechanisms/presence.ts'
import { partText } from '../mechanisms/window.ts'
import type { AttributeRule, Filter, Words } from '../notation/vocabulary.ts'
import { kindText, valueText } from './sentences.ts'

/** What a group or clause is called; a code that has no title stays a code. */
export type Titles = ReadonlyMap<string, Words>
/** What an explanation calls things: groups and clauses by their titles, codes by the words of its format. */
export interface Names {
  readonly titles: Titles
  readonly words: ExplanationWords
}
export const untitled = (words: ExplanationWords): Names => ({ titles: new Map(), words })
const CODES_NOW = untitled(WORDS_NOW)

/** A condition in words, with what there is, so that a reader sees why it holds or not. */
export function conditionText(finding: Finding, names: Names = CODES_NOW): Words {
  const { titles, words } = names
  const { condition } = finding
  switch (condition.kind) {
    case 'count':
      return countText(condition, finding, words)
    case 'points': {
      const got = exactText(finding.points!)
      const { of, atLeast, below } = condition
      const { zh, en } = of === 'total' ? { zh: '总分', en: 'the total' } : (titles.get(of) ?? codeOf(of))
      return atLeast
        ? {
            zh: `${zh} ${got}（至少 ${exactText(atLeast)}）`,
            en: `${en} is ${got} (at least ${exactText(atLeast)})`,
          }
        : {
            zh: `${zh} ${got}（低于 ${exactText(below!)}）`,
            en: `${en} is ${got} (below ${exactText(below!)})`,
          }
    }
    case 'repeated': {
      const now = conditionText(finding.parts[0]!, names)
      const { running, times } = condition
      const which = (lang: Language) => namedText(words.periodsNamed ? finding.periods : [], lang)
      return running
        ? {
            zh: `${now.zh}，此前连续 ${finding.count} 期${which('zh')}如此（须连续 ${running} 期）`,
            en: `${now.en}, and in ${finding.count} periods right before${which('en')} (${running} running)`,
          }
        : {
            zh: `${now.zh}，此前 ${finding.count} 期${which('zh')}如此（须 ${times} 期）`,
            en: `${now.en}, and in ${finding.count} earlier periods${which('en')} (${times} in all)`,
          }
    }
    case 'ratio':
      return ratioText(condition, finding, words)
    case 'together':
      return togetherText(condition, finding, words)
    case 'row':
      return rowText(condition, finding, words)
    case 'all':
      return joined(finding, names, '且', 'and')
    case 'any':
      return joined(finding, names, '或', 'or')
    case 'not': {
      const { zh, en } = conditionText(finding.parts[0]!, names)
      return { zh: `不是：${zh}`, en: `not: ${en}` }
    }
    case 'place': {
      const { bound, end } = condition
      const many = bound.kind === 'number' ? String(bound.number) : `${exactText(bound.share)}%`
      const place = finding.count ?? '–'
      return end === 'top'
        ? { zh: `名次 ${place}（前 ${many}）`, en: `place ${place} (first ${many})` }
        : { zh: `名次 ${place}（末 ${many}）`, en: `place ${place} (last ${many})` }
    }
    case 'grade':
      return { zh: `等次为“${condition.grade}”`, en: `the grade is ${condition.grade}` }
    case 'office':
      return {
        zh: `任 ${filterText('office', condition.office, words, 'zh')}`,
        en: `holds the office ${filterText('office', condition.office, words, 'en')}`,
      }
    case 'exit':
      return {
        zh: `本期内因${filterText('exit', condition.reasons, words, 'zh')}离任`,
        en: `left in the period: ${filterText('exit', condition.reasons, words, 'en')}`,
      }
    case 'mandate':
      return MANDATES[condition.mandate]
    case 'inOffice': {
      const { unit, atLeast, below } = condition
      const [zh, en] =
        atLeast === null ? [`不足 ${below}`, `below ${below}`] : [`至少 ${atLeast}`, `at least ${atLeast}`]
      const month = unit === 'month'
      return {
        zh: `本期在任 ${finding.count} ${month ? '个整月' : '天'}（${zh}）`,
        en: `in office for ${finding.count} ${month ? 'full months' : 'days'} of the period (${en})`,
      }
    }
    case 'exempt': {
      const { reasons, days } = condition
      const [zh, en] = reasons
        ? [
            `因${filterText('exempt', reasons, words, 'zh')}`,
            ` for ${filterText('exempt', reasons, words, 'en')}`,
          ]
        : ['', '']
      return {
        zh: `${zh}免计 ${finding.count} 天（至少 ${days}）`,
        en: `exempt${en} on ${finding.count} days (at least ${days})`,
      }
    }
    case 'named':
      return { zh: condition.code, en: condition.code }
  }
}

/** Which part of the period a mandate covers. */
export const MANDATES = {
  begins: { zh: '任期在本期开始', en: 'the mandate begins in the period' },
  ends: { zh: '任期在本期届满', en: 'the mandate ends in the period' },
  whole: { zh: '本期全程在任', en: 'in office for the whole period' },
} as const

const codeOf = (code: string): Words => ({ zh: `“${code}”`, en: `"${code}"` })

function joined({ parts }: Finding, names: Names, zh: string, en: string): Words {
  const texts = parts.map((part) => {
    const text = conditionText(part, names)
    const isJoined = part.parts.length > 1 && part.condition.kind !== 'ratio'
    return isJoined ? { zh: `（${text.zh}）`, en: `(${text.en})` } : text
  })
  return {
    zh: texts.map((text) => text.zh).join(`；${zh} `),
    en: texts.map((text) => text.en).join(`; ${en} `),
  }
}

function ratioText(
  { of, among, atLeast, below }: RatioCondition,
  { points, parts }: Finding,
  words: ExplanationWords,
): Words {
  const [some, all] = parts.map((part) => part.factIds.length)
  const got = points ? `${exactText(points)}%` : '–'
  const bounds = (lang: Language) =>
    [
      ...(atLeast ? [`${lang === 'zh' ? '至少' : 'at least'} ${exactText(atLeast)}%`] : []),
      ...(below ? [`${lang === 'zh' ? '低于' : 'below'} ${exactText(below)}%`] : []),
    ].join(lang === 'zh' ? '、' : ', ')
  return {
    zh: `${whatText(of, words, 'zh')}占${whatText(among, words, 'zh')}之比 ${some}/${all} = ${got}（${bounds('zh')}）`,
    en: `${whatText(of, words, 'en')} among ${whatText(among, words, 'en')}: ${some} of ${all} = ${got} (${bounds('en')})`,
  }
}

/** `提案与社情民意信息合计 2（至少 3）`. */
function togetherText(
  { of, atLeast, atMost }: TogetherCondition,
  { count, parts }: Finding,
  words: ExplanationWords,
): Words {
  const [first] = of
  const when = overText(first!, words.periodsNamed ? parts[0]?.periods : [])
  const what = (lang: Language) =>
    of.map((count) => whatText(count, words, lang)).join(lang === 'zh' ? '、' : ' and ')
  const bounds = boundsText(atLeast, atMost)
  return {
    zh: `${when.zh}${what('zh')}合计 ${count}（${bounds.zh}）`,
    en: `${what('en')}${when.en && ` ${when.en}`} together: ${count} (${bounds.en})`,
  }
}

function rowText({ inRow, of }: RowCondition, { count, parts }: Finding, words: ExplanationWords): Words {
  const when = overText(of, words.periodsNamed ? parts[0]?.periods : [])
  return {
    zh: `${when.zh}${whatText(of, words, 'zh')}最多连续 ${count} 次（至少 ${inRow}）`,
    en: `${whatText(of, words, 'en')}${when.en && ` ${when.en}`}: ${count} in a row at most (at least ${inRow})`,
  }
}

export function boundsText(atLeast: number | null, atMost: number | null): Words {
  return {
    zh: [
      ...(atLeast === null ? [] : [`至少 ${atLeast}`]),
      ...(atMost === null ? [] : [`至多 ${atMost}`]),
    ].join('、'),
    en: [
      ...(atLeast === null ? [] : [`at least ${atLeast}`]),
      ...(atMost === null ? [] : [`at most ${atMost}`]),
    ].join(', '),
  }
}

/** `（2017年、2018年）`: the periods that a condition speaks of. */
function namedText(periods: readonly Span[] | undefined, lang: Language): string {
  if (!periods || periods.length === 0) return ''
  const names = periods.map((period) => spanText(period, lang))
  return lang === 'zh' ? `（${names.join('、')}）` : ` (${names.join(', ')})`
}

function spanText({ from, to }: Span, lang: Language): string {
  const isZh = lang === 'zh'
  const year = from.slice(0, 4)
  if (from === `${year}-01-01` && to === `${year}-12-31`) return isZh ? `${year}年` : year
  return isZh ? `${from}至${to}` : `${from} to ${to}`
}

/** `每季度会议（全体会议，缺席） 1（至少 2）`: of parts of a year the fewest are told. */
function countText(
  condition: CountCondition,
  { count, worst, periods }: Finding,
  words: ExplanationWords,
): Words {
  const { atLeast, atMost, sum } = condition
  const bounds = boundsText(atLeast, atMost)
  const unit = (lang: Language) => (sum === null ? '' : ` ${codeText(UNITS, sum, lang)}`)
  const when = overText(condition, words.periodsNamed ? periods : [])
  const { each } = condition
  const part = (lang: Language) => {
    if (worst === undefined) return ''
    if (each !== 'period') return partText(each, worst, lang)
    return spanText(periods!.find(({ from }) => from === worst)!, lang)
  }
  return {
    zh: `${when.zh}${whatText(condition, words, 'zh')} ${part('zh') && `${part('zh')} `}${count}${unit('zh')}（${bounds.zh}）`,
    en: `${whatText(condition, words, 'en')}${when.en && ` ${when.en}`}: ${count}${unit('en')}${part('en') && ` in ${part('en')}`} (${bounds.en})`,
  }
}

/** `本届内`, `每季度`: the days that a count looks at. */
export function overText({ over, each }: CountCondition, periods: readonly Span[] = []): Words {
  const many = typeof over === 'object' ? over.periods : null
  const [zh, en] = each === null ? [] : each === 'period' ? EACH_PERIOD : FREQUENCIES[each]
  return {
    zh: [
      ...(over === 'term' ? ['本届内'] : many ? [`连续${many}期${namedText(periods, 'zh')}内`] : []),
      ...(zh ? [zh] : []),
    ].join(''),
    en: [
      ...(over === 'term'
        ? ['in the term']
        : many
          ? [`in ${many} periods running${namedText(periods, 'en')}`]
          : []),
      ...(en ? [en] : []),
    ].join(', '),
  }
}
const EACH_PERIOD = ['每期', 'each period'] as const

/** `立案或转为信息`: one of several steps. */
const stepsText = ({ statuses }: Rung, words: ExplanationWords, lang: Language): string =>
  statuses.map((status) => codeText(words.steps, status, lang)).join(lang === 'zh' ? '或' : ' or ')

/** What is counted: `会议（全体会议，缺席）`, `meetings (plenary, absent)`. */
function whatText({ clause }: CountCondition, words: ExplanationWords, lang: Language): string {
  const { attributes = {}, unreached = [], ...plain } = clause.where
  const filters = { ...plain, ...clause.who }
  const asked = [
    ...(clause.points.kind === 'ladder' ? [stepsText(clause.points.rungs[0]!, words, lang)] : []),
    ...Object.entries(filters).flatMap(([field, filter]) =>
      filter ? [filterText(field, filter, words, lang)] : [],
    ),
    ...unreached.map((status) => unreachedText(codeText(words.steps, status, lang), lang)),
    ...Object.entries(attributes).map(([name, rule]) => attributeText(name, rule, lang)),
  ]
  const kind = kindText(clause.per === 'session' ? 'session' : clause.counts, words, lang)
  if (asked.length === 0) return kind
  return lang === 'zh' ? `${kind}（${asked.join('，')}）` : `${kind} (${asked.join(', ')})`
}

/** `未立案`: a step that the record has not reached. */
export const unreachedText = (step: string, lang: Language): string =>
  lang === 'zh' ? `未${step}` : `not ${step}`

/** `“words” 至少 1000`: what is asked of a further field of a record. */
export function attributeText(name: string, rule: AttributeRule, lang: Language): string {
  const isZh = lang === 'zh'
  const field = codeOf(name)[lang]
  if (rule.kind === 'number') {
    const bound = (word: string, points: Points | null) => (points ? [`${word} ${exactText(points)}`] : [])
    const bounds = [
      ...bound(isZh ? '至少' : 'at least', rule.atLeast),
      ...bound(isZh ? '低于' : 'below', rule.below),
    ]
    return `${field} ${bounds.join(isZh ? '、' : ', ')}`
  }
  const values = rule.values.map(String).join(isZh ? '、' : ' or ')
  if (rule.not) return isZh ? `${field} 不是 ${values}` : `${field} not ${values}`
  return isZh ? `${field} 是 ${values}` : `${field} is ${values}`
}

export function filterText(
  field: string,
  { not, values }: Filter,
  words: ExplanationWords,
  lang: Language,
): string {
  const listed = values
    .map((value) => valueText(field, value, words, lang))
    .join(lang === 'zh' ? '、' : ' or ')
  if (!not) return listed
  return lang === 'zh' ? `除${listed}外` : `not ${listed}`
}
