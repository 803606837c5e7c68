import { CONDITION, MEASURE } from '../format/regulation.ts'

/** What may stand in a field of a record. */
export type Values =
  /** Codes of a catalogue, and some of the product. */
  | { readonly catalogue: string; readonly also?: readonly string[] }
  /** The classes that the items of a catalogue have. */
  | { readonly classesOf: string }
  | { readonly codes: readonly string[] }
  /** Words that whoever enters a record chooses. */
  | { readonly words: { readonly zh: string; readonly en: string } }

/** The fields of `where` that hold codes; what an attendance came to has words of its own. */
export const CODE_FIELDS = [
  ...(['meeting', 'type', 'class', 'form', 'occasion', 'level', 'role', 'origin'] as const),
] as const
export type CodeField = (typeof CODE_FIELDS)[number]

/** A kind of fact: what its records are called, the steps they reach, and what stands in their fields. */
export interface Kind {
  readonly zh: string
  readonly en: string
  readonly steps: readonly string[]
  /** The steps at which a level stands; a record of a kind with steps has none of its own. */
  readonly leveled: readonly string[]
  /** The catalogue of the steps that a committee adds. */
  readonly ownSteps?: string
  readonly fields: Partial<Readonly<Record<CodeField, Values>>>
  readonly units: readonly string[]
  /** A record stands at a meeting. */
  readonly atMeeting: boolean
}

const LEVEL: Values = { catalogue: 'level' }
const PLAIN = { steps: [], leveled: [], units: [], atMeeting: false } as const

/** The kinds of fact that records of this system give. The engine takes any kind: facts from elsewhere may have others. */
export const FACT_KINDS = {
  attendance: {
    ...PLAIN,
    zh: '会议、活动的出席',
    en: 'attendance at a meeting or an activity',
    fields: { meeting: { catalogue: 'meeting_type' }, class: { classesOf: 'meeting_type' } },
    atMeeting: true,
  },
  proposal: {
    ...PLAIN,
    zh: '提案',
    en: 'a proposal',
    steps: ['submitted', 'filed', 'merged', 'converted', 'replied', 'closed', 'key', 'excellent'],
    leveled: ['key'],
    ownSteps: 'proposal_step',
    fields: {
      type: { codes: ['individual', 'joint', 'collective'] },
      role: { codes: ['first', 'cosigner', 'contributor'] },
      level: LEVEL,
    },
  },
  opinion: {
    ...PLAIN,
    zh: '社情民意信息',
    en: 'an opinion',
    steps: ['submitted', 'kept', 'adopted', 'instructed'],
    leveled: ['adopted', 'instructed'],
    ownSteps: 'opinion_step',
    fields: { role: { codes: ['author'] }, origin: { codes: ['proposal'] }, level: LEVEL },
  },
  speech: {
    ...PLAIN,
    zh: '发言',
    en: 'a speech',
    fields: {
      type: { catalogue: 'meeting_type' },
      class: { classesOf: 'meeting_type' },
      form: { codes: ['oral', 'written'] },
      occasion: { catalogue: 'meeting_type', also: ['consultation'] },
    },
    atMeeting: true,
  },
  research_report: {
    ...PLAIN,
    zh: '调研报告',
    en: 'a research report',
    steps: ['submitted', 'approved', 'sent', 'instructed'],
    leveled: ['instructed'],
    fields: {
      type: { codes: ['comprehensive', 'special'] },
      role: { codes: ['leader', 'author', 'member'] },
      level: LEVEL,
    },
  },
  service: {
    ...PLAIN,
    zh: '服务（三服务、公益慈善等）',
    en: 'service',
    fields: { type: { catalogue: 'service_kind' } },
    units: ['hour'],
  },
  recognition: {
    ...PLAIN,
    zh: '奖惩',
    en: 'a reward or a penalty',
    fields: {
      type: { catalogue: 'recognition_kind' },
      class: { codes: ['reward', 'penalty'] },
      level: LEVEL,
    },
  },
  assessment: {
    ...PLAIN,
    zh: '评议、评分',
    en: 'what a rater gave',
    fields: {
      type: { words: { zh: '评议表', en: 'the form' } },
      role: { words: { zh: '评议方', en: 'the kind of rater' } },
    },
    units: ['point'],
  },
  record: {
    ...PLAIN,
    zh: '委员会自设的其他履职',
    en: 'a duty of a kind that the committee has added',
    fields: { type: { catalogue: 'duty_kind' }, class: { classesOf: 'duty_kind' } },
  },
} as const satisfies Record<string, Kind>

export type FactKind = keyof typeof FACT_KINDS

/** What only bodies have: what they organised, and what each of their people came to. */
const OF_BODIES = {
  activity: {
    ...PLAIN,
    zh: '组织的活动',
    en: 'an activity that a body organised',
    fields: { type: { catalogue: 'meeting_type' }, class: { classesOf: 'meeting_type' } },
    atMeeting: true,
  },
  member_total: { ...PLAIN, zh: '委员总分', en: 'the total of a member', fields: {}, units: ['point'] },
} as const satisfies Record<string, Kind>

/** The kinds of which a body has records of its own; of its people it has all. */
const BODIES_OWN: readonly string[] = ['activity', 'proposal', 'recognition', 'assessment']

/** The kinds that a clause may count: of members, of a body itself, or of the people of a body. */
export function kindsFor(
  subject: string | undefined,
  of: 'members' | 'all' | undefined,
): Record<string, Kind> {
  // What clauses with `when` or `measure` count instead of facts.
  const whole = { zh: '', en: '', ...PLAIN, fields: {} }
  const own = { [CONDITION]: whole, [MEASURE]: whole }
  if (subject === undefined) return { ...FACT_KINDS, ...own }
  if (of === 'all') return { ...FACT_KINDS, ...OF_BODIES, ...own }
  if (of === 'members') return { ...FACT_KINDS, member_total: OF_BODIES.member_total, ...own }
  const bodies = Object.entries({ ...FACT_KINDS, ...OF_BODIES }).filter(([kind]) => BODIES_OWN.includes(kind))
  return { ...Object.fromEntries(bodies), ...own }
}
