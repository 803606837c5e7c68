import { sha256 } from '../../../../core/ids.ts'
import { ask, type DecisionList, nameDecision } from '../decisions.ts'
import { type Evidence, matchMember, memberCandidate } from '../match-member.ts'
import { isMarked, normalizeName } from '../names.ts'
import type { Answer, Rung, Text } from '../plan-types.ts'
import { normalizeNumber, type WorldIndex, type WorldMember } from '../world.ts'
import { markedName, unknownName } from './record-texts.ts'

/** Whom the cells of a sheet name. By the ladder of every import: two candidates are a question, never a guess. */

export type Named = {
  ref: string
  raw: string
  memberId: string
  memberNo: string
  rung: Rung
  /** Matched by a unique name, while the unit beside it is quite another than on the roster. */
  unitDiffers: boolean
}

export type Found =
  | { kind: 'member'; named: Named }
  /** Waits for this decision. */
  | { kind: 'open'; decisionId: string }
  /** A person decided that the row is not to be recorded. */
  | { kind: 'skip'; decisionId: string }
  | { kind: 'problem'; code: string; message: Text }

export type Finder = { index: WorldIndex; decisions: DecisionList }

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

/** The member that a name means, with what the cells beside it say. */
export function findMember(finder: Finder, name: string, clues: Partial<Evidence>, ref: string): Found {
  if (isMarked(name)) return { kind: 'problem', code: 'marked_name', message: markedName(name) }
  const evidence = { ...NOBODY, ...clues, name }
  const match = matchMember(evidence, { index: finder.index, year: null, numbersAreOurs: true })
  if (match.kind === 'member')
    return { kind: 'member', named: named(match.member, ref, name, match.rung, match.unitDiffers) }
  if (match.kind === 'unknown_name') {
    return { kind: 'problem', code: 'unknown_name', message: unknownName(name) }
  }
  const id = decisionId(name, clues)
  const asked = nameDecision(match.kind, name, match.why, match.candidates.map(memberCandidate), clues)
  const answer = ask(finder.decisions, id, ref, () => ({
    ...asked,
    choices: ['member', 'skip'],
    question: {
      zh: asked.question.zh.replace('或标明不是委员', '或略过写有此人的各行'),
      en: asked.question.en.replace('or say that it is none', 'or skip the rows that name this person'),
    },
  }))
  if (!answer) return { kind: 'open', decisionId: id }
  if (answer.choice === 'skip') return { kind: 'skip', decisionId: id }
  const member = memberOf(finder.index, answer)
  if (member) return { kind: 'member', named: named(member, ref, name, 'decided') }
  // An answer that names nobody settles nothing: the question stays open.
  delete finder.decisions.byId.get(id)?.answer
  return { kind: 'open', decisionId: id }
}

/** The same name with the same evidence is one question, in however many cells it stands. */
function decisionId(name: string, clues: Partial<Evidence>): string {
  const said = Object.entries(clues)
    .filter(([, text]) => text.trim() !== '')
    .map(([clue, text]) => `${clue}=${text.normalize('NFKC').replace(/\s+/g, '')}`)
    .sort()
  const key = normalizeName(name)
  return `name:${[...key].slice(0, 12).join('')}:${sha256(JSON.stringify([key, said])).slice(0, 12)}`
}

const named = (member: WorldMember, ref: string, raw: string, rung: Rung, unitDiffers = false): Named => ({
  ref,
  raw,
  memberId: member.id,
  memberNo: member.memberNo,
  rung,
  unitDiffers,
})

function memberOf(index: WorldIndex, answer: Answer): WorldMember | undefined {
  if (answer.choice !== 'member') return undefined
  if (answer.memberId) return index.memberById.get(answer.memberId)
  const found = index.membersByNumber.get(normalizeNumber(answer.memberNo ?? ''))
  return found?.length === 1 ? found[0] : undefined
}
