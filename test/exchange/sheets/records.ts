import type { RecordWorld } from '../../../src/exchange/imports/planner/records/record-world.ts'
import { type Made, YEAR } from './committee.ts'
import { numbersOf, type Question } from './expected.ts'
import { addRow, type Grid, gridOf, type Value } from './grid.ts'
import { type WrittenPerson, writePerson } from './people.ts'
import type { Random } from './random.ts'

/** Lists of proposals and opinions, and yearly tables, with what a careful clerk would record of them. */

export interface RecordSheet {
  resource: 'proposals' | 'opinions' | 'declared-statistics'
  grid: Grid
  /** By row, counted from 1; of a yearly table by cell. */
  rows: Map<string, RecordTruth>
  questions: Question[]
}

export interface RecordTruth {
  result: string
  /** Member numbers that the record credits, sorted. */
  credited: string[]
  /** What else must be stored, as text. */
  more: string
}

const BODIES = [
  { id: 'o1', name: '清河区工商联', aliases: ['区工商联', '工商联'] },
  { id: 'o2', name: '区政协提案委员会', aliases: ['提案委'] },
  { id: 'o3', name: '民盟清河区委员会', aliases: ['民盟区委'] },
]
const TYPES: [string, string][] = [
  ['plenary', '全体会议'],
  ['sc_meeting', '常委会议'],
  ['committee_meeting', '专委会会议'],
  ['inspection', '视察'],
  ['training', '委员培训'],
]

export const recordWorldOf = ({ world, members }: Made): RecordWorld => ({
  people: { members, sectors: world.sectors ?? [] },
  catalogues: {
    meeting_type: TYPES.map(([code, name]) => ({ code, name })),
    level: [],
    not_filed_reason: [],
  },
  things: {
    organizations: BODIES.map(({ id, name, aliases }) => ({
      id,
      keys: [],
      names: [name, ...aliases],
      from: null,
      to: null,
    })),
    plenarySessions: [],
  },
  numbers: [],
  imported: [],
})

const day = (random: Random): string =>
  `${YEAR}-${String(1 + random.int(12)).padStart(2, '0')}-${String(1 + random.int(28)).padStart(2, '0')}`
const title = (random: Random, at: number): string =>
  `关于${random.pick(['加强', '完善', '推进', '优化'])}${random.pick(['停车', '养老', '绿道', '托育', '菜场'])}的${random.pick(['建议', '提案', '思考'])}${at}`

export function proposalSheet(made: Made, random: Random): RecordSheet {
  const grid = gridOf('提案')
  const sheet: RecordSheet = { resource: 'proposals', grid, rows: new Map(), questions: [] }
  if (random.chance(0.5)) addRow(grid, ['清河区政协六届二次会议提案一览表'])
  const split = random.chance(0.3)
  const people = split ? ['第一提案人', '联名人'] : [random.pick(['提案者', '提案人'])]
  const reviewed = random.chance(0.6)
  const head = [
    '流水号',
    random.pick(['案由', '提案标题']),
    ...people,
    ...(reviewed ? ['审查结果', '提案号'] : []),
    '提交日期',
  ]
  addRow(grid, random.chance(0.5) ? head : head.map((word) => [...word].join(random.pick(['', ' ']))))
  const join = random.pick(['、', '，', ',', '；', ' ', '\n'])
  for (let at = 1; at <= 8 + random.int(20); at += 1) {
    const submitted = day(random)
    const collective = !split && random.chance(0.2)
    const authors = collective ? [] : random.some(random.shuffled(made.members), 1 + random.int(4))
    const written = authors.map((one) => writePerson(made, one, [], random)).map(compact)
    const marks = written.map((_, nth) => (nth > 0 && random.chance(0.15) ? '*' : ''))
    const body = random.pick(BODIES)
    const names = collective
      ? [random.pick([body.name, ...body.aliases])]
      : written.map(({ cells }, nth) => cells.name + marks[nth])
    const review = reviewed ? random.pick(['立案', '立案', '立案', '不予立案', '转社情民意']) : ''
    const cells: Value[] = split ? [names[0]!, names.slice(1).join(join)] : [names.join(join)]
    const filed = review === '立案'
    const row = addRow(grid, [
      `2023${String(at).padStart(4, '0')}`,
      title(random, at),
      ...cells,
      ...(reviewed ? [review, filed ? String(at) : ''] : []),
      random.chance(0.3) ? { day: submitted } : submitted,
    ])
    const open = written.filter((one) => one.member === null)
    for (const { question } of open) sheet.questions.push(question!)
    const signed = written.filter((one, nth) => one.member && marks[nth] === '')
    const steps = [
      'submit',
      ...(review === '立案' ? ['file'] : review === '不予立案' ? ['decline'] : review ? ['convert'] : []),
    ]
    sheet.rows.set(`${row + 1}`, {
      result: open.length > 0 ? 'ambiguous_name' : 'new',
      credited: open.length > 0 ? [] : numbersOf(signed.flatMap(({ member }) => member ?? [])),
      more: `${collective ? body.id : ''} ${steps.join(' ')}`,
    })
  }
  return sheet
}

/** In a list of names with spaces between them a name has none inside. */
const compact = (person: WrittenPerson): WrittenPerson => ({
  ...person,
  cells: { ...person.cells, name: person.cells.name.replace(/[\s\u3000\u00a0]/g, '') },
})

const LEVELS: [string, string][] = [
  ['区级', 'district:single'],
  ['市级', 'city:single'],
  ['市级（综合）', 'city:combined'],
  ['省级', 'province:single'],
  ['全国', 'national:single'],
]

export function opinionSheet(made: Made, random: Random): RecordSheet {
  const grid = gridOf('社情民意')
  const sheet: RecordSheet = { resource: 'opinions', grid, rows: new Map(), questions: [] }
  addRow(grid, [
    '编号',
    random.pick(['题目', '信息标题']),
    random.pick(['反映人', '作者', '信息作者']),
    '报送日期',
    '采用层级',
    '批示人',
  ])
  for (let at = 1; at <= 8 + random.int(20); at += 1) {
    const authors = random.some(random.shuffled(made.members), 1 + random.int(2))
    const written = authors.map((one) => writePerson(made, one, [], random))
    const levels = random
      .some(LEVELS, random.int(3))
      .filter(
        ([, code], nth, all) => all.findIndex(([, one]) => one.split(':')[0] === code.split(':')[0]) === nth,
      )
    const leader = random.chance(0.15)
    const row = addRow(grid, [
      `SQ${at}`,
      title(random, at),
      written.map(({ cells }) => cells.name).join(random.pick(['、', '，', ';'])),
      day(random),
      levels.length > 0 ? levels.map(([word]) => word).join('、') : random.pick(['—', '']),
      leader ? '区长方立诚' : '',
    ])
    const open = written.filter((one) => one.member === null)
    for (const { question } of open) sheet.questions.push(question!)
    sheet.rows.set(`${row + 1}`, {
      result: open.length > 0 ? 'ambiguous_name' : 'new',
      credited: open.length > 0 ? [] : numbersOf(written.flatMap(({ member }) => member ?? [])),
      more: [...levels.map(([, code]) => code).sort(), ...(leader ? ['district 方立诚'] : [])].join(' '),
    })
  }
  return sheet
}

const COLUMNS: [string[], string][] = [
  [['全体会议', '应到'], 'plenary_expected'],
  [['全体会议', '实到'], 'plenary_attended'],
  [['参加会议情况', '常委会议'], 'sc_meeting'],
  [['参加会议情况', '专委会会议'], 'committee_meeting'],
  [['参加活动情况', '视察'], 'inspection'],
  [['缺勤情况', '请假'], 'leave'],
  [['缺勤情况', '缺席'], 'absent'],
  [['建言献策情况', '提案（第一）'], 'proposals_first'],
  [['建言献策情况', '提案（联名）'], 'proposals_joint'],
  [['建言献策情况', '社情民意'], 'opinions'],
]

export function yearlySheet(made: Made, random: Random): RecordSheet {
  const grid = gridOf('统计表')
  const sheet: RecordSheet = { resource: 'declared-statistics', grid, rows: new Map(), questions: [] }
  const columns = random.some(COLUMNS, 4 + random.int(7)).filter(([head]) => head[0] !== '全体会议')
  const whole = random.chance(0.6) ? [...COLUMNS.slice(0, 2), ...columns] : columns
  const sectors = random.chance(0.6)
  const fields = ['序号', '姓名', ...(sectors ? ['界别'] : [])]
  addRow(grid, ['清河区政协委员履职情况统计表（2023年度）'])
  if (random.chance(0.4)) addRow(grid, ['单位：次、件、篇'])
  const top = grid.rows.length
  addRow(grid, [
    ...fields,
    ...whole.map(([head], at) => (whole[at - 1]?.[0][0] === head[0] ? null : head[0]!)),
  ])
  addRow(grid, [...fields.map(() => null), ...whole.map(([head]) => head[1]!)])
  for (let col = 0; col < fields.length; col += 1)
    grid.merges.push({ top, left: col, bottom: top + 1, right: col })
  for (const [at, member] of random.some(made.members, 6 + random.int(20)).entries()) {
    const person = writePerson(made, member, sectors ? ['sector'] : [], random)
    const counts = whole.map(() => random.int(9))
    const row = addRow(grid, [
      at + 1,
      person.cells.name,
      ...(sectors ? [person.cells.sector] : []),
      ...counts.map((count) => (random.chance(0.1) ? `${count}次` : count)),
    ])
    if (person.question) sheet.questions.push(person.question)
    for (const [nth, [, measure]] of whole.entries()) {
      sheet.rows.set(`${row + 1} ${measure}`, {
        result: person.result ?? 'new',
        credited: person.member ? [person.member.memberNo] : [],
        more: String(counts[nth]),
      })
    }
  }
  if (random.chance(0.6)) addRow(grid, ['合计', '', ...(sectors ? [''] : []), ...whole.map(() => 99)])
  return sheet
}
