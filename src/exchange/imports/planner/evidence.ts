import type { Layout } from './layout.ts'
import type { Shape, Text } from './plan-types.ts'
import { columnName } from './table.ts'

/** Why a table was understood as it was, for the person who has to agree: sentences, and how sure they are. */

/**
 * From 0 to 1: the share of the header's columns that are known words, days or meetings. A matrix whose columns are known
 * by their marks alone counts those by half.
 */
export function confidenceOf({ columns, shape }: Layout): number {
  const headed = columns.filter(({ header }) => header.length > 0)
  if (headed.length === 0 || shape === 'none') return 0
  const sure = headed.reduce((sum, { field, header }) => {
    if (field === null) return sum
    return sum + (field === 'session' && !header.some((text) => /\d/.test(text)) ? 0.5 : 1)
  }, 0)
  return Math.round((100 * sure) / headed.length) / 100
}

/** What was seen: header, shape, year, marks, blocks. */
export function evidenceOf(layout: Layout): Text[] {
  const { headerRows, years, blocks, ownLegend, legend } = layout
  if (headerRows.length === 0) return [{ zh: '没有找到表头。', en: 'No header was found.' }]
  const said: Text[] = [headerSeen(layout), SHAPES[layout.shape](layout)]
  const [year, more] = years.years
  if (year !== undefined && more === undefined) {
    said.push({ zh: `标题或导入方案写明 ${year} 年。`, en: `Title or profile state the year ${year}.` })
  }
  const refs = [...new Set(legend.entries.flatMap(({ ref }) => ref ?? []))]
  if (legend.entries.length > 0) {
    const marks = legend.entries.map(({ symbol }) => symbol).join(' ')
    const where = ownLegend
      ? { zh: `表中 ${refs.join('、') || '本表'}`, en: refs.join(', ') || 'the table' }
      : refs.length > 0
        ? { zh: '另一张工作表', en: 'another sheet' }
        : { zh: '导入方案', en: 'the profile' }
    said.push({ zh: `${where.zh}说明了符号 ${marks}。`, en: `Marks ${marks} are explained in ${where.en}.` })
  }
  if (blocks.length > 1) {
    said.push({
      zh: `表分左右 ${blocks.length} 块。`,
      en: `The table stands in ${blocks.length} blocks side by side.`,
    })
  }
  return said
}

function headerSeen({ headerRows, columns }: Layout): Text {
  const known = columns.filter(({ field }) => field !== null && field !== 'session' && field !== 'measure')
  const rows = headerRows.map((row) => row + 1).join('、')
  const words = known.flatMap(({ header }) => header.at(-1)?.replace(/\s+/g, '') ?? [])
  return {
    zh: `第 ${rows} 行是表头，认得 ${words.join('、')}。`,
    en: `Row ${rows.replaceAll('、', ', ')} is the header; known are ${words.join(', ')}.`,
  }
}

const sessionsOf = ({ blocks }: Layout) => blocks.flatMap(({ sessions }) => sessions)

const plain = (zh: string, en: string) => (): Text => ({ zh, en })

const SHAPES: Record<Shape, (layout: Layout) => Text> = {
  L: plain(
    '一行是一人一次：有姓名、会议或日期、出席情况。',
    'A row is one person at one meeting: name, meeting or day, attendance.',
  ),
  W: (layout) => {
    const sessions = sessionsOf(layout)
    const span = `${columnName(sessions[0]!.col)}–${columnName(sessions.at(-1)!.col)}`
    return {
      zh: `一行是一人，${span} 的 ${sessions.length} 列各是一场。`,
      en: `A row is one person; the ${sessions.length} columns ${span} are a session each.`,
    }
  },
  E: ({ labels, sheetTitle }) => {
    const event = labels.get('event')
    return {
      zh: `一张表是一场会议：有签名栏，会议名称在${event ? ` ${event.ref}` : '标题'}（${event?.text ?? sheetTitle}）。`,
      en: `The sheet is one meeting: it has a column of signatures, and the meeting stands in ${event?.ref ?? 'the title'} (${event?.text ?? sheetTitle}).`,
    }
  },
  M: plain(
    '工作表以姓名命名，每行是此人的一次会议。',
    'The sheet is named after a person; each row is a meeting of theirs.',
  ),
  S: plain('有姓名，各列只是次数。', 'It has names, and its columns are counts alone.'),
  F: plain('是一人一页的登记表。', 'It is a form of one person.'),
  proposal_list: plain('有案由和提案者。', 'It has titles and proposers.'),
  opinion_list: plain('有题目和反映人或采用层级。', 'It has titles, and who reported or adopted them.'),
  roster: plain(
    '有姓名和界别、单位等，没有出席情况。',
    'It has names and what they belong to, and no attendance.',
  ),
  none: plain('看不出一行是什么。', 'What a row is cannot be told.'),
}
