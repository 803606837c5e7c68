import type { Edit, Slip, Surface } from './slip-text.ts'

/** Characters that stand where YAML has a mark of its own: those of a Chinese keyboard, and blanks that are missing. */

/** Which places of a line, once quotes and comments are blotted out, are such that a mark stands there. */
interface Place {
  readonly before: RegExp
  readonly after: RegExp
  /** It is a slip only if the file reads better without it: in a text the same character is right. */
  readonly doubtful?: boolean
}

interface Mark {
  readonly zh: string
  readonly en: string
  readonly put: string
  readonly places: readonly Place[]
}

const START = String.raw`(?:^\s*(?:[-－–—]\s*)*|[{[,｛【［，、]\s*)`
/** Words of the format, days and clause numbers in Latin letters, and what is quoted. */
const KEY = String.raw`(?:[A-Za-z_\d][\w.+-]*|\uE000+)\s*`
const ANY_KEY = String.raw`\p{L}[\p{L}\p{N}_.+\-()（）]*\s*`
const FLOW = '[{[｛【［（].*'
const END = String.raw`\s*(?:$|[,，、}\]｝】］）:：])`

const COLON: readonly Place[] = [
  { before: new RegExp(`${START}${KEY}$`), after: /^/ },
  { before: new RegExp(`^\\s*${ANY_KEY}$`, 'u'), after: /^\s*(?:$|[{｛])/ },
  { before: new RegExp(`${START}${ANY_KEY}$`, 'u'), after: /^/, doubtful: true },
]
const COMMA: readonly Place[] = [
  { before: new RegExp(FLOW), after: new RegExp(`^\\s*${KEY}[:：]`) },
  { before: /\[[\w\s,，、]*$/, after: /^\s*\w/ },
  { before: new RegExp(FLOW), after: /^/, doubtful: true },
]
const OPENING = String.raw`(?:^|[:：,，、\-{[｛【［])\s*$`
const OPEN: readonly Place[] = [{ before: new RegExp(OPENING), after: /^/ }]
const CLOSE: readonly Place[] = [{ before: /./, after: new RegExp(`^${END}`) }]
const doubtful = (places: readonly Place[]): Place[] => places.map((place) => ({ ...place, doubtful: true }))
const QUOTE = doubtful([...OPEN, ...CLOSE])

/** The commonest slip of all: what the keyboard writes while it is set to Chinese, and what YAML has in its place. */
export const MARKS: Readonly<Record<string, Mark>> = {
  '：': { zh: '冒号', en: 'colon', put: ': ', places: COLON },
  '，': { zh: '逗号', en: 'comma', put: ', ', places: COMMA },
  '、': { zh: '顿号', en: 'comma', put: ', ', places: COMMA },
  '｛': { zh: '花括号', en: 'brace', put: '{', places: OPEN },
  '｝': { zh: '花括号', en: 'brace', put: '}', places: CLOSE },
  '［': { zh: '方括号', en: 'bracket', put: '[', places: OPEN },
  '］': { zh: '方括号', en: 'bracket', put: ']', places: CLOSE },
  '【': { zh: '方括号', en: 'bracket', put: '[', places: doubtful(OPEN) },
  '】': { zh: '方括号', en: 'bracket', put: ']', places: doubtful(CLOSE) },
  '（': { zh: '括号', en: 'bracket', put: '{', places: doubtful(OPEN) },
  '）': { zh: '括号', en: 'bracket', put: '}', places: doubtful(CLOSE) },
  '“': { zh: '引号', en: 'quote', put: '"', places: QUOTE },
  '”': { zh: '引号', en: 'quote', put: '"', places: QUOTE },
  '＂': { zh: '引号', en: 'quote', put: '"', places: QUOTE },
  '‘': { zh: '引号', en: 'quote', put: "'", places: QUOTE },
  '’': { zh: '引号', en: 'quote', put: "'", places: QUOTE },
  '－': { zh: '短横', en: 'hyphen', put: '- ', places: [{ before: /^\s*$/, after: /^\s*[^\d\s]/ }] },
  '–': { zh: '短横', en: 'dash', put: '- ', places: [{ before: /^\s*$/, after: /^\s*[^\d\s]/ }] },
  '—': { zh: '短横', en: 'dash', put: '- ', places: [{ before: /^\s*$/, after: /^\s*[^\d\s—]/ }] },
  '＃': { zh: '井号', en: 'hash', put: '# ', places: [{ before: /(?:^|\s)$/, after: /^/, doubtful: true }] },
  '\u3000': { zh: '空格', en: 'blank', put: ' ', places: [{ before: /[:\-,]\s*$/, after: /^/ }] },
}

/** What a mark needs beside it, by the code of its words. */
const BLANKS: Readonly<Record<string, Place>> = {
  blank_after_colon: {
    before: new RegExp(`${START}(?:${ANY_KEY}|[A-Za-z_\\d][\\w.+-]*):$`, 'u'),
    after: /^[^\s,}\]:]/,
  },
  blank_after_dash: { before: /^\s*-$/, after: /^[\p{L}{["'\uE000]/u },
}

export const MARK_CODES: readonly string[] = ['full_width', ...Object.keys(BLANKS)]

/** One change, and what it is. */
export interface MarkEdit extends Edit {
  readonly code: string
  readonly found: string
  readonly doubtful: boolean
}

/** Every place of a text where a mark may be mistaken. */
export function markEdits(surfaces: readonly Surface[]): MarkEdit[] {
  return surfaces.flatMap(({ plain }, line) => [...fullWidthOf(plain, line), ...blanksOf(plain, line)])
}

function fullWidthOf(plain: string, line: number): MarkEdit[] {
  const edits: MarkEdit[] = []
  for (let at = 0; at < plain.length; at += 1) {
    const found = plain[at]!
    const place = MARKS[found]?.places.find((one) => stands(one, plain, at, at + 1))
    if (!place) continue
    const { put } = MARKS[found]!
    // A blank that is there already is not put again.
    const followed = put.length > 1 && /^\s|^$/.test(plain.slice(at + 1))
    const edit = { line, at, drop: 1, put: followed ? put.trimEnd() : put }
    edits.push({ ...edit, code: 'full_width', found, doubtful: place.doubtful ?? false })
  }
  return edits
}

function blanksOf(plain: string, line: number): MarkEdit[] {
  const edits: MarkEdit[] = []
  for (const [code, place] of Object.entries(BLANKS)) {
    for (let at = 1; at < plain.length; at += 1) {
      if (!':-'.includes(plain[at - 1]!) || !stands(place, plain, at, at)) continue
      edits.push({ line, at, drop: 0, put: ' ', code, found: plain[at - 1]!, doubtful: false })
    }
  }
  return edits
}

const stands = ({ before, after }: Place, plain: string, start: number, end: number): boolean =>
  before.test(plain.slice(0, start)) && after.test(plain.slice(end))

/** What is told of the changes that were needed: once a line for each code. */
export function markSlips(edits: readonly MarkEdit[], lines: readonly string[]): Slip[] {
  const byLine = Map.groupBy(edits, ({ line, code }) => `${line} ${code}`)
  return [...byLine.values()].map((ofLine) => {
    const { code, line, at, drop } = ofLine[0]!
    const found = [...new Set(ofLine.map((edit) => edit.found))]
    const values = code === 'full_width' ? found : [exampleOf(lines[line] ?? '', at)]
    return { code, line, at: drop > 0 ? at : at - 1, values, edits: ofLine }
  })
}

/** `points: 10`, of `points:10`. */
function exampleOf(line: string, at: number): string {
  const [before = ''] = /[^\s{[,]*$/.exec(line.slice(0, at)) ?? []
  const [after = ''] = /^[^\s,}\]]{0,20}/.exec(line.slice(at)) ?? []
  return `${before} ${after}`
}
