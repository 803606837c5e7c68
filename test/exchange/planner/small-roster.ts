import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import {
  planRoster,
  type RosterOptions,
  type RosterPlan,
} from '../../../src/exchange/imports/planner/roster.ts'
import type {
  HeldValues,
  RosterMember,
  RosterWorld,
} from '../../../src/exchange/imports/planner/roster-world.ts'

/** Rosters against an invented committee. */

export const NOBODY: RosterWorld = {
  members: [],
  known: { sectors: [], committees: [], groups: [], offices: [] },
}

export const heldMember = (memberNo: string, name: string, values: HeldValues = {}): RosterMember => ({
  id: `id-${memberNo}`,
  memberNo,
  version: 1,
  values: { memberNo, name, ...values },
})

/** Two of one name, in different sectors and units, and one beside them. */
export const COMMITTEE: RosterWorld = {
  members: [
    heldMember('0103', '韩小满', { sector: ['教育界'], unit: '清河一小', phone: '13000000103' }),
    heldMember('0104', '韩小满', { sector: ['总工会'], unit: '清河机床厂', phone: '13000000104' }),
    heldMember('0105', '阿里木·热合曼', {
      sector: ['少数民族界'],
      committee: ['提案委员会', '社会和法制委员会'],
      offices: ['委员', '常务委员'],
      unit: '清河文化馆',
      post: '馆长',
      phone: '130-0000-0105',
    }),
  ],
  known: {
    sectors: [
      { name: '教育界', aliases: [] },
      { name: '总工会', aliases: ['工会'] },
      { name: '少数民族界', aliases: ['民族界'] },
    ],
    committees: [
      { name: '提案委员会', aliases: ['提案委'] },
      { name: '社会和法制委员会', aliases: ['社法委'] },
      { name: '经济委员会', aliases: ['经济委'] },
    ],
    groups: [],
    offices: ['委员', '常务委员', '副主席'],
  },
}

export async function roster(
  source: string | Uint8Array,
  world: RosterWorld = NOBODY,
  options: RosterOptions = {},
): Promise<RosterPlan> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  const read = await readFile(bytes, typeof source === 'string' ? 'members.csv' : 'members.xlsx')
  if ('refusal' in read) throw new Error(read.refusal.code)
  const plan = planRoster(read.reading, world, options)
  if (plan.verdict === 'refuse') throw new Error(`${plan.refusal.code} ${plan.refusal.message.en}`)
  return plan
}

/** Warnings as `code ref`. */
export const warned = ({ warnings }: RosterPlan): string[] =>
  warnings.map(({ code, ref }) => `${code} ${ref}`)

/** Rows as `result number`, with what they would change. */
export const outcomes = ({ rows }: RosterPlan): string[] =>
  rows.map(({ result, memberNo, changes }) =>
    [`${result} ${memberNo}`, ...changes.map(({ field, from, to }) => `${field}: ${from} > ${to}`)].join(
      '; ',
    ),
  )
