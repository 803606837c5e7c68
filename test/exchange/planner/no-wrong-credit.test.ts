import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDelimited } from '../../../src/exchange/imports/planner/containers/read-csv.ts'
import { type Evidence, matchMember } from '../../../src/exchange/imports/planner/match-member.ts'
import { planAttendance } from '../../../src/exchange/imports/planner/plan.ts'
import { indexWorld, type World, type WorldMember } from '../../../src/exchange/imports/planner/world.ts'
import { meeting } from './small-world.ts'

const NAMES = ['冯一舟', '韩小满', '沈见山', '沈见衫']
const SECTORS = ['科技界', '教育界', '妇联']
const UNITS = ['清河二中', '清河绣坊', '清河商行']

/** Few names, sectors and units among many members: nearly everybody has a namesake. */
const Members = fc
  .array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      sector: fc.constantFrom(...SECTORS),
      unit: fc.constantFrom(...UNITS),
      shared: fc.boolean(),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((list) =>
    list.map(
      ({ name, sector, unit, shared }, at): WorldMember => ({
        id: `m${at}`,
        memberNo: `0${100 + at}`,
        name,
        nameVariants: [],
        phone: shared ? '13000000000' : `1300000${1000 + at}`,
        memberships: [{ from: '2022-01-01', to: at % 4 === 0 ? '2024-12-31' : null }],
        sectors: [{ name: sector, from: null, to: null }],
        units: [{ unit, post: null, from: null, to: null }],
      }),
    ),
  )

/** A row about the member at `of`, in which each clue may be missing or somebody else's. */
const Row = fc.record({
  of: fc.nat(11),
  other: fc.nat(11),
  number: fc.constantFrom('none', 'own', 'bare', 'other'),
  mobile: fc.constantFrom('none', 'own', 'other', 'unknown'),
  sector: fc.constantFrom('none', 'own', 'bracket', 'other', 'unknown'),
  unit: fc.constantFrom('none', 'own', 'other', 'unknown'),
  pad: fc.constantFrom('', ' ', '　', '\u00a0'),
  status: fc.constantFrom('出席', '请假', '缺席'),
})

type Made = ReturnType<typeof evidenceOf>

type RandomRow = typeof Row extends fc.Arbitrary<infer T> ? T : never

function evidenceOf(members: readonly WorldMember[], row: RandomRow) {
  const own = members[row.of % members.length]!
  const other = members[row.other % members.length]!
  const pick = <T>(how: string, of: (member: WorldMember) => T, unknown: T, none: T): T =>
    how === 'none' ? none : how === 'other' ? of(other) : how === 'unknown' ? unknown : of(own)
  const name = own.name.split('').join(row.pad)
  const sectorText = pick(row.sector, (member) => member.sectors[0]!.name, '未知界', '')
  return {
    memberNo:
      row.number === 'bare'
        ? own.memberNo.replace(/^0/, '')
        : pick(row.number, (member) => member.memberNo, '', ''),
    mobile: pick(row.mobile, (member) => member.phone ?? '', '13999999999', ''),
    name: row.sector === 'bracket' ? `${name}（${sectorText}）` : name,
    unit: pick(row.unit, (member) => member.units[0]!.unit, '别处', ''),
    post: '',
    sector: row.sector === 'bracket' ? '' : sectorText,
    note: '',
    sectorText,
    own,
  }
}

/** Which clues of a row speak for a member; undefined where a clue is missing. */
function cluesFor(member: WorldMember, row: Made) {
  return {
    number: row.memberNo === '' ? undefined : Number(row.memberNo) === Number(member.memberNo),
    mobile: row.mobile === '' ? undefined : row.mobile === member.phone,
    sector: row.sectorText === '' ? undefined : row.sectorText === member.sectors[0]!.name,
    unit: row.unit === '' ? undefined : row.unit === member.units[0]!.unit,
  }
}

describe('no wrong credit', () => {
  test('a matched member bears the name, and every namesake lacks a clue that the member has', () => {
    fc.assert(
      fc.property(Members, Row, (members, random) => {
        const index = indexWorld(worldOf(members))
        const row = evidenceOf(members, random)
        const match = matchMember(row as Evidence, { index, year: 2025, numbersAreOurs: true })
        if (match.kind !== 'member') return
        expect(match.member.name).toBe(row.own.name)
        const clues = cluesFor(match.member, row)
        if (row.memberNo !== '') expect(clues.number).toBe(true)
        for (const namesake of members) {
          if (namesake === match.member || namesake.name !== row.own.name) continue
          const others = cluesFor(namesake, row)
          const lacks = (['number', 'mobile', 'sector', 'unit'] as const).some(
            (clue) => clues[clue] === true && others[clue] === false,
          )
          expect(lacks).toBe(true)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('a plan stores at most one state for a member and session, never for somebody out of office', () => {
    fc.assert(
      fc.property(Members, fc.array(Row, { minLength: 1, maxLength: 25 }), (members, randoms) => {
        const world = worldOf(members)
        const rows = randoms.map((random) => ({ ...evidenceOf(members, random), status: random.status }))
        const text = ['编号码,委员编号,手机,姓名,单位,界别,会议名称,日期,出席情况']
        for (const row of rows) {
          text.push(
            [
              'x',
              row.memberNo,
              row.mobile,
              row.name,
              row.unit,
              row.sector,
              '常委会议',
              '2025-03-12',
              row.status,
            ].join(','),
          )
        }
        const read = readDelimited(text.join('\n'), 'csv')
        if ('problem' in read) throw new Error(read.problem)
        const container = {
          format: 'csv',
          encoding: 'utf-8',
          bom: false,
          delimiter: ',',
          date1904: false,
        } as const
        const source = { reading: { container, tables: [read.table] }, profile: {}, world }
        const plan = planAttendance(source)
        expect(planAttendance(source)).toEqual(plan)
        if (plan.verdict === 'refuse') throw new Error(plan.refusal.code)
        expect(plan.entries).toHaveLength(rows.length)
        const keys = new Set<string>()
        for (const entry of plan.entries) {
          if (entry.result !== 'new') continue
          const member = members.find((one) => one.id === entry.memberId)!
          expect(member.name).toBe(rows[entry.row - 2]!.own.name)
          expect(member.memberships[0]!.to).toBe(null)
          expect(keys.has(entry.memberId!)).toBe(false)
          keys.add(entry.memberId!)
        }
      }),
      { numRuns: 300 },
    )
  })
})

function worldOf(members: readonly WorldMember[]): World {
  return {
    members,
    meetings: [meeting('one', '常委会议', [['2025-03-12', 'am']])],
    sectors: SECTORS.map((name) => ({ name, aliases: [] })),
    invitedBySession: new Map(),
    attendance: new Map(),
  }
}
