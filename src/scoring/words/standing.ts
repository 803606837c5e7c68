import { divide, exactText, multiply, whole } from '../../core/points.ts'
import { pointsIn, roundingText } from '../../core/words/amounts.ts'
import { CONSEQUENCES } from '../../core/words/scoring.ts'
import { codeText, type Language } from '../../core/words/word.ts'
import type { Quota } from '../apply/bounds.ts'
import type { Requirement } from '../apply/conditions.ts'
import type { Finding } from '../apply/finding.ts'
import type { SideFigure } from '../apply/orders.ts'
import { conditionText } from './conditions.ts'
import type { Tree } from './explain.ts'

/** What stands beside the total, in words: why a grade is this one, why another is not, and what follows. */
export function standingText(tree: Tree, lang: Language): string[] {
  const { forced, grade, consequences, names } = tree
  const isZh = lang === 'zh'
  const colon = isZh ? '：' : ': '
  const byForce = isZh ? `不论总分，定为“${grade}”` : `Whatever the total, the grade is ${grade}`
  return [
    ...(forced ? [`  ${byForce}${colon}${conditionText(forced, names)[lang]}`] : []),
    ...missedText(tree, lang),
    ...(names.words.requirements ? tree.requirements.map((each) => requirementText(each, tree, lang)) : []),
    ...tree.figures.filter(({ ordered }) => ordered).map((figure) => orderText(figure, lang)),
    ...(tree.quotas ?? []).map((quota) => `  ${quotaText(quota, lang)}`),
    ...consequences.map(({ code, title, then, because }) => {
      const follows = then.map((code) => codeText(CONSEQUENCES, code, lang)).join(isZh ? '、' : ', ')
      return `  ${code} ${title[lang]} → ${follows}${colon}${conditionText(because, names)[lang]}`
    }),
  ]
}

/** `JN-01 三个一：满足（会议（全体会议，出席） 1（至少 1））　“…”`: a minimum of the source, whether a grade fails for it or not. */
function requirementText(
  { title, article, text, because }: Requirement,
  { names }: Tree,
  lang: Language,
): string {
  const isZh = lang === 'zh'
  const name = title[lang] === article ? article : `${article} ${title[lang]}`
  const words = conditionText(because, names)[lang]
  const quoted = isZh && text ? `　“${text}”` : ''
  return isZh
    ? `  ${name}：${metText(because, lang)}（${words}）${quoted}`
    : `  ${name}: ${metText(because, lang)} (${words})`
}

/** `出席率排名：95.45%，第3名（共30名）`. */
function orderText({ title, unit, points, place, of }: SideFigure, lang: Language): string {
  const amount = pointsIn(points, lang, unit)
  if (lang === 'zh')
    return `  ${title.zh}：${amount}，${place === null ? '不参加排名' : `第${place}名（共${of}名）`}`
  return `  ${title.en}: ${amount}, ${place === null ? 'not ranked' : `place ${place} of ${of}`}`
}

/** A part of the year that is not over may still decide. */
export function metText({ holds, undecided }: Finding, lang: Language): string {
  if (holds) return lang === 'zh' ? '满足' : 'met'
  if (undecided) return lang === 'zh' ? '尚未确定' : 'still open'
  return lang === 'zh' ? '未满足' : 'not met'
}

/** Grades that a condition withholds; those that ask for the same are told together. */
function missedText({ missed, unlimited, names }: Tree, lang: Language): string[] {
  const reasons = missed.map(({ grade, because }) => ({ grade, words: conditionText(because, names)[lang] }))
  return [...Map.groupBy(reasons, ({ words }) => words)].flatMap(([words, grades]) => {
    const [free, reached] = [true, false].map((isFree) =>
      grades.flatMap(({ grade }) => (unlimited.includes(grade) === isFree ? [grade] : [])),
    )
    return [`  ${withheldText(reached!, free!, lang)}${lang === 'zh' ? '：' : ': '}${words}`]
  })
}

/** `总分够“优秀”，但条件未满足`; a grade without a limit is no matter of the total. */
function withheldText(reached: readonly string[], free: readonly string[], lang: Language): string {
  if (lang === 'zh') {
    const names = (grades: readonly string[]) => grades.map((grade) => `“${grade}”`).join('、')
    if (reached.length === 0) return `${names(free)}的条件未满足`
    return `总分够${names(reached)}，但条件未满足${free.length > 0 ? `，${names(free)}的条件也未满足` : ''}`
  }
  if (reached.length === 0) return `A condition of ${free.join(', ')} is not met`
  const also = free.length > 0 ? `, nor that of ${free.join(', ')}` : ''
  return `The total is enough for ${reached.join(', ')}, a condition is not met${also}`
}

/** `第2名（共31名），“优秀”名额 20% × 31 人 = 6.2，舍去尾数为6，在名额内`. */
function quotaText({ grade, place, among, of, given, ...quota }: Quota, lang: Language): string {
  const number = numberText({ of, ...quota }, lang)
  if (lang === 'zh') {
    const name = `“${grade}”名额 ${number}`
    if (place === null) return `${name}：不参加排名，不占名额`
    const own = among === place ? '' : `，符合条件者中第${among}`
    return `第${place}名（共${of}名），${name}${own}，${given ? '在名额内' : '不在名额内'}`
  }
  const name = `places for ${grade}: ${number}`
  if (place === null) return `${name}; not ranked, takes no place`
  const own = among === place ? '' : `, number ${among} of those who may have it`
  return `Place ${place} of ${of}, ${name}${own}; ${given ? 'inside' : 'outside'}`
}

function numberText({ bound, number, of }: Pick<Quota, 'bound' | 'number' | 'of'>, lang: Language): string {
  if (bound.kind === 'number') return lang === 'zh' ? `${number}人` : String(number)
  const exact = divide(multiply(bound.share, whole(of)), whole(100))
  const rounding = roundingText(exact, number, bound.round, lang)
  return `${exactText(bound.share)}% × ${of}${lang === 'zh' ? '人' : ''} = ${exactText(exact)}${rounding}`
}
