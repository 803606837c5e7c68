import { LEAVE_TYPES } from '../../../core/words/catalogues.ts'
import { STATUSES } from '../../../core/words/meetings.ts'
import { wordOf } from '../../../core/words/word.ts'
import { PRESENCE } from '../commit.ts'
import { isAcceptable, type PlanEntry, type Text } from '../planner/plan-types.ts'
import { hintOfWord } from './hints.ts'
import { matchedText, type Problem, type Telling, type Told } from './outcome.ts'
import { standingOf } from './standing.ts'

/** What became of one cell of attendance. `chunk` is the number of the chunk that holds it. */
export function attendanceTold(entry: PlanEntry, chunk: number, telling: Telling): Told {
  const { table, row, col } = entry
  const base = { table, row, columns: [col], problems: [] }
  if (isAcceptable(entry)) return acceptedTold(entry, chunk, telling, base)
  const { result } = entry
  if (result === 'skip') {
    return { ...base, tone: 'ignored', text: { zh: '按决定不录入', en: 'Left out, as decided' } }
  }
  if (result === 'duplicate_in_file') {
    return {
      ...base,
      tone: 'ignored',
      text: {
        zh: `与第 ${entry.earlierRow} 行重复，只录入一次`,
        en: `Says the same as row ${entry.earlierRow}; recorded once`,
      },
    }
  }
  return openTold(entry, telling, base)
}

function acceptedTold(
  entry: PlanEntry & { result: 'new' | 'update' | 'same' },
  chunk: number,
  telling: Telling,
  base: Omit<Told, 'tone' | 'text'>,
): Told {
  const { progress } = telling
  const { table, row, ref, col, status, memberNo } = entry
  if (progress.moved.has(`${table}!${ref}`)) {
    const problem = problemOf(entry, telling, col, 'changed_since', MOVED)
    return { ...base, tone: 'refused', text: MOVED, problems: [problem] }
  }
  if (!PRESENCE[status ?? '']) return { ...base, tone: 'ignored', text: NOT_FOR_A_SHEET }
  const { tone, text } = standingOf(progress, chunk, entry.result, `${table}!${row}:${col}`)
  const said = saidText(entry)
  const who = matchedText(memberNo ?? '', telling.names.get(entry.memberId ?? ''), entry.rung)
  return {
    ...base,
    tone,
    text: { zh: `${text.zh}：${said.zh}，${who.zh}`, en: `${text.en}: ${said.en}, ${who.en}` },
  }
}

const MOVED: Text = {
  zh: '未录入：制定计划之后，这条记录已被改动。请核对后重新导入',
  en: 'Not recorded: the record changed after the plan was made. Look at it and import again',
}

const NOT_FOR_A_SHEET: Text = {
  zh: '不录入：这种状态由报名、请假等手续产生，不由表格登记',
  en: 'Not recorded: this state comes from sign-ups and leave requests, not from a sheet',
}

function openTold(entry: PlanEntry, telling: Telling, base: Omit<Told, 'tone' | 'text'>): Told {
  const { progress, decisions } = telling
  const id = entry.heldBy && entry.result !== 'conflict' ? entry.heldBy : (entry.decisionId ?? entry.heldBy)
  const asked = id ? decisions.get(id) : undefined
  const question = asked?.question ?? { zh: entry.result, en: entry.result }
  const lead =
    progress.state === 'planned'
      ? { zh: '待定', en: 'To be decided' }
      : { zh: '未录入，仍待定', en: 'Not recorded, still open' }
  const code = entry.heldBy === id && asked ? asked.kind : entry.result
  const name = ABOUT_THE_NAME.has(entry.result) ? telling.columnOf(entry, 'name', entry.col) : null
  const place = name ?? entry.col
  const problem = problemOf(entry, telling, place, code, question)
  return {
    ...base,
    columns: name === null ? base.columns : [name, ...base.columns],
    tone: 'question',
    text: { zh: `${lead.zh}：${question.zh}`, en: `${lead.en}: ${question.en}` },
    problems: [problem],
  }
}

const ABOUT_THE_NAME: ReadonlySet<string> = new Set(['ambiguous_name', 'unknown_name'])

function problemOf(entry: PlanEntry, telling: Telling, column: number, code: string, message: Text): Problem {
  const asked = telling.decisions.get(entry.decisionId ?? '')
  const named = column !== entry.col
  return {
    table: entry.table,
    row: entry.row,
    columnIndex: column,
    header: telling.headerOf(entry, column),
    value: named ? String(asked?.evidence.name ?? '') : entry.raw,
    code,
    message,
    hint: code === 'unknown_symbol' ? hintOfWord(entry.raw) : null,
  }
}

function saidText({ status, leaveType }: PlanEntry): Text {
  const word = wordOf(LEAVE_TYPES, leaveType ?? '') ?? wordOf(STATUSES, status ?? '')
  const [zh, en] = word ?? [status ?? '', status ?? '']
  return { zh, en }
}
