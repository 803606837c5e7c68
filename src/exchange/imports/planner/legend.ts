import type { Profile } from '../../../core/import-profile.ts'

/** What a mark or word of a sheet says about attendance. */
export type Meaning = { status: string; leaveType: string | null }

type LegendEntry = { symbol: string; meaning: Meaning; ref: string | null }

/**
 * What the marks of a table mean. `disputed` marks are explained twice, differently: nobody may guess. `opposite` ones are
 * explained as the contrary of what they mean elsewhere: the words may stand at the wrong marks.
 */
export type Legend = {
  entries: LegendEntry[]
  exact: Map<string, Meaning>
  folded: Map<string, Meaning | null>
  disputed: Set<string>
  opposite: Set<string>
  /** What an empty cell means, where the sheet itself says so. */
  blank: Meaning | null
}

const LEAVE = (leaveType: string | null): Meaning => ({ status: 'leave_approved', leaveType })
const plain = (status: string): Meaning => ({ status, leaveType: null })

const WORDS: [string, Meaning][] = [
  ['出席 已出席 到会 已到会 参会 已参会 参加 已参加 出勤 已到 实到 已签到 签到 到', plain('present')],
  ['请假 已请假 准假 同意请假 已准假 请假(准)', LEAVE(null)],
  ['事假 因事请假 请事假', LEAVE('personal')],
  ['病假 因病请假 请病假', LEAVE('sick')],
  ['公假 因公请假 请公假', LEAVE('official')],
  ['缺席 缺勤 未到 未到会 未出席 未参加 未参会 旷会 无故缺席 缺会 无故未到', plain('absent')],
  ['迟到', plain('late')],
  ['早退', plain('left_early')],
  ['部分出席', plain('partial')],
  ['列席', plain('observer')],
  ['已签到(未报名)', plain('walk_in')],
  ['不参加', plain('declined')],
  ['请假(待批) 请假待批 请假申请', plain('leave_pending')],
  ['请假(未准) 不同意请假 请假未准 未准假', plain('leave_refused')],
  ['免计', plain('exempt')],
]

// A legend may call leave so; a cell that says 出差 says where somebody is, not that leave was given.
const LEGEND_ONLY: [string, Meaning][] = [
  ['公出', LEAVE('official')],
  ['公差', LEAVE('official')],
  ['出差', LEAVE('official')],
  ['公务', LEAVE('official')],
]

const MEANING_OF_WORD = new Map<string, Meaning>(
  WORDS.flatMap(([words, meaning]) => words.split(' ').map((word): [string, Meaning] => [word, meaning])),
)

/** Words that must be looked at by a person, whatever a legend says. */
const PROXY_WORDS = new Set(['代签', '代签到', '他人代签', '委托代签', '代'])

// 到 alone is a word of cells, not of legends, where it would tear longer words apart.
const LEGEND_MEANING = new Map([...MEANING_OF_WORD, ...LEGEND_ONLY])
const LEGEND_WORDS = [...LEGEND_MEANING.keys(), ...PROXY_WORDS]
  .filter((word) => word.length > 1 && !word.includes('('))
  .sort((a, b) => b.length - a.length)

const WORD = `(?:${LEGEND_WORDS.join('|')})`
const JOIN = '(?:[\\s“”"\'‘’「」:：=＝/／]|表示|代表|是|为|指|[-—–]+(?=[^\\p{L}\\p{N}]*\\p{Script=Han}))*'
// Digits and letters stand for something only where a legend says 表示, = or : behind them, or they stand alone. Behind a
// word and a colon a digit is a count: 请假：2.
const SIGN =
  '(?:〇|[^\\s“”"\'‘’「」:：=＝，,、；;。.（）()|/\\p{Script=Han}\\p{N}\\p{L}]|(?<![\\p{L}\\p{N}])[A-Za-z](?![A-Za-z]))'
const TOLD = '(?=\\s*(?:表示|代表|为|是|[:：=＝]|[-—–]+\\s*\\p{Script=Han}))'
const SYMBOL = `(?:${SIGN}|空白${TOLD}|空格${TOLD}|未填${TOLD}|(?<![\\p{L}\\p{N}])[\\p{Script=Han}\\p{N}]${TOLD})`
const SECOND = `(?:[、/或和及]?(${WORD})|[（(](${WORD})[）)])?`
const SYMBOL_FIRST = new RegExp(`(${SYMBOL})${JOIN}(${WORD})${SECOND}`, 'gu')
const WORD_FIRST = new RegExp(
  `(${WORD})${SECOND}(?:[\\s“”"'‘’「」:：=＝（(-—–]|的|者|用|以|为|打|记|标|填|画|划)*(${SIGN}|(?<=[=＝])\\p{N}(?![\\p{N}人次名个位%]))`,
  'gu',
)
const TIGHT_SYMBOL_FIRST = new RegExp(`${SIGN}[“”"]?(?:[:：=＝]|表示|代表|为)?${WORD}`, 'gu')
const TIGHT_WORD_FIRST = new RegExp(`${WORD}(?:[:：=＝]|打|记)?[“”"]?${SIGN}`, 'gu')
const ANY_WORD = new RegExp(WORD, 'gu')
const LEAD = /^\s*(?:符号说明|考勤符号|图例|说明|备注|标记说明|符号|注|填表说明|考勤说明)\s*[:：]?\s*/u

/** The meaning of a word of attendance; spaces and width are noise. */
export function meaningOfWord(raw: string): Meaning | undefined {
  return MEANING_OF_WORD.get(bareWord(raw))
}

export function isProxyWord(raw: string): boolean {
  return PROXY_WORDS.has(bareWord(raw))
}

const NEGATION = /[未无没不非]/g
const UNDECIDED =
  /待|未(?:确认|确定|定|知|核实|反馈|回复|批)|不(?:确定|详|明|清楚)|可能|也许|或许|拟|暂|预计|是否|申请|报批|审批|[?？]/

/**
 * The attendance words that an unknown one resembles, best first: 缺勤 for 缺岗. None that turns a negation into its
 * opposite, and for what is undecided none but a word of what is undecided.
 */
export function nearestWords(raw: string): string[] {
  const word = bareWord(raw)
  const chars = [...word.replace(NEGATION, '').replace(/[待?？]/g, '')]
  const undecided = UNDECIDED.test(word)
  return [...MEANING_OF_WORD]
    .filter(([known, { status }]) => {
      if (known.length < 2 || known.includes('(')) return false
      if (!chars.some((char) => known.includes(char))) return false
      return undecided ? status === 'leave_pending' : denies(known) === denies(word)
    })
    .map(([known]) => known)
    .slice(0, 3)
}

/** Says that somebody was not there, or was not given leave; 无故 says only why. */
const denies = (word: string): boolean =>
  (word.replaceAll('无故', '').match(/[未无没不非缺旷]/g)?.length ?? 0) % 2 === 1

type Pair = { symbol: string; meaning: Meaning | null }

/**
 * The marks and their meanings in a line such as `注：√出席　△事假　×缺席`; empty when it is no legend. Mark
 * before word or word before mark: the order is the one that leaves no word without its mark, for the other
 * would shift every meaning by one.
 */
export function parseLegend(raw: string): Pair[] {
  const text = raw.normalize('NFC').replace(LEAD, '')
  const words = [...text.matchAll(ANY_WORD)].length
  if (words === 0) return []
  const symbolFirst = pairsOf(text, SYMBOL_FIRST, (match) => [match[1]!, match[2]!, match[3], match[4]])
  const wordFirst = pairsOf(text, WORD_FIRST, (match) => [match[4]!, match[1]!, match[2], match[3]])
  const symbolFits = symbolFirst.pairs.length > 0 && symbolFirst.words === words
  const wordFits = wordFirst.pairs.length > 0 && wordFirst.words === words
  if (symbolFits !== wordFits) return symbolFits ? symbolFirst.pairs : wordFirst.pairs
  const tightSymbols = [...text.matchAll(TIGHT_SYMBOL_FIRST)].length
  const tightWords = [...text.matchAll(TIGHT_WORD_FIRST)].length
  if (tightSymbols > 0 && tightWords === 0) return symbolFirst.pairs
  return tightWords > 0 && tightSymbols === 0 ? wordFirst.pairs : []
}

function pairsOf(
  text: string,
  pattern: RegExp,
  parts: (match: RegExpExecArray) => [string, string, string | undefined, string | undefined],
): { pairs: Pair[]; words: number } {
  const pairs: Pair[] = []
  let words = 0
  for (const match of text.matchAll(pattern)) {
    const [symbol, word, other, inside] = parts(match)
    pairs.push({ symbol, meaning: joined(word, other, inside) })
    words += other || inside ? 2 : 1
  }
  return { pairs, words }
}

// A mark that stands for two things says which of them only when both are leave; brackets say which leave.
function joined(word: string, other: string | undefined, inside: string | undefined): Meaning | null {
  const first = LEGEND_MEANING.get(word) ?? null
  const second = LEGEND_MEANING.get(other ?? inside ?? '')
  if (first === null || (other ?? inside) === undefined) return first
  if (!second || second.status !== first.status) return null
  if (inside !== undefined && first.leaveType === null) return second
  return first.leaveType === second.leaveType ? first : { status: first.status, leaveType: null }
}

/** A cell that holds one mark with its word and nothing else: `√：出席`, `出席√`. */
export function isLegendPair(raw: string): boolean {
  const text = raw.trim()
  return text.length <= 12 && parseLegend(text).length === 1 && LEGEND_PAIR.test(text)
}

const LEGEND_PAIR = new RegExp(`^(?:${SYMBOL}${JOIN}${WORD}|${WORD}[\\s:：=＝]*${SIGN})$`, 'u')

/** A word that announces a legend. */
export function isLegendLead(raw: string): boolean {
  return raw.trim() !== '' && raw.replace(LEAD, '').trim() === ''
}

/** A cell that explains marks: at least two pairs, or one pair behind a leading 注 or 符号说明. */
export function isLegendText(raw: string): boolean {
  if (raw.length < 3) return false
  const pairs = parseLegend(raw).length
  return pairs >= 2 || (pairs === 1 && LEAD.test(raw))
}

/** Puts together what the sheet explains and what a profile says. */
export function buildLegend(
  found: readonly { symbol: string; meaning: Meaning | null; ref: string }[],
  profile: Profile,
): Legend {
  const legend: Legend = {
    entries: [],
    exact: new Map(),
    folded: new Map(),
    disputed: new Set(),
    opposite: new Set(),
    blank: null,
  }
  for (const { symbol, meaning, ref } of found) {
    if (/^(空白|空格|未填|空)$/.test(symbol)) legend.blank = meaning
    else addSymbol(legend, symbol, meaning, ref)
  }
  const told = new Set(Object.keys(profile.legend ?? {}).map((symbol) => symbol.trim().normalize('NFKC')))
  for (const [symbol, meaning] of legend.exact) {
    if (isOpposite(symbol, meaning) && !told.has(symbol)) legend.opposite.add(symbol)
  }
  for (const symbol of legend.opposite) legend.disputed.add(symbol)
  for (const [symbol, value] of Object.entries(profile.legend ?? {})) {
    addSymbol(legend, symbol, { status: value.status, leaveType: value.leaveType ?? null }, null)
  }
  for (const symbol of legend.disputed) legend.exact.delete(symbol)
  for (const [symbol, meaning] of legend.exact) {
    const sign = foldSign(symbol)
    const other = legend.folded.get(sign)
    legend.folded.set(sign, other !== undefined && !sameMeaning(other, meaning) ? null : meaning)
  }
  return legend
}

function addSymbol(legend: Legend, raw: string, meaning: Meaning | null, ref: string | null): void {
  const symbol = raw.trim().normalize('NFKC')
  const known = legend.exact.get(symbol)
  if (meaning === null || (known !== undefined && !sameMeaning(known, meaning))) {
    legend.disputed.add(symbol)
    return
  }
  if (known === undefined) legend.entries.push({ symbol, meaning, ref })
  legend.exact.set(symbol, meaning)
}

/** The meaning of a mark: the exact glyph first, then its sign (✓ is √), unless that sign is explained twice. */
export function meaningOfSymbol(legend: Legend, raw: string): Meaning | undefined {
  const symbol = bareWord(raw)
  if (legend.disputed.has(symbol)) return undefined
  const exact = legend.exact.get(symbol)
  if (exact) return exact
  if (legend.disputed.size > 0 && [...legend.disputed].some((one) => foldSign(one) === foldSign(symbol))) {
    return undefined
  }
  return legend.folded.get(foldSign(symbol)) ?? undefined
}

const SIGNS: Record<string, string> = {}
for (const family of ['√✓✔☑', '××╳✗✘✖⨯Xx', '○〇◯Oo', '△∆Δ']) {
  for (const glyph of family) SIGNS[glyph] = family[0]!
}

/** One glyph for the glyphs that people write for one sign. Filled and hollow are two signs; 0 is a number. */
function foldSign(symbol: string): string {
  return SIGNS[symbol] ?? symbol
}

function bareWord(raw: string): string {
  return raw.normalize('NFKC').replace(/[\s\u200b]+/g, '')
}

function sameMeaning(a: Meaning | null, b: Meaning | null): boolean {
  return a?.status === b?.status && a?.leaveType === b?.leaveType
}

/** √ for who was absent, × for who was present. */
function isOpposite(symbol: string, { status }: Meaning): boolean {
  const usual = usualMeaning(symbol)?.status
  return (usual === 'present' && status === 'absent') || (usual === 'absent' && status === 'present')
}

/** What a mark commonly means, offered as a suggestion and never applied. */
export function usualMeaning(raw: string): Meaning | undefined {
  const sign = foldSign(bareWord(raw))
  if (sign === '√') return plain('present')
  return sign === '×' ? plain('absent') : undefined
}
