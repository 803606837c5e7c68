/** A text as lines, and changes of it by which a slip is mended. Lines and columns start at 0 here. */

/** At a place of a line so many characters are dropped and others put. No line is ever added or taken away. */
export interface Edit {
  readonly line: number
  readonly at: number
  readonly drop: number
  readonly put: string
}

/** Something that a clerk wrote otherwise than YAML has it, and how the text reads once it is mended. */
export interface Slip {
  readonly code: string
  readonly line: number
  readonly at: number
  /** What its words speak of. */
  readonly values: readonly string[]
  readonly edits: readonly Edit[]
}

export const linesOf = (text: string): string[] => text.split('\n')

/** The last of a line first, so that the places of the others hold. */
const inOrder = (edits: readonly Edit[]): Edit[] => [...edits].sort((a, b) => a.line - b.line || b.at - a.at)

export function mended(lines: readonly string[], edits: readonly Edit[]): string[] {
  const after = [...lines]
  for (const { line, at, drop, put } of inOrder(edits)) {
    const text = after[line] ?? ''
    after[line] = text.slice(0, at) + put + text.slice(at + drop)
  }
  return after
}

/** Where a place of the mended text stood before; `rounds` are the edits in the order in which they were made. */
export function placeBefore(rounds: readonly (readonly Edit[])[], line: number, at: number): number {
  let before = at
  for (const edits of rounds.toReversed()) {
    for (const edit of inOrder(edits).reverse()) {
      if (edit.line !== line) continue
      if (before >= edit.at + edit.put.length) before += edit.drop - edit.put.length
      else if (before > edit.at) before = edit.at
    }
  }
  return before
}

/** Stands for what is quoted: no mark of YAML, and no letter. */
export const QUOTED = '\uE000'

/** A line without what no mark stands in: quoted texts and comments are blotted out, at the same length. */
export interface Surface {
  readonly plain: string
  /** Where a quote was opened that the line does not close. */
  readonly open: number | undefined
}

/** A line beyond this is no line of a regulation; looking at it would take time by the square. */
const LINE_MAX = 1_000

const HEADER_OF_TEXT = /(?:^|[:-]\s+)[|>][-+\d]*\s*$/
/** After these a value begins. */
const BEFORE_VALUE = new Set(['{', '[', ',', ':', '-', '｛', '【', '［', '，', '：'])

/** What is left of each line; of a block of text (`|`, `>`) nothing. */
export function surfacesOf(lines: readonly string[]): Surface[] {
  let textAbove: number | undefined
  return lines.map((line) => {
    const indent = indentOf(line)
    const isText = textAbove !== undefined && (indent > textAbove || line.trim() === '')
    if (isText || line.length > LINE_MAX) return { plain: ' '.repeat(line.length), open: undefined }
    const surface = surfaceOf(line)
    textAbove = HEADER_OF_TEXT.test(surface.plain) ? indent : undefined
    return surface
  })
}

export const indentOf = (line: string): number => /^ */.exec(line)![0].length

function surfaceOf(line: string): Surface {
  let plain = ''
  let last: string | undefined
  while (plain.length < line.length) {
    const at = plain.length
    const character = line[at]!
    if (character === '#' && (at === 0 || /\s/.test(line[at - 1]!)))
      return { plain: plain.padEnd(line.length), open: undefined }
    const opens = (character === '"' || character === "'") && (last === undefined || BEFORE_VALUE.has(last))
    if (opens) {
      const end = closingOf(line, at)
      if (end === undefined) return { plain: plain.padEnd(line.length, QUOTED), open: at }
      plain += QUOTED.repeat(end + 1 - at)
      last = QUOTED
      continue
    }
    plain += character
    if (!/\s/.test(character)) last = character
  }
  return { plain, open: undefined }
}

/** Where the quote that opens here is closed. */
function closingOf(line: string, open: number): number | undefined {
  const quote = line[open]!
  for (let at = open + 1; at < line.length; at += 1) {
    if (quote === '"' && line[at] === '\\') at += 1
    else if (line[at] === quote) {
      if (quote === '"' || line[at + 1] !== quote) return at
      at += 1
    }
  }
  return undefined
}
