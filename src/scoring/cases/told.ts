import { parsePoints } from '../../core/points.ts'
import { keysOf } from '../../core/records.ts'
import { pointsIn, printDay } from '../../core/words/amounts.ts'
import type { Regulation } from '../format/regulation.ts'
import { unitOf } from '../format/units.ts'
import type { Tree } from '../words/explain.ts'
import { sumsOf } from '../words/render.ts'
import type { RuleNames } from '../words/rule-names.ts'
import { type Case, type Steps, writtenFact } from './file.ts'
import type { CaseResult } from './run.ts'

/** A case in words: the situation, what is expected of it, and how that came to be. */

export interface CaseTold {
  readonly name: string
  readonly facts: readonly string[]
  readonly results: readonly string[]
  readonly sums: readonly string[]
}

export function caseTold(item: Case, result: CaseResult, names: RuleNames): CaseTold {
  return {
    name: item.name,
    facts: [
      ...optionsTold(item, names.regulation),
      ...memberTold(item.member, names),
      ...item.earlier.map((year, at) => earlierText(year, item.earlier.length - at)),
      ...item.facts.map((fact) => factText(fact, names)),
      ...item.people.map((other) => otherText('所属委员', other, names)),
      ...item.others.map((other) => otherText('另有', other, names)),
    ],
    results: [
      ...Object.entries(item.expect).map(([of, value]) => expectedText(of, value, item, names)),
      ...result.differences.map(
        ({ of, got }) => `按规则算得${expectedText(of, got, item, names)}，与本例不符，须更正`,
      ),
    ],
    sums: sumsOf(inWords(result.tree, names), 'zh'),
  }
}

function optionsTold({ options }: Case, { readings }: Regulation): string[] {
  const texts = Object.entries(options).flatMap(([code, name]) => readings[code]?.[name]?.text.zh ?? [])
  return texts.map((text) => `采用可选读法：${text}`)
}

function memberTold(member: Case['member'], names: RuleNames): string[] {
  const { office, offices = [], body, bodyKind, bodyRole, from, to, exempt } = member
  const word = (field: string, code: string | undefined) =>
    code === undefined ? '' : names.word(field, code)
  const inBody = word('body', body) || word('bodyKind', bodyKind)
  return [
    ...(office ? [`任${word('office', office)}`] : []),
    ...offices.map((held) => `${spanText(held.from, held.to)}任${word('office', held.code)}`),
    ...(inBody || bodyRole
      ? [`${bodyRole ? '在' : '属于'}${inBody}${bodyRole ? `任${word('bodyRole', bodyRole)}` : ''}`]
      : []),
    ...(from || to ? [`任期${spanText(from, to ?? null)}`] : []),
    ...(exempt
      ? [
          `${spanText(exempt.from, exempt.to)}免计${exempt.reason === 'exempt' ? '' : `（${word('exempt', exempt.reason)}）`}`,
        ]
      : []),
  ]
}

function spanText(from: string | undefined, to: string | null): string {
  return `${from ? `${printDay(from)}起` : ''}${to ? `至${printDay(to)}` : ''}`
}

function earlierText({ total, grade, place, of }: Case['earlier'][number], before: number): string {
  const which = before === 1 ? '上一期' : `此前第${before}期`
  const placed = place === null ? [] : [`第${place}名（共${of}名）`]
  return `${which}：${[`总分${total}分`, ...(grade ? [`等次${grade}`] : []), ...placed].join('，')}`
}

function otherText(who: string, { member, facts, times }: Case['others'][number], names: RuleNames): string {
  const told = [...memberTold(member, names), ...facts.map((fact) => factText(fact, names))]
  return `${who}${times}${who === '另有' && names.regulation.subject !== undefined ? '个组织' : '人'}：${told.join('；') || '没有记录'}`
}

const QUALITIES = ['class', 'form', 'occasion', 'level', 'role'] as const

/** `2024年3月20日　常委会议：请假，共2次`. */
function factText(given: Case['facts'][number], names: RuleNames): string {
  const { kind, type, day, outcome, sessions, times, share, steps, quantity, unit, meeting, ...fact } =
    writtenFact(given)
  const isMeeting = kind === 'attendance' || kind === 'session'
  const named = type === null ? '' : names.word(isMeeting ? 'meeting' : 'type', type)
  const fields = isMeeting && named !== '' ? [] : QUALITIES
  const qualities = new Set([
    ...fields.flatMap((field) => {
      const code = fact[field]
      return code === undefined ? [] : [names.word(field, code)]
    }),
    ...(isMeeting || named === '' ? [] : [named]),
  ])
  const what = isMeeting ? `${named || '会议'}${kind === 'session' ? '的一场' : ''}` : names.kind(kind)
  const said = [
    ...(outcome === undefined ? [] : [names.word('outcome', outcome)]),
    ...(sessions ? [sessionsText(sessions, names)] : []),
    ...(steps ? stepsTold(steps, names) : []),
    ...(quantity === undefined ? [] : [`${quantity}${unit ? names.word('unit', unit) : ''}`]),
    ...Object.entries(fact.attributes ?? {}).map(
      ([name, value]) => `${names.word('attribute', name)} ${value}`,
    ),
    ...(share === undefined ? [] : [shareText(share)]),
    // Others are names that only the file knows.
    ...(meeting && /\p{Script=Han}/u.test(meeting) ? [`会议：${meeting}`] : []),
    ...(fact.same === undefined ? [] : ['几人共同的一件']),
    ...(fact.verified === false ? ['尚未核实'] : []),
    ...(fact.provisional ? ['尚未结算'] : []),
    ...(times === undefined ? [] : [`共${times}${isMeeting ? '次' : '项'}`]),
  ]
  const on = day ? `${printDay(day)}　` : ''
  const which = qualities.size > 0 ? `（${[...qualities].join('，')}）` : ''
  return `${on}${what}${which}${said.length > 0 ? `：${said.join('，')}` : ''}`
}

const sessionsText = (sessions: Readonly<Record<string, number>>, { words }: RuleNames): string =>
  keysOf(words.sessions)
    .flatMap((key) => (sessions[key] ? [`${words.sessions[key][0]}${sessions[key]}场`] : []))
    .join('、')

function stepsTold(steps: Steps, names: RuleNames): string[] {
  const told = (status: string, day?: string, level?: string) => {
    const notes = [...(day ? [printDay(day)] : []), ...(level ? [names.word('level', level)] : [])]
    return `${names.word('step', status)}${notes.length > 0 ? `（${notes.join('，')}）` : ''}`
  }
  if (!Array.isArray(steps)) return Object.entries(steps).map(([status, day]) => told(status, day))
  return steps.map((step) =>
    typeof step === 'string' ? told(step) : told(step.status, step.day, step.level),
  )
}

/** `3人署名，第2位`, of `2 of 3`. */
function shareText(share: string): string {
  const [position, of] = share.split(' of ')
  return `${of}人署名，${position === 'unsigned' ? '本人没有署名' : `本人第${position}位`}`
}

/** `“会议”组 41分`, `等次 合格`: what a case expects of one name. */
function expectedText(of: string, value: string | number, item: Case, names: RuleNames): string {
  const { regulation, titles } = names
  const trigger = regulation.triggers[of]
  if (trigger)
    return `“${trigger.title.zh}”：${value === 'none' ? '不触发' : consequences(String(value), names)}`
  switch (of) {
    case 'grade':
      return `等次：${value === 'none' ? '无' : value}`
    case 'colour':
      return `标示：${value === 'none' ? '无' : names.word('colour', String(value))}`
    case 'place':
      return `名次：${value === 'none' ? '无' : `第${value}名`}`
    case 'list':
      return `名单：${value === 'none' ? '无' : (regulation.lists[String(value).split('/')[0]!]?.title.zh ?? value)}`
    default: {
      if (Object.hasOwn(regulation.orders, of))
        return `${regulation.orders[of]!.title.zh}：${value === 'none' ? '无名次' : `第${value}名`}`
      const points = pointsIn(parsePoints(value)!, 'zh', of === 'total' ? null : unitOf(regulation, of))
      if (of === 'total') return `总分：${points}`
      if (Object.hasOwn(regulation.groups, of)) return `${names.points(of)}：${points}`
      return `“${openTitle(of, item, regulation) ?? titles.get(of)?.zh ?? of}”：${points}`
    }
  }
}

const consequences = (value: string, names: RuleNames): string =>
  value
    .split(', ')
    .map((code) => names.word('then', code))
    .join('、')

/** What a clause is called that a reading of the case brings in. */
function openTitle(code: string, { options }: Case, { readings }: Regulation): string | undefined {
  const reading = readings[code]?.[options[code] ?? '']
  return reading && !reading.taken ? reading.clause.title.zh : undefined
}

/** The tree with the words of the regulation, and the other clause of a loss by its title. */
function inWords(tree: Tree, names: RuleNames): Tree {
  const titled = (clauses: Tree['clauses']): Tree['clauses'] =>
    clauses.map((clause) => ({
      ...clause,
      lines: clause.lines.map((line) => ({
        ...line,
        lost: line.lost.map((loss) =>
          loss.reason === 'best_of'
            ? { ...loss, where: names.titles.get(loss.where)?.zh ?? loss.where }
            : loss,
        ),
      })),
    }))
  const inGroups = (groups: Tree['groups']): Tree['groups'] =>
    groups.map((group) => ({ ...group, groups: inGroups(group.groups), clauses: titled(group.clauses) }))
  return {
    ...tree,
    names: { ...tree.names, words: names.words },
    groups: inGroups(tree.groups),
    apart: inGroups(tree.apart),
    clauses: titled(tree.clauses),
  }
}
