import { dayInZone } from '../../core/days.ts'
import { OPINION_STATES, PROPOSAL_STATES } from '../../core/words/proposals.ts'
import type { Word, Words } from '../../core/words/word.ts'
import { sayIn, termOf } from '../../core/words/word.ts'
import { opinionOperations } from '../../duties/opinions/resource.ts'
import { proposalOperations } from '../../duties/proposals/resource.ts'
import { submitProposal } from '../../duties/proposals/review.ts'
import type { Answer, Items, Operation } from '../../http/operation.ts'
import { type Page, type PageContext, type PageReply, view } from '../../http/page.ts'
import { ask, type Desk, may } from '../desk.ts'
import { bdi, html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { dataTable, doneNotice } from '../parts.ts'
import { type Fault, type Field, formHtml, formPages, given, seenVersion, sendingTo, typed } from './form.ts'
import { namesOf } from './leave.ts'
import { memberList, membersToPick, type Pickable, pickedMember, pickedMembers } from './members.ts'

/** 提案 and 社情民意信息: entered by the office or a department, then submitted on a day. */

/** What is the same of both. */
type Document = Pick<
  Answer<typeof opinionOperations.read>,
  'id' | 'title' | 'submittedOn' | 'legal' | 'version'
> & {
  state: string
}

interface Kind<D extends Document> {
  states: Words
  path: string
  one: Word
  many: Word
  list: Operation<Items<D>>
  read: Operation<D>
  create: Operation<D>
  submit: Operation
  /** The field of the answer that names its members, in order. */
  members(row: D): string[]
  text(row: D): string | null
  body(context: PageContext, members: readonly Pickable[]): object
  places: Record<string, string>
  /** The others sign on a day of their own. */
  cosigned?: true
}

const first = (context: PageContext, members: readonly Pickable[]): string[] => {
  const text = typed(context, 'first')
  return text === null ? [] : [pickedMember(members, text, 'first')]
}

const PROPOSALS: Kind<Answer<typeof proposalOperations.read>> = {
  path: '/board/proposals',
  states: PROPOSAL_STATES,
  one: ['提案', 'proposal'],
  many: ['提案', 'Proposals'],
  list: proposalOperations.list,
  read: proposalOperations.read,
  create: proposalOperations.create,
  submit: submitProposal,
  members: ({ signers }) => signers.map(({ memberId }) => memberId),
  text: ({ content }) => content,
  body: (context, members) => {
    const all = [...first(context, members), ...pickedMembers(members, context, 'others')]
    return {
      title: given(context, 'title'),
      content: typed(context, 'content'),
      proposerKind: all.length > 1 ? 'joint' : 'individual',
      // The first proposer signs by submitting; the others on the day that is told.
      signers: all.map((memberId, at) =>
        at === 0 ? { memberId } : { memberId, signedOn: typed(context, 'signedOn') },
      ),
    }
  },
  places: { signers: 'first' },
  cosigned: true,
}

const OPINIONS: Kind<Answer<typeof opinionOperations.read>> = {
  path: '/board/opinions',
  states: OPINION_STATES,
  one: ['社情民意信息', 'opinion'],
  many: ['社情民意信息', 'Opinions'],
  list: opinionOperations.list,
  read: opinionOperations.read,
  create: opinionOperations.create,
  submit: opinionOperations.step('submitOpinion'),
  members: ({ authorIds }) => authorIds,
  text: ({ content }) => content,
  body: (context, members) => ({
    title: given(context, 'title'),
    content: typed(context, 'content'),
    authorIds: [...first(context, members), ...pickedMembers(members, context, 'others')],
  }),
  places: { authorIds: 'first' },
}

export const documentPages = (desk: Desk): Page[] => [
  ...pagesOfKind(desk, PROPOSALS),
  ...pagesOfKind(desk, OPINIONS),
]

function pagesOfKind<D extends Document>(desk: Desk, kind: Kind<D>): Page[] {
  return [
    view(kind.path, (context) => listed(desk, context, kind)),
    ...formPages(desk, {
      path: `${kind.path}/new`,
      needs: kind.create,
      alone: true,
      show: (context, fault) => entering(desk, context, kind, fault),
      sending: async (context) =>
        sendingTo(kind.create, {
          body: kind.body(context, await membersToPick(desk, context)),
          places: kind.places,
          done: ({ id }) => `${kind.path}/${id}?done=created`,
        }),
    }),
    ...formPages(desk, {
      path: `${kind.path}/:id`,
      needs: kind.submit,
      show: (context, fault) => document(desk, context, kind, fault),
      sending: (context) => ({
        operation: kind.submit,
        params: { id: context.params.id },
        body: { submittedOn: given(context, 'submittedOn') },
        ifMatch: seenVersion(context),
        done: `${kind.path}/${context.params.id}?done=submitted`,
      }),
    }),
  ]
}

async function listed(
  desk: Desk,
  context: PageContext,
  kind: Pick<Kind<Document>, 'path' | 'many' | 'list' | 'states'>,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const { items } = await ask(desk, context, kind.list, { query: { sort: '-createdAt', limit: '60' } })
  const title = say(...kind.many)
  const main = html`${may(context, 'duties.record') && html`<p><a href="${kind.path}/new">${say('录入', 'Enter one')}</a></p>`}${dataTable(
    title,
    [
      {
        head: say('题目', 'Title'),
        rowHead: true,
        cell: (row) => html`<a href="${kind.path}/${row.id}">${bdi(row.title)}</a>`,
      },
      {
        head: say('提交', 'Submitted'),
        cell: (row) => html`<span class="nowrap">${row.submittedOn ?? '—'}</span>`,
      },
      { head: say('状态', 'State'), cell: (row) => termOf(kind.states, row.state, say) },
    ],
    items,
    say('还没有', 'None yet'),
  )}`
  return documentOf(desk, context, { title, main })
}

async function entering<D extends Document>(
  desk: Desk,
  context: PageContext,
  kind: Kind<D>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const hint = say('委员编号或姓名', 'Number or name')
  const fields: Field[] = [
    { name: 'title', label: say('题目', 'Title'), kind: 'line', required: true },
    { name: 'content', label: say('内容', 'Text'), kind: 'prose', max: 5_000 },
    { name: 'first', label: say('第一人', 'First'), kind: 'member', required: true, hint },
    {
      name: 'others',
      label: say('其他人', 'Others'),
      kind: 'prose',
      max: 5_000,
      hint: say('用逗号分隔委员编号或姓名，按顺序', 'Numbers or names by comma, in order'),
    },
    ...(kind.cosigned
      ? [{ name: 'signedOn', label: say('联名签署日期', 'Co-signed on'), kind: 'day' as const }]
      : []),
  ]
  const main = html`${memberList(await membersToPick(desk, context))}${formHtml(context, { action: `${kind.path}/new`, fault, fields, submit: say('保存', 'Save') })}`
  const title = say(`录入${kind.one[0]}`, `Enter a ${kind.one[1]}`)
  return documentOf(desk, context, { title, main, ...(fault ? { status: fault.status } : {}) })
}

async function document<D extends Document>(
  desk: Desk,
  context: PageContext<'id'>,
  kind: Kind<D>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const row = await ask(desk, context, kind.read, { params: { id } })
  const names = await namesOf(desk, context)
  const words = { created: say('已保存为草稿', 'Saved as a draft'), submitted: say('已提交', 'Submitted') }
  const people = kind.members(row).map((memberId) => names.get(memberId) ?? '—')
  const text = kind.text(row)
  const submit =
    row.legal.includes('submit') &&
    may(context, 'duties.record') &&
    formHtml(context, {
      action: `${kind.path}/${id}`,
      fault,
      hidden: { version: String(row.version) },
      fields: [
        {
          name: 'submittedOn',
          label: say('提交日期', 'Submitted on'),
          kind: 'day',
          required: true,
          value: dayInZone(context.clock()),
        },
      ],
      submit: say('提交', 'Submit'),
    })
  const main = html`${doneNotice(context, words)}${!submit && fault && html`<p class="notice bad" role="alert">${fault.message}</p>`}
<dl class="facts"><dt>${say('人员', 'By')}</dt><dd>${bdi(people.join('、'))}</dd>
<dt>${say('状态', 'State')}</dt><dd>${termOf(kind.states, row.state, say)}</dd><dt>${say('提交', 'Submitted')}</dt><dd>${row.submittedOn ?? '—'}</dd></dl>
${text && html`<p class="prose">${bdi(text)}</p>`}${submit}
<p><a href="${kind.path}">${say(`← ${kind.many[0]}`, `← ${kind.many[1]}`)}</a></p>`
  return documentOf(desk, context, { title: row.title, main, ...(fault ? { status: fault.status } : {}) })
}
