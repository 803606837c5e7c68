import { CONDITION, MEASURE, type Regulation } from '../format/regulation.ts'
import { type CodeUse, codesOf } from './codes.ts'

/** A kind of fact: what its records are called, the steps they reach, and what stands in its fields. */
interface Kind {
  readonly zh: string
  readonly en: string
  /** Of a step the level is that of the body that decided. */
  readonly steps: readonly string[]
  /** By field the values, or `catalogue …` where a committee's catalogue has them. */
  readonly fields: Readonly<Record<string, string>>
}

/**
 * The kinds of fact that records of this system give. The engine itself takes any kind: facts from elsewhere may have
 * others.
 */
export const FACT_KINDS = {
  attendance: {
    zh: '会议、活动的出席',
    en: 'attendance at a meeting or an activity',
    steps: [],
    fields: { meeting: 'catalogue meeting_type', class: 'the class of the meeting type' },
  },
  proposal: {
    zh: '提案',
    en: 'a proposal',
    steps: ['submitted', 'filed', 'merged', 'converted', 'replied', 'closed', 'key', 'excellent'],
    fields: {
      type: 'individual, joint, collective',
      role: 'first, cosigner, contributor',
      level: 'of the step key: catalogue level',
    },
  },
  opinion: {
    zh: '社情民意信息',
    en: 'an opinion',
    steps: ['submitted', 'adopted', 'instructed'],
    fields: { role: 'author', level: 'of the steps adopted and instructed: catalogue level' },
  },
  speech: {
    zh: '发言',
    en: 'a speech',
    steps: [],
    fields: {
      type: 'catalogue meeting_type',
      class: 'the class of the meeting type',
      form: 'oral, written',
      occasion: 'consultation for consultations of every type but sc_topic; else the meeting type',
    },
  },
  research_report: {
    zh: '调研报告',
    en: 'a research report',
    steps: ['submitted', 'approved', 'sent', 'instructed'],
    fields: {
      type: 'comprehensive, special',
      role: 'leader, author, member',
      level: 'of the step instructed: catalogue level',
    },
  },
  service: {
    zh: '服务（三服务、公益慈善等）',
    en: 'service',
    steps: [],
    fields: { type: 'catalogue service_kind', quantity: 'unit hour' },
  },
  recognition: {
    zh: '奖惩',
    en: 'a reward or a penalty',
    steps: [],
    fields: {
      type: 'catalogue recognition_kind',
      class: 'reward, penalty',
      level: 'catalogue level',
    },
  },
  assessment: {
    zh: '评议、评分',
    en: 'what a rater gave',
    steps: [],
    fields: { type: 'the form', role: 'the kind of rater', quantity: 'unit point' },
  },
  record: {
    zh: '委员会自设的其他履职',
    en: 'a duty of a kind that the committee has added',
    steps: [],
    fields: {
      type: 'the code of the kind',
      class: 'the class of the kind',
      attributes: 'the extra fields of the kind',
    },
  },
} as const satisfies Record<string, Kind>

export type FactKind = keyof typeof FACT_KINDS

/** What only bodies have: what they organised, and what each of their people came to. */
const OF_BODIES: readonly string[] = ['activity', 'member_total']

/** Where a regulation speaks of a kind or of a step that no record here ever is: it would never count. */
export function unheardOf(regulation: Regulation): CodeUse[] {
  const kinds = new Map<string, readonly string[]>(
    Object.entries(FACT_KINDS).map(([kind, { steps }]) => [kind, [...steps, 'withdrawn']]),
  )
  // What clauses with `when` or `measure` count instead of facts.
  for (const own of [CONDITION, MEASURE]) kinds.set(own, [])
  if (regulation.subject !== undefined) for (const kind of OF_BODIES) kinds.set(kind, [])
  return codesOf(regulation).filter(({ of, kind, code }) =>
    of === 'kind' ? !kinds.has(code) : of === 'status' && kinds.has(kind) && !kinds.get(kind)!.includes(code),
  )
}
