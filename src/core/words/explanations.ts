// biome-ignore-all format: -- a dictionary is read as a list

import { SESSION_COUNTS } from './meetings.ts'
import { FACT_KIND_WORDS, FACT_STEPS, FILTER_WORDS, OUTCOMES } from './scoring.ts'
import type { Word, Words } from './word.ts'

/**
 * What explanations are told in, by the format of the report that holds them: a report is computed again as it was
 * printed. Whoever gives a new word to one of these codes keeps the old one here under the format that had it.
 */
export interface ExplanationWords {
  readonly outcomes: Readonly<Record<keyof typeof OUTCOMES, Word>>
  readonly sessions: Readonly<Record<keyof typeof SESSION_COUNTS, Word>>
  readonly steps: Words
  readonly kinds: Words
  /** By the field of the filter; a value without a word stands between quotes. */
  readonly filters: Readonly<Record<string, Words>>
  /** The row of a table that a figure was taken from, told by its word; by its code otherwise. */
  readonly rowsInWords: boolean
  /** A condition over several periods names them. */
  readonly periodsNamed: boolean
  /** What a regulation calls its own codes goes before these words. */
  readonly ownWords: boolean
  /** Groups name their clause in the source, and what is required is told whether it is met or not. */
  readonly requirements: boolean
}

const { withdrawn: _, ...firstSteps } = FACT_STEPS

const firstMeetings = {
  plenary: ['全体会议', 'plenary'], sc_meeting: ['常委会议', 'standing committee'],
  sc_topic: ['专题议政性常委会议', 'standing committee on a topic'],
  chairs_meeting: ['主席会议', 'meeting of the chairs'], committee_meeting: ['专委会会议', 'special committee'],
  committee_activity: ['专委会活动', 'activity of a special committee'],
  sector_activity: ['界别活动', 'activity of a sector'], group_activity: ['委员小组活动', 'activity of a group'],
  topic_consultation: ['专题协商会', 'consultation on a topic'], research: ['调研', 'research'],
  inspection: ['视察', 'inspection'], study_tour: ['考察', 'study tour'], training: ['委员培训', 'training'],
  reading: ['读书活动', 'reading'], visit: ['走访', 'visit'], charity: ['公益慈善', 'charity'],
} as const satisfies Words

const firstOutcomes = {
  ...OUTCOMES, partial: ['部分出席', 'there in part'], walk_in: ['未报名到场', 'walk-in'],
  leave_pending: ['请假待批', 'leave undecided'], leave_refused: ['请假未准', 'leave refused'],
  unknown: ['未登记', 'no record'],
} as const satisfies Words

export const EXPLANATION_WORDS: Readonly<Record<1 | 2 | 3 | 4, ExplanationWords>> = {
  1: {
    outcomes: firstOutcomes,
    sessions: {
      ...SESSION_COUNTS, partial: ['部分出席', 'in part'], unknown: ['未登记', 'without a record'],
    },
    steps: firstSteps,
    kinds: { ...FACT_KIND_WORDS, record: ['履职记录', 'records'] },
    filters: {
      meeting: firstMeetings,
      type: {
        ...firstMeetings, individual: ['个人', 'individual'], joint: ['联名', 'joint'],
        collective: ['集体', 'collective'], comprehensive: ['综合', 'comprehensive'], special: ['专题', 'special'],
      },
      class: {
        statutory: ['法定会议', 'statutory'], activity: ['活动', 'activity'], study: ['学习', 'study'],
        consultation: ['协商', 'consultation'], research: ['调研视察', 'research'],
        supervision: ['监督', 'supervision'], service: ['服务', 'service'], reward: ['奖励', 'reward'],
        penalty: ['处分', 'penalty'],
      },
      outcome: firstOutcomes,
      occasion: { ...firstMeetings, consultation: ['协商', 'consultation'] },
      form: { written: ['书面', 'written'], oral: ['口头', 'oral'] },
      level: {
        district: ['区级', 'district'], city: ['市级', 'city'], province: ['省级', 'province'],
        national: ['全国', 'national'],
      },
      role: {
        first: ['第一提案人', 'first'], cosigner: ['联名人', 'cosigner'], contributor: ['参与人', 'contributor'],
        author: ['作者', 'author'], leader: ['组长', 'leader'],
      },
      office: {
        member: ['委员', 'member'], standing_member: ['常务委员', 'standing member'], chair: ['主席', 'chair'],
        vice_chair: ['副主席', 'vice chair'], secretary_general: ['秘书长', 'secretary-general'],
      },
      bodyRole: {
        director: ['主任', 'director'], deputy_director: ['副主任', 'deputy director'],
        convener: ['召集人', 'convener'], deputy_convener: ['副召集人', 'deputy convener'],
        liaison: ['联络员', 'liaison'],
      },
      exempt: { illness: ['生病', 'illness'], abroad: ['出国', 'being abroad'], study: ['学习', 'study'] },
    },
    rowsInWords: false, periodsNamed: false, ownWords: false, requirements: false,
  },
  2: {
    outcomes: OUTCOMES, sessions: SESSION_COUNTS, steps: FACT_STEPS, kinds: FACT_KIND_WORDS,
    filters: FILTER_WORDS, rowsInWords: true, periodsNamed: false, ownWords: false, requirements: false,
  },
  // Other figures, the same words.
  get 3() {
    return this[2]
  },
  get 4() {
    return { ...this[2], periodsNamed: true, ownWords: true, requirements: true }
  },
}
/** Of what is asked for today. */
export const WORDS_NOW = EXPLANATION_WORDS[4]
