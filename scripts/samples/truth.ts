import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Decision } from '../../src/core/import-questions.ts'

/** The right answers beside the sheets of a samples folder. */

export interface Truth {
  file: string
  baseline: { after?: string[] }
  profile_hint: Record<string, unknown>
  profile_needed?: string[]
  decisions?: TruthDecision[]
  entries?: TruthEntry[]
  rows?: { sheet: string; name_ref?: string; decision?: string }[]
  records?: TruthRecord[]
  declared?: TruthCount[]
  year: number
}
interface TruthRecord {
  record: 'proposal' | 'opinion'
  result: string
  serial_no?: string
  item_no?: string
  review?: string
  proposers?: TruthPerson[]
  authors?: TruthPerson[]
  adopted?: { level: string; kind: string }[]
  instructions?: { leader_name: string; leader_level: string }[]
}
interface TruthPerson {
  kind: string
  member_no?: string
  code?: string
  signed?: boolean
  after?: { member_no?: string }
}
interface TruthCount {
  member_no?: string
  after?: { member_no: string }
  measure: string
  value: number
}
interface TruthDecision {
  id: string
  kind: string
  answer: string | null
  name?: string
  refs: string[]
  proposal?: string
  only_without_profile?: boolean
}
interface TruthEntry {
  sheet: string
  ref: string
  result: string
  member_no?: string
  event: string | null
  proposal?: string
  session: number | null
  date: string | null
  status: string | null
  leave_type?: string | null
  held_by?: string
  decision?: string
  after?: { member_no?: string; result: string }
}

export function readTruths(folder: string): Truth[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.truth.json') && name !== 'toronto.truth.json')
    .sort()
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Truth)
}

/** What a person who knows would answer; a meeting that is new is a group's activity. */
export function answersOf(
  decisions: readonly Decision[],
  truth: Truth,
  unasked: (what: string) => void,
): { id: string; answer: unknown }[] {
  return (truth.decisions ?? []).flatMap((wanted): { id: string; answer: unknown }[] => {
    if (wanted.answer === null || wanted.only_without_profile) return []
    const refs = refsOf(wanted, truth)
    const decision = decisions.find(
      (one) =>
        (refs.length > 0 ? refs.some((ref) => one.refs.includes(ref)) : one.kind === wanted.kind) &&
        (wanted.name === undefined || String(one.evidence['name']).includes(wanted.name)),
    )
    if (!decision) {
      unasked(`${truth.file}: ${wanted.id} (${wanted.kind}) is not asked`)
      return []
    }
    if (!decision.choices.includes(wanted.answer)) {
      return [{ id: decision.id, answer: { choice: 'member', memberNo: wanted.answer } }]
    }
    const typeCode = wanted.answer === 'create' ? { typeCode: 'group_activity' } : {}
    return [{ id: decision.id, answer: { choice: wanted.answer, ...typeCode } }]
  })
}

/** The cells of a question; one about a whole row names them by the row. */
const refsOf = ({ id, refs }: TruthDecision, { rows = [] }: Truth): string[] =>
  refs.length > 0
    ? refs
    : rows.flatMap((row) => (row.decision === id && row.name_ref ? [`${row.sheet}!${row.name_ref}`] : []))

const ACCEPTED = ['new', 'update', 'same']
const DECIDED: Record<string, string | null> = {
  walk_in: 'present',
  observer: 'observer',
  add_to_invitation: 'as_is',
  overwrite: 'as_is',
  create: 'as_is',
  keep: null,
  skip: null,
  not_a_member: null,
}

/** What must be stored once every known answer was given: `member event session → status leave-type`. */
export function storedBy(truth: Truth): Map<string, string> {
  const stored = new Map<string, string>()
  for (const entry of truth.entries ?? []) {
    const own = verdictOn(entry, truth)
    if (!own) continue
    const { member, status } = own
    const event = entry.event ?? `new ${entry.date}`
    stored.set([member, event, entry.session].join(' '), [status, entry.leave_type ?? ''].join(' ').trim())
  }
  for (const record of truth.records ?? []) {
    if (record.result !== 'duplicate_in_file') stored.set(...recordStored(record))
  }
  for (const { member_no, after, measure, value } of truth.declared ?? []) {
    stored.set(`declared ${member_no ?? after!.member_no} ${truth.year} ${measure}`, String(value))
  }
  return stored
}

const STATES: Record<string, string> = { converted_to_opinion: 'converted' }

function recordStored({ record, ...of }: TruthRecord): [string, string] {
  const people = of.proposers ?? of.authors ?? []
  const credited = people.flatMap((one) => {
    const no = one.member_no ?? one.after?.member_no
    return no && one.signed !== false ? [no] : []
  })
  const bodies = people.flatMap((one) => (one.kind === 'collective' && one.code ? [one.code] : []))
  const adopted = (of.adopted ?? []).map(({ level, kind }) => `${level}:${kind}`)
  const leaders = (of.instructions ?? []).map((one) => `${one.leader_level}:${one.leader_name}`)
  const review = of.review ? (STATES[of.review] ?? of.review) : 'submitted'
  const all = [review, ...bodies, ...credited.sort(), ...adopted.sort(), ...leaders.sort()]
  return [`${record} ${of.serial_no ?? of.item_no}`, all.join(' ')]
}

function verdictOn(entry: TruthEntry, truth: Truth): { member: string; status: string } | undefined {
  const answerTo = (id: string | undefined) => truth.decisions?.find((one) => one.id === id)?.answer ?? null
  if (entry.held_by) {
    const answer = answerTo(entry.held_by)
    if (answer === null || DECIDED[answer] === null) return undefined
  }
  if (entry.after) {
    if (!entry.after.member_no) return undefined
    return { member: entry.after.member_no, status: entry.status! }
  }
  if (ACCEPTED.includes(entry.result)) return { member: entry.member_no!, status: entry.status! }
  const answer = answerTo(entry.decision)
  const decided = answer === null ? null : (DECIDED[answer] ?? null)
  if (decided === null) return undefined
  return { member: entry.member_no!, status: decided === 'as_is' ? entry.status! : decided }
}
