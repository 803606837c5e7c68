import type { Candidate } from '../../../core/import-questions.ts'
import { ask, type DecisionList } from './decisions.ts'
import { normalizeMobile, normalizeName, normalizeUnit } from './names.ts'
import type { RosterRow } from './roster-rows.ts'
import { MOBILE_OF_ANOTHER, MOBILE_OF_ROWS, PLACE_OF_ANOTHER, whichMember } from './roster-texts.ts'
import { isMobile, memberOfNumber, type RosterIndex, type RosterMember } from './roster-world.ts'

/**
 * Whom a row of a roster speaks of: the member of its number, unless its mobile, or unit and sector together, belong to
 * another. A mobile is a rung of matching, so that one in the wrong place would credit the wrong person later.
 */

/** By mobile, the members that the file states it for: the number that each is known by, and its first row. */
export type MobileRows = ReadonlyMap<string, ReadonlyMap<string, RosterRow>>

/** Enough to tell that a mobile is stated twice, and where. */
const SHARING_MAX = 10

export function rowsByMobile(rows: readonly RosterRow[], index: RosterIndex): MobileRows {
  const mobiles = new Map<string, Map<string, RosterRow>>()
  for (const row of rows) {
    const { phone } = row.values
    if (phone === undefined || !isMobile(phone)) continue
    const sharing = mobiles.get(phone) ?? new Map<string, RosterRow>()
    mobiles.set(phone, sharing)
    const number = numberOf(row, index)
    if (sharing.size < SHARING_MAX && !sharing.has(number)) sharing.set(number, row)
  }
  return mobiles
}

/** A row without a number is nobody else's. */
function numberOf({ row, values: { memberNo, name = '' } }: RosterRow, index: RosterIndex): string {
  if (memberNo === undefined) return `row ${row}`
  return memberOfNumber(index, memberNo, name)?.memberNo ?? memberNo
}

export type Person =
  /** The member whom the row changes; none: it is a new one. */
  { state: 'known'; member: RosterMember | undefined } | { state: 'open' | 'skip'; decisionId: string }

/** `ref` is the cell of the number, `id` the question's, should one be asked. */
export function personOf(
  row: RosterRow,
  at: { ref: string; id: string },
  how: { index: RosterIndex; mobiles: MobileRows; decisions: DecisionList },
): Person {
  const { memberNo = '', name = '' } = row.values
  const holder = memberOfNumber(how.index, memberNo, name)
  const sharing = sharesMobile(row, holder, how)
  const mobile = othersOfMobile(row, holder, how.index)
  const place = othersOfPlace(row, holder, how.index)
  if (sharing.length + mobile.length + place.length === 0) return { state: 'known', member: holder }
  const fromRows = sharing.flatMap(
    ({ values }) => memberOfNumber(how.index, values.memberNo ?? '', values.name ?? '') ?? [],
  )
  const members = [...new Set([...(holder ? [holder] : []), ...mobile, ...place, ...fromRows])]
  const said = [
    ...(mobile.length > 0 ? [MOBILE_OF_ANOTHER(mobile.map(shownMember))] : []),
    ...(place.length > 0 ? [PLACE_OF_ANOTHER(place.map(shownMember))] : []),
    ...(sharing.length > 0 ? [MOBILE_OF_ROWS(sharing.map((other) => other.row))] : []),
  ]
  const answer = ask(how.decisions, at.id, at.ref, () => ({
    kind: 'evidence_conflict',
    // Each row is another person: no two are answered together.
    group: at.id,
    candidates: members.map(candidate),
    choices: [...(members.length > 0 ? ['member'] : []), ...(holder ? [] : ['new_member']), 'skip'],
    question: whichMember({ row: row.row, memberNo, name, isNew: !holder }, said),
    evidence: { memberNo, name, otherRows: sharing.map((other) => other.row) },
  }))
  if (answer?.choice === 'skip') return { state: 'skip', decisionId: at.id }
  if (answer?.choice === 'new_member') return { state: 'known', member: undefined }
  const chosen = members.find(
    (one) => answer && (one.id === answer.memberId || one.memberNo === answer.memberNo?.trim()),
  )
  if (chosen) return { state: 'known', member: chosen }
  // Somebody whom nothing in the row speaks of is no answer: the question stays.
  delete how.decisions.byId.get(at.id)!.answer
  return { state: 'open', decisionId: at.id }
}

const hasMobile = (member: RosterMember | undefined, mobile: string): boolean =>
  normalizeMobile(member?.values.phone ?? '').includes(mobile)

/** Members whose mobile the row states for another; nothing is new where it stands so already. */
function othersOfMobile(
  { values: { phone } }: RosterRow,
  holder: RosterMember | undefined,
  { byMobile }: RosterIndex,
): RosterMember[] {
  if (phone === undefined || hasMobile(holder, phone)) return []
  return byMobile.get(phone) ?? []
}

/** Other rows of the file, of another number, with the same mobile. */
function sharesMobile(
  row: RosterRow,
  holder: RosterMember | undefined,
  { index, mobiles }: { index: RosterIndex; mobiles: MobileRows },
): RosterRow[] {
  const { phone } = row.values
  if (phone === undefined || hasMobile(holder, phone)) return []
  const own = numberOf(row, index)
  return [...(mobiles.get(phone) ?? [])].flatMap(([number, other]) => (number === own ? [] : [other]))
}

/**
 * Members at the unit and in the sector that the row states, where the member of its number is not: namesakes, and
 * colleagues only where both would change, because many people share a unit.
 */
function othersOfPlace(
  { values }: RosterRow,
  holder: RosterMember | undefined,
  index: RosterIndex,
): RosterMember[] {
  const { name = '', unit = values.unitPost, post = '', sector, phone } = values
  if (unit === undefined || sector === undefined) return []
  const keys = [unit, unit + post].map(normalizeUnit)
  const there = new Set(keys.flatMap((key) => index.byUnit.get(key) ?? []))
  const inSector = (member: RosterMember) => member.values.sector?.includes(sector) ?? false
  if (holder && there.has(holder) && inSector(holder)) return []
  const moved =
    holder?.values.unit !== undefined &&
    holder.values.sector !== undefined &&
    !there.has(holder) &&
    !inSector(holder) &&
    !(phone !== undefined && hasMobile(holder, phone))
  return [...there].filter(
    (member) =>
      member !== holder &&
      inSector(member) &&
      (moved || normalizeName(member.values.name ?? '') === normalizeName(name)),
  )
}

const shownMember = ({ memberNo, values }: RosterMember): string => `${memberNo} ${values.name ?? ''}`.trim()

export const candidate = ({ id, memberNo, values }: RosterMember): Candidate => ({
  memberId: id,
  memberNo,
  name: values.name ?? '',
  sector: values.sector?.[0] ?? null,
  unit: values.unit ?? null,
})
