import { newId } from '../../core/ids.ts'
import { CHOICES, MEANINGS } from '../../core/words/imports.ts'
import { type Say, termOf } from '../../core/words/word.ts'
import type { getImport } from '../../exchange/imports/schema.ts'
import type { Answer } from '../../http/operation.ts'
import type { PageContext } from '../../http/page.ts'
import { bdi, type Html, html } from '../html.ts'
import { type Option, optionsOf as wordOptions } from '../parts.ts'

/** The questions of an import: what asks the same is answered together, and one answer settles all its cells. */

export type Import = Answer<typeof getImport>
type Decision = Import['decisions'][number]

/** Kinds whose questions of one group have one answer. */
const ALIKE: ReadonlySet<string> = new Set(['unknown_symbol', 'blank_policy', 'conflict'])
/** Two rows of one name may speak of two people: only whoever knows better answers them together. */
const NAMES: ReadonlySet<string> = new Set(['ambiguous_name', 'evidence_conflict', 'unknown_name'])
const REFS_SHOWN = 12

export interface Known {
  types: readonly Option[]
  bodies: readonly Option[]
}

export function questionsHtml(context: PageContext, row: Import, known: Known, say: Say): Html {
  const open = row.decisions.filter(({ answer }) => !answer)
  if (open.length === 0)
    return html`<p class="empty">${say('没有待回答的问题。', 'No question is open.')}</p>`
  const groups = [
    ...Map.groupBy(open, (decision) =>
      ALIKE.has(decision.kind) ? `g ${decision.group}` : `i ${decision.id}`,
    ),
  ]
  const sizes = Map.groupBy(open, ({ group }) => group)
  const alike = ({ kind, group }: Decision) => (NAMES.has(kind) ? sizes.get(group)!.length : 1)
  return html`${groups.map(([, decisions], at) =>
    questionHtml(context, { row, asked: decisions, alike: alike(decisions[0]!), at, known }, say),
  )}`
}

interface Question {
  row: Import
  /** Questions that have one answer. */
  asked: Decision[]
  /** Rows of the same name and evidence. */
  alike: number
  at: number
  known: Known
}

function questionHtml(context: PageContext, { row, asked, alike, at, known }: Question, say: Say): Html {
  const first = asked[0]!
  const refs = asked.flatMap(({ refs: some }) => some)
  const count = asked.reduce((sum, { refCount }) => sum + refCount, 0)
  const hidden = {
    token: context.formToken ?? '',
    key: newId(),
    group: first.group,
    ...(ALIKE.has(first.kind) ? { whole: 'on' } : { id: first.id }),
  }
  const options = optionsOf(first, say)
  const suggested = first.suggested?.choice
  const more = moreHtml(first, at, known, say)
  return html`<form method="post" action="/board/imports/${row.id}/answers" class="form question">
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<fieldset><legend>${say(first.question.zh, first.question.en)}</legend>
<p class="small">${say(`涉及 ${count} 处：`, `${count} cells: `)}${refs.slice(0, REFS_SHOWN).join('、')}${refs.length > REFS_SHOWN && ' …'}</p>
${options.map(({ value, label }) => html`<label><input type="radio" name="choice" value="${value}" required> ${bdi(label)}${value === suggested && html` <span class="small">${say('（建议）', '(suggested)')}</span>`}</label>`)}
</fieldset>${more}${alike > 1 && html`<p><label class="check"><input type="checkbox" name="whole"> ${say(`同名的 ${alike} 处都这样回答`, `The same for all ${alike} rows of this name`)}</label></p>`}<p class="actions"><button>${say('回答', 'Answer')}</button></p></form>`
}

/** Each candidate is a choice of its own. */
function optionsOf({ choices, candidates }: Decision, say: Say): Option[] {
  const people = candidates.filter(({ memberId }) => memberId)
  const meetings = candidates.filter(({ sessionId }) => sessionId)
  return choices.flatMap((choice): Option[] => {
    if (choice === 'member' && people.length === 0) {
      return [{ value: 'member', label: say('是委员（在下面写编号）', 'a member (write the number below)') }]
    }
    if (choice === 'member') {
      return people.map(({ memberId, memberNo, name, sector, unit }) => ({
        value: `member ${memberId}`,
        label: [memberNo, name, sector, unit].filter(Boolean).join(' '),
      }))
    }
    if (choice === 'match') {
      return meetings.map(({ sessionId, title, day, session }) => ({
        value: `match ${sessionId}`,
        label: `${title} ${day ?? ''}${session ? say(` 第${session}场`, ` session ${session}`) : ''}`,
      }))
    }
    return [{ value: choice, label: termOf(CHOICES, choice, say) }]
  })
}

/** What a choice needs beside it. */
function moreHtml(
  { kind, choices, candidates, evidence }: Decision,
  at: number,
  { types, bodies }: Known,
  say: Say,
): Html {
  const has = (choice: string) => choices.includes(choice)
  const select = (name: string, label: string, options: readonly Option[]) =>
    html`<div class="field"><label for="${name}-${at}">${label}</label><select id="${name}-${at}" name="${name}"><option value="">—</option>${options.map(({ value, label: words }) => html`<option value="${value}">${words}</option>`)}</select></div>`
  const named = has('member') && candidates.length === 0
  return html`${has('status') && select('status', say('表示的情况', 'What it means'), wordOptions(MEANINGS, say))}${has('create') && select('typeCode', say('新建时的会议类型', 'Kind of the new meeting'), types)}${has('organization') && select('organizationId', say('组织', 'Body'), bodies)}${(has('day') || (has('create') && !evidence.day)) && html`<div class="field"><label for="day-${at}">${say('日期', 'Day')}</label><input id="day-${at}" type="date" name="day"></div>`}${named && html`<div class="field"><label for="no-${at}">${say('委员编号', 'Member number')}</label><input id="no-${at}" name="memberNo" maxlength="40"></div>`}${kind === 'unknown_name' && html`<p><label class="check"><input type="checkbox" name="remember"> ${say('记住：以后表中这个名字都指此人（可撤回）', 'Remember: this name means them on later sheets too (may be withdrawn)')}</label></p>`}`
}

/** What the form of a question says, as the operation takes it. */
export function answerOf({ form }: PageContext) {
  const text = (name: string) => (form.get(name) ?? '').trim() || undefined
  const [choice = '', subject] = (form.get('choice') ?? '').split(' ')
  const to = form.get('whole') === 'on' ? { group: form.get('group') } : { id: form.get('id') }
  const number = text('memberNo')
  const remember = form.get('remember') === 'on' ? { remember: true } : {}
  if (number && (choice === '' || choice === 'member'))
    return { ...to, ...remember, answer: { choice: 'member', memberNo: number } }
  const [status, leaveType] = (text('status') ?? '').split('/')
  const needs: Record<string, object> = {
    member: { memberId: subject },
    match: { sessionId: subject },
    organization: { ...(text('organizationId') ? { organizationId: text('organizationId') } : {}) },
    status: { ...(status ? { status } : {}), ...(leaveType ? { leaveType } : {}) },
    day: { ...(text('day') ? { day: text('day') } : {}) },
    create: {
      ...(text('typeCode') ? { typeCode: text('typeCode') } : {}),
      ...(text('day') ? { day: text('day') } : {}),
    },
  }
  const remembered = choice === 'member' || choice === 'organization' ? remember : {}
  return { ...to, ...remembered, answer: { choice, ...needs[choice] } }
}
