import { exactText } from '../core/points.ts'
import type { Finding } from './conditions.ts'
import type { CountCondition } from './conditions-format.ts'
import type { Filter, Words } from './vocabulary.ts'
import { kindText, stepText } from './wording.ts'

/** A condition in words, with what there is, so that a reader sees why it holds or not. */
export function conditionText(finding: Finding): Words {
  const { condition } = finding
  switch (condition.kind) {
    case 'count':
      return countText(condition, finding)
    case 'points': {
      const got = exactText(finding.points!)
      const { of, atLeast, below } = condition
      const [zh, en] = of === 'total' ? ['总分', 'the total'] : [of, of]
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
      const now = conditionText(finding.parts[0]!)
      const { running, times } = condition
      return running
        ? {
            zh: `${now.zh}，此前连续 ${finding.count} 期如此（须连续 ${running} 期）`,
            en: `${now.en}, and in ${finding.count} periods right before (${running} running)`,
          }
        : {
            zh: `${now.zh}，此前 ${finding.count} 期如此（须 ${times} 期）`,
            en: `${now.en}, and in ${finding.count} earlier periods (${times} in all)`,
          }
    }
    case 'ratio': {
      const { atLeast, below } = condition
      const [of, among] = finding.parts.map((part) => part.factIds.length)
      const got = finding.points ? `${exactText(finding.points)}%` : '–'
      const bounds = {
        zh: [
          ...(atLeast ? [`至少 ${exactText(atLeast)}%`] : []),
          ...(below ? [`低于 ${exactText(below)}%`] : []),
        ],
        en: [
          ...(atLeast ? [`at least ${exactText(atLeast)}%`] : []),
          ...(below ? [`below ${exactText(below)}%`] : []),
        ],
      }
      const [zh, en] = [
        kindText(condition.of.clause.counts, 'zh'),
        kindText(condition.of.clause.counts, 'en'),
      ]
      return {
        zh: `${zh}比例 ${of}/${among} = ${got}（${bounds.zh.join('、')}）`,
        en: `share of ${en}: ${of} of ${among} = ${got} (${bounds.en.join(', ')})`,
      }
    }
    case 'all':
      return joined(finding, '且', 'and')
    case 'any':
      return joined(finding, '或', 'or')
    case 'not': {
      const { zh, en } = conditionText(finding.parts[0]!)
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
        zh: `任 ${filterText(condition.office, 'zh')}`,
        en: `holds the office ${filterText(condition.office, 'en')}`,
      }
    case 'mandate':
      return MANDATES[condition.mandate]
    case 'exempt': {
      const { reasons, days } = condition
      const [zh, en] = reasons
        ? [`因 ${filterText(reasons, 'zh')} `, ` for ${filterText(reasons, 'en')}`]
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

const MANDATES = {
  begins: { zh: '任期在本期开始', en: 'the mandate begins in the period' },
  ends: { zh: '任期在本期届满', en: 'the mandate ends in the period' },
  whole: { zh: '本期全程在任', en: 'in office for the whole period' },
} as const

function joined({ parts }: Finding, zh: string, en: string): Words {
  const texts = parts.map(conditionText)
  return {
    zh: texts.map((text) => text.zh).join(`；${zh} `),
    en: texts.map((text) => text.en).join(`; ${en} `),
  }
}

const SPANS = {
  month: { zh: '每月', en: 'each month' },
  quarter: { zh: '每季度', en: 'each quarter' },
  half_year: { zh: '每半年', en: 'each half-year' },
} as const

function countText(condition: CountCondition, { count }: Finding): Words {
  const { clause, atLeast, atMost, over, each } = condition
  const what = (lang: 'zh' | 'en') => {
    const step = clause.points.kind === 'ladder' ? [stepText(clause.points.rungs[0]!.status, lang)] : []
    const { attributes = {}, ...plain } = clause.where
    const filters = [
      ...Object.values(plain).flatMap((filter) => (filter ? [filterText(filter, lang)] : [])),
      ...Object.keys(attributes),
    ]
    return [kindText(clause.counts, lang), ...step, ...filters].join(' ')
  }
  const when = {
    zh: [
      ...(over === 'term' ? ['本届内'] : typeof over === 'object' ? [`连续${over.periods}期内`] : []),
      ...(each ? [SPANS[each].zh] : []),
    ].join(''),
    en: [
      ...(over === 'term'
        ? ['in the term']
        : typeof over === 'object'
          ? [`in ${over.periods} periods running`]
          : []),
      ...(each ? [SPANS[each].en] : []),
    ].join(', '),
  }
  const bounds = {
    zh: [
      ...(atLeast === null ? [] : [`至少 ${atLeast}`]),
      ...(atMost === null ? [] : [`至多 ${atMost}`]),
    ].join('、'),
    en: [
      ...(atLeast === null ? [] : [`at least ${atLeast}`]),
      ...(atMost === null ? [] : [`at most ${atMost}`]),
    ].join(', '),
  }
  return {
    zh: `${when.zh}${what('zh')} ${count}（${bounds.zh}）`,
    en: `${what('en')}${when.en && ` ${when.en}`}: ${count} (${bounds.en})`,
  }
}

function filterText({ not, values }: Filter, lang: 'zh' | 'en'): string {
  const listed = values.join(lang === 'zh' ? '、' : ', ')
  if (!not) return listed
  return lang === 'zh' ? `除 ${listed} 外` : `not ${listed}`
}
