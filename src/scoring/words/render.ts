import { exactText, type Points, pointsText, rounded, signOf, subtract } from '../../core/points.ts'
import { pointsIn } from '../../core/words/amounts.ts'
import { codeText, type Language } from '../../core/words/word.ts'
import { measuredText } from '../mechanisms/measure.ts'
import { inPart } from '../mechanisms/mechanism.ts'
import { isMet, wantedText } from '../mechanisms/wanted.ts'
import { partText, type Window } from '../mechanisms/window.ts'
import type { Words } from '../notation/vocabulary.ts'
import { conditionText } from './conditions.ts'
import type { ClauseNode, GroupNode, NumberedLine, Tree } from './explain.ts'
import { lossText } from './losses.ts'
import { attendanceText, itemText, sumText } from './sentences.ts'
import { metText, standingText } from './standing.ts'

/** What a reader would like beside the numbers. */
interface RenderOptions {
  /** Titles of facts by fact id, such as the name of a meeting. */
  readonly titles?: ReadonlyMap<string, string>
}

/**
 * The explanation as text for a terminal: what counted, what did not and why. Every amount is exact, so that the sum
 * can be redone on paper; only the total is rounded, and says so.
 */
export function renderTree(tree: Tree, lang: Language, options: RenderOptions = {}): string {
  const view = viewOf(tree, lang, options)
  const heading = [
    totalText(tree.points, lang),
    ...(tree.grade ? [tree.grade] : []),
    ...marks(tree.provisional, lang),
  ]
  const lines = [
    `${heading.join(lang === 'zh' ? '，' : ', ')}${limitsText(tree, lang, null)}${needsText(tree, view)}`,
    tree.regulation.title[lang],
    ...startText(tree.start, view, '  '),
    ...tree.groups.flatMap((group) => groupText(group, view, '  ')),
    ...tree.clauses.flatMap((clause) => clauseText(clause, view, '  ')),
    ...roundingLine(tree, lang),
    ...tree.apart.flatMap((group) => groupText(group, view, '  ', lang === 'zh' ? '另计　' : 'beside: ')),
    ...standingText(tree, lang),
  ]
  return `${lines.join('\n')}\n`
}

/** `取整：84.5分 → 85分`. */
function roundingLine({ rounding, points }: Tree, lang: Language): string[] {
  if (!rounding) return []
  const before = pointsIn(subtract(points, rounding.points), lang)
  return [`  ${lang === 'zh' ? '取整：' : 'rounded: '}${before} → ${pointsIn(points, lang)}`]
}

/** How each clause and each start came to its points, by its title: for whoever has the clauses at hand. */
export function sumsOf(tree: Tree, lang: Language): string[] {
  const colon = lang === 'zh' ? '：' : ': '
  const inside = (of: Tree | GroupNode, title: string, view: View): string[] => [
    ...('starts' in of ? of.starts : [of.start]).flatMap((start) =>
      startText(start, view, `${title}${colon}`),
    ),
    ...[...of.groups, ...('apart' in of ? of.apart : [])].flatMap((group) =>
      inside(group, group.title[lang], within(view, group)),
    ),
    ...of.clauses.flatMap((clause) =>
      clause.lines.map((line) => `${clause.title[lang]}${colon}${lineText(line, clause, view)}`),
    ),
  ]
  return inside(tree, lang === 'zh' ? '总分' : 'total', viewOf(tree, lang, {}))
}

interface View {
  readonly lang: Language
  readonly options: RenderOptions
  readonly titleOf: (group: string) => string
  /** In which parts a group begins anew. */
  readonly windowOf: (group: string) => Window | null
  readonly tree: Tree
  /** What is counted where it reads. */
  readonly unit: Words | null
}

/** Inside a group that has a unit of its own. */
const within = (view: View, { unit }: GroupNode): View => (unit ? { ...view, unit } : view)

function viewOf(tree: Tree, lang: Language, options: RenderOptions): View {
  const windows = new Map<string, Window | null>()
  const visit = ({ code, window, groups }: GroupNode) => {
    windows.set(code, window)
    groups.forEach(visit)
  }
  for (const group of [...tree.groups, ...tree.apart]) visit(group)
  const windowOf = (group: string) => windows.get(group) ?? null
  return { lang, options, titleOf: titlesOf(tree, lang), windowOf, tree, unit: null }
}

function titlesOf(tree: Tree, lang: Language): (group: string) => string {
  const titles = new Map<string, string>([['total', lang === 'zh' ? '总分' : 'the total']])
  const visit = (group: GroupNode) => {
    titles.set(group.code, lang === 'zh' ? `“${group.title.zh}”` : `"${group.title.en}"`)
    group.groups.forEach(visit)
  }
  for (const group of [...tree.groups, ...tree.apart]) visit(group)
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

function limitsText(
  { cap, floor }: { cap: Points | null; floor: Points | null },
  lang: Language,
  unit: Words | null,
): string {
  const zh = lang === 'zh'
  const parts = [
    ...(cap ? [zh ? `封顶${pointsIn(cap, lang, unit)}` : `at most ${exactText(cap)}`] : []),
    ...(floor ? [zh ? `不低于${pointsIn(floor, lang, unit)}` : `at least ${exactText(floor)}`] : []),
  ]
  if (parts.length === 0) return ''
  return zh ? `（${parts.join('，')}）` : ` (${parts.join(', ')})`
}

function groupText(group: GroupNode, around: View, indent: string, mark = ''): string[] {
  const view = within(around, group)
  const { lang, unit } = view
  const inner = `${indent}  `
  const { requirements } = view.tree.names.words
  const article = requirements && group.article ? `${group.article} ` : ''
  const quoted = requirements ? quotedText(group.text, lang) : ''
  return [
    `${indent}${mark}${article}${group.title[lang]} ${pointsIn(group.points, lang, unit)}${limitsText(group, lang, unit)}${needsText(group, view)}${quoted}`,
    ...group.starts.flatMap((start) => startText(start, view, inner, group.window)),
    ...group.groups.flatMap((nested) => groupText(nested, view, inner)),
    ...group.clauses.flatMap((clause) => clauseText(clause, view, inner)),
  ]
}

/** Whether a group or the total has what it needs, said once for all of its lines. */
function needsText({ needs, unmet }: GroupNode | Tree, { lang, tree }: View): string {
  const finding = tree.names.words.requirements ? needs : unmet
  if (!finding) return ''
  const because = conditionText(finding, tree.names)[lang]
  if (lang === 'zh') return `；条件${metText(finding, lang)}：${because}`
  return `; its condition ${finding.holds ? 'holds' : 'does not hold'}: ${because}`
}

/** What the source says, in its language. */
const quotedText = (text: string | null, lang: Language): string =>
  text && lang === 'zh' ? `　“${text}”` : ''

function startText(
  line: NumberedLine | null,
  view: View,
  indent: string,
  window: Window | null = null,
): string[] {
  if (!line) return []
  const part = partText(window, line.day, view.lang)
  const words = view.lang === 'zh' ? `${part}先给` : `held from the start${inPart(part)}`
  return [
    `${indent}${words}${view.lang === 'zh' ? '' : ': '}${sumText(line.arithmetic, line.full, view.tree.names.words, view.lang, view.unit)}${lossesText(line, view)}`,
  ]
}

function clauseText(clause: ClauseNode, view: View, indent: string): string[] {
  const { lang } = view
  const article = clause.article === clause.code ? clause.code : `${clause.code} ${clause.article}`
  const lines = clause.lines.map((line) => `${indent}  ${lineText(line, clause, view)}`)
  return [
    `${indent}${article} ${clause.title[lang]} ${pointsIn(clause.points, lang, view.unit)}${quotedText(clause.text, lang)}`,
    ...lines,
  ]
}

function lineText(line: NumberedLine, clause: ClauseNode, view: View): string {
  const { lang } = view
  const { words } = view.tree.names
  const colon = lang === 'zh' ? '：' : ': '
  const title = view.options.titles?.get(line.factId)
  const head = [
    line.day,
    subjectText(line, clause, view),
    ...(title === undefined ? [] : [title]),
    ...(line.step === null ? [] : [codeText(words.steps, line.step, lang)]),
    ...marks(line.provisional, lang),
  ].join(' ')
  const earned = line.lost.some(({ reason }) => SILENT.includes(reason)) ? '' : earnedText(line, clause, view)
  const body = [attendanceText(line.arithmetic, words, lang), earned].filter((part) => part !== '')
  return `${head}${colon}${body.join(lang === 'zh' ? '，' : ', ')}${lossesText(line, view, body.length === 0, clause)}`
}

/** What a line is about: a record by its number, or what the rules look at as a whole. */
function subjectText({ arithmetic, number, day }: NumberedLine, clause: ClauseNode, view: View): string {
  const { lang, tree } = view
  const { wanted, because, nth } = arithmetic
  const part = partText(clause.window, day, lang)
  if (wanted) return wantedText(wanted, part, clause.counts, lang)
  const item = itemText(clause.counts, number, lang)
  if (because) {
    const words = conditionText(because, tree.names)[lang]
    return lang === 'zh' ? `${item}（${words}）` : `${item} (${words})`
  }
  if (nth === null || nth === number) return item
  // What earns nothing for a reason of its own has no number in the count, and each part counts anew.
  const counted = itemText('', nth, lang)
  if (lang === 'zh') return `${item}（${part}计数${counted}）`
  return `${item} (number ${nth} that counts${part && ` in ${part}`})`
}

function earnedText(line: NumberedLine, { measure }: ClauseNode, { lang, tree, unit }: View): string {
  const { arithmetic, full } = line
  const { measured } = arithmetic
  if (isMet(line)) return lang === 'zh' ? '满足' : 'met'
  if (measured && measure) return measuredText({ ...arithmetic, measured }, measure, full, lang, unit)
  return sumText(arithmetic, full, tree.names.words, lang, unit)
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
function lossesText(line: NumberedLine, view: View, first = false, clause?: ClauseNode): string {
  const { lang, tree } = view
  const [comma, semicolon] = lang === 'zh' ? ['，', '；'] : [', ', '; ']
  let remaining = line.full
  const words = line.lost.map((loss) => {
    const before = remaining
    remaining = subtract(remaining, loss.amount)
    const isOwn = loss.where === line.clause
    const window = isOwn && clause ? clause.window : view.windowOf(loss.where)
    const part = partText(window, line.day, lang)
    const at = {
      place: placeText(loss.where, line, view),
      part,
      used: clause?.used ?? null,
      words: tree.names.words,
      unit: view.unit,
    }
    return lossText(loss, before, at, lang)
  })
  if (words.length === 0) return ''
  const counted =
    signOf(line.full) === 0
      ? ''
      : `${comma}${lang === 'zh' ? '计' : 'counts '}${pointsIn(line.points, lang, view.unit)}`
  return `${first ? '' : semicolon}${words.join(semicolon)}${counted}`
}

function placeText(where: string, line: NumberedLine, view: View): string {
  if (where === line.clause && line.order >= 0) return view.lang === 'zh' ? '本条' : 'this clause'
  if (where === line.group) return view.lang === 'zh' ? '本组' : 'this group'
  return view.titleOf(where)
}
