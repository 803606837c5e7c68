/** A regulation as the YAML file holds it, as far as a scorer looks at it; nothing is defaulted or checked here. */

export type Figure = number | string
export type Dated = Figure | { [from: string]: Figure | null }
export type Codes = string | string[]
export type Filter = Codes | { not: Codes }
export type Rate =
  | Dated
  | { by: string; is: { [code: string]: Dated } }
  | { by: [string, string]; is: { [code: string]: { [code: string]: Dated } } }
export interface Ladder {
  ladder: ({ [status: string]: Rate } | { anyOf: string[]; points: Rate })[]
  steps?: 'add' | 'highest'
  repeat?: 'level' | 'always'
}
export interface Target {
  target: Figure
  at?: Figure
  each?: Figure
  above?: Figure
  below?: Figure
  round?: 'exact' | 'down' | 'up'
}
export type Award =
  | Rate
  | Ladder
  | { part: Figure; of: string }
  | { bands: { [limit: string]: Dated } }
  | { places: { [upTo: string]: Dated } }
  | Target
export type Start =
  | Dated
  | { office: { [code: string]: Dated }; others: Dated; prorated?: 'days' | 'months' }
  | { figure: Dated; prorated?: 'days' | 'months' }
export type YearPart = 'month' | 'quarter' | 'half_year'
export type Window = YearPart | 'term'
export type Over = 'period' | 'term' | { periods: number }
export type Rounding = 'down' | 'half_up' | 'up'
export type Bound =
  | number
  | { number: number; ties?: 'in' | 'out' }
  | { share: Figure; round: Rounding; ties?: 'in' | 'out' | undefined }
export type Share =
  | 'first_only'
  | { each: 'whole' | 'equal'; limit?: number | null }
  | { first: Figure; others: Figure }
export type Quantity = string | { unit: string; each: Figure; round?: 'exact' | 'down' | 'up' }
export type Combine =
  | 'average'
  | 'median'
  | 'highest'
  | 'lowest'
  | 'latest'
  | 'trimmed'
  | { by: 'role'; weights: { [role: string]: Figure } }

export interface Who {
  office?: Filter
  body?: Filter
  bodyKind?: Filter
  bodyRole?: Filter
}
type Value = string | number | boolean
export type AttributeFilter =
  | Value
  | Value[]
  | { not: Value | Value[] }
  | { atLeast?: Figure; below?: Figure }
export interface Where {
  meeting?: Filter
  type?: Filter
  class?: Filter
  outcome?: Filter
  form?: Filter
  occasion?: Filter
  level?: Filter
  role?: Filter
  origin?: Filter
  unreached?: Codes
  attributes?: { [field: string]: AttributeFilter }
}
export interface Counts {
  counts: string
  of?: 'members' | 'all'
  sum?: string
  status?: Codes
  who?: Who
  per?: 'meeting' | 'session'
  attendance?: 'two_thirds' | 'all' | 'any'
  where?: Where
  /** Steps are counted, and not the record. */
  steps?: true
}
export type Condition =
  | string
  | (Counts & { atLeast?: number; atMost?: number; over?: Over; each?: YearPart | 'period' })
  | { points: string; atLeast?: Figure; below?: Figure }
  | { share: Counts; among: Counts; atLeast?: Figure; below?: Figure }
  | { together: Counts[]; atLeast?: number; atMost?: number; over?: Over }
  | { inRow: number; of: Counts; among: Counts; over?: Over }
  | { inOffice: 'day' | 'month'; atLeast?: number; below?: number }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { office: Filter }
  | { exempt: Filter }
  | { exit: Filter }
  | { grade: string }
  | { running: number; of: Condition }
  | { times: number; of: Condition }
  | { top: Bound }
  | { bottom: Bound }
  | { is: Condition }

export type Measure =
  | (Counts & { each?: 'person' })
  | { share: Counts; among: Counts }
  | { points: string; to: 'average' | 'maximum' }
  | { place: string }
  | { people: Condition }

export interface Clause {
  title?: unknown
  who?: Who
  counts?: string
  of?: 'members' | 'all'
  when?: Condition
  measure?: Measure
  per?: 'meeting' | 'session'
  attendance?: 'two_thirds' | 'all' | 'any'
  where?: Where
  points: Award
  share?: Share
  once?: true
  from?: number
  upTo?: number
  fullAt?: number
  combine?: Combine
  wanted?: {
    count: number | { body: { [code: string]: number }; others: number }
    missing?: Figure
    more?: Figure
    shrinks?: Rounding
  }
  window?: Window
  quantity?: Quantity
  replaces?: string
  cap?: Dated
  floor?: Dated
  within?: string
}
export interface Group {
  unit?: unknown
  window?: YearPart
  title?: unknown
  within?: string
  bestOf?: 'clause' | 'fact' | 'meeting'
  needs?: Condition
  otherwise?: { cap: Figure } | { part: Figure }
  start?: Start
  cap?: Dated
  floor?: Dated
  weight?: Figure
}
export interface Grade {
  grade: string
  min?: Figure
  needs?: Condition
  top?: Bound
  forced?: Condition
}
export interface Trigger {
  title?: unknown
  who?: Who
  when: Condition
  unless?: Condition
  then: Codes
}
export interface PlainRegulation {
  subject?: string
  unverified?: 'count' | 'ignore'
  converted?: 'instead' | 'both' | 'none'
  total?: {
    start?: Start
    cap?: Dated
    floor?: Dated
    needs?: Condition
    otherwise?: { cap: Figure } | { part: Figure }
    round?: { to: Figure; way: Rounding }
  }
  groups?: { [code: string]: Group }
  clauses?: { [code: string]: Clause }
  conditions?: { [code: string]: Condition }
  lists?: { [code: string]: { title?: unknown; who?: Who; each?: string } }
  tieBreak?: string[]
  orders?: { [code: string]: { title?: unknown; by: Codes } }
  grades?: Grade[]
  triggers?: { [code: string]: Trigger }
}
