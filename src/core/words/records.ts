import {
  ASSESSMENT_STATES,
  RESEARCH_ROLES,
  RESEARCH_STATES,
  SPEECH_ROLES,
  SPEECH_STATES,
  VERIFICATIONS,
} from './duties.ts'
import { SESSION_COUNTS } from './meetings.ts'
import { OPINION_STATES, PROPOSAL_STATES } from './proposals.ts'
import { FACT_ROLES } from './scoring.ts'
import { codeText, type Language, type Words } from './word.ts'

/** How an entry of the archive stands, and the part that the member has in it: by what its record is. */

const RECORDS: Readonly<Record<string, { states?: Words; roles?: Words }>> = {
  proposals: { states: PROPOSAL_STATES, roles: FACT_ROLES },
  opinions: { states: OPINION_STATES, roles: FACT_ROLES },
  speeches: { states: SPEECH_STATES, roles: SPEECH_ROLES },
  'research-reports': { states: RESEARCH_STATES, roles: RESEARCH_ROLES },
  assessments: { states: ASSESSMENT_STATES },
  'duty-records': { states: VERIFICATIONS },
}

const kindOf = (source: string) => RECORDS[source.split('/')[1]!] ?? {}

/**
 * The state of a record, or the sessions of a meeting as they were counted: `present 2, leave 1` is 出席 2 场，请假 1 场.
 *
 * @param source its path, as `/proposals/…`
 */
export function entryStatus(status: string | null, source: string, language: Language): string {
  if (!status) return ''
  if (!source.startsWith('/meetings/')) return codeText(kindOf(source).states ?? {}, status, language)
  const sessions = language === 'zh' ? ' 场' : ''
  return status
    .split(', ')
    .map((part) => {
      const [name, count] = part.split(' ')
      return `${codeText(SESSION_COUNTS, name!, language)}${count === '1' ? '' : ` ${count}${sessions}`}`
    })
    .join(language === 'zh' ? '，' : ', ')
}

export const entryRole = (role: string | null, source: string, language: Language): string =>
  role === null ? '' : codeText(kindOf(source).roles ?? {}, role, language)
