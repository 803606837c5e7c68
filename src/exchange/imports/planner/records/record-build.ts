import { isDay } from '../../../../core/days.ts'
import { canonical, sha256 } from '../../../../core/ids.ts'
import { append } from '../../../../core/long-lists.ts'
import { NO_YEAR } from '../dates.ts'
import type { DecisionList } from '../decisions.ts'
import type { Evidence } from '../match-member.ts'
import { looksLikeName, normalizeName, splitName } from '../names.ts'
import type { Text } from '../plan-types.ts'
import { TEXT_CELL } from '../table.ts'
import type { WorldIndex } from '../world.ts'
import { findMember, isNobody, namesIn, signatureOf, spacedNames } from './people.ts'
import { readCell } from './read-cell.ts'
import { fail, type ReadRow } from './record-rows.ts'
import { type Fields, isOfBody, plain, plainBody, type RecordColumn, type Values } from './record-table.ts'
import { FIRST_UNSIGNED, NAME_AS_TITLE, ONE_NAME, ONE_ORGANIZATION } from './record-texts.ts'
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
  if (isNameAsTitle(row, building.index)) fail(row, 'title', 'columns_shifted', NAME_AS_TITLE)
  if (out.errors.length > 0) {
    out.result = 'invalid'
    return
  }
  const asked = findPeople(building, row, false)
  out.people = asked.named
  out.decisionIds = asked.decisionIds
  out.leftOut = asked.leftOut
  if (people.open) out.result = asked.skip ? 'skip' : people.open
  else if (asked.skip) out.result = 'skip'
  else bodyOf(building, row, asked.values)
}

/** A title that is a member's name stands in the place of one: the cells of the row have moved. */
function isNameAsTitle({ out }: ReadRow, index: WorldIndex): boolean {
  const title = out.cells.title
  return title !== undefined && looksLikeName(title) && index.membersByName.has(splitName(title).key)
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
  leftOut: ReadRow['out']['leftOut']
  decisionIds: string[]
  /** What waits for a person, and why; the first of the row is told. */
  open: 'ambiguous_name' | 'unknown_name' | null
  skip: boolean
}

function findPeople(building: Building, row: ReadRow, telling: boolean): People {
  const people: People = {
    values: { ...row.values },
    named: [],
    leftOut: [],
    decisionIds: [],
    open: null,
    skip: false,
  }
  for (const column of row.sheet.of.columns) {
    if (column.read.kind !== 'member' && column.read.kind !== 'members') continue
    if (column.when && !column.when(row.values)) continue
    const field = column.cellOf ?? column.field
    const text = row.out.cells[field]
    if (text === undefined) continue
    const found = findNames(building, row, column, field, text, telling)
    append(people.named, found.named)
    append(people.leftOut, found.leftOut)
    append(people.decisionIds, found.decisionIds)
    people.open ??= found.open
    // A cell whose every name was left out names nobody: there is nothing to record.
    people.skip ||= found.skip || (found.leftOut.length > 0 && found.named.length === 0 && !found.open)
    people.values[column.field] =
      column.read.kind === 'member'
        ? found.named[0]?.memberId
        : {
            memberIds: found.named.map(({ memberId }) => memberId),
            leftOut: found.leftOut.length,
            unsigned: found.named.flatMap(({ signed, memberId }) => (signed ? [] : [memberId])),
            organizationId: found.organizationId,
          }
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
  const found: Names = {
    named: [],
    leftOut: [],
    decisionIds: [],
    open: null,
    skip: false,
    organizationId: null,
  }
  const names = namesIn(text).flatMap((name) => spacedNames(name, building.index))
  const day = dayOf(row.values, building.index)
  const ref = row.out.refs[field]!
  const refuse = (code: string, message: Text) => {
    if (telling) fail(row, field, code, message)
  }
  if (column.read.kind === 'member' && names.length !== 1) {
    refuse('one_name', ONE_NAME)
    return found
  }
  const { read } = column
  const many = read.kind === 'members'
  const bodies = many && read.orOrganization ? building.world.things.organizations : undefined
  const organizations = bodies ? new Set(bodies.map(({ id }) => id)) : null
  const clues = names.length === 1 ? cluesFor(row, field, column.field) : {}
  for (const [at, written] of names.entries()) {
    const { name, unsigned } =
      many && read.unsigned ? signatureOf(written) : { name: written, unsigned: false }
    if (many && names.length === 1 && isNobody(name)) continue
    const organizationId = bodies ? organizationFor(building, name) : null
    if (organizationId) {
      if (found.organizationId !== null) refuse('one_organization', ONE_ORGANIZATION)
      found.organizationId ??= organizationId
      continue
    }
    const nth = names.slice(0, at).filter((before) => normalizeName(before) === normalizeName(written)).length
    const asking = { ref: `${row.out.table}!${ref}`, nth, list: names.length > 1, organizations, day }
    const one = findMember(building, name, clues, asking)
    if (one.kind === 'problem') {
      refuse(one.code, one.message)
      continue
    }
    if (one.kind === 'member') {
      if (unsigned && at === 0 && column.field !== 'coSigners') refuse('first_unsigned', FIRST_UNSIGNED)
      found.named.push({ ...one.named, ref, raw: written, signed: !unsigned })
      continue
    }
    found.decisionIds.push(one.decisionId)
    if (one.kind === 'open') found.open ??= one.result
    else if (one.kind === 'organization') found.organizationId ??= one.organizationId
    else if (one.kind === 'left_out') found.leftOut.push({ ref, raw: written })
    else found.skip = true
  }
  return found
}

/** The first day that a row names, else the one of its meeting. */
function dayOf(values: Values, index: WorldIndex): string | null {
  const days = Object.values(values).flatMap((value) => {
    if (typeof value === 'string' && isDay(value)) return [value]
    return typeof value === 'object' && 'from' in value && typeof value.from === 'string' ? [value.from] : []
  })
  if (days.length > 0) return days.reduce((first, day) => (day < first ? day : first))
  const { meetingId } = values
  return (typeof meetingId === 'string' && index.meetingById.get(meetingId)?.from) || null
}

/** A body of that name, unless a member bears it. */
function organizationFor({ index, world }: Building, name: string): string | null {
  if (index.membersByName.has(splitName(name).key)) return null
  return organizationNamed(world, name)
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
  return read && 'value' in read && typeof read.value === 'string' ? read.value : null
}

function bodyOf({ owner }: Building, { out, sheet: { of } }: ReadRow, values: Values): void {
  const steps = new Map<string, Fields>()
  for (const column of of.columns) {
    const value = values[column.field]
    if (!column.step || value === undefined) continue
    const body = steps.get(column.step) ?? {}
    steps.set(column.step, { ...body, [column.into ?? column.field]: plain(value) })
  }
  const own = Object.fromEntries(of.columns.filter(isOfBody).map(({ field }) => [field, values[field]]))
  const body = of.body ? of.body(own) : plainBody(of.columns, own)
  const { externalId: _, ownerOrganizationId: _owner, ...said } = body
  out.steps = (of.steps ?? []).flatMap(({ name, bodies }) => {
    if (bodies) return bodies(values).map((step) => ({ name, body: step }))
    const step = steps.get(name)
    return step ? [{ name, body: step }] : []
  })
  out.bodyKey = sha256(canonical([of.resource, said, out.steps]))
  const department = of.owned && owner !== null && !('ownerOrganizationId' in body)
  out.body = department ? { ...body, ownerOrganizationId: owner } : body
}
