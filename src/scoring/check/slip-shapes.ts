import { type Edit, indentOf, QUOTED, type Slip, type Surface } from './slip-text.ts'

/** Ways in which the shape of a text may be off: each gives the mends that would be worth a try. */

/** What is known of a text that cannot be read. */
export interface Unread {
  readonly lines: readonly string[]
  readonly surfaces: readonly Surface[]
  /** Lines that are spoken of, each once, the earliest first. */
  readonly told: readonly number[]
  readonly by: 'parser' | 'double keys' | 'format'
}
/** The mends of one kind that are worth a try. */
export type Shape = (unread: Unread) => Slip[]

const TRIES_PER_LINE_MAX = 12

/** In the order in which one is believed before another. */
export const SHAPES: readonly Shape[] = [
  unclosedQuotes,
  unclosedBrackets,
  bracketsTooMany,
  textsWithoutQuotes,
  missingCommas,
  indents,
]

const insert = (line: number, at: number, put: string): Edit => ({ line, at, drop: 0, put })

/** Where in a line a value may end. */
function endsOf(plain: string, from: number): number[] {
  const ends: number[] = []
  for (let at = from; at <= plain.length; at += 1) {
    if (/\s/.test(plain[at - 1] ?? '')) continue
    if (/^\s*(?:$|[,}\]])/.test(plain.slice(at))) ends.push(at)
  }
  return ends.slice(-TRIES_PER_LINE_MAX)
}

function unclosedQuotes({ lines, surfaces }: Unread): Slip[] {
  return surfaces.flatMap(({ open }, line) => {
    if (open === undefined) return []
    const text = lines[line]!
    const quote = text[open]!
    const slip = { code: 'unclosed_quote', line, at: open, values: [quote] }
    const full = [...text.matchAll(/[”’＂](?=\s*(?:$|[,}\]]))/g)].filter(({ index }) => index > open)
    return [
      ...full.map(({ index, 0: found }) => ({
        ...{ code: 'full_width', line, at: index, values: [found] },
        edits: [{ line, at: index, drop: 1, put: quote }],
      })),
      ...endsOf(text, open + 1).map((at) => ({ ...slip, edits: [insert(line, at, quote)] })),
    ]
  })
}

const CLOSER: Readonly<Record<string, string>> = { '{': '}', '[': ']' }

interface Brackets {
  /** Where brackets stand that nothing closes. */
  readonly open: readonly number[]
  /** Where brackets stand that close nothing. */
  readonly extra: readonly number[]
  /** Which one each closes. */
  readonly openerOf: ReadonlyMap<number, number>
}

function bracketsOf(plain: string): Brackets {
  const [open, extra, openerOf]: [number[], number[], Map<number, number>] = [[], [], new Map()]
  for (let at = 0; at < plain.length; at += 1) {
    const character = plain[at]!
    if (CLOSER[character] && /(?:^|[\s:,\-{[])$/.test(plain.slice(0, at))) open.push(at)
    if (character !== '}' && character !== ']') continue
    const opener = open.at(-1)
    if (opener === undefined || CLOSER[plain[opener]!] !== character) extra.push(at)
    else openerOf.set(at, open.pop()!)
  }
  return { open, extra, openerOf }
}

function unclosedBrackets({ surfaces, lines }: Unread): Slip[] {
  return surfaces.flatMap(({ plain }, line) => {
    const { open, extra } = bracketsOf(plain)
    if (open.length === 0) return []
    const slipAt = (at: number, edits: Edit[]): Slip => ({
      ...{ code: 'unclosed_bracket', line, at, edits },
      values: [plain[at]!, CLOSER[plain[at]!]!],
    })
    const inLine = ['}', ']'].flatMap((closer) =>
      endsOf(plain, open[0]! + 1).flatMap((at): Slip[] => {
        const opener = openerIn(plain.slice(0, at) + closer + plain.slice(at), at)
        return opener === undefined ? [] : [slipAt(opener, [insert(line, at, closer)])]
      }),
    )
    // `[a, b}`: the other kind closes it.
    const other = extra.flatMap((at): Slip[] => {
      const put = plain[at] === '}' ? ']' : '}'
      const opener = openerIn(plain.slice(0, at) + put + plain.slice(at + 1), at)
      return opener === undefined ? [] : [slipAt(opener, [{ line, at, drop: 1, put }])]
    })
    const last = lastBelow(lines, line)
    const end = lines[last]!.trimEnd().length
    const opener = open.at(-1)!
    const below = last === line ? [] : [slipAt(opener, [insert(last, end, CLOSER[plain[opener]!]!)])]
    return [...inLine, ...other, ...below]
  })
}

/** Which bracket the one at a place closes, if every bracket of the line has its other. */
function openerIn(plain: string, at: number): number | undefined {
  const { open, extra, openerOf } = bracketsOf(plain)
  return open.length > 0 || extra.length > 0 ? undefined : openerOf.get(at)
}

/** The last line of what stands deeper than a line, below it. */
function lastBelow(lines: readonly string[], line: number): number {
  let last = line
  for (let at = line + 1; at < lines.length; at += 1) {
    if (lines[at]!.trim() === '') continue
    if (indentOf(lines[at]!) <= indentOf(lines[line]!)) break
    last = at
  }
  return last
}

function bracketsTooMany({ surfaces }: Unread): Slip[] {
  return surfaces.flatMap(({ plain }, line) => {
    const { extra } = bracketsOf(plain)
    const dropped = extra.map((at) => ({
      ...{ code: 'bracket_too_many', line, at, values: [plain[at]!] },
      edits: [{ line, at, drop: 1, put: '' }],
    }))
    const starts = extra.length === 1 ? startsOf(plain.slice(0, extra[0])) : []
    const put = plain[extra[0]!] === ']' ? '[' : '{'
    const opened = starts.map((at) => ({
      ...{ code: 'unopened_bracket', line, at, values: [put, plain[extra[0]!]!] },
      edits: [insert(line, at, put)],
    }))
    return [...dropped, ...opened]
  })
}

/** Where values begin in a line. */
const startsOf = (text: string): number[] =>
  [...text.matchAll(/(?<=[:,{[-]\s+|[{[])\S/g)].map(({ index }) => index)

/** What is no text any more: the next entry of `{ … }` is in it. */
const NEXT_KEY = /,\s*[A-Za-z_]\w*:\s/

const IN_QUOTES = /^(["']).*\1$/
const MARKED = /^[*&!%@`|>#[\]"']|:(?:\s|$)|\s#|,/

/** A value that begins with a mark of YAML, or holds `: ` or a comma: as a text it wants quotes. */
function textsWithoutQuotes({ lines, surfaces, told }: Unread): Slip[] {
  return surfaces.flatMap(({ plain }, line) => {
    if (plain.trim() === '') return []
    const whole = lines[line]!
    const begins = told.includes(line) ? /[^\s{}\],:]/ : /[*&!%@`]/
    const starts = startsOf(whole).filter(
      (at) => begins.test(whole[at]!) && (plain[at] !== QUOTED || /["']/.test(whole[at]!)),
    )
    return starts.flatMap((at) =>
      endsOf(whole, at + 1).flatMap((end) => {
        const text = whole.slice(at, end)
        if (NEXT_KEY.test(text) || !MARKED.test(text) || IN_QUOTES.test(text)) return []
        const put = quoted(text)
        const edits = [{ line, at, drop: end - at, put }]
        return [{ code: 'needs_quotes', line, at, values: [put], edits }]
      }),
    )
  })
}

const quoted = (text: string): string =>
  text.includes('"') ? `'${text.replaceAll("'", "''")}'` : `"${text.replaceAll('\\', '\\\\')}"`

function missingCommas({ surfaces, told }: Unread): Slip[] {
  return told.flatMap((line) => {
    const { plain } = surfaces[line]!
    return [...plain.matchAll(/(?<=[{[].*[^\s,{[:])\s+(?=[A-Za-z_]\w*: |\{)/g)].map(({ index }) => ({
      ...{ code: 'missing_comma', line, at: index, values: [] },
      edits: [insert(line, index, ',')],
    }))
  })
}

/** Where lines may belong that stand too far left or right: the one that is told, those above it, what they are in. */
export function indents(unread: Unread): Slip[] {
  const { lines, surfaces } = unread
  const written = lines.map((_, line) => line).filter((line) => surfaces[line]!.plain.trim() !== '')
  const popular = Map.groupBy(written, (line) => indentOf(lines[line]!))
  // A key that is there twice is a slip of the line that should begin a block of its own.
  const suspects = suspectsOf(unread, written).filter(
    (line) => unread.by !== 'double keys' || surfaces[line]!.plain.trimEnd().endsWith(':'),
  )
  const slips = suspects.flatMap((line) => {
    const indent = indentOf(lines[line]!)
    const targets = targetsOf(lines, surfaces, written, line)
    return [...targets].flatMap((target) => {
      const moved = [line, lastBelow(lines, line)].map((last) => {
        const block = written.filter((one) => one >= line && one <= last)
        return block.map((one) => moveOf(one, target - indent))
      })
      const slip = { code: 'indent', line, at: indent, values: [String(indent), String(target)] }
      return (moved[0]!.length === moved[1]!.length ? moved.slice(1) : moved).map((edits) => ({
        ...slip,
        edits,
      }))
    })
  })
  const far = ({ values: [is, should] }: Slip) => Math.abs(Number(is) - Number(should))
  const like = ({ values: [, should] }: Slip) => popular.get(Number(should))?.length ?? 0
  return slips.sort((a, b) => far(a) - far(b) || like(b) - like(a))
}

const moveOf = (line: number, by: number): Edit =>
  by > 0 ? insert(line, 0, ' '.repeat(by)) : { line, at: 0, drop: -by, put: '' }

const ABOVE = 3

function suspectsOf({ lines, told, by }: Unread, written: readonly number[]): number[] {
  if (by === 'format') return [...told]
  const suspects = new Set<number>()
  for (const line of told) {
    const before = written.filter((one) => one <= line)
    for (const one of before.slice(-ABOVE - 1).reverse()) suspects.add(one)
    const next = written.find((one) => one > line)
    if (next !== undefined) suspects.add(next)
    for (const one of [...blocksAround(lines, before), ...blocksAround(lines, before.slice(0, -1))])
      suspects.add(one)
  }
  return [...suspects]
}

/** The lines that the last one is in: each above it that stands further left than all below. */
function blocksAround(lines: readonly string[], before: readonly number[]): number[] {
  const around: number[] = []
  let least = Number.POSITIVE_INFINITY
  for (const one of before.toReversed()) {
    const indent = indentOf(lines[one]!)
    if (indent >= least) continue
    least = indent
    around.push(one)
  }
  return around
}

function targetsOf(
  lines: readonly string[],
  surfaces: readonly Surface[],
  written: readonly number[],
  line: number,
): Set<number> {
  const before = written.filter((one) => one < line)
  const above = before.at(-1)
  const targets = new Set(blocksAround(lines, before).map((one) => indentOf(lines[one]!)))
  if (above !== undefined) {
    const indent = indentOf(lines[above]!)
    const plain = surfaces[above]!.plain.trimEnd()
    if (plain.endsWith(':')) targets.add(indent + 2)
    if (/^\s*- /.test(plain)) targets.add(indent + 2)
  }
  const next = written.find((one) => one > line)
  if (next !== undefined) targets.add(indentOf(lines[next]!))
  targets.delete(indentOf(lines[line]!))
  return targets
}

const WIDTHS = [2, 4, 8, 1, 0]

/** Lines that begin with a tab or a full-width blank: the places, and with so many blanks in their stead. */
export function tabsOf(lines: readonly string[]): Slip[][] {
  const indented = lines.flatMap((text, line) => {
    const [blanks] = /^[ \t\u3000\u00A0]*/.exec(text)!
    return /^ *$/.test(blanks) || text.trim() === '' ? [] : [{ line, blanks }]
  })
  const [first] = indented
  if (!first) return []
  const at = first.blanks.search(/[^ ]/)
  const code = first.blanks[at] === '\t' ? 'tab' : 'wide_blank'
  return WIDTHS.map((width) => [
    {
      ...{ code, line: first.line, at, values: [String(indented.length)] },
      edits: indented.map(({ line, blanks }) => ({
        ...{ line, at: 0, drop: blanks.length },
        put: blanks.replaceAll(/[^ ]/g, ' '.repeat(width)),
      })),
    },
  ])
}
