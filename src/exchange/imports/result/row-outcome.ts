import type { LegalWords } from '../legal-words.ts'
import type { Text } from '../planner/plan-types.ts'
import type { RecordRow } from '../planner/records/record-plan-types.ts'
import { type RosterRow, rosterPlace } from '../planner/roster-rows.ts'
import { columnIndex } from '../planner/table.ts'
import { nearestOf } from './hints.ts'
import { join, matchedText, type Problem, type Telling, type Told } from './outcome.ts'
import { standingOf } from './standing.ts'

/** What became of a row that is one record, or one member of a roster. */

type Base = Pick<Told, 'table' | 'row' | 'columns'>

export function recordTold(row: RecordRow, chunk: number, telling: Telling, legal: LegalWords): Told {
  const columns = Object.values(row.refs).map(columnOfRef)
  const base: Base = { table: row.table, row: row.row, columns: columns.flatMap((column) => column ?? []) }
  const later = telling.progress.refused.get(`${row.table}!${row.row}`)
  if (later)
    return refusedTold(
      base,
      later.errors.map((error) => ({ ...error, value: '' })),
      telling,
      legal,
    )
  if (row.result === 'new' || row.result === 'same') {
    const { tone, text } = standingOf(
      telling.progress,
      chunk,
      row.result,
      `${row.table}!${row.row}:${row.row}`,
    )
    const who = row.people.map((one) => matchedText(one.memberNo, telling.names.get(one.memberId), one.rung))
    return told(base, tone, who.length > 0 ? join([text, join(who, '；', '; ')], '：', ': ') : text)
  }
  return (
    settled(base, row) ??
    asked(base, row.decisionIds, telling) ??
    refusedTold(base, row.errors, telling, legal)
  )
}

export function rosterTold(row: RosterRow, chunk: number, telling: Telling, legal: LegalWords): Told {
  const base: Base = { table: row.table, row: row.row, columns: [] }
  const place = rosterPlace(row)
  if (telling.progress.moved.has(place)) {
    return {
      ...base,
      tone: 'refused',
      text: MOVED,
      problems: [problemAt(base, null, 'changed_since', MOVED)],
    }
  }
  if (row.result === 'new' || row.result === 'update' || row.result === 'same') {
    const { tone, text } = standingOf(telling.progress, chunk, row.result, `${place}:${row.row}`)
    const changed = row.changes.map(({ field }) => field).join('、')
    const what =
      row.result === 'update' ? { zh: `${text.zh}（${changed}）`, en: `${text.en} (${changed})` } : text
    const who = matchedText(row.memberNo ?? '', row.values.name, row.memberId ? 'member_no' : null)
    return told(base, tone, join([what, who], '：', ': '))
  }
  const ids = row.decisionId ? [row.decisionId] : []
  return settled(base, row) ?? asked(base, ids, telling) ?? refusedTold(base, row.errors, telling, legal)
}

const MOVED: Text = {
  zh: '未录入：制定计划之后，这位委员的资料已被改动。请核对后重新导入',
  en: 'Not recorded: the member changed after the plan was made. Look at it and import again',
}

const told = (base: Base, tone: Told['tone'], text: Text): Told => ({ ...base, tone, text, problems: [] })

function settled(base: Base, { result, otherRow }: { result: string; otherRow: number | null }): Told | null {
  if (result === 'skip') return told(base, 'ignored', { zh: '按决定不录入', en: 'Left out, as decided' })
  if (result !== 'duplicate_in_file') return null
  return told(base, 'ignored', {
    zh: `与第 ${otherRow} 行重复，只录入一次`,
    en: `Says the same as row ${otherRow}; recorded once`,
  })
}

function asked(base: Base, ids: readonly string[], { decisions, progress }: Telling): Told | null {
  const open = ids.flatMap((id) => decisions.get(id) ?? []).filter(({ answer }) => !answer)
  if (open.length === 0) return null
  const lead =
    progress.state === 'planned'
      ? { zh: '待定', en: 'To be decided' }
      : { zh: '未录入，仍待定', en: 'Not recorded, still open' }
  const questions = join(
    open.map(({ question }) => question),
    ' ',
    ' ',
  )
  return {
    ...base,
    tone: 'question',
    text: join([lead, questions], '：', ': '),
    problems: open.map(({ kind, question }) => problemAt(base, null, kind, question)),
  }
}

type CellError = { field: string; ref: string; header: string; value: string; code: string; message: Text }

function refusedTold(base: Base, errors: readonly CellError[], telling: Telling, legal: LegalWords): Told {
  const problems = errors.map(({ field, ref, header, value, code, message }): Problem => {
    const column = columnOfRef(ref)
    const word = header || (column === null ? '' : telling.headerOf(base, column))
    const hint = HINTED.has(code) ? nearestOf(value, legal.get(field) ?? []) : null
    return { ...problemAt(base, column, code, message), header: word, value, hint }
  })
  const lines = problems.map(({ header, message }) =>
    header ? { zh: `${header}：${message.zh}`, en: `${header}: ${message.en}` } : message,
  )
  const text = join([{ zh: '拒收', en: 'Refused' }, join(lines, ' ', ' ')], '：', ': ')
  const wrong = problems.flatMap(({ columnIndex: column }) => column ?? [])
  return { ...base, columns: wrong, tone: 'refused', text, problems }
}

const HINTED: ReadonlySet<string> = new Set(['unknown_value', 'unknown_code', 'unknown_reference'])

const problemAt = (base: Base, column: number | null, code: string, message: Text): Problem => ({
  table: base.table,
  row: base.row,
  columnIndex: column,
  header: '',
  value: '',
  code,
  message,
  hint: null,
})

/** `C5` is 2; a whole row (`5:5`) has none. */
const columnOfRef = (ref: string): number | null => {
  const letters = /^[A-Z]+/.exec(ref)?.[0]
  return letters ? columnIndex(letters) : null
}
