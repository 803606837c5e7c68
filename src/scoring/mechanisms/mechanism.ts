import type { z } from 'zod'
import { exactText, negate, type Points, signOf } from '../../core/points.ts'
import { pointsIn, type Unit } from '../../core/words/amounts.ts'
import type { ExplanationWords } from '../../core/words/explanations.ts'
import type { Word } from '../../core/words/word.ts'
import type { Loss, LossReason } from '../lines.ts'
import type { Words } from '../notation/vocabulary.ts'
import type { Figure, Ladder, Rate } from './figure.ts'

/** What a clause or a group can do: a mechanism says all of it in its own file, `all.ts` lists them. */
interface Mechanism<Keys extends z.ZodRawShape, Losses> {
  /** The keys of a clause in which it is written. */
  readonly keys: Keys
  /** Refuses what may not stand beside it. */
  readonly check?: (clause: Slots, report: Report) => void
  /** What it does to a clause or a group, for people who read no YAML: Chinese, as regulations on paper are. */
  readonly tells?: (of: Tellable & Written<Keys>, say: Saying) => readonly Told[]
  /** Its refusals in words, by token; `values` are what the token speaks of. */
  readonly refusals: Readonly<Record<string, RefusalWords>>
  /** Why points did not count because of it. */
  readonly losses: Losses
}
/** As it is, with the types of its own keys. */
export const mechanism = <
  Keys extends z.ZodRawShape,
  Losses extends Readonly<Partial<Record<LossReason, LossWords>>>,
>(
  whole: Mechanism<Keys, Losses>,
) => whole

/** Refuses something at a path below the clause. */
export type Report = (path: readonly string[], name: string, ...values: string[]) => void
export type RefusalWords = (values: readonly string[]) => Words

/** What a mechanism may ask of the clause that it stands in. */
export interface Slots {
  readonly points: Ladder | Rate | { readonly kind: 'part' | 'bands' | 'places' | 'steps' }
  readonly once?: true | undefined
  readonly from?: number | undefined
  readonly upTo?: number | undefined
  readonly fullAt?: number | undefined
  readonly combine?: unknown
  readonly wanted?: unknown
  readonly window?: string | undefined
  readonly quantity?: unknown
  readonly cap?: Figure | undefined
  readonly floor?: Figure | undefined
}

/** What stands under the keys of a mechanism, where anything does. */
type Written<Keys extends z.ZodRawShape> = { readonly [Key in keyof Keys]?: z.output<Keys[Key]> }

/** What a clause or a group may say beside the keys of a mechanism. */
interface Tellable {
  readonly bestOf?: 'clause' | 'fact' | 'meeting' | undefined
  readonly weight?: Points | undefined
}

/** One slot put into a sentence. */
export interface Told {
  /** What it answers: 对谁, 计什么, 分值. */
  readonly slot: string
  readonly text: string
}

/** What a sentence calls things by. */
export interface Saying {
  /** In which one record is counted: `件`, `次`. */
  readonly one: string
  /** What numbers and limits run over: `全年`, `每季度`, `整个任期`. */
  readonly over: string
  /** What figures are counted in. */
  readonly unit: Unit
  readonly word: (field: string, code: string) => string
  readonly clause: (code: string) => string
}

/** `计2分`, `扣5分`: what a figure does. */
export const givenIn =
  (unit: Unit) =>
  (points: Points): string => {
    const sign = signOf(points)
    if (sign === 0) return unit ? '不计' : '不计分'
    return sign > 0 ? `计${zh(points, unit)}` : `扣${zh(negate(points), unit)}`
  }

/** Where a loss was taken, in the words of the language that is asked for. */
export interface LossPlace {
  /** The group of a limit, `本组` for the line's own. */
  readonly place: string
  /** The part of the period in which the clause counts anew, `第三季度`; empty without one. */
  readonly part: string
  /** What earlier periods have used of a limit over the term already. */
  readonly used: Points | null
  readonly words: ExplanationWords
  readonly unit: Unit
}
/** Why some of `before` points did not count. */
export type LossWords = (loss: Loss, before: Points, at: LossPlace) => Word

/** `a, b`, of `a,b`. */
export const list = (names: string | undefined): string => (names ?? '').split(',').join(', ')

export const zh = (points: Points, unit: Unit): string => pointsIn(points, 'zh', unit)
export const en = (points: Points, unit: Unit): string => pointsIn(points, 'en', unit)
/** The number or limit of a loss as it is told. */
export const limitOf = ({ limit }: Loss): string => (limit ? exactText(limit) : '')
export const inPart = (part: string): string => part && ` in ${part}`
