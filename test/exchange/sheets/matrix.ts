import type { WorldMember } from '../../../src/exchange/imports/planner/world.ts'
import type { Made, Sitting } from './committee.ts'
import { ABSENT, PRESENT, type RandomSheet, type Status } from './expected.ts'
import { addRow, type Grid, gridOf, ref, type Value } from './grid.ts'
import { type Clue, type WrittenPerson, writePerson, writeStranger } from './people.ts'
import type { Random } from './random.ts'
import { glyphFor, header, legendText, type Marks, marksOf } from './words.ts'

/** 考勤表: members down, sessions across, marks inside; header and legend wherever offices put them. */

type Head = 'title over day' | 'title with day' | 'month over day' | 'days'
type Blank = 'filled' | 'policy' | 'legend' | 'unexplained'

interface Writing {
  made: Made
  random: Random
  sheet: RandomSheet
  grid: Grid
  clues: readonly Clue[]
  sittings: readonly Sitting[]
  marks: Marks
  blank: Blank
  left: number
}

export function matrixSheet(made: Made, random: Random): RandomSheet {
  const head = random.pick<Head>(['title over day', 'title with day', 'month over day', 'days'])
  const sittings = sittingsFor(made, head, random)
  const clues = random.some<Clue>(['memberNo', 'unit', 'sector'], random.int(3))
  const fields = [...(random.chance(0.7) ? (['seq'] as const) : []), 'name' as const, ...clues]
  const grid = gridOf('考勤表')
  const blank = random.pick<Blank>(['filled', 'filled', 'policy', 'legend', 'unexplained'])
  const marks = marksOf(random)
  const sheet: RandomSheet = {
    shape: `W ${head}, blank ${blank}`,
    traps: [],
    grids: [grid],
    profile: blank === 'policy' ? { blankPolicy: 'absent' } : {},
    entries: [],
    questions: [],
    optional: [],
    data: [],
  }
  const writing: Writing = { made, random, sheet, grid, clues, sittings, marks, blank, left: fields.length }
  const legend = legendText(marks, random) + (blank === 'legend' ? '；空白表示缺席' : '')
  const place = random.pick(['above', 'below', 'cells below', 'right', 'other sheet'])
  addRow(grid, ['清河区政协委员会议活动考勤表（2023年度）'])
  if (random.chance(0.4)) addRow(grid, ['填报单位：清河区政协办公室'])
  if (place === 'above') addRow(grid, [legend])
  const headerRow = writeHead(writing, head, fields)
  const first = grid.rows.length
  const people = random.some(made.members, 6 + random.int(30))
  for (const [at, member] of people.entries()) {
    const person = writePerson(made, member, clues, random)
    writeRow(writing, member, person, fields, at + 1)
  }
  if (random.chance(0.2) && made.strangers.length > 0) {
    const row = addRow(
      grid,
      fields.map((field) =>
        field === 'name' ? made.strangers[0]! : field === 'seq' ? people.length + 1 : '',
      ),
    )
    const stranger = writeStranger(made.strangers[0]!)
    mark(writing, row, 0, marks[0]!.mark, { ...stranger, member: null }, PRESENT)
    sheet.traps.push('stranger')
  }
  if (random.chance(0.25)) oddMark(writing)
  const last = grid.rows.length - 1
  if (place === 'below') addRow(grid, [legend])
  if (place === 'cells below') {
    addRow(
      grid,
      marks.flatMap(({ mark: sign, word }) => [sign, word]),
    )
    if (blank === 'legend') addRow(grid, ['注：空白表示缺席'])
  }
  if (place === 'right') grid.rows[first]![writing.left + sittings.length + 1] = legend
  if (place === 'other sheet') {
    const other = gridOf('说明')
    addRow(other, [legend])
    sheet.grids.push(other)
  }
  if (random.chance(0.3)) addRow(grid, [random.pick(['制表人：某', '合计'])])
  sheet.data.push({ grid: grid.name, header: headerRow, first, last, name: fields.indexOf('name') })
  return sheet
}

/** Sessions in order of their days; where the header gives days alone, at most one session a day and part. */
function sittingsFor(made: Made, head: Head, random: Random): Sitting[] {
  const single = made.sessions.filter(
    ({ session }) => made.sessions.filter((one) => one.session.day === session.day).length === 1,
  )
  const alone = head === 'month over day' || head === 'days'
  return random.some(alone ? single : made.sessions, 3 + random.int(9))
}

function writeHead(writing: Writing, head: Head, fields: readonly ('seq' | 'name' | Clue)[]): number {
  const { grid, random, sittings, left } = writing
  const words: Value[] = fields.map((field) => header(field, random))
  const day = ({ session }: Sitting) => session.day.split('-').map(Number) as [number, number, number]
  const partOf = ({ meeting, session }: Sitting) =>
    meeting.sessions.filter((one) => one.day === session.day).length > 1
      ? session.part === 'am'
        ? '上午'
        : '下午'
      : ''
  if (head === 'days') {
    const dates: Value[] = sittings.map((one) => ({ day: one.session.day }))
    return addRow(grid, [...words, ...dates])
  }
  if (head === 'title with day') {
    return addRow(grid, [
      ...words,
      ...sittings.map((one) => `${one.meeting.title}\n${day(one)[1]}月${day(one)[2]}日${partOf(one)}`),
    ])
  }
  const top = grid.rows.length
  for (let col = 0; col < left; col += 1) grid.merges.push({ top, left: col, bottom: top + 1, right: col })
  if (head === 'title over day') {
    addRow(grid, [...words, ...sittings.map(({ meeting }) => meeting.title)])
    addRow(grid, [
      ...fields.map(() => null),
      ...sittings.map((one) => `${day(one)[1]}月${day(one)[2]}日${partOf(one)}`),
    ])
    return top
  }
  const months = sittings.map((one) => `${day(one)[1]}月`)
  addRow(grid, [...words, ...months.map((month, at) => (months[at - 1] === month ? null : month))])
  addRow(grid, [...fields.map(() => null), ...sittings.map((one) => day(one)[2])])
  for (let from = 0; from < months.length; ) {
    let to = from
    while (months[to + 1] === months[from]) to += 1
    if (to > from) grid.merges.push({ top, left: left + from, bottom: top, right: left + to })
    from = to + 1
  }
  return top
}

function writeRow(
  writing: Writing,
  member: WorldMember,
  person: WrittenPerson,
  fields: readonly ('seq' | 'name' | Clue)[],
  seq: number,
): void {
  const { grid, random, sheet, sittings, marks, blank } = writing
  const row = addRow(
    grid,
    fields.map((field) => (field === 'seq' ? seq : person.cells[field])),
  )
  let asked = false
  for (const [at, sitting] of sittings.entries()) {
    if (!sitting.expected.includes(member)) continue
    const { status } = random.chance(0.7) ? marks[0]! : random.pick(marks)
    const absent = status.status === 'absent'
    if (absent && blank !== 'filled') {
      if (blank === 'unexplained') blankEntry(writing, row, at, person)
      else {
        grid.rows[row]![writing.left + at] = null
        entry(writing, row, at, person, ABSENT, person.member !== null)
        asked = true
      }
      continue
    }
    mark(writing, row, at, glyphFor(marks.find((one) => one.status === status)!.mark, random), person, status)
    asked = true
  }
  // A row of empty cells may still be somebody's who was expected, and has that name.
  const said = asked || hasEntry(writing, row)
  if (person.question) (said ? sheet.questions : sheet.optional).push(person.question)
}

const hasEntry = ({ sheet, grid }: Writing, row: number): boolean =>
  sheet.entries.some((one) => one.grid === grid.name && one.ref.replace(/\D+/, '') === String(row + 1))

function mark(
  writing: Writing,
  row: number,
  at: number,
  glyph: string,
  person: WrittenPerson,
  status: Status,
): void {
  writing.grid.rows[row]![writing.left + at] = glyph
  entry(writing, row, at, person, status, person.member !== null)
  if (person.result === 'unknown_name') writing.sheet.questions.push(person.question!)
}

function entry(
  writing: Writing,
  row: number,
  at: number,
  person: WrittenPerson,
  status: Status,
  plain: boolean,
): void {
  const { session } = writing.sittings[at]!
  writing.sheet.entries.push({
    grid: writing.grid.name,
    ref: ref(row, writing.left + at),
    results: person.result ? [person.result] : ['new'],
    memberNo: person.member?.memberNo ?? null,
    sessionId: session.id,
    ...status,
    plain,
  })
}

function blankEntry(writing: Writing, row: number, at: number, person: WrittenPerson): void {
  const { sheet, sittings, grid, left } = writing
  grid.rows[row]![left + at] = null
  if (!sheet.questions.some(({ kind }) => kind === 'blank_policy')) {
    sheet.questions.push({ kind: 'blank_policy', candidates: [] })
    sheet.traps.push('blank')
  }
  sheet.entries.push({
    grid: grid.name,
    ref: ref(row, left + at),
    results: ['no_data', ...(person.result ? [person.result] : [])],
    memberNo: person.member?.memberNo ?? null,
    sessionId: sittings[at]!.session.id,
    status: null,
    leaveType: null,
    plain: false,
  })
}

/** One mark that the legend does not tell, in place of a plain one. */
function oddMark(writing: Writing): void {
  const { sheet, grid, random } = writing
  const plain = sheet.entries.filter(
    (one) => one.plain && grid.rows[Number(/\d+/.exec(one.ref)![0]) - 1]![colOf(one.ref)] !== null,
  )
  if (plain.length === 0) return
  const chosen = random.pick(plain)
  grid.rows[Number(/\d+/.exec(chosen.ref)![0]) - 1]![colOf(chosen.ref)] = random.pick(['☆', '※', '◎'])
  Object.assign(chosen, { results: ['unknown_symbol'], plain: false })
  sheet.traps.push('odd mark')
  sheet.questions.push({ kind: 'unknown_symbol', candidates: [] })
}

const colOf = (at: string): number =>
  [.../^[A-Z]+/.exec(at)![0]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
