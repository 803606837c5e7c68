import { dayInZone } from '../core/days.ts'
import { PRESENCES, STATUSES } from '../core/words/meetings.ts'
import { codesOf, type Say, termOf, type Word, type Words } from '../core/words/word.ts'
import type { Item } from '../http/operation.ts'
import type { PageContext } from '../http/page.ts'
import { periodOperations } from '../reporting/periods/resource.ts'
import { ask, type Desk } from './desk.ts'
import { bdi, type Html, href, html, type Part } from './html.ts'

/** Pieces that many pages have. */

export type Period = Item<typeof periodOperations.list>

export interface Column<T> {
  head: string
  /** Figures stand to the right. */
  figure?: true
  /** Names the row for those who hear it. */
  rowHead?: true
  /** Not on a phone. */
  wide?: true
  cell(row: T): Part
}

/** A table with a name; a phone scrolls it sideways, by keyboard too. */
export function dataTable<T>(
  name: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  const classOf = ({ figure, wide }: Column<T>): Html | false => {
    const name = [figure && 'num', wide && 'wide'].filter(Boolean).join(' ')
    return name !== '' && html` class="${name}"`
  }
  const heads = columns.map((column) => html`<th scope="col"${classOf(column)}>${column.head}</th>`)
  const body = rows.map(
    (row) =>
      html`<tr>${columns.map((column) =>
        column.rowHead
          ? html`<th scope="row"${classOf(column)}>${column.cell(row)}</th>`
          : html`<td${classOf(column)}>${column.cell(row)}</td>`,
      )}</tr>`,
  )
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table><caption class="quiet">${name}</caption><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`
}

export interface Option {
  value: string
  label: string
}

type Tally = Record<'expected' | 'present' | 'leave' | 'absent' | 'unresolved', number>

/** The sessions of a tally by what happened. */
export const tallied = (tally: Tally, say: Say): [word: string, count: number][] => [
  [say('应到', 'Expected'), tally.expected],
  [say('实到', 'Present'), tally.present],
  [headed(PRESENCES.leave, say), tally.leave],
  [headed(STATUSES.absent, say), tally.absent],
  [headed(STATUSES.unknown, say), tally.unresolved],
]

/** A word that begins a line. */
const headed = (word: Word, say: Say): string =>
  say(...word).replace(/^[a-z]/, (first) => first.toUpperCase())

/** The codes of these words, to choose from. */
export const optionsOf = (words: Words, say: Say): Option[] =>
  codesOf(words).map((value) => ({ value, label: termOf(words, value, say) }))

/** What is looked at, to be chosen; sent as a GET, so that the address says it. */
export function chooser(
  path: string,
  say: Say,
  choices: readonly { name: string; label: string; value: string; options: readonly Option[] }[],
): Html {
  const selects = choices.map(
    ({ name, label, value, options }) =>
      html`<div class="field"><label for="choose-${name}">${label}</label><select id="choose-${name}" name="${name}">${options.map(
        (option) =>
          html`<option value="${option.value}"${option.value === value && html` selected`}>${option.label}</option>`,
      )}</select></div>`,
  )
  return html`<form method="get" action="${path}" class="choose">${selects}<button>${say('查看', 'Show')}</button></form>`
}

/** The period that is asked for, else the one that runs or ran last; with those there are. */
export async function periodAsked(desk: Desk, context: PageContext, periodId: string | undefined) {
  const { items } = await ask(desk, context, periodOperations.list, {
    query: { sort: '-startsOn', limit: '100' },
  })
  const periods = items
  const named = periodId === undefined ? undefined : periods.find(({ id }) => id === periodId)
  const today = dayInZone(context.clock())
  return { periods, period: named ?? periods.find(({ startsOn }) => startsOn <= today) ?? periods[0] }
}

export const periodOptions = (periods: readonly Period[]): Option[] =>
  periods.map(({ id, name }) => ({ value: id, label: name }))

/** A person's name, leading to their page. */
export const memberLink = (memberId: string, name: string, periodId?: string): Html =>
  html`<a href="${href(`/board/members/${memberId}`, { period: periodId })}">${bdi(name)}</a>`

const PLACES: Readonly<Record<string, string>> = {
  meetings: '/board/meetings',
  meetingSessions: '/board/sessions',
  attendance: '/board/sessions',
  proposals: '/board/proposals',
  opinions: '/board/opinions',
  members: '/board/members',
}

/** A record as events name it (table and key), leading to its page where it has one here. */
export function recordLink(subject: string, title: string): Html {
  const [table = '', id] = subject.split('/')
  const place = PLACES[table]
  return place && id ? html`<a href="${place}/${id}">${bdi(title)}</a>` : bdi(title)
}

/** What was done a moment ago, said on the page that follows. */
export const doneNotice = (context: PageContext, words: Readonly<Record<string, string>>): Html | false => {
  const word = words[context.query.done ?? '']
  return word !== undefined && html`<p class="notice good" role="status">${word}</p>`
}

/** How a figure moved, in words beside the sign: never by colour alone. */
export function change(now: number | null, before: number | null, unit: string, say: Say): Html {
  if (now === null || before === null) return html`<span class="small">—</span>`
  const difference = Math.round((now - before) * 10) / 10
  if (difference === 0) return html`<span class="small">${say('持平', 'same')}</span>`
  const [sign, word] = difference > 0 ? ['▲', say('增', 'up')] : ['▼', say('减', 'down')]
  return html`<span class="small nowrap"><span aria-hidden="true">${sign}</span><span class="quiet">${word}</span> ${Math.abs(difference)}${unit}</span>`
}
