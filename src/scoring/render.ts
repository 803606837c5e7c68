import { exactText, type Points, pointsText, rounded, signOf, subtract } from '../core/points.ts'
import { conditionText } from './condition-words.ts'
import type { ClauseNode, GroupNode, NumberedLine, Tree } from './explain.ts'
import {
  attendanceText,
  consequenceText,
  itemText,
  type Language,
  lossText,
  pointsIn,
  stepText,
  sumText,
} from './wording.ts'

/** What a reader would like beside the numbers. */
export interface RenderOptions {
  /** Titles of facts by fact id, such as the name of a meeting. */
  readonly titles?: ReadonlyMap<string, string>
}

/**
 * The explanation as text for a terminal: what counted, what did not and why. Every amount is exact, so that the sum
 * can be redone on paper; only the total is rounded, and says so.
 */
export function renderTree(tree: Tree, lang: Language, options: RenderOptions = {}): string {
  const view: View = { lang, options, titleOf: titlesOf(tree, lang) }
  const heading = [
    totalText(tree.points, lang),
    ...(tree.grade ? [tree.grade] : []),
    ...marks(tree.provisional, lang),
  ]
  const lines = [
    `${heading.join(lang === 'zh' ? '，' : ', ')}${limitsText(tree, lang)}`,
    tree.regulation.title[lang],
    ...startText(tree.start, view, '  '),
    ...tree.groups.flatMap((group) => groupText(group, view, '  ')),
    ...tree.clauses.flatMap((clause) => clauseText(clause, view, '  ')),
    ...standingText(tree, lang),
  ]
  return `${lines.join('\n')}\n`
}

/** Grades that a condition withholds, and what follows beside the score. */
function standingText({ forced, grade: given, missed, consequences }: Tree, lang: Language): string[] {
  const colon = lang === 'zh' ? '：' : ': '
  const byForce = lang === 'zh' ? `不论总分，定为“${given}”` : `Whatever the total, the grade is ${given}`
  return [
    ...(forced ? [`  ${byForce}${colon}${conditionText(forced)[lang]}`] : []),
    ...missed.map(({ grade, because }) => {
      const words =
        lang === 'zh'
          ? `总分够“${grade}”，但条件未满足`
          : `The total is enough for ${grade}, a condition is not met`
      return `  ${words}${colon}${conditionText(because)[lang]}`
    }),
    ...consequences.map(({ code, title, then, because }) => {
      return `  ${code} ${title[lang]} → ${then.map((one) => consequenceText(one, lang)).join(lang === 'zh' ? '、' : ', ')}${colon}${conditionText(because)[lang]}`
    }),
  ]
}

interface View {
  readonly lang: Language
  readonly options: RenderOptions
  readonly titleOf: (group: string) => string
}

function titlesOf(tree: Tree, lang: Language): (group: string) => string {
  const titles = new Map<string, string>([['total', lang === 'zh' ? '总分' : 'the total']])
  const visit = (group: GroupNode) => {
    titles.set(group.code, lang === 'zh' ? `“${group.title.zh}”` : `"${group.title.en}"`)
    group.groups.forEach(visit)
  }
  tree.groups.forEach(visit)
  return (group) => titles.get(group) ?? group
}

function totalText(points: Points, lang: Language): string {
  const exact = exactText(points)
  const printed = String(rounded(points))
  const whole = exact === printed ? '' : pointsText(points)
  if (lang === 'zh') return `合计${printed}分${whole && `（${whole}）`}`
  return `Total ${printed} points${whole && ` (${whole})`}`
}

function marks(provisional: boolean, lang: Language): string[] {
  return provisional ? [lang === 'zh' ? '暂计' : 'provisional'] : []
}

function limitsText({ cap, floor }: { cap: Points | null; floor: Points | null }, lang: Language): string {
  const zh = lang === 'zh'
  const parts = [
    ...(cap ? [zh ? `封顶${exactText(cap)}分` : `at most ${exactText(cap)}`] : []),
    ...(floor ? [zh ? `不低于${exactText(floor)}分` : `at least ${exactText(floor)}`] : []),
  ]
  if (parts.length === 0) return ''
  return zh ? `（${parts.join('，')}）` : ` (${parts.join(', ')})`
}

function groupText(group: GroupNode, view: View, indent: string): string[] {
  const { lang } = view
  const inner = `${indent}  `
  return [
    `${indent}${group.title[lang]} ${pointsIn(group.points, lang)}${limitsText(group, lang)}`,
    ...startText(group.start, view, inner),
    ...group.groups.flatMap((one) => groupText(one, view, inner)),
    ...group.clauses.flatMap((clause) => clauseText(clause, view, inner)),
  ]
}

function startText(line: NumberedLine | null, view: View, indent: string): string[] {
  if (!line) return []
  const words = view.lang === 'zh' ? '先给' : 'held from the start'
  return [
    `${indent}${words}${view.lang === 'zh' ? '' : ': '}${sumText(line.arithmetic, line.full, view.lang)}${lossesText(line, view)}`,
  ]
}

function clauseText(clause: ClauseNode, view: View, indent: string): string[] {
  const { lang } = view
  const article = clause.article === clause.code ? clause.code : `${clause.code} ${clause.article}`
  const quoted = clause.text && lang === 'zh' ? `　“${clause.text}”` : ''
  const lines = clause.lines.map((line) => `${indent}  ${lineText(line, clause.counts, view)}`)
  return [`${indent}${article} ${clause.title[lang]} ${pointsIn(clause.points, lang)}${quoted}`, ...lines]
}

function lineText(line: NumberedLine, kind: string, view: View): string {
  const { lang } = view
  const colon = lang === 'zh' ? '：' : ': '
  const title = view.options.titles?.get(line.factId)
  const head = [
    line.day,
    itemText(kind, line.number, lang),
    ...(title === undefined ? [] : [title]),
    ...(line.step === null ? [] : [stepText(line.step, lang)]),
    ...marks(line.provisional, lang),
  ].join(' ')
  const earned = line.lost.some(({ reason }) => SILENT.includes(reason))
    ? ''
    : sumText(line.arithmetic, line.full, lang)
  const body = [attendanceText(line.arithmetic, lang), earned].filter((part) => part !== '')
  return `${head}${colon}${body.join(lang === 'zh' ? '，' : ', ')}${lossesText(line, view, body.length === 0)}`
}

/** Reasons beside which the figure of the clause would mislead: there was nothing to earn. */
const SILENT: readonly string[] = [
  'unsigned',
  'not_first',
  'no_share',
  'beyond_limit',
  'neutral',
  'exempt',
  'unknown',
  'not_reached',
  'full',
]

/** Every loss in the order of the sum, then what is left. */
function lossesText(line: NumberedLine, view: View, first = false): string {
  const { lang } = view
  const [comma, semicolon] = lang === 'zh' ? ['，', '；'] : [', ', '; ']
  let left = line.full
  const words = line.lost.map((loss) => {
    const before = left
    left = subtract(left, loss.amount)
    return lossText(loss, before, placeText(loss.where, line, view), lang)
  })
  if (words.length === 0) return ''
  const counted =
    signOf(line.full) === 0 ? '' : `${comma}${lang === 'zh' ? '计' : 'counts '}${pointsIn(line.points, lang)}`
  return `${first ? '' : semicolon}${words.join(semicolon)}${counted}`
}

function placeText(where: string, line: NumberedLine, view: View): string {
  if (where === line.clause && line.order >= 0) return view.lang === 'zh' ? '本条' : 'this clause'
  if (where === line.group) return view.lang === 'zh' ? '本组' : 'this group'
  return view.titleOf(where)
}
