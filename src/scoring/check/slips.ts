import type { FileError } from './file-error.ts'
import { wordsFor } from './refusals.ts'
import { MARK_CODES, type MarkEdit, markEdits, markSlips } from './slip-marks.ts'
import { indents, SHAPES, type Shape, tabsOf, type Unread } from './slip-shapes.ts'
import { type Edit, linesOf, mended, placeBefore, type Slip, surfacesOf } from './slip-text.ts'

/**
 * A clerk's slips: full-width marks, a missing blank, a quote that stays open. The parser tells what it stumbles over,
 * often lines below and in its own terms. A slip is what makes the file readable once it is mended: mends are tried,
 * and the one that leaves least wrong is told, at the place where it was made.
 */

/** How many characters are read again in search of slips: a hundred times a regulation of the usual length. */
const READ_AGAIN_MAX = 300_000
const ROUNDS_MAX = 20
/** Of the lines that are told of, the first ones; the others often follow from them. */
const TOLD_MAX = 4
/** A mark that may be right in a text is doubted on the lines that are told of, and so far above them. */
const DOUBTED_ABOVE = 2

/** What is wrong with a text. */
export type Errors = readonly FileError[]

/** How far the mending has come. */
interface State {
  readonly lines: readonly string[]
  readonly errors: Errors
  readonly rounds: readonly (readonly Edit[])[]
  readonly slips: readonly FileError[]
}
/** What would be wrong after some mends; undefined once enough was read. */
type Try = (state: State, edits: readonly Edit[]) => Errors | undefined

/** What is wrong with a text that was refused: its slips, and beside them what is still wrong once they are mended. */
export function withSlips(text: string, errors: Errors, errorsOf: (text: string) => Errors): Errors {
  if (errors.some(({ code }) => code === 'too_long' || code === 'too_deep')) return errors
  const lost = lostCharacter(text)
  if (lost) return [lost]
  let left = READ_AGAIN_MAX
  const attempt: Try = ({ lines }, edits) => {
    left -= text.length
    return left < 0 ? undefined : errorsOf(mended(lines, edits).join('\n'))
  }
  let state: State = { lines: linesOf(text), errors, rounds: [], slips: [] }
  state = mendTabs(state, attempt) ?? state
  while (state.errors.length > 0 && state.rounds.length < ROUNDS_MAX) {
    const marks = mendMarks(state, attempt)
    const shape = marks?.errors.length === 0 ? undefined : mendShape(state, attempt)
    const next = marks && shape && isBetter(shape.errors, marks.errors) ? shape : (marks ?? shape)
    if (!next) break
    state = next
  }
  return onceALine([...state.slips, ...besideSlips(state)].sort(byPlace))
}

/** Of what the parser stumbles over in a line the first, since the rest mostly follows from it. */
function onceALine(errors: Errors): Errors {
  const lines = new Set<number>()
  return errors.filter(({ code, line }) => {
    if (code !== 'yaml') return true
    if (lines.has(line)) return false
    lines.add(line)
    return true
  })
}

/** A character that stands for one that could not be read: the file was saved in another encoding. */
export function lostCharacter(text: string): FileError | undefined {
  const at = text.indexOf('\uFFFD')
  if (at < 0) return undefined
  const before = linesOf(text.slice(0, at))
  const [line, column] = [before.length, before.at(-1)!.length + 1]
  return { line, column, pointer: '', code: 'not_utf8', message: wordsFor('not_utf8', []) }
}

const byPlace = (a: FileError, b: FileError): number => a.line - b.line || a.column - b.column

/**
 * What is wrong beside the slips, where it stands in the text as it was written; nothing of a line whose mend is one of
 * several that it may have had.
 */
function besideSlips({ errors, rounds, slips }: State): FileError[] {
  const lines = new Set(slips.filter(({ code }) => !MARK_CODES.includes(code)).map(({ line }) => line))
  return errors
    .filter(({ line }) => !lines.has(line))
    .map((error) => ({ ...error, column: placeBefore(rounds, error.line - 1, error.column - 1) + 1 }))
}

/** How much is wrong: what YAML cannot read hides double keys, and these hide what the format refuses. */
function rankOf(errors: Errors): [number, number, number] {
  const [yaml, twice] = ['yaml', 'duplicate_key'].map(
    (one) => errors.filter(({ code }) => code === one).length,
  )
  return [yaml!, twice!, errors.length - yaml! - twice!]
}

function isBetter(errors: Errors, than: Errors): boolean {
  const [before, after] = [rankOf(than), rankOf(errors)]
  const at = after.findIndex((count, nth) => count !== before[nth])
  return at >= 0 && after[at]! < before[at]!
}

function mendedBy(state: State, slips: readonly Slip[], errors: Errors): State {
  const edits = slips.flatMap((slip) => slip.edits)
  const told = slips.map(({ code, line, at, values }): FileError => {
    const place = { line: line + 1, column: placeBefore(state.rounds, line, at) + 1 }
    return { ...place, pointer: '', code, message: wordsFor(code, values) }
  })
  return {
    lines: mended(state.lines, edits),
    errors,
    rounds: [...state.rounds, edits],
    slips: [...state.slips, ...told],
  }
}

/** The first of the mends after which least is wrong, if that is less than before. */
function best(state: State, mends: Iterable<readonly Slip[]>, attempt: Try): State | undefined {
  let [found, errors]: [readonly Slip[] | undefined, Errors] = [undefined, state.errors]
  for (const slips of mends) {
    const edits = slips.flatMap((slip) => slip.edits)
    const after = attempt(state, edits)
    if (!after) break
    if (isBetter(after, errors) && !slips.some((slip) => isMisplaced(slip, after)))
      [found, errors] = [slips, after]
    if (errors.length === 0) break
  }
  return found && mendedBy(state, found, errors)
}

/** What a key or a value comes to that stands where it does not belong. */
const OF_PLACE = new Set(['unknown_key', 'duplicate_key', 'wrong_type'])

/** A line that was moved to where its key is in no place either did not belong there. */
const isMisplaced = ({ code, line }: Slip, errors: Errors): boolean =>
  code === 'indent' && errors.some((error) => error.line === line + 1 && OF_PLACE.has(error.code))

const mendTabs = (state: State, attempt: Try) => best(state, tabsOf(state.lines), attempt)

/** Lines that shapes are looked for at: of a file that YAML reads, those with a key that is in no place. */
function toldIn({ errors }: State): number[] {
  const yaml = errors.filter(({ code }) => code === 'yaml')
  const ofPlace = errors.filter(({ code }) => OF_PLACE.has(code))
  const lines = (yaml.length > 0 ? yaml : ofPlace).map(({ line }) => line - 1)
  return [...new Set(lines)].sort((a, b) => a - b).slice(0, TOLD_MAX)
}

function mendShape(state: State, attempt: Try): State | undefined {
  const { lines } = state
  const told = toldIn(state)
  if (told.length === 0) return undefined
  const has = (one: string) => state.errors.some(({ code }) => code === one)
  const by: Unread['by'] = has('yaml') ? 'parser' : has('duplicate_key') ? 'double keys' : 'format'
  const unread = { lines, surfaces: surfacesOf(lines), told, by }
  const shapes: readonly Shape[] = by === 'double keys' ? [indents] : SHAPES
  const mends = shapes.values().flatMap((slipsIn) => slipsIn(unread).map((slip) => [slip]))
  return best(state, mends, attempt)
}

/** All marks at once, since a text with a hundred is no better with one of them mended; then those that need not be. */
function mendMarks(state: State, attempt: Try): State | undefined {
  const { lines, errors } = state
  const near = new Set(
    errors.flatMap(({ line }) => Array.from({ length: DOUBTED_ABOVE + 1 }, (_, above) => line - 1 - above)),
  )
  let edits = markEdits(surfacesOf(lines)).filter((edit) => !edit.doubtful || near.has(edit.line))
  let after = edits.length > 0 ? attempt(state, edits) : undefined
  if (!after) return undefined
  for (const edit of edits.filter(({ doubtful }) => doubtful)) {
    const fewer: MarkEdit[] = edits.filter((one) => one !== edit)
    const without = attempt(state, fewer)
    if (!without) break
    if (!isBetter(after, without)) [edits, after] = [fewer, without]
  }
  return isBetter(after, errors) ? mendedBy(state, markSlips(edits, lines), after) : undefined
}
