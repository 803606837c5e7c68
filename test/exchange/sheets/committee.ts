import { within } from '../../../src/core/days.ts'
import type {
  Part,
  World,
  WorldMeeting,
  WorldMember,
  WorldSession,
} from '../../../src/exchange/imports/planner/world.ts'
import type { Random } from './random.ts'

/** An invented committee for random sheets: with namesakes, moves within the year, and meetings of every kind. */

export const YEAR = 2023

export interface Made {
  world: World
  members: readonly WorldMember[]
  sessions: readonly Sitting[]
  /** Names that nobody bears. */
  strangers: readonly string[]
}

export interface Sitting {
  meeting: WorldMeeting
  session: WorldSession
  /** Who is expected there: in office on the day. */
  expected: readonly WorldMember[]
}

const SURNAMES = [...'冯卫韩褚陆沈蒋尤许何吕施孔曹严华金魏陶姜戚谢邹喻柏水窦章']
const GIVEN = [...'一舟青禾小满知远新枝见山云舒子衿维桢怀瑾若谷清和行健致用明德佩弦静姝']
const SECTORS = [
  '科技界',
  '教育界',
  '总工会',
  '妇联',
  '经济界',
  '农业界',
  '医药卫生界',
  '文化艺术界',
  '民盟',
  '农工党',
]
const ALIASES: Record<string, string[]> = { 总工会: ['工会界'], 妇联: ['妇联界'], 科技界: ['科学技术界'] }
const KINDS = ['厂', '小学', '医院', '商行', '研究所', '街道']

export function committeeOf(random: Random): Made {
  const members = membersOf(random)
  const names = new Set(members.map(({ name }) => name))
  const strangers = Array.from({ length: 6 }, () => nameOf(random)).filter((name) => !names.has(name))
  const meetings = meetingsOf(random)
  const invitedBySession = new Map<string, Set<string>>()
  const sessions = meetings.flatMap((meeting) => {
    const share = meeting.typeCode === 'plenary' ? 1 : random.pick([0.3, 0.6, 0.9])
    const invited = new Set(members.filter(() => random.chance(share)).map(({ id }) => id))
    return meeting.sessions.map((session): Sitting => {
      const expected = members.filter(
        ({ id, memberships }) =>
          invited.has(id) && memberships.some(({ from, to }) => within(session.day, from, to)),
      )
      invitedBySession.set(session.id, new Set(expected.map(({ id }) => id)))
      return { meeting, session, expected }
    })
  })
  const sectors = SECTORS.map((name) => ({ name, aliases: ALIASES[name] ?? [] }))
  const world: World = { members, meetings, sectors, invitedBySession, attendance: new Map() }
  return { world, members, sessions, strangers }
}

function nameOf(random: Random): string {
  const given = random.chance(0.3) ? [random.pick(GIVEN)] : [random.pick(GIVEN), random.pick(GIVEN)]
  if (random.chance(0.03))
    return `${random.pick(['阿里木', '古丽', '扎西'])}·${random.pick(['热合曼', '多吉', '买买提'])}`
  return `${random.pick(SURNAMES)}${given.join('')}`
}

function membersOf(random: Random): WorldMember[] {
  const count = 24 + random.int(50)
  const names: string[] = []
  while (names.length < count) {
    // Namesakes come in twos and threes, and some differ from another in one character alone.
    if (names.length > 4 && random.chance(0.07)) names.push(random.pick(names))
    else names.push(nameOf(random))
  }
  return names.map((name, at): WorldMember => {
    const sector = random.pick(SECTORS)
    const moved = random.chance(0.05)
    const span = random.chance(0.04)
      ? { from: `${YEAR}-07-01`, to: null }
      : { from: '2022-01-10', to: random.chance(0.04) ? `${YEAR}-06-30` : null }
    return {
      id: `m${at}`,
      memberNo: `0${8001 + at}`,
      name,
      nameVariants: [],
      phone: random.chance(0.15) ? null : `1770000${String(1001 + at)}`,
      memberships: [span],
      sectors: moved
        ? [
            { name: sector, from: '2022-01-10', to: `${YEAR}-05-31` },
            { name: random.pick(SECTORS), from: `${YEAR}-06-01`, to: null },
          ]
        : [{ name: sector, from: null, to: null }],
      units: [
        {
          unit: `清河第${at + 1}${random.pick(KINDS)}`,
          post: random.pick(['主任', '经理', null]),
          from: null,
          to: null,
        },
      ],
    }
  })
}

const TOPICS = [
  '智慧水务',
  '老城更新',
  '夜间照明',
  '托育服务',
  '绿道建设',
  '数字乡村',
  '医养结合',
  '职业教育',
  '河长制',
  '便民菜场',
  '古树保护',
  '公共停车',
]

function meetingsOf(random: Random): WorldMeeting[] {
  const days = random.some(daysOfYear(), 8 + random.int(6))
  const topics = random.shuffled(TOPICS)
  return days.map((day, at): WorldMeeting => {
    const topic = topics[at % topics.length]!
    const kinds: [string, string][] = [
      ['sc_meeting', `清河区政协六届${NUMERALS[at % NUMERALS.length]}次常委会议`],
      ['topic_consultation', `“${topic}”专题协商会`],
      ['inspection', `${topic}视察`],
      ['training', `委员培训第${NUMERALS[at % NUMERALS.length]}期（${topic}）`],
    ]
    const [typeCode, title] = at === 0 ? ['plenary', '清河区政协六届二次会议'] : random.pick(kinds)
    const parts: Part[] =
      at === 0
        ? ['am', 'pm', 'am', 'pm']
        : random.chance(0.15)
          ? ['am', 'pm']
          : [random.pick(['am', 'pm'] as const)]
    const sessions = parts.map((part, index): WorldSession => {
      const of = at === 0 && index > 1 ? nextDay(day) : day
      return {
        id: `s${at}.${index + 1}`,
        number: index + 1,
        day: of,
        part,
        startTime: part === 'am' ? '09:00' : '14:30',
        title: null,
      }
    })
    return {
      id: `e${at}`,
      externalId: `ext-e${at}`,
      title,
      typeCode,
      from: day,
      to: sessions.at(-1)!.day,
      sessions,
    }
  })
}

const NUMERALS = [
  '五',
  '六',
  '七',
  '八',
  '九',
  '十',
  '十一',
  '十二',
  '十三',
  '十四',
  '十五',
  '十六',
  '十七',
  '十八',
]

/** Mondays and Thursdays, so that no two meetings touch. */
function daysOfYear(): string[] {
  const days: string[] = []
  for (
    let day = new Date(Date.UTC(YEAR, 0, 9));
    day.getUTCFullYear() === YEAR;
    day = new Date(day.getTime() + 86_400_000)
  ) {
    if ([1, 4].includes(day.getUTCDay())) days.push(day.toISOString().slice(0, 10))
  }
  return days
}

const nextDay = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
