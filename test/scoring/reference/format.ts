/** A regulation as the YAML file holds it, as far as a scorer looks at it; nothing is defaulted or checked here. */

export type Figure = number | string
export type Dated = Figure | { [from: string]: Figure | null }
export type Codes = string | string[]
export type Filter = Codes | { not: Codes }
export type Rate = Dated | { by: string; is: { [code: string]: Dated } }
export type Award = Rate | { ladder: { [status: string]: Rate }[]; steps?: 'add' | 'highest' }
export type Start = Dated | { office: { [code: string]: Dated }; others: Dated }
export type Window = 'month' | 'quarter' | 'half_year'
export type Rounding = 'down' | 'half_up' | 'up'
export type Bound = number | { share: Figure; round: Rounding }
export type Share =
  | 'first_only'
  | { each: 'whole' | 'equal'; limit?: number | null }
  | { first: Figure; others: Figure }

export interface Who {
  office?: Filter
  body?: Filter
  bodyKind?: Filter
}
export interface Where {
  meeting?: Filter
  type?: Filter
  class?: Filter
  outcome?: Filter
  form?: Filter
  occasion?: Filter
  level?: Filter
  role?: Filter
}
export interface Counts {
  counts: string
  status?: string
  who?: Who
  per?: 'meeting' | 'session'
  attendance?: 'two_thirds' | 'all' | 'any'
  where?: Where
}
export type Condition =
  | string
  | (Counts & { atLeast?: number; atMost?: number; over?: 'period' | 'term'; each?: Window })
  | { points: string; atLeast?: Figure; below?: Figure }
  | { share: Counts; among: Counts; atLeast?: Figure; below?: Figure }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { office: Filter }
  | { grade: string }
  | { top: Bound }
  | { bottom: Bound }
  | { is: Condition }

export interface Clause {
  title?: unknown
  who?: Who
  counts?: string
  when?: Condition
  per?: 'meeting' | 'session'
  attendance?: 'two_thirds' | 'all' | 'any'
  where?: Where
  points: Award
  share?: Share
  once?: true
  from?: number
  fullAt?: number
  wanted?: { count: number; missing?: Figure; more?: Figure; shrinks?: Rounding }
  window?: Window
  quantity?: string
  replaces?: string
  cap?: Dated
  floor?: Dated
  within?: string
}
export interface Group {
  title?: unknown
  within?: string
  bestOf?: 'clause' | 'fact' | 'meeting'
  start?: Start
  cap?: Dated
  floor?: Dated
}
export interface Grade {
  grade: string
  min?: Figure
  needs?: Condition
  top?: Bound
}
export interface Trigger {
  title?: unknown
  who?: Who
  when: Condition
  unless?: Condition
  then: Codes
}
export interface PlainRegulation {
  unverified?: 'count' | 'ignore'
  total?: { start?: Start; cap?: Dated; floor?: Dated }
  groups?: { [code: string]: Group }
  clauses?: { [code: string]: Clause }
  conditions?: { [code: string]: Condition }
  lists?: { [code: string]: { title?: unknown; who: Who } }
  grades?: Grade[]
  triggers?: { [code: string]: Trigger }
}
