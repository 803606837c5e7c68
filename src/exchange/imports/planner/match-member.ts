import type { Candidate } from '../../../core/import-questions.ts'
import {
  isNameSuffix,
  normalizeMobile,
  normalizeName,
  normalizeSector,
  normalizeUnit,
  saysGuest,
  similarity,
  splitName,
} from './names.ts'
import type { Rung } from './plan-types.ts'
import { bareNumber, normalizeNumber, type WorldIndex, type WorldMember } from './world.ts'

/** What a row says about a person, as it stands in the cells. */
export type Evidence = {
  memberNo: string
  mobile: string
  name: string
  unit: string
  post: string
  sector: string
  note: string
  /** What another place says the name is, where it differs. */
  otherName?: string
}

export type MemberMatch =
  | { kind: 'member'; member: WorldMember; rung: Rung; unitDiffers: boolean }
  | { kind: 'ambiguous_name' | 'evidence_conflict' | 'unknown_name'; candidates: WorldMember[]; why: string }

type MatchScope = {
  index: WorldIndex
  /** A sector is evidence if it was held at any time of this year; null: at any time. */
  year: number | null
  /** False when hardly any number of the column is one of ours: another numbering, no evidence. */
  numbersAreOurs: boolean
}

type Clues = {
  key: string
  owners: WorldMember[]
  number: string
  unit: string
  unitAndPost: string
  sectors: Set<string> | null
  strange: string[]
  guest: boolean
}

/**
 * The ladder: number, mobile, name + unit, name + sector, the only member of that name. Each rung must agree
 * with the name; evidence for two people, and a name that two members bear, are questions. Whether somebody
 * was in office or invited never narrows the candidates, and no character is ever corrected. A name that nobody
 * bears may mean somebody by an earlier decision (`alias`), unless what stands beside it says otherwise.
 */
export function matchMember(evidence: Evidence, scope: MatchScope): MemberMatch {
  const { otherName, ...told } = evidence
  if (otherName === undefined) return matchTold(told, scope)
  const names = [told.name, otherName]
  const found = names.map((name) => matchTold({ ...told, name }, scope))
  const [one, other] = found
  if (one?.kind === 'member' && other?.kind === 'member' && one.member === other.member) return one
  const bearers = names.flatMap((name) => scope.index.membersByName.get(splitName(name).key) ?? [])
  const matched = found.flatMap((match) => (match.kind === 'member' ? match.member : match.candidates))
  return conflict([...bearers, ...matched], 'names_differ')
}

function matchTold(evidence: Evidence, scope: MatchScope): MemberMatch {
  const clues = readClues(evidence, scope)
  const byNumber = matchNumber(clues, evidence, scope)
  if (byNumber) return byNumber
  const byMobile = matchMobile(clues, evidence, scope)
  if (byMobile) return byMobile
  if (clues.owners.length === 0) {
    const known = scope.index.memberByAlias.get(clues.key)
    if (known) return matchAlias(known, clues, scope)
    return { kind: 'unknown_name', candidates: [], why: 'no_member_of_that_name' }
  }
  return matchName(clues, evidence, scope)
}

function matchAlias(member: WorldMember, clues: Clues, scope: MatchScope): MemberMatch {
  const elsewhere = clues.sectors !== null && !held(member, clues.sectors, scope.year)
  if (clues.guest || elsewhere) return conflict([member], 'alias_and_evidence_differ')
  return accept(member, 'alias')
}

function readClues(evidence: Evidence, scope: MatchScope): Clues {
  const { key, brackets } = splitName(evidence.name)
  const { index } = scope
  const clues: Clues = {
    key,
    owners: key === '' ? [] : (index.membersByName.get(key) ?? []),
    number: scope.numbersAreOurs ? normalizeNumber(evidence.memberNo) : '',
    unit: normalizeUnit(evidence.unit),
    unitAndPost: normalizeUnit(evidence.unit + evidence.post),
    sectors: sectorsOf(evidence.sector, index),
    strange: [],
    guest: [evidence.note, evidence.unit, evidence.sector, ...brackets].some(saysGuest),
  }
  for (const word of brackets) readBracket(word, clues, index)
  return clues
}

function readBracket(word: string, clues: Clues, index: WorldIndex): void {
  if (isNameSuffix(word)) return
  const sectors = sectorsOf(word, index)
  if (sectors) clues.sectors = clues.sectors ? meet(clues.sectors, sectors) : sectors
  else if (index.membersByNumber.has(normalizeNumber(word)) && clues.number === '') {
    clues.number = normalizeNumber(word)
  } else if (clues.unit === '' && index.units.has(normalizeUnit(word))) clues.unit = normalizeUnit(word)
  else clues.strange.push(word)
}

function sectorsOf(text: string, index: WorldIndex): Set<string> | null {
  if (text.trim() === '') return null
  return index.sectorWords.get(normalizeSector(text)) ?? null
}

function meet(a: Set<string>, b: Set<string>): Set<string> {
  return new Set([...a].filter((one) => b.has(one)))
}

function matchNumber(clues: Clues, evidence: Evidence, scope: MatchScope): MemberMatch | null {
  if (clues.number === '') return null
  const { index } = scope
  const exact = index.membersByNumber.get(clues.number)
  const found = exact ?? index.membersByBareNumber.get(bareNumber(clues.number)) ?? []
  if (found.length === 0) return conflict(clues.owners, 'number_of_nobody')
  const agreeing = clues.key === '' ? found : found.filter((member) => bears(member, clues.key, index))
  if (agreeing.length === 0) return conflict([...found, ...clues.owners], 'number_and_name_differ')
  if (agreeing.length > 1) return { kind: 'ambiguous_name', candidates: agreeing, why: 'number_of_several' }
  const member = agreeing[0]!
  const phone = owners(index.membersByMobile, normalizeMobile(evidence.mobile))
  const rival = clues.owners.find((other) => other !== member && phone.includes(other))
  if (rival && !phone.includes(member)) return conflict([member, rival], 'number_and_mobile_differ')
  return against(member, clues, scope) ?? { kind: 'member', member, rung: 'member_no', unitDiffers: false }
}

function matchMobile(clues: Clues, evidence: Evidence, scope: MatchScope): MemberMatch | null {
  const found = owners(scope.index.membersByMobile, normalizeMobile(evidence.mobile))
  if (found.length === 0) return null
  const agreeing = clues.key === '' ? found : found.filter((member) => bears(member, clues.key, scope.index))
  if (agreeing.length === 0) return conflict([...found, ...clues.owners], 'mobile_and_name_differ')
  if (agreeing.length > 1) return { kind: 'ambiguous_name', candidates: agreeing, why: 'mobile_of_several' }
  const member = agreeing[0]!
  return against(member, clues, scope) ?? { kind: 'member', member, rung: 'mobile', unitDiffers: false }
}

// Number or mobile and name agree; the sector may still point at another member of the same name.
function against(member: WorldMember, clues: Clues, scope: MatchScope): MemberMatch | null {
  if (!clues.sectors || clues.owners.length < 2 || held(member, clues.sectors, scope.year)) return null
  const rivals = clues.owners.filter((other) => other !== member && held(other, clues.sectors!, scope.year))
  return rivals.length > 0 ? conflict([member, ...rivals], 'sector_of_another') : null
}

function matchName(clues: Clues, evidence: Evidence, scope: MatchScope): MemberMatch {
  const byUnit = clues.unit === '' ? [] : clues.owners.filter((member) => worksAt(member, clues))
  if (clues.guest && byUnit.length === 0) return conflict(clues.owners, 'said_to_be_a_guest')
  const bySector = clues.sectors
    ? clues.owners.filter((member) => held(member, clues.sectors!, scope.year))
    : null
  if (byUnit.length > 0) return matchUnit(byUnit, bySector)
  if (bySector) {
    if (bySector.length === 0) return conflict(clues.owners, 'sector_differs')
    if (bySector.length === 1) return accept(bySector[0]!, 'name_sector')
    return { kind: 'ambiguous_name', candidates: bySector, why: 'several_in_the_sector' }
  }
  if (clues.owners.length > 1) {
    return { kind: 'ambiguous_name', candidates: clues.owners, why: 'several_of_that_name' }
  }
  const member = clues.owners[0]!
  if (clues.strange.some((word) => !supports(member, word)))
    return conflict(clues.owners, 'bracket_not_understood')
  return { kind: 'member', member, rung: 'name_unique', unitDiffers: unitDiffers(member, evidence.unit) }
}

function matchUnit(byUnit: WorldMember[], bySector: WorldMember[] | null): MemberMatch {
  if (!bySector) {
    if (byUnit.length === 1) return accept(byUnit[0]!, 'name_unit')
    return { kind: 'ambiguous_name', candidates: byUnit, why: 'several_in_the_unit' }
  }
  const both = byUnit.filter((member) => bySector.includes(member))
  if (both.length === 0) return conflict([...byUnit, ...bySector], 'unit_and_sector_differ')
  if (both.length > 1) return { kind: 'ambiguous_name', candidates: both, why: 'several_in_the_unit' }
  return accept(both[0]!, byUnit.length === 1 ? 'name_unit' : 'name_sector')
}

function accept(member: WorldMember, rung: Rung): MemberMatch {
  return { kind: 'member', member, rung, unitDiffers: false }
}

function conflict(candidates: readonly WorldMember[], why: string): MemberMatch {
  const distinct = [...new Set(candidates)]
  if (distinct.length === 0) return { kind: 'unknown_name', candidates: [], why }
  return { kind: 'evidence_conflict', candidates: distinct, why }
}

function owners(map: ReadonlyMap<string, WorldMember[]>, keys: readonly string[]): WorldMember[] {
  return [...new Set(keys.flatMap((key) => map.get(key) ?? []))]
}

function bears(member: WorldMember, key: string, index: WorldIndex): boolean {
  if (index.memberByAlias.get(key) === member) return true
  return normalizeName(member.name) === key || member.nameVariants.some((name) => normalizeName(name) === key)
}

function worksAt(member: WorldMember, clues: Clues): boolean {
  return member.units.some(({ unit, post }) => {
    const key = normalizeUnit(unit)
    if (key === '') return false
    if (key === clues.unit) return true
    const withPost = normalizeUnit(unit + (post ?? ''))
    return withPost === clues.unit || withPost === clues.unitAndPost
  })
}

function held(member: WorldMember, sectors: ReadonlySet<string>, year: number | null): boolean {
  return member.sectors.some((sector) => {
    if (!sectors.has(normalizeSector(sector.name))) return false
    if (year === null) return true
    return (sector.from ?? '') <= `${year}-12-31` && (sector.to === null || sector.to >= `${year}-01-01`)
  })
}

// A bracket that is no sector or unit of ours still fits if it is a piece of what we know about the member.
function supports(member: WorldMember, word: string): boolean {
  const key = normalizeUnit(word)
  if (key.length < 2) return false
  if (member.units.some(({ unit, post }) => normalizeUnit(unit + (post ?? '')).includes(key))) return true
  return member.sectors.some(({ name }) => key.includes(normalizeSector(name)))
}

function unitDiffers(member: WorldMember, written: string): boolean {
  const key = normalizeUnit(written)
  if (key === '' || member.units.length === 0) return false
  return member.units.every(({ unit }) => {
    const known = normalizeUnit(unit)
    return !(known.includes(key) || key.includes(known)) && similarity(known, key) < 0.4
  })
}

/** How a member is shown among the candidates of a question. */
export function memberCandidate(member: WorldMember): Candidate {
  return {
    memberId: member.id,
    memberNo: member.memberNo,
    name: member.name,
    sector: (member.sectors.find(({ to }) => to === null) ?? member.sectors.at(-1))?.name ?? null,
    unit: (member.units.find(({ to }) => to === null) ?? member.units.at(-1))?.unit ?? null,
  }
}
