import type { Answer, Answers, Candidate, Decision, DecisionKind } from '../../../core/import-questions.ts'
import { LEAVE_TYPES } from '../../../core/words/catalogues.ts'
import { PRESENCES, STATUSES } from '../../../core/words/meetings.ts'
import { codeText, type Words } from '../../../core/words/word.ts'
import { type Legend, type Meaning, nearestWords, usualMeaning } from './legend.ts'
import type { Text } from './plan-types.ts'
import { DECISION_REFS_MAX } from './plan-types.ts'

/** The questions of a plan, in the order of the file, each with the cells it concerns. */
export type DecisionList = { byId: Map<string, Decision>; answers: Answers }

export type NewDecision = {
  id: string
  kind: DecisionKind
  group: string
  candidates?: Candidate[]
  choices: string[]
  suggested?: Answer | undefined
  question: Text
  evidence: Record<string, unknown>
}

/**
 * Registers that a cell waits for a decision and gives the answer, if a person has given a valid one.
 * The text of a decision is made once, by `make`.
 */
export function ask(
  list: DecisionList,
  id: string,
  ref: string | null,
  make: () => Omit<NewDecision, 'id'>,
): Answer | undefined {
  let decision = list.byId.get(id)
  if (!decision) {
    const { suggested, candidates, ...rest } = make()
    decision = { id, ...rest, candidates: candidates ?? [], refs: [], refCount: 0 }
    if (suggested) decision.suggested = suggested
    const answer = list.answers[id]
    if (answer && decision.choices.includes(answer.choice)) decision.answer = answer
    list.byId.set(id, decision)
  }
  if (ref !== null && decision.refs.at(-1) !== ref) {
    decision.refCount += 1
    if (decision.refs.length < DECISION_REFS_MAX) decision.refs.push(ref)
  }
  return decision.answer
}

/** What does a mark mean that neither the sheet nor a profile explains? */
export function symbolDecision(table: string, symbol: string, legend: Legend): Omit<NewDecision, 'id'> {
  const opposite = legend.opposite.has(symbol)
  const usual = opposite ? undefined : usualMeaning(symbol)
  const hints = nearestWords(symbol)
  const why = opposite
    ? OPPOSITE
    : legend.disputed.has(symbol)
      ? { zh: '图例对它有两种说法', en: 'The legend explains it in two ways' }
      : { zh: '表里没有这个符号的说明', en: 'The sheet does not explain it' }
  return {
    kind: 'unknown_symbol',
    group: `unknown_symbol:${symbol}`,
    choices: ['status', 'ignore'],
    suggested: usual ? { choice: 'status', status: usual.status, leaveType: usual.leaveType } : undefined,
    question: {
      zh: `工作表“${table}”里的“${symbol}”是什么意思？${why.zh}${hints.length > 0 ? `（是否指${hints.join('、')}？）` : ''}。`,
      en: `What does “${symbol}” mean in sheet “${table}”? ${why.en}.`,
    },
    evidence: { table, symbol, hints },
  }
}

const OPPOSITE: Text = {
  zh: '图例的说法与通常相反（√ 通常是出席，× 通常是缺席），请确认没有写反',
  en: 'The legend says the contrary of what is usual (√ present, × absent): make sure that it is meant',
}

/** What does an empty cell of a member who was expected mean? */
export function blankDecision(table: string): Omit<NewDecision, 'id'> {
  return {
    kind: 'blank_policy',
    group: 'blank_policy',
    choices: ['ignore', 'absent', 'present'],
    question: {
      zh: `工作表“${table}”里的空白格表示什么？空白从不当作缺席，除非有人说明。`,
      en: `What does an empty cell mean in sheet “${table}”? It is never taken as absence unless somebody says so.`,
    },
    evidence: { table },
  }
}

const DATE_PROBLEMS: Record<string, Text> = {
  no_year: {
    zh: '没有年份，表题里也没有唯一的年份；可在导入方案里写明年份（year）',
    en: 'it has no year, and the title gives none; a profile may state it (year)',
  },
  no_such_day: { zh: '没有这一天', en: 'there is no such day' },
  not_a_date: { zh: '看不出是哪一天', en: 'it names no day' },
  empty: {
    zh: '这里没有写日期；若是向下合并的单元格，可在导入方案里用 fillDown',
    en: 'no day is written here; if cells were merged downward, a profile may fill them (fillDown)',
  },
}

/** Which day is meant by a text that names none? */
export function dateDecision(
  table: string,
  text: string,
  title: string,
  problem: string,
): Omit<NewDecision, 'id'> {
  const why = DATE_PROBLEMS[text.trim() === '' ? 'empty' : problem] ?? DATE_PROBLEMS.not_a_date!
  return {
    kind: 'bad_date',
    group: `bad_date:${problem}`,
    choices: ['day', 'skip'],
    question: {
      zh: `日期“${text}”${title ? `（${title}）` : ''}指哪一天？${why.zh}。`,
      en: `Which day is “${text}”${title ? ` (${title})` : ''}? ${capital(why.en)}.`,
    },
    evidence: { table, text, title, problem },
  }
}

/** Does a meeting of the file exist, and which is it? */
export function eventDecision(
  kind: 'new_event' | 'near_event',
  title: string,
  day: string,
  why: string,
  candidates: Candidate[],
  suggested: Answer | undefined,
): Omit<NewDecision, 'id'> {
  const near = candidates.length > 0
  return {
    kind,
    group: kind,
    candidates,
    choices: ['match', 'create', 'skip'],
    suggested: suggested ?? (near ? undefined : { choice: 'create' }),
    question: near
      ? {
          zh: `表中的“${title}”（${day}）是下列哪一场会议活动？若都不是，可新建或略过。`,
          en: `Which of these meetings is “${title}” (${day})? If it is none of them, create it or skip it.`,
        }
      : {
          zh: `系统里没有“${title}”（${day}）。要新建这场会议活动，还是略过？`,
          en: `There is no meeting “${title}” (${day}). Create it, or skip it?`,
        },
    evidence: { title, day, why },
  }
}

/** Two kinds of leave are one status, so the kind is named beside it. */
const MARKS: Words = { ...STATUSES, ...PRESENCES }

function statusText({ status, leaveType }: Meaning): Text {
  const [marked, en] = [codeText(MARKS, status, 'zh'), codeText(MARKS, status, 'en')]
  if (leaveType === null) return { zh: marked, en }
  return {
    zh: `${marked}（${codeText(LEAVE_TYPES, leaveType, 'zh')}）`,
    en: `${en} (${codeText(LEAVE_TYPES, leaveType, 'en')})`,
  }
}

type Facts = { memberNo: string; name: string; title: string; day: string | null; status: string }

/** The member was not in office on the day. */
export function officeDecision(
  facts: Facts,
  spans: readonly { from: string | null; to: string | null }[],
): Omit<NewDecision, 'id'> {
  const attended = ATTENDED.has(facts.status)
  return {
    kind: 'not_in_office',
    group: `not_in_office:${facts.memberNo}`,
    choices: attended ? ['skip', 'observer'] : ['skip'],
    suggested: { choice: 'skip' },
    question: {
      zh: `${facts.name}（${facts.memberNo}）在 ${facts.day ?? '当天'} 不在任，表中却有记录。略过，还是记为列席？`,
      en: `${facts.name} (${facts.memberNo}) was not in office on ${facts.day ?? 'that day'}. Skip the cell, or record an observer?`,
    },
    evidence: { ...facts, spans },
  }
}

/** The member is on no invitation list of the session. */
export function invitationDecision(facts: Facts): Omit<NewDecision, 'id'> {
  const attended = ATTENDED.has(facts.status)
  return {
    kind: 'not_invited',
    group: `not_invited:${facts.title}`,
    choices: attended ? ['walk_in', 'observer', 'add_to_invitation', 'skip'] : ['add_to_invitation', 'skip'],
    question: {
      zh: `${facts.name}（${facts.memberNo}）不在“${facts.title}”的应到名单里。如何记录？`,
      en: `${facts.name} (${facts.memberNo}) is not expected at “${facts.title}”. How is this to be recorded?`,
    },
    evidence: facts,
  }
}

export const ATTENDED: ReadonlySet<string> = new Set([
  'present',
  'late',
  'left_early',
  'partial',
  'observer',
  'walk_in',
])

/** File against store, or file against file. */
export function conflictDecision(
  facts: Facts & { leaveType: string | null },
  other: { where: 'stored' | 'file'; status: string; leaveType: string | null; at: string | null },
): Omit<NewDecision, 'id'> {
  const zh = other.where === 'stored' ? '系统里已记为' : `文件中 ${other.at} 已写`
  const en = other.where === 'stored' ? 'already stored as' : `written at ${other.at} as`
  const [there, here] = [statusText(other), statusText(facts)]
  return {
    kind: 'conflict',
    group: `conflict:${other.where}`,
    choices: ['keep', 'overwrite'],
    question: {
      zh: `${facts.name}（${facts.memberNo}）参加“${facts.title}”：${zh} ${there.zh}，这里是 ${here.zh}。以哪个为准？`,
      en: `${facts.name} (${facts.memberNo}) at “${facts.title}”: ${en} ${there.en}, here ${here.en}. Which holds?`,
    },
    evidence: { ...facts, other },
  }
}

/** Do the columns stand under their headers? */
export function shiftDecision(table: string, refs: readonly string[]): Omit<NewDecision, 'id'> {
  const shown = refs.slice(0, 5).join('、')
  return {
    kind: 'columns_shifted',
    group: 'columns_shifted',
    choices: ['aligned', 'skip'],
    question: {
      zh: `工作表“${table}”里 ${shown} 等 ${refs.length} 格的内容不属于它所在的列，各列可能错位。核对后：各列没有错位（aligned），还是略过这张表（skip）？错位的请改正后重新导入。`,
      en: `In sheet “${table}”, ${refs.length} cells (${shown}) hold what belongs into another column: the columns may have moved. Are they aligned, or is the sheet to be skipped? Correct a sheet whose columns have moved, and import it again.`,
    },
    evidence: { table, cells: refs.slice(0, 20) },
  }
}

/** Somebody else signed. */
export function proxyDecision(name: string): Omit<NewDecision, 'id'> {
  return {
    kind: 'proxy_signature',
    group: 'proxy_signature',
    choices: ['present', 'absent', 'leave_approved', 'skip'],
    question: {
      zh: `“${name}”一格是代签，不能直接记为出席。核实后如何记录？`,
      en: `The cell of “${name}” was signed by somebody else and cannot count as presence. What is true?`,
    },
    evidence: { name },
  }
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Names one more cell among those that wait for a decision. */
export function addRef(list: DecisionList, id: string, ref: string): void {
  const decision = list.byId.get(id)
  if (!decision || decision.refs.at(-1) === ref) return
  decision.refCount += 1
  if (decision.refs.length < DECISION_REFS_MAX) decision.refs.push(ref)
}
