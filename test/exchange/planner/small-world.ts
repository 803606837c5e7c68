import { utils, write } from '@e965/xlsx'
import type { Profile } from '../../../src/core/import-profile.ts'
import type { Answers } from '../../../src/core/import-questions.ts'
import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import { planAttendance } from '../../../src/exchange/imports/planner/plan.ts'
import type { Plan, PlanEntry, RefusedPlan } from '../../../src/exchange/imports/planner/plan-types.ts'
import type {
  Part,
  StoredAttendance,
  World,
  WorldMeeting,
  WorldMember,
} from '../../../src/exchange/imports/planner/world.ts'

type Made = {
  no: string
  name: string
  sector: string
  unit: string
  from?: string
  to?: string
  phone?: string
}

/** An invented committee of ten, with two pairs of one name, one who left and one who came in 2025. */
const PEOPLE: Made[] = [
  { no: '0101', name: '冯一舟', sector: '科技界', unit: '清河仪表厂', phone: '13000000101' },
  { no: '0102', name: '卫青禾', sector: '教育界', unit: '清河二中', phone: '13000000102' },
  { no: '0103', name: '韩小满', sector: '教育界', unit: '清河一小', phone: '13000000103' },
  { no: '0104', name: '韩小满', sector: '总工会', unit: '清河机床厂', phone: '13000000104' },
  { no: '0105', name: '阿里木·热合曼', sector: '少数民族界', unit: '清河文化馆', phone: '13000000105' },
  { no: '0106', name: '褚知远', sector: '经济界', unit: '清河商行', to: '2025-06-30', phone: '13000000106' },
  { no: '0107', name: '陆新枝', sector: '妇联', unit: '清河绣坊', from: '2025-07-01', phone: '13000000107' },
  { no: '0108', name: '王𠮷安', sector: '经济界', unit: '清河粮站', phone: '13000000108' },
  { no: '0109', name: '沈见山', sector: '妇联', unit: '清河区妇联', phone: '13000000109' },
  { no: '0110', name: '沈见山', sector: '妇联', unit: '清河托儿所', phone: '13000000110' },
]

export const SECTORS = [
  { name: '科技界', aliases: ['科学技术界'] },
  { name: '教育界', aliases: [] },
  { name: '总工会', aliases: ['工会', '工会界'] },
  { name: '少数民族界', aliases: ['民族界'] },
  { name: '经济界', aliases: [] },
  { name: '妇联', aliases: ['妇联界'] },
]

export function member(made: Made): WorldMember {
  return {
    id: `m${made.no}`,
    memberNo: made.no,
    name: made.name,
    nameVariants: [],
    phone: made.phone ?? null,
    memberships: [{ from: made.from ?? '2022-01-10', to: made.to ?? null }],
    sectors: [{ name: made.sector, from: null, to: null }],
    units: [{ unit: made.unit, post: '主任', from: null, to: null }],
  }
}

type Sitting = [day: string, part: Part, start?: string]

export function meeting(id: string, title: string, sittings: Sitting[]): WorldMeeting {
  return {
    id,
    externalId: `ext-${id}`,
    title,
    typeCode: null,
    from: sittings[0]![0],
    to: sittings.at(-1)![0],
    sessions: sittings.map(([day, part, start], at) => ({
      id: `${id}.${at + 1}`,
      number: at + 1,
      day,
      part,
      startTime: start ?? (part === 'pm' ? '14:30' : '09:00'),
      title: null,
    })),
  }
}

const MEETINGS = [
  meeting('plenary', '清河区政协五届四次会议', [
    ['2025-01-10', 'am'],
    ['2025-01-10', 'pm'],
    ['2025-01-11', 'am'],
    ['2025-01-11', 'pm'],
  ]),
  meeting('standing', '五届十二次常委会议', [['2025-03-12', 'am']]),
  meeting('visit', '“智慧水务”视察', [['2025-05-20', 'pm']]),
  meeting('talk', '“老城更新”专题协商会', [['2025-09-18', 'am']]),
  meeting('lesson', '委员讲堂第三期', [['2025-09-18', 'pm']]),
]

/** Everybody in office is invited everywhere, except that the standing committee is 0101 to 0104. */
export function smallWorld(change: Partial<World> = {}): World {
  const members = PEOPLE.map(member)
  const invitedBySession = new Map<string, ReadonlySet<string>>()
  for (const { id, sessions } of change.meetings ?? MEETINGS) {
    for (const session of sessions) {
      const expected = members.filter((one) =>
        id === 'standing'
          ? one.memberNo <= '0104'
          : one.memberships.some(
              (span) => (span.from ?? '') <= session.day && (span.to === null || session.day <= span.to),
            ),
      )
      invitedBySession.set(session.id, new Set(expected.map((one) => one.id)))
    }
  }
  return { members, meetings: MEETINGS, sectors: SECTORS, invitedBySession, attendance: new Map(), ...change }
}

export function stored(rows: [session: string, member: string, status: string, leaveType?: string][]) {
  const attendance = new Map<string, Map<string, StoredAttendance>>()
  for (const [session, memberId, status, leaveType] of rows) {
    const one = attendance.get(session) ?? new Map<string, StoredAttendance>()
    attendance.set(session, one.set(memberId, { status, leaveType: leaveType ?? null, version: 3 }))
  }
  return attendance
}

type How = { profile?: Profile; world?: World; answers?: Answers; name?: string }

export async function plan(source: string | Uint8Array, how: How = {}): Promise<Plan | RefusedPlan> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  const name = how.name ?? (typeof source === 'string' ? 'sheet.csv' : 'sheet.xlsx')
  const { encoding, delimiter } = how.profile ?? {}
  const read = await readFile(bytes, name, { encoding, delimiter })
  if ('refusal' in read) return { verdict: 'refuse', refusal: read.refusal }
  const source2 = { reading: read.reading, profile: how.profile ?? {}, world: how.world ?? smallWorld() }
  return planAttendance(source2, how.answers ?? {})
}

export async function planned(source: string | Uint8Array, how: How = {}): Promise<Plan> {
  const result = await plan(source, how)
  if (result.verdict === 'refuse')
    throw new Error(`refused: ${result.refusal.code} ${result.refusal.message.zh}`)
  return result
}

export async function refusal(source: string | Uint8Array, how: How = {}): Promise<string> {
  const result = await plan(source, how)
  return result.verdict === 'refuse' ? result.refusal.code : 'read'
}

/** Entries in one line each, as `ref member session status result`. */
export function told(result: Plan, filter: (entry: PlanEntry) => boolean = () => true): string[] {
  return result.entries
    .filter(filter)
    .map((entry) =>
      [
        entry.ref,
        entry.memberNo ?? '-',
        entry.sessionId ?? (entry.heldBy ? 'held' : '-'),
        entry.leaveType ? `${entry.status}/${entry.leaveType}` : (entry.status ?? '-'),
        entry.result,
      ].join(' '),
    )
}

export function kinds(result: Plan): string[] {
  return result.decisions.map((decision) => decision.kind)
}

type Cells = (string | number | Date | null)[][]
type Merge = [top: number, left: number, bottom: number, right: number]

/** A workbook with the given sheets; merges count rows and columns from 0. */
export function workbook(
  sheets: Record<string, { cells: Cells; merges?: Merge[] }>,
  type: 'xlsx' | 'biff8' | 'ods' = 'xlsx',
): Uint8Array {
  const book = utils.book_new()
  for (const [name, { cells, merges }] of Object.entries(sheets)) {
    const sheet = utils.aoa_to_sheet(cells, { UTC: true })
    sheet['!merges'] = (merges ?? []).map(([top, left, bottom, right]) => ({
      s: { r: top, c: left },
      e: { r: bottom, c: right },
    }))
    utils.book_append_sheet(book, sheet, name)
  }
  return new Uint8Array(write(book, { type: 'buffer', bookType: type }) as Buffer)
}
