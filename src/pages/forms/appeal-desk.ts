import { memberOperations } from '../../committee/members/resource.ts'
import { PRESENCES } from '../../core/words/meetings.ts'
import { APPEAL_OUTCOMES } from '../../core/words/reports.ts'
import { type Say, sayIn, termOf } from '../../core/words/word.ts'
import type { Answer } from '../../http/operation.ts'
import { type Page, type PageContext, type PageReply, view } from '../../http/page.ts'
import { acceptAppeal, appealOperations, decideAppeal } from '../../reporting/appeals/resource.ts'
import { correctionOperations } from '../../reporting/corrections/resource.ts'
import { ask, askAll, type Desk, may } from '../desk.ts'
import { html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { appealTable } from '../me.ts'
import { doneNotice, memberLink, optionsOf } from '../parts.ts'
import { appealHtml, stepsHtml } from './appeals.ts'
import {
  type Fault,
  type Field,
  formHtml,
  formPages,
  given,
  type Sending,
  seenVersion,
  typed,
} from './form.ts'
import { namesOf } from './leave.ts'

/** 申诉办理: the office looks into an appeal, decides it with the reason, and corrects what it upholds. */

type Appeal = Answer<typeof appealOperations.read>

export function appealDeskPages(desk: Desk): Page[] {
  return [
    view('/board/appeals', (context) => waiting(desk, context)),
    ...formPages(desk, {
      path: '/board/appeals/:id',
      needs: decideAppeal,
      show: (context, fault) => oneAppeal(desk, context, fault),
      sending: (context) => sendingDecision(desk, context),
    }),
  ]
}

async function waiting(desk: Desk, context: PageContext): Promise<PageReply> {
  const say = sayIn(context.language)
  const appeals = await askAll(desk, context, appealOperations.list, { query: { sort: 'dueOn' } }, 400)
  const names = await namesOf(desk, context)
  const open = appeals.filter(({ state }) => ['opened', 'accepted_for_review'].includes(state))
  const ended = appeals.filter((appeal) => !open.includes(appeal))
  const who = ({ memberId }: Appeal) => names.get(memberId) ?? '—'
  const main = html`<h2>${say('待办理', 'To be decided')}</h2>${appealTable(open, '/board/appeals', context, who)}
<h2>${say('已办结', 'Ended')}</h2>${appealTable(ended, '/board/appeals', context, who)}`
  return documentOf(desk, context, { title: say('申诉办理', 'Appeals'), main })
}

async function sendingDecision(desk: Desk, context: PageContext<'id'>): Promise<Sending> {
  const id = context.params.id
  const common = { params: { id }, ifMatch: seenVersion(context) }
  const step = context.form.get('step')
  if (step === 'accept')
    return { ...common, operation: acceptAppeal, done: `/board/appeals/${id}?done=accepted` }
  const appeal = await ask(desk, context, appealOperations.read, { params: { id } })
  const outcome = given(context, 'outcome')
  const effects = outcome === 'rejected' ? {} : effectsOf(context, appeal)
  return {
    ...common,
    operation: decideAppeal,
    body: { outcome, decision: given(context, 'decision'), ...effects },
    places: { corrections: appeal.sessionId === null ? 'correctionIds' : 'presence' },
    done: `/board/appeals/${id}?done=decided`,
  }
}

/** A status is corrected here; other facts by corrections that were approved before. */
function effectsOf(context: PageContext, appeal: Appeal) {
  const presence = typed(context, 'presence')
  const correctionIds = context.form.getAll('correctionIds').filter((id) => id !== '')
  if (presence === null || appeal.sessionId === null) return { correctionIds }
  const request = {
    method: 'POST',
    path: `/v1/meeting-sessions/${appeal.sessionId}/attendance`,
    body: { items: [{ memberId: appeal.memberId, presence }] },
  }
  return { corrections: [{ request }], correctionIds }
}

/** What is next, by state. */
const STEPS: Readonly<Record<string, string>> = { opened: 'accept', accepted_for_review: 'decide' }

async function oneAppeal(
  desk: Desk,
  context: PageContext<'id'>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const appeal = await ask(desk, context, appealOperations.read, { params: { id } })
  const member = await ask(desk, context, memberOperations.read, { params: { id: appeal.memberId } })
  const words = { accepted: say('已受理', 'You look into it'), decided: say('已作出决定', 'It was decided') }
  const step = STEPS[appeal.state]
  const handles = step !== undefined && may(context, 'appeals.handle')
  const form = handles && formHtml(context, await stepForm(desk, context, appeal, step, fault))
  const main = html`${doneNotice(context, words)}${!handles && fault && html`<p class="notice bad" role="alert">${fault.message}</p>`}
<p>${memberLink(member.id, member.name, appeal.periodId)}</p>${appealHtml(appeal, say)}${await stepsHtml(desk, context, id, say)}${form}
<p><a href="/board/appeals">${say('← 申诉办理', '← Appeals')}</a></p>`
  return documentOf(desk, context, {
    title: say('申诉办理', 'Appeal'),
    main,
    ...(fault ? { status: fault.status } : {}),
  })
}

async function stepForm(
  desk: Desk,
  context: PageContext,
  appeal: Appeal,
  step: string,
  fault: Fault | undefined,
) {
  const say = sayIn(context.language)
  const shape = {
    action: `/board/appeals/${appeal.id}`,
    fault,
    hidden: { version: String(appeal.version), step },
  }
  if (step === 'accept') return { ...shape, fields: [], submit: say('受理', 'Look into it') }
  const fields: Field[] = [
    {
      name: 'outcome',
      label: say('决定', 'Decision'),
      kind: 'radio',
      required: true,
      options: optionsOf(APPEAL_OUTCOMES, say),
    },
    { name: 'decision', label: say('理由', 'Reason'), kind: 'prose', required: true, max: 2_000 },
    ...(appeal.sessionId === null ? [await correctionField(desk, context, say)] : [presenceField(say)]),
  ]
  return { ...shape, fields, submit: say('作出决定', 'Decide') }
}

const presenceField = (say: Say): Field => ({
  name: 'presence',
  label: say('更正出席状态为', 'The status becomes'),
  kind: 'choice',
  hint: say('成立时必填', 'Needed where it is upheld'),
  options: (['present', 'late', 'left_early', 'partial', 'leave', 'absent'] as const).map((value) => ({
    value,
    label: termOf(PRESENCES, value, say),
  })),
})

async function correctionField(desk: Desk, context: PageContext, say: Say): Promise<Field> {
  const done = may(context, 'corrections.decide') || may(context, 'corrections.propose')
  const corrections = done
    ? await askAll(desk, context, correctionOperations.list, { query: { state: 'applied' } }, 200)
    : []
  return {
    name: 'correctionIds',
    label: say('依据的更正', 'The correction that it stands on'),
    kind: 'choice',
    hint: say(
      '成立时须先由另一人审定更正',
      'Where it is upheld, another person has approved a correction before',
    ),
    options: corrections.map(({ id, reason, createdAt }) => ({
      value: id,
      label: `${createdAt.slice(0, 10)} ${reason}`,
    })),
  }
}
