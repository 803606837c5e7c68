/**
 * A number of the yearly report, defined once: the query of the records behind it. The number is their count and the
 * list is the records themselves, so that neither can say what the other does not.
 */

export type LineKind = 'count' | 'person_times' | 'persons' | 'rate'

/** What is asked: records of these days, and what stands at the end of `asOf`. */
export interface Span {
  committeeId: string
  from: string
  to: string
  /** The last day that is looked at, at most `to`. */
  asOf: string
}

/**
 * Rows of `subject` (table and key, as the change feed names them), `member_id` and `day` where there is one, `label`
 * for people, `part` for what the number is broken down by, and `counted`: 1 in the numerator of a rate, 0 in its
 * denominator alone; always 1 elsewhere.
 */
export interface Query {
  sql: string
  parameters: readonly string[]
}

export interface Line {
  key: string
  title: { zh: string; en: string }
  kind: LineKind
  /** The definition by its name, as the answer quotes it. */
  rule: string
  /** The definition for people: what counts and what does not. */
  means: { zh: string; en: string }
  records(span: Span): Query
  /** Records that look as if they counted and do not, with the reason as `part`. */
  excluded?(span: Span): Query
  /** Alternative definitions, chosen by `rule`. */
  others?: Readonly<Record<string, Pick<Line, 'means' | 'records'>>>
}

/** `select` of one record, in the order of `Query`. */
export const selecting = (columns: {
  subject: string
  memberId?: string
  day?: string
  label: string
  part?: string
  counted?: string
}): string =>
  `select ${columns.subject} as subject, ${columns.memberId ?? 'null'} as member_id, ${columns.day ?? 'null'} as day,
    ${columns.label} as label, ${columns.part ?? 'null'} as part, ${columns.counted ?? '1'} as counted`
