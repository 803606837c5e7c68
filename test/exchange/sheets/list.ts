import type { Made, Sitting } from './committee.ts'
import { type Entry, PRESENT, type Question, type RandomSheet, type Status } from './expected.ts'
import { addRow, gridOf, ref, type Value } from './grid.ts'
import { type Clue, type WrittenPerson, writePerson, writeStranger } from './people.ts'
import type { Random } from './random.ts'
import { dayText, header, statusFor, wordFor } from './words.ts'

/** 明细: one row for a member and a meeting, in any order of columns, with the traps that such lists carry. */

type Field = Clue | 'seq' | 'name' | 'event' | 'date' | 'attendance' | 'note'

export function listSheet(made: Made, random: Random): RandomSheet {
  const clues = random.some<Clue>(['memberNo', 'mobile', 'unit', 'sector'], random.int(3))
  const fields = random.shuffled<Field>(['name', 'event', 'date', 'attendance', ...clues])
  if (random.chance(0.6)) fields.unshift('seq')
  if (random.chance(0.4)) fields.push('note')
  const grid = gridOf('明细')
  const sheet: RandomSheet = {
    shape: 'L',
    traps: [],
    grids: [grid],
    profile: {},
    entries: [],
    questions: [],
    optional: [],
    data: [],
  }
  const titled = random.chance(0.4)
  if (titled) addRow(grid, ['清河区政协委员参加会议活动情况明细表（2023年度）'])
  const headerRow = addRow(
    grid,
    fields.map((field) => header(field, random)),
  )
  const first = grid.rows.length
  const writing: Writing = {
    made,
    random,
    sheet,
    fields,
    clues,
    yearless: titled && random.chance(0.3),
    rows: new Map(),
  }
  for (const sitting of random.some(made.sessions, 2 + random.int(5))) {
    for (const member of random.some(sitting.expected, 3 + random.int(15))) {
      addPerson(writing, sitting, writePerson(made, member, clues, random), statusFor(random))
    }
  }
  addTraps(writing)
  const last = grid.rows.length - 1
  if (random.chance(0.3)) addRow(grid, [random.pick(['填表人：王某', '合计', '备注：以上情况属实'])])
  sheet.data.push({ grid: grid.name, header: headerRow, first, last, name: fields.indexOf('name') })
  return sheet
}

interface Writing {
  made: Made
  random: Random
  sheet: RandomSheet
  fields: readonly Field[]
  clues: readonly Clue[]
  yearless: boolean
  /** Member and session → status that the list has already. */
  rows: Map<string, Status>
}

function addPerson(
  writing: Writing,
  sitting: Sitting,
  person: WrittenPerson,
  status: Status,
  over: Partial<Entry> = {},
  text?: string,
): void {
  const { random, sheet, fields, yearless, rows } = writing
  const { meeting, session } = sitting
  const sameDay = meeting.sessions.filter(({ day }) => day === session.day).length > 1
  const cells: Record<Field, Value> = {
    ...person.cells,
    seq: rows.size + 1,
    event: random.chance(0.1)
      ? meeting.title.replace(/[“”]/g, random.pick(['"', '「'])).replace('「', '')
      : meeting.title,
    date:
      !sameDay && !yearless && random.chance(0.3)
        ? { day: session.day }
        : dayText(session.day, session.part, sameDay, random, !yearless),
    attendance: text ?? wordFor(status, random),
    note: '',
  }
  const row = addRow(
    sheet.grids[0]!,
    fields.map((field) => cells[field]),
  )
  const at = ref(row, fields.indexOf('attendance'))
  if (person.question) sheet.questions.push(person.question)
  const key = person.member && `${person.member.id} ${session.id}`
  if (key && !rows.has(key)) rows.set(key, status)
  sheet.entries.push({
    grid: sheet.grids[0]!.name,
    ref: at,
    results: person.result ? [person.result] : ['new'],
    memberNo: person.member?.memberNo ?? null,
    sessionId: session.id,
    ...status,
    plain: person.result === null && Object.keys(over).length === 0,
    ...over,
  })
}

const trap = (sheet: RandomSheet, name: string, question?: Question): void => {
  sheet.traps.push(name)
  if (question) sheet.questions.push(question)
}

function addTraps(writing: Writing): void {
  const { made, random, sheet, clues, rows } = writing
  const sitting = random.pick(made.sessions)
  const none = { candidates: [] }
  if (random.chance(0.3) && made.strangers.length > 0) {
    trap(sheet, 'stranger')
    addPerson(writing, sitting, writeStranger(random.pick(made.strangers)), PRESENT, { plain: false })
  }
  const free = (member: { id: string }) => !rows.has(`${member.id} ${sitting.session.id}`)
  const expected = new Set(sitting.expected.map(({ id }) => id))
  const uninvited = made.members.filter(
    (one) =>
      !expected.has(one.id) &&
      one.memberships[0]!.from === '2022-01-10' &&
      one.memberships[0]!.to === null &&
      free(one),
  )
  if (random.chance(0.3) && uninvited.length > 0) {
    const person = writePerson(made, random.pick(uninvited), clues, random)
    if (person.member) {
      trap(sheet, 'walk-in', { kind: 'not_invited', ...none })
      addPerson(writing, sitting, person, PRESENT, { results: ['not_invited'] })
    }
  }
  const away = made.members.filter((one) => one.memberships[0]!.to !== null && free(one))
  const late = made.sessions.filter(({ session }) => session.day > '2023-06-30')
  if (random.chance(0.3) && away.length > 0 && late.length > 0) {
    const person = writePerson(made, random.pick(away), clues, random)
    if (person.member) {
      trap(sheet, 'left', { kind: 'not_in_office', ...none })
      addPerson(writing, random.pick(late), person, PRESENT, { results: ['not_in_office_on_date'] })
    }
  }
  const kept = sheet.entries.filter(({ plain }) => plain)
  if (random.chance(0.3) && kept.length > 0) {
    const twice = random.pick(kept)
    const grid = sheet.grids[0]!
    const from = Number(/\d+/.exec(twice.ref)![0]) - 1
    trap(sheet, 'twice')
    const row = addRow(grid, grid.rows[from]!)
    const at = twice.ref.replace(/\d+/, String(row + 1))
    sheet.entries.push({ ...twice, ref: at, results: ['duplicate_in_file'], plain: false })
  }
  const open = sitting.expected.filter(free)
  if (random.chance(0.2) && open.length > 0) {
    const person = writePerson(made, random.pick(open), clues, random)
    if (person.member) {
      trap(sheet, 'proxy', { kind: 'proxy_signature', ...none })
      addPerson(writing, sitting, person, PRESENT, { results: ['needs_review'], status: null }, '代签')
    }
  }
  const others = sitting.expected.filter((one) => free(one))
  if (random.chance(0.25) && others.length > 0) {
    const word = random.pick(['出差在外', '缺岗', '待定', '◎'])
    const person = writePerson(made, random.pick(others), clues, random)
    if (person.member) {
      trap(sheet, 'unknown word', { kind: 'unknown_symbol', ...none })
      addPerson(writing, sitting, person, PRESENT, { results: ['unknown_symbol'], status: null }, word)
    }
  }
}
