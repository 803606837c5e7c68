import type { Made } from './committee.ts'
import { ABSENT, LEAVE, PRESENT, type RandomSheet, type Status } from './expected.ts'
import { addRow, type Grid, gridOf, ref, type Value } from './grid.ts'
import { type Clue, type WrittenPerson, writePerson } from './people.ts'
import type { Random } from './random.ts'
import { header } from './words.ts'

/** 签到表: one meeting, its lines above, signatures beside the names, printed in one block or two side by side. */

const LEAVES: [string, Status][] = [
  ['请假', LEAVE(null)],
  ['事假', LEAVE('personal')],
  ['病假', LEAVE('sick')],
]

type Field = 'seq' | 'name' | Clue | 'signature' | 'note'

export function signInSheet(made: Made, random: Random): RandomSheet {
  const sitting = random.pick(made.sessions.filter(({ meeting }) => meeting.sessions.length === 1))
  const { meeting, session, expected } = sitting
  const clues = random.some<Clue>(['mobile', 'unit'], random.int(3))
  const fields: Field[] = [
    ...(random.chance(0.8) ? (['seq'] as const) : []),
    'name',
    ...clues,
    'signature',
    'note',
  ]
  const blocks = random.chance(0.35) ? 2 : 1
  const grid = gridOf('签到表')
  const sheet: RandomSheet = {
    shape: `E ${blocks}`,
    traps: [],
    grids: [grid],
    profile: { blankPolicy: 'absent', signatureNonblank: 'present' },
    entries: [],
    questions: [],
    optional: [],
    data: [],
  }
  const [year, month, day] = session.day.split('-').map(Number)
  const width = fields.length * blocks
  addRow(grid, [`${random.chance(0.5) ? meeting.title : '会议'}签到表`])
  grid.merges.push({ top: 0, left: 0, bottom: 0, right: width - 1 })
  addRow(grid, [random.pick(['会议名称：', '活动名称：']) + meeting.title])
  addRow(grid, [`时间：${year}年${month}月${day}日${session.part === 'am' ? '上午' : '下午'}`])
  if (random.chance(0.7)) addRow(grid, ['地点：清河会堂'])
  const words = fields.map((field) => header(field, random))
  const headerRow = addRow(grid, Array.from({ length: blocks }, () => words).flat())
  const first = grid.rows.length
  const people = random.some(expected, 6 + random.int(30))
  const perBlock = Math.ceil(people.length / blocks)
  const counts = { present: 0, leave: 0, absent: 0 }
  for (const [at, member] of people.entries()) {
    const block = Math.floor(at / perBlock)
    const row = first + (at % perBlock)
    while (grid.rows.length <= row) addRow(grid, [])
    const person = writePerson(made, member, clues, random)
    const status = statusOf(random)
    if (status.status === 'absent') counts.absent += 1
    else if (status.status === 'leave_approved') counts.leave += 1
    else counts.present += 1
    writeLine({ grid, fields, block, row, seq: at + 1 }, person, status, random, sheet, session.id)
  }
  const last = grid.rows.length - 1
  if (random.chance(0.6)) {
    const { present, leave, absent } = counts
    addRow(grid, [`应到${people.length}人，实到${present}人，请假${leave}人，缺席${absent}人`])
  }
  sheet.data.push({ grid: grid.name, header: headerRow, first, last, name: fields.indexOf('name') })
  return sheet
}

function statusOf(random: Random): Status {
  if (random.chance(0.65)) return PRESENT
  if (random.chance(0.1)) return { status: 'late', leaveType: null }
  return random.chance(0.5) ? random.pick(LEAVES)[1] : ABSENT
}

function writeLine(
  place: { grid: Grid; fields: readonly Field[]; block: number; row: number; seq: number },
  person: WrittenPerson,
  status: Status,
  random: Random,
  sheet: RandomSheet,
  sessionId: string,
): void {
  const { grid, fields, block, row, seq } = place
  const came = status.status === 'present' || status.status === 'late'
  const leave = LEAVES.find(([, one]) => one === status)?.[0]
  const cells: Record<Field, Value | null> = {
    ...person.cells,
    seq,
    signature: came ? random.pick(['√', '已签', nameOnly(person)]) : null,
    note: leave ?? (status.status === 'late' ? '迟到' : null),
  }
  const from = block * fields.length
  for (const [at, field] of fields.entries()) grid.rows[row]![from + at] = cells[field]
  if (person.question) sheet.questions.push(person.question)
  sheet.entries.push({
    grid: grid.name,
    ref: ref(row, from + fields.indexOf('signature')),
    results: person.result ? [person.result] : ['new'],
    memberNo: person.member?.memberNo ?? null,
    sessionId,
    ...status,
    plain: person.member !== null,
  })
}

/** Members sign with their names. */
const nameOnly = ({ cells }: WrittenPerson): string =>
  cells.name.replace(/[（(].*$/, '').replace(/[\s\u3000\u00a0]/g, '')
