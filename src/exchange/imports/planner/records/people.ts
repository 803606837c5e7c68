import { sha256 } from '../../../../core/ids.ts'
import type { Answer } from '../../../../core/import-questions.ts'
import { ask, type DecisionList } from '../decisions.ts'
import { type Evidence, matchMember, memberCandidate } from '../match-member.ts'
import { nameDecision } from '../name-decision.ts'
import { isMarked, looksLikeName, normalizeName, splitName } from '../names.ts'
import type { Rung, Text } from '../plan-types.ts'
import { membershipOn, normalizeNumber, type WorldIndex, type WorldMember } from '../world.ts'
import { markedName } from './record-texts.ts'

/** Whom the cells of a sheet name. By the ladder of every import: two candidates are a question, never a guess. */

export type Named = {
  ref: string
  raw: string
  memberId: string
  memberNo: string
  rung: Rung
  /** The mark behind the name says that they have not signed. */
  signed: boolean
  /** Matched by a unique name, while the unit beside it is quite another than on the roster. */
  unitDiffers: boolean
}

export type Found =
  | { kind: 'member'; named: Named }
  /** Waits for this decision. */
  | { kind: 'open'; decisionId: string; result: 'ambiguous_name' | 'unknown_name' }
  /** A person decided that the row is not to be recorded. */
  | { kind: 'skip'; decisionId: string }
  /** A person decided that this is no member: the record goes without them. */
  | { kind: 'left_out'; decisionId: string }
  /** A person decided that this is a body. */
  | { kind: 'organization'; decisionId: string; organizationId: string }
  | { kind: 'problem'; code: string; message: Text }

type Finder = { index: WorldIndex; decisions: DecisionList }

const NOBODY: Evidence = { memberNo: '', mobile: '', name: '', unit: '', post: '', sector: '', note: '' }

/** The names of a cell. What stands in brackets belongs to its name, whatever it holds. */
export function namesIn(text: string): string[] {
  const names: string[] = []
  let depth = 0
  let name = ''
  for (const char of text.normalize('NFKC')) {
    if ('([{【〔〈'.includes(char)) depth += 1
    if (')]}】〕〉'.includes(char)) depth = Math.max(0, depth - 1)
    if (depth === 0 && /[、,;|/\n\r]/.test(char)) {
      names.push(name)
      name = ''
    } else name += char
  }
  return [...names, name].map((one) => one.trim()).filter((one) => one !== '')
}

const NO_SIGNATURE = /\s*(\*+|\((未签名?|未签字|没有签名|缺签)\)|\[(未签名?|未签字)\])$/

/** A name without the mark that says that its bearer has not signed: `张三*`, `张三（未签）`. */
export function signatureOf(written: string): { name: string; unsigned: boolean } {
  const name = written.normalize('NFKC').replace(NO_SIGNATURE, '').trim()
  return name === '' || name === written.normalize('NFKC').trim()
    ? { name: written, unsigned: false }
    : { name, unsigned: true }
}

/** What offices write where nobody stands. */
export const isNobody = (name: string): boolean => /^(无|暂无|没有|无联名人?|无附议人?)$/.test(name)

/** Names with spaces between them, where each piece is long enough to be one and the whole is nobody's. */
export function spacedNames(text: string, index: WorldIndex): string[] {
  const pieces = text.split(/\s+/)
  if (pieces.length < 2 || index.membersByName.has(splitName(text).key)) return [text]
  return pieces.every((piece) => looksLikeName(piece)) ? pieces : [text]
}

/** How a column takes what is no member of ours. */
export type Asking = {
  /** The cell as `table!ref`. */
  ref: string
  /** The same name stands this many times before it in the cell: each time it may be somebody else. */
  nth: number
  /** One name among several of its cell can be left out; the only one cannot. */
  list: boolean
  /** Bodies that may stand here. */
  organizations: ReadonlySet<string> | null
  /** The day of the record, which tells two memberships of one person apart. */
  day: string | null
}

/** The member that a name means, with what the cells beside it say. Whom it does not name alone is a question. */
export function findMember(finder: Finder, name: string, clues: Partial<Evidence>, asking: Asking): Found {
  if (isMarked(name)) return { kind: 'problem', code: 'marked_name', message: markedName(name) }
  const evidence = { ...NOBODY, ...clues, name }
  const match = matchMember(evidence, { index: finder.index, year: null, numbersAreOurs: true })
  if (match.kind === 'member')
    return { kind: 'member', named: named(match.member, asking, name, match.rung, match.unitDiffers) }
  const id = decisionId(asking, name)
  const asked = nameDecision(match.kind, name, match.why, match.candidates.map(memberCandidate), clues)
  const choices = ['member', ...(asking.list ? ['not_a_member'] : []), 'skip']
  if (asking.organizations && match.kind === 'unknown_name') choices.splice(1, 0, 'organization')
  const answer = ask(finder.decisions, id, asking.ref, () => ({
    ...asked,
    choices,
    question: questionOf(asked.question, asking.list, choices.includes('organization')),
  }))
  const settled = answer && settle(finder.index, answer, name, asking, id)
  if (settled) return settled
  // An answer that names nobody settles nothing: the question stays open.
  delete finder.decisions.byId.get(id)?.answer
  return {
    kind: 'open',
    decisionId: id,
    result: match.kind === 'unknown_name' ? 'unknown_name' : 'ambiguous_name',
  }
}

function settle(index: WorldIndex, answer: Answer, name: string, asking: Asking, id: string): Found | null {
  if (answer.choice === 'skip') return { kind: 'skip', decisionId: id }
  if (answer.choice === 'not_a_member') return { kind: 'left_out', decisionId: id }
  if (answer.choice === 'organization') {
    const { organizationId } = answer
    const known = organizationId !== undefined && asking.organizations?.has(organizationId)
    return known ? { kind: 'organization', decisionId: id, organizationId } : null
  }
  const member = memberOf(index, answer)
  return member ? { kind: 'member', named: named(member, asking, name, 'decided') } : null
}

function questionOf({ zh, en }: Text, list: boolean, organization: boolean): Text {
  const zhMore = `${list ? '或标明不是委员（记录中略去此人）' : ''}${organization ? '、或指明是哪个组织' : ''}，或略过这一行`
  const enMore = `${list ? 'or say that it is none (the record goes without this person)' : ''}${organization ? ', or name a body' : ''}, or skip the row`
  return {
    zh: zh.replace('，或标明不是委员', `，${zhMore}`.replace('，，', '，')),
    en: en.replace(', or say that it is none', `, ${enMore}`.replace(', ,', ',')),
  }
}

/** One question a name and row: two rows with one name may speak of two people. */
function decisionId({ ref, nth }: Asking, name: string): string {
  const key = normalizeName(name)
  const again = nth === 0 ? '' : `#${nth + 1}`
  return `name:${ref}:${[...key].slice(0, 12).join('')}:${sha256(name.normalize('NFKC').replace(/\s+/g, '')).slice(0, 8)}${again}`
}

function named(
  person: WorldMember,
  { ref, day }: Asking,
  raw: string,
  rung: Rung,
  unitDiffers = false,
): Named {
  const { id: memberId, memberNo } = membershipOn(person, day)
  return { ref, raw, memberId, memberNo, rung, signed: true, unitDiffers }
}

function memberOf(index: WorldIndex, answer: Answer): WorldMember | undefined {
  if (answer.choice !== 'member') return undefined
  if (answer.memberId) return index.memberById.get(answer.memberId)
  const found = index.membersByNumber.get(normalizeNumber(answer.memberNo ?? ''))
  return found?.length === 1 ? found[0] : undefined
}
