/**
 * A number of the yearly report, defined once: the query of the records behind it. The number is their count and the
 * list is the records themselves, so that neither can say what the other does not.
 */

/**
 * `count`, `person_times`, `persons`: as many as there are records. `rate`: those that are counted among all. `sum`: what
 * the records add up to. `range`: the same, with the least and the most of them. `target`: a count
 * beside what the annual plan wants. `list`: the names themselves.
 */
type LineKind = 'count' | 'person_times' | 'persons' | 'rate' | 'sum' | 'range' | 'target' | 'list'

/** What is asked: records of these days, and what stands at the end of `asOf`. */
export interface Span {
  committeeId: string
  from: string
  to: string
  /** The last day that is looked at, at most `to`. */
  asOf: string
  /** For `view=as_known`: what was entered later is not seen. It may lie after the last day of the span. */
  knownOn: string
}

/**
 * Rows of `subject` (table and key, as the change feed names them), `member_id` and `day` where there is one, `label`
 * for people, `part` for what the number is broken down by, and `counted`: what the record adds to the number. That is 1,
 * but for a rate 0 in its denominator alone, for a sum its figure, and for a range what is compared.
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
  /** Records that count, of which something should be known, with that as `part`. */
  noted?(span: Span): Query
  /** Of a target: items of the annual plan, `target` (null: several) and `floor` (1: more is welcome) of each. */
  planned?(span: Span): Query
  /** It is meant to happen every month: the months without a record are named. */
  monthly?: true
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
  /** The department that owns the record. */
  ownerId?: string
}): string =>
  `select ${columns.subject} as subject, ${columns.memberId ?? 'null'} as member_id, ${columns.day ?? 'null'} as day,
    ${columns.label} as label, ${columns.part ?? 'null'} as part, ${columns.counted ?? '1'} as counted,
    ${columns.ownerId ?? 'null'} as owner_id`
