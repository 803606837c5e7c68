import type { WorldMember } from '../../../src/exchange/imports/planner/world.ts'
import { type Made, YEAR } from './committee.ts'
import { numbersOf, type Question } from './expected.ts'
import type { Random } from './random.ts'

/** How a row names its member, and whom a clerk with nothing but that row would take it to mean. */

export type Clue = 'memberNo' | 'mobile' | 'unit' | 'sector'

export interface WrittenPerson {
  cells: Record<Clue | 'name', string>
  /** Null where the row alone does not tell. */
  member: WorldMember | null
  result: 'ambiguous_name' | 'unknown_name' | null
  question: Question | null
  /** The name has an odd look that changes nothing. */
  odd: boolean
}

const PADS = ['', '', '', ' ', '　', '\u00a0']

export function writePerson(
  made: Made,
  member: WorldMember,
  clues: readonly Clue[],
  random: Random,
): WrittenPerson {
  const sector = sectorIn(member)
  const cells = {
    name: random.chance(0.2) ? [...member.name].join(random.pick(PADS)) : member.name,
    memberNo: clues.includes('memberNo') && !random.chance(0.03) ? member.memberNo : '',
    mobile: clues.includes('mobile') && !random.chance(0.03) ? (member.phone ?? '') : '',
    unit: clues.includes('unit') && !random.chance(0.03) ? member.units[0]!.unit : '',
    sector: clues.includes('sector') && !random.chance(0.03) ? sector : '',
  }
  if (cells.name.includes('·') && random.chance(0.4))
    cells.name = cells.name.replace('·', random.pick(['•', '・', '．']))
  // The office writes the sector behind a name that two bear.
  if (namesakes(made, member).length > 1 && cells.sector === '' && random.chance(0.5)) {
    cells.sector = sector
    cells.name = `${cells.name}${random.pick(['（', '('])}${sector}${'）'}`
    return { ...told(made, member, { ...cells }), cells: { ...cells, sector: '' } }
  }
  return told(made, member, cells)
}

export const writeStranger = (name: string): WrittenPerson => ({
  cells: { name, memberNo: '', mobile: '', unit: '', sector: '' },
  member: null,
  result: 'unknown_name',
  question: { kind: 'unknown_name', candidates: [] },
  odd: false,
})

/** A sector that the member held in the year. */
const sectorIn = (member: WorldMember): string =>
  member.sectors.find(({ from, to }) => (from ?? '') <= `${YEAR}-12-31` && (to ?? '9') >= `${YEAR}-01-01`)!
    .name

const namesakes = ({ members }: Made, { name }: WorldMember): WorldMember[] =>
  members.filter((one) => one.name === name)

const inSector = (member: WorldMember, sector: string): boolean =>
  member.sectors.some(
    ({ name, from, to }) =>
      name === sector && (from ?? '') <= `${YEAR}-12-31` && (to ?? '9') >= `${YEAR}-01-01`,
  )

function told(made: Made, member: WorldMember, cells: WrittenPerson['cells']): WrittenPerson {
  const odd = cells.name !== member.name
  const known: WrittenPerson = { cells, member, result: null, question: null, odd }
  if (cells.memberNo !== '' || cells.mobile !== '' || cells.unit !== '') return known
  const all = namesakes(made, member)
  const left = cells.sector === '' ? all : all.filter((one) => inSector(one, cells.sector))
  if (left.length === 1) return known
  const question = { kind: 'ambiguous_name', candidates: numbersOf(left) }
  return { cells, member: null, result: 'ambiguous_name', question, odd }
}
