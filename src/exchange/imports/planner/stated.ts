import type { CellClaim, Heading } from './claim.ts'
import { headerKey } from './headers.ts'
import type { Column, Layout, State } from './layout.ts'
import { type Legend, meaningOfSymbol, meaningOfWord, usualMeaning } from './legend.ts'
import { type Cell, readSaid, type Said } from './said.ts'
import type { Line } from './table.ts'

/**
 * What a row says where not its cell but the place of the cell says it: a tick in one of several columns 出席, 请假,
 * 缺席, or a row below the heading 三、请假人员.
 */

/** The state that a column stands for, by its header. */
export function stateOf({ col, field, header }: Column): State | null {
  if (field !== 'total' && field !== 'attendance') return null
  const word = headerKey(header.at(-1) ?? '')
  const meaning = word === '实到' || word === '签到' ? undefined : meaningOfWord(word)
  return meaning ? { col, word, meaning } : null
}

type Stated = Pick<CellClaim, 'col' | 'stated'>

/** The cell that speaks for a row of states; where several do, what they say together, which is a question. */
export function statedCell(states: readonly State[], own: number, { cells }: Line, legend: Legend): Stated {
  const text = (col: number): string => (cells[col] ?? '').trim()
  const state = states.find(({ col }) => col === own)
  // Beside a cell that says it all, a number counts something.
  const counts = (col: number) => !state && text(own) !== '' && /^\d+$/.test(text(col))
  const ticked = states.filter(({ col }) => col !== own && text(col) !== '' && !counts(col))
  if (ticked.length === 0) {
    const told = state && states.length > 1 && text(own) !== '' ? tickOf(state, text(own), legend) : undefined
    return { col: own, ...(told ? { stated: told } : {}) }
  }
  const spoken = [...(text(own) === '' ? [] : [state ?? { col: own, word: '' }]), ...ticked]
  if (spoken.length === 1) {
    const only = ticked[0]!
    return {
      col: only.col,
      stated: tickOf(only, text(only.col), legend) ?? `${only.word}：${text(only.col)}`,
    }
  }
  const together = spoken
    .map(({ col, word }) => (word === '' ? text(col) : `${word}：${text(col)}`))
    .join('；')
  return { col: spoken[0]!.col, stated: together }
}

/** The word that a tick below a state stands for; undefined where the cell is no tick and says something else. */
function tickOf({ word, meaning }: State, text: string, legend: Legend): string | undefined {
  const said = meaningOfSymbol(legend, text) ?? meaningOfWord(text)
  if (said && said.status === meaning.status) return said.leaveType === null ? word : text
  const tick = usualMeaning(text)?.status === 'present'
  return tick && (said === undefined || said.status === 'present') ? word : undefined
}

const NUMBERING = /^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]?[、.．:：]?/
const COUNT = /[（(]?共?\d+[人名位][）)]?/g

/** A line that heads rows by what they state: 三、请假人员（2人）. */
export function headingOf(raw: string): Heading | null {
  const text = raw.normalize('NFKC').replace(/\s+/g, '')
  if (text.length > 20) return null
  const bare = text
    .replace(NUMBERING, '')
    .replace(COUNT, '')
    .replace(/[:：]$/, '')
    .replace(/会议/g, '')
  const word = bare.replace(/(?:的?(?:人员|委员|同志|名单|情况))+$/, '')
  const meaning = meaningOfWord(word)
  return meaning ? { text: raw.trim(), word, meaning } : null
}

const CAME: ReadonlySet<string> = new Set(['present', 'late', 'left_early', 'partial', 'walk_in', 'observer'])
const AWAY = /^(absent|leave_\w+|declined)$/

/** Reads a cell with what its column and the heading above it state. What contradicts itself is a question. */
export function readStated(here: Cell): Said {
  const { raw, stated, heading } = here.cell
  const own = (): Said => (stated === undefined ? readSaid(here) : readSaid(asWord(here, stated)))
  if (!heading) return own()
  if (raw.trim() === '') {
    const away = heading.meaning !== null && AWAY.test(heading.meaning.status)
    return readSaid(asWord(here, away ? heading.word : `（空白；${heading.text}）`))
  }
  const said = own()
  if (said.kind !== 'status' || heading.meaning === null) return said
  const [one, above] = [said.meaning.status, heading.meaning.status]
  if (above === 'observer' && one === 'present') return readSaid(asWord(here, heading.word))
  const agrees = CAME.has(above) ? CAME.has(one) && above !== 'observer' : above === one || leave(above, one)
  return agrees || above === one ? said : readSaid(asWord(here, `${raw.trim()}（${heading.text}）`))
}

// 未到人员 may be on leave, and 请假人员 of any kind.
const leave = (above: string, one: string): boolean =>
  one.startsWith('leave_') && (above === 'absent' || above.startsWith('leave_'))

// What a place states is no signature, whatever a profile takes for one.
const asWord = (here: Cell, raw: string): Cell => ({
  ...here,
  layout: { ...here.layout, shape: 'L' } satisfies Layout,
  cell: { ...here.cell, raw },
})
