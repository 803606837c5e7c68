import { append } from '../../../core/long-lists.ts'
import type { Reader } from '../../../storage/storage.ts'
import { plannedChunk } from '../chunks.ts'
import type { Text } from '../planner/plan-types.ts'
import type { Import } from '../store.ts'
import type { Problem, Told } from './outcome.ts'
import type { OutcomeTone } from './standing.ts'
import type { PlanRest, Teller } from './telling.ts'

/** What became of every row of a file, brought together from its entries: those lie by session, the rows by place. */

export type RowOutcome = {
  /** The worst of its entries. */
  tone: OutcomeTone
  text: Text
  problems: Problem[]
  /** Tones by column, from 0. */
  columns: Map<number, OutcomeTone>
}

/** Rows by number (from 1), by the name of their sheet. */
export type Outcomes = Map<string, Map<number, RowOutcome>>

/** From best to worst. */
const ORDER: OutcomeTone[] = ['ignored', 'same', 'accepted', 'question', 'refused']
const worse = (a: OutcomeTone, b: OutcomeTone): OutcomeTone => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b)

/** Texts of one row that are told each; the others are counted. */
const TEXTS_MAX = 6
const COUNTED: Record<OutcomeTone, Text> = {
  accepted: { zh: '录入', en: 'recorded' },
  same: { zh: '一致', en: 'standing already' },
  question: { zh: '待定', en: 'open' },
  refused: { zh: '拒收', en: 'refused' },
  ignored: { zh: '略过', en: 'left out' },
}

type Gathered = {
  tone: OutcomeTone
  told: Map<OutcomeTone, Text[]>
  counts: Map<OutcomeTone, number>
} & Pick<RowOutcome, 'problems' | 'columns'>

export async function gather(
  reader: Pick<Reader, 'query'>,
  row: Import,
  rest: PlanRest,
  teller: Teller,
): Promise<Outcomes> {
  const tables = new Map<string, Map<number, Gathered>>()
  for (let number = 1; number <= row.chunks; number += 1) {
    const chunk = await plannedChunk(reader, row, number)
    for (const one of teller.tell(chunk, number)) add(tables, one)
  }
  const outcomes: Outcomes = new Map()
  for (const [name, rows] of tables) {
    outcomes.set(name, new Map([...rows].map(([at, gathered]) => [at, settled(gathered)])))
  }
  for (const { table, row: at, reason } of rest.ignored) {
    const rows = outcomes.get(table) ?? new Map<number, RowOutcome>()
    outcomes.set(table, rows)
    if (!rows.has(at)) {
      rows.set(at, { tone: 'ignored', text: IGNORED[reason] ?? NO_DATA, problems: [], columns: new Map() })
    }
  }
  return outcomes
}

const NO_DATA: Text = { zh: '不是数据行，未读取', en: 'No row of data; not read' }
const IGNORED: Record<string, Text> = {
  total: { zh: '合计行，只用来核对', en: 'A total; only compared' },
  example: { zh: '示例行，未读取', en: 'An example; not read' },
  legend: { zh: '符号说明', en: 'Explains the marks' },
  other_header: { zh: '另一张表从此开始，未读取', en: 'Another table begins here; not read' },
  table_not_read: {
    zh: '看不懂的另一张表，未读取',
    en: 'Of another table that was not understood; not read',
  },
  heading: { zh: '小标题，说明其下各行', en: 'A heading; speaks for the rows below it' },
  repeated_header: { zh: '重复的表头，未读取', en: 'The header again; not read' },
}

function add(tables: Map<string, Map<number, Gathered>>, one: Told): void {
  const rows = tables.get(one.table) ?? new Map<number, Gathered>()
  tables.set(one.table, rows)
  const found = rows.get(one.row)
  const gathered: Gathered = found ?? {
    tone: one.tone,
    told: new Map(),
    counts: new Map(),
    problems: [],
    columns: new Map(),
  }
  if (!found) rows.set(one.row, gathered)
  gathered.tone = worse(gathered.tone, one.tone)
  gathered.counts.set(one.tone, (gathered.counts.get(one.tone) ?? 0) + 1)
  const texts = gathered.told.get(one.tone) ?? []
  if (!gathered.told.has(one.tone)) gathered.told.set(one.tone, texts)
  if (texts.length < TEXTS_MAX && !texts.some(({ zh }) => zh === one.text.zh)) texts.push(one.text)
  append(gathered.problems, one.problems)
  for (const column of one.columns) {
    gathered.columns.set(column, worse(gathered.columns.get(column) ?? 'ignored', one.tone))
  }
}

function settled({ tone, told, counts, problems, columns }: Gathered): RowOutcome {
  const entries = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (entries === 1) return { tone, text: told.get(tone)![0]!, problems, columns }
  const summed = ORDER.toReversed().flatMap((of) => {
    const count = counts.get(of)
    return count ? [{ zh: `${COUNTED[of].zh} ${count}`, en: `${count} ${COUNTED[of].en}` }] : []
  })
  const open = (['refused', 'question'] as const).flatMap((of) => told.get(of) ?? []).slice(0, TEXTS_MAX)
  const zh = [summed.map((text) => text.zh).join('，'), ...open.map((text) => text.zh)].join('\n')
  const en = [summed.map((text) => text.en).join(', '), ...open.map((text) => text.en)].join('\n')
  return { tone, text: { zh, en }, problems, columns }
}
