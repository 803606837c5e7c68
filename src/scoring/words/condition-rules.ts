import { exactText, type Points } from '../../core/points.ts'
import { pointsIn, ROUNDS } from '../../core/words/amounts.ts'
import { wordOf } from '../../core/words/word.ts'
import type { Condition } from '../format/conditions.ts'
import type { CountCondition } from '../format/counts.ts'
import type { Clause } from '../format/regulation.ts'
import { unitOf } from '../format/units.ts'
import type { Who } from '../mechanisms/match.ts'
import type { Bound } from '../notation/bounds.ts'
import type { Filter } from '../notation/vocabulary.ts'
import { attributeText, boundsText, filterText, MANDATES, overText, unreachedText } from './conditions.ts'
import { counterOf, type RuleNames } from './rule-names.ts'

/** Conditions as they are demanded, before anybody is looked at; `conditions.ts` tells them with what there is. */

/** `全体会议（出席）至少1次`. */
export function demandText(condition: Condition, names: RuleNames): string {
  switch (condition.kind) {
    case 'count': {
      const { clause, sum, atLeast, atMost } = condition
      const unit = sum === null ? counterOf(kindOf(clause)) : names.word('unit', sum)
      const bounds = bound(boundsText(atLeast, atMost).zh, unit)
      return `${overText(condition).zh}${whatText(clause, names)}${sum === null ? '' : '合计'}${bounds}`
    }
    case 'points': {
      const { of, atLeast, below } = condition
      const unit = unitOf(names.regulation, of)
      const amount = (points: Points) => pointsIn(points, 'zh', unit)
      return `${names.points(of)}${of === 'total' || unit ? '' : '得分'}${atLeast ? `至少${amount(atLeast)}` : `低于${amount(below!)}`}`
    }
    case 'repeated': {
      const { of, running, times } = condition
      return `${running ? `连续${running}期都是` : `任期内有${times}期是`}：${demandText(of, names)}`
    }
    case 'ratio': {
      const { of, among, atLeast, below } = condition
      const bounds = [
        ...(atLeast ? [`至少${exactText(atLeast)}%`] : []),
        ...(below ? [`低于${exactText(below)}%`] : []),
      ]
      return `${whatText(of.clause, names)}占${whatText(among.clause, names)}的比例${bounds.join('、')}`
    }
    case 'together': {
      const { of, atLeast, atMost } = condition
      const counted = of.map(({ clause }) => whatText(clause, names)).join('、')
      return `${overText(of[0]!).zh}${counted}合计${bound(boundsText(atLeast, atMost).zh, '项')}`
    }
    case 'row': {
      const { inRow, of, among } = condition
      return `${overText(of).zh}${whatText(of.clause, names)}连续${inRow}${counterOf(kindOf(of.clause))}（在${whatText(among.clause, names)}中前后相接）`
    }
    case 'all':
    case 'any':
      return joined(condition.of, condition.kind === 'all' ? '并且' : '或者', names)
    case 'not':
      return negated(condition.of, names)
    case 'office':
      return officeText(condition.office, names)
    case 'exempt': {
      const { reasons, days } = condition
      return `${reasons ? `因${filterText('exempt', reasons, names.words, 'zh')}` : ''}免计至少${days}天`
    }
    case 'exit':
      return `本期内因${filterText('exit', condition.reasons, names.words, 'zh')}离任`
    case 'mandate':
      return MANDATES[condition.mandate].zh
    case 'inOffice': {
      const { unit, atLeast, below } = condition
      const one = unit === 'month' ? '个整月' : '天'
      return `本期在任${atLeast === null ? `不足${below}` : `至少${atLeast}`}${one}`
    }
    case 'grade':
      return `等次为“${condition.grade}”`
    case 'place':
      return condition.end === 'top'
        ? `名次在前${placesText(condition.bound)}，${TIES[condition.bound.ties ?? 'in']}`
        : `名次在末${placesText(condition.bound)}，${TIES[condition.bound.ties ?? 'out']}`
    case 'named':
      return names.condition(condition.code)
  }
}

/** `至少1次、至多3次`, of `至少 1、至多 3`. */
const bound = (text: string, unit: string): string => text.replaceAll(' ', '').replaceAll(/\d+/g, `$&${unit}`)

/** A condition that joins several stands in brackets within another one. */
function joined(of: readonly Condition[], word: string, names: RuleNames): string {
  return of
    .map((part) => {
      const text = demandText(part, names)
      const several = (part.kind === 'all' || part.kind === 'any') && part.of.length > 1
      return several && of.length > 1 ? `（${text}）` : text
    })
    .join(`，${word}`)
}

function negated(of: Condition, names: RuleNames): string {
  if (of.kind === 'office') return officeText({ ...of.office, not: !of.office.not }, names)
  return of.kind === 'named' ? `不符合${demandText(of, names)}` : `不是“${demandText(of, names)}”`
}

const officeText = ({ not, values }: Filter, names: RuleNames): string =>
  `${not ? '不任' : '任'}${listed('office', values, names)}`

export const TIES = { in: '并列超出名额的都算', out: '并列超出名额的都不算' } as const

/** `30名`, `20%（进为整数）`: how many of a list. */
export const placesText = (bound: Bound): string =>
  bound.kind === 'number' ? `${bound.number}名` : `${exactText(bound.share)}%（${ROUNDS[bound.round][0]}）`

const listed = (field: string, codes: readonly string[], names: RuleNames): string =>
  codes.map((code) => names.word(field, code)).join('、')

type Counting = Pick<Clause, 'counts' | 'who' | 'where' | 'per' | 'attendance' | 'of'> & {
  readonly points: CountCondition['clause']['points'] | Clause['points']
}
const kindOf = ({ counts, per }: Pick<Counting, 'counts' | 'per'>): string =>
  per === 'session' ? 'session' : counts

/** `常务委员的提案（立案）`: what a condition or a measure counts, with whose it is. */
export function whatText(clause: Counting, names: RuleNames): string {
  const { of, who, points } = clause
  const step =
    points.kind === 'ladder'
      ? [points.rungs[0]!.statuses.map((status) => names.word('step', status)).join('或')]
      : []
  const whose = [
    ...(of === undefined ? [] : [of === 'all' ? '本组织及所属委员' : '所属委员']),
    ...(who ? [whoText(who, names)] : []),
  ].join('中')
  return `${whose && `${whose}的`}${factsText(clause, names, step)}`
}

/** `全体会议（缺席、请假）`, `提案（个人、联名）`: which facts are counted. */
export function factsText(clause: Counting, names: RuleNames, asked: readonly string[] = []): string {
  const { attributes = {}, unreached = [], meeting, class: classes, outcome, ...plain } = clause.where
  const isAttendance = clause.counts === 'attendance'
  const filters = isAttendance ? { ...plain, outcome } : { class: classes, ...plain, outcome }
  const qualities = [
    ...asked,
    ...Object.entries(filters).flatMap(([field, filter]) =>
      filter ? [filterText(field, filter, names.words, 'zh')] : [],
    ),
    ...unreached.map((status) => unreachedText(names.word('step', status), 'zh')),
    ...Object.entries(attributes).map(([name, rule]) =>
      attributeText(wordOf(names.words.filters.attribute ?? {}, name)?.[0] ?? name, rule, 'zh'),
    ),
    ...attendanceRule(clause),
  ]
  const kind = isAttendance ? meetingsText(meeting, classes, clause.per, names) : names.kind(clause.counts)
  return qualities.length === 0 ? kind : `${kind}（${qualities.join('，')}）`
}

/** `常委会议、专题议政性常委会议`, `学习类会议活动`, `除全体会议外的会议活动`. */
function meetingsText(
  meeting: Filter | undefined,
  classes: Filter | undefined,
  per: Clause['per'],
  names: RuleNames,
): string {
  const of = classes
    ? `${listed('class', classes.values, names)}类${classes.not ? '以外' : ''}的会议活动`
    : '会议活动'
  const which = !meeting
    ? classes
      ? of
      : '各类会议活动'
    : meeting.not
      ? `除${listed('meeting', meeting.values, names)}外的${classes ? of : '会议活动'}`
      : classes
        ? `${of}中的${listed('meeting', meeting.values, names)}`
        : listed('meeting', meeting.values, names)
  return per === 'session' ? `${which}的每一场` : which
}

/** Two thirds of the sessions are what is usual, and told once for the whole regulation. */
function attendanceRule({ attendance }: Counting): string[] {
  if (attendance === 'all') return ['每一场都出席才算出席']
  return attendance === 'any' ? ['出席其中一场就算出席'] : []
}

/** `常务委员`, `常务委员以外的委员`, `属于第一专委会、不任常务委员的委员`. */
export function whoText({ office, body, bodyKind, bodyRole }: Who, names: RuleNames): string {
  const bodies = [
    ...(body ? [listed('body', body.values, names)] : []),
    ...(bodyKind ? [listed('bodyKind', bodyKind.values, names)] : []),
  ].join('中的')
  const belongs = body?.not || bodyKind?.not ? '不属于' : '属于'
  const inBody = bodyRole
    ? `${bodies && `在${bodies}中`}${bodyRole.not ? '不任' : '任'}${listed('bodyRole', bodyRole.values, names)}`
    : bodies && belongs + bodies
  if (!office) return `${inBody}的委员`
  const held = listed('office', office.values, names)
  if (inBody) return `${inBody}、${office.not ? '不任' : '任'}${held}的委员`
  return office.not ? `${held}以外的委员` : held
}
