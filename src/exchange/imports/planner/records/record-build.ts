import { canonical, sha256 } from '../../../../core/ids.ts'
import { NO_YEAR } from '../dates.ts'
import type { DecisionList } from '../decisions.ts'
import type { Evidence } from '../match-member.ts'
import { TEXT_CELL } from '../table.ts'
import type { WorldIndex } from '../world.ts'
import { type Finder, findMember, namesIn } from './people.ts'
import { readCell } from './read-cell.ts'
import { fail, type ReadRow } from './record-rows.ts'
import { type Fields, plain, plainBody, type RecordColumn, type Values } from './record-table.ts'
import { ONE_NAME } from './record-texts.ts'
import type { RecordWorld } from './record-world.ts'

/** The body of a row, once its people are known. */

export type Building = {
  index: WorldIndex
  world: RecordWorld
  decisions: DecisionList
  owner: string | null
}

/** Looks the people of a row up and makes its body; asks nothing about a row that is refused anyway. */
export function buildRow(building: Building, row: ReadRow): void {
  const trial: DecisionList = { byId: new Map(), answers: building.decisions.answers }
  const people = findPeople({ ...building, decisions: trial }, row, true)
  const { out } = row
  if (out.errors.length > 0) {
    out.result = 'invalid'
    return
  }
  const asked = findPeople(building, row, false)
  out.people = asked.named
  out.decisionIds = asked.decisionIds
  if (people.open) out.result = asked.skip ? 'skip' : 'ambiguous_name'
  else if (asked.skip) out.result = 'skip'
  else bodyOf(building, row, asked.values)
}

/** The body alone, where the row is only compared: no question is kept. */
export function bodyKeyOf(building: Building, row: ReadRow): string | null {
  const trial = { byId: new Map(), answers: building.decisions.answers }
  const errors = [...row.out.errors]
  const found = findPeople({ ...building, decisions: trial }, row, true)
  const clean = row.out.errors.length === 0 && !found.open && !found.skip
  row.out.errors = errors
  if (!clean) return null
  bodyOf(building, row, found.values)
  return row.out.bodyKey
}

type People = {
  values: Record<string, Values[string]>
  named: ReadRow['out']['people']
  decisionIds: string[]
  open: boolean
  skip: boolean
}

function findPeople(building: Building, row: ReadRow, telling: boolean): People {
  const people: People = { values: { ...row.values }, named: [], decisionIds: [], open: false, skip: false }
  for (const column of row.sheet.of.columns) {
    if (column.read.kind !== 'member' && column.read.kind !== 'members') continue
    if (column.when && !column.when(row.values)) continue
    const field = column.cellOf ?? column.field
    const text = row.out.cells[field]
    if (text === undefined) continue
    const found = findNames(building, row, column, field, text, telling)
    people.named.push(...found.named)
    people.decisionIds.push(...found.decisionIds)
    people.open ||= found.open
    people.skip ||= found.skip
    people.values[column.field] =
      column.read.kind === 'member'
        ? found.named[0]?.memberId
        : { memberIds: found.named.map(({ memberId }) => memberId), organizationId: found.organizationId }
  }
  people.decisionIds = [...new Set(people.decisionIds)]
  return people
}

type Names = Omit<People, 'values'> & { organizationId: string | null }

function findNames(
  building: Building,
  row: ReadRow,
  column: RecordColumn,
  field: string,
  text: string,
  telling: boolean,
): Names {
  const found: Names = { named: [], decisionIds: [], open: false, skip: false, organizationId: null }
  const names = namesIn(text)
  const ref = row.out.refs[field]!
  if (column.read.kind === 'member' && names.length !== 1) {
    if (telling) fail(row, field, 'one_name', ONE_NAME)
    return found
  }
  const finder: Finder = building
  const clues = names.length === 1 ? cluesFor(row, field, column.field) : {}
  for (const name of names) {
    const one = findMember(finder, name, clues, `${row.out.table}!${ref}`)
    if (one.kind === 'member') found.named.push({ ...one.named, ref })
    else if (one.kind !== 'problem') {
      found.decisionIds.push(one.decisionId)
      if (one.kind === 'open') found.open = true
      else found.skip = true
    } else if (names.length === 1 && column.read.kind === 'members' && column.read.orOrganization) {
      found.organizationId = organizationNamed(building.world, name)
      if (found.organizationId === null && telling) fail(row, field, one.code, one.message)
    } else if (telling) fail(row, field, one.code, one.message)
  }
  return found
}

/** What the cells beside a name say of the member: they speak of the first of their columns that is filled. */
function cluesFor(row: ReadRow, field: string, own: string): Partial<Evidence> {
  const clues: Partial<Evidence> = {}
  for (const { field: key, read } of row.sheet.of.columns) {
    if (read.kind !== 'clue' || read.clue === 'day') continue
    const target = read.of.find((one) => one === own || one in row.out.cells)
    if (target !== own && target !== field) continue
    const said = row.out.cells[key]
    if (said !== undefined) clues[read.clue] = said
  }
  return clues
}

/** A body in the place of people: a party, a special committee. */
function organizationNamed(world: RecordWorld, name: string): string | null {
  const context = { kind: TEXT_CELL, date1904: false, years: NO_YEAR, world, day: null } as const
  const read = readCell(name, { kind: 'thing', of: 'organizations' }, context)
  return read && 'value' in read ? (read.value as string) : null
}

function bodyOf({ owner }: Building, { out, sheet: { of } }: ReadRow, values: Values): void {
  const steps = new Map<string, Fields>()
  for (const column of of.columns) {
    const value = values[column.field]
    if (!column.step || value === undefined) continue
    const body = steps.get(column.step) ?? {}
    steps.set(column.step, { ...body, [column.into ?? column.field]: plain(value) })
  }
  const own = Object.fromEntries(
    of.columns
      .filter((column) => !column.step && column.read.kind !== 'clue')
      .map(({ field }) => [field, values[field]]),
  )
  const body = of.body ? of.body(own) : plainBody(of.columns, own)
  const { externalId: _, ownerOrganizationId: _owner, ...said } = body
  out.steps = (of.steps ?? []).flatMap(({ name }) => {
    const step = steps.get(name)
    return step ? [{ name, body: step }] : []
  })
  out.bodyKey = sha256(canonical([of.resource, said, out.steps]))
  const department = of.owned && owner !== null && !('ownerOrganizationId' in body)
  out.body = department ? { ...body, ownerOrganizationId: owner } : body
}
