import type { z } from 'zod'
import { exactText } from '../../core/points.ts'
import type { Grade, Trigger } from '../format/conditions.ts'
import type { Group, Regulation } from '../format/regulation.ts'
import { unitIn } from '../format/units.ts'
import { MECHANISMS } from '../mechanisms/all.ts'
import { type Saying, type Told, zh } from '../mechanisms/mechanism.ts'
import { roundingText } from '../mechanisms/rounding.ts'
import { startTold } from '../mechanisms/start.ts'
import { overText } from '../mechanisms/window.ts'
import { everybody } from './clause-rules.ts'
import { demandText, placesText, TIES, whoText } from './condition-rules.ts'
import type { RuleNames } from './rule-names.ts'

/** The total, groups, lists, grades and consequences in sentences. */

type Whole = Regulation['total'] | Group

export function totalTold({ total, tieBreak }: Regulation, names: RuleNames): Told[] {
  const ties = tieBreak.map((code) => names.points(code)).join('、')
  return [
    { slot: '合计', text: '各组和不归组的各条得分相加，四舍五入到0.01分' },
    ...wholeTold(total, names),
    ...(total.round ? [{ slot: '取整', text: `${roundingText(total.round)}，再定等次和名次` }] : []),
    ...(ties ? [{ slot: '同分', text: `总分相同的，依次比较${ties}` }] : []),
  ]
}

export function groupTold(group: Group, names: RuleNames): Told[] {
  const told = [
    ...(group.unit ? [{ slot: '单位', text: `以${group.unit.zh}计，记在总分之外` }] : []),
    ...wholeTold(group, names),
    ...(group.within === undefined ? [] : [{ slot: '归组', text: names.points(group.within) }]),
  ]
  return told.length > 0 ? told : [{ slot: '合计', text: '组内各条得分相加，不另设限额' }]
}

function wholeTold(whole: Whole, names: RuleNames): Told[] {
  const { start, needs, otherwise } = whole
  const saying: Saying = {
    one: '项',
    over: 'window' in whole && whole.window ? overText(whole.window) : '全年合计',
    unit: 'title' in whole ? (whole.unit ?? unitIn(names.regulation.groups, whole.within)) : null,
    word: names.word,
    clause: names.clause,
  }
  const left = !otherwise
    ? '不计分'
    : 'cap' in otherwise
      ? `最多计${zh(otherwise.cap, saying.unit)}`
      : `按${exactText(otherwise.part)}计`
  return [
    ...(start ? [startTold(start, saying)] : []),
    ...(needs ? [{ slot: '条件', text: `须符合：${demandText(needs, names)}；不符合的，${left}` }] : []),
    ...MECHANISMS.flatMap(({ tells }) => tells?.(whole, saying) ?? []),
  ]
}

/** `按“奖励金”组从高到低，相同的依次比较…，同一名单内各排名次`. */
export function orderTold({ by }: Regulation['orders'][string], names: RuleNames): Told[] {
  const [first, ...ties] = by.map((code) => names.points(code))
  const equal = ties.length > 0 ? `，相同的依次比较${ties.join('、')}` : ''
  return [{ slot: '名次', text: `按${first}从高到低排列，与总分的名次无关${equal}` }]
}

export function listTold({ who, each }: Regulation['lists'][string], names: RuleNames): Told[] {
  const whom = who ? whoText(who, names) : everybody(names)
  return [{ slot: '对谁', text: each ? `${whom}，每个${names.word('bodyKind', each)}各列一份名单` : whom }]
}

export function gradeTold(grade: z.output<typeof Grade>, last: boolean, names: RuleNames): Told[] {
  const { min, needs, top, forced, colour } = grade
  const asks = [
    ...(min ? [`总分${exactText(min)}分以上（含本数）`] : []),
    ...(needs ? [demandText(needs, names)] : []),
  ].join('，并且')
  const usual = asks || (top ? '' : forced ? '' : last ? '不属于以上等次的' : '不论总分')
  return [
    ...(usual ? [{ slot: '条件', text: usual }] : []),
    ...(top
      ? [{ slot: '名额', text: `同一名单中符合条件的前${placesText(top)}，${TIES[top.ties ?? 'in']}` }]
      : []),
    ...(forced ? [{ slot: '不论总分', text: `有下列情形的定为本等次：${demandText(forced, names)}` }] : []),
    ...(colour ? [{ slot: '标示', text: names.word('colour', colour) }] : []),
  ]
}

export function triggerTold({ who, when, unless, then }: Trigger, names: RuleNames): Told[] {
  return [
    { slot: '对谁', text: who ? whoText(who, names) : everybody(names) },
    { slot: '情形', text: demandText(when, names) },
    ...(unless ? [{ slot: '除外', text: demandText(unless, names) }] : []),
    { slot: '结果', text: then.map((code) => names.word('then', code)).join('、') },
  ]
}
