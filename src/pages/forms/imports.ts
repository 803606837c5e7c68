import { organizationOperations } from '../../committee/organizations/resource.ts'
import { termOperations } from '../../committee/terms/resource.ts'
import { newId } from '../../core/ids.ts'
import { IMPORT_SHEETS, IMPORT_STATES } from '../../core/words/imports.ts'
import type { Say } from '../../core/words/word.ts'
import { sayIn, termOf } from '../../core/words/word.ts'
import { importProfileOperations, saveProfileOperation } from '../../exchange/imports/profiles.ts'
import { getImportResult } from '../../exchange/imports/result/schema.ts'
import {
  answerImport,
  commitOperation,
  createImport,
  getImport,
  getImportPlan,
  listImports,
  revertOperation,
} from '../../exchange/imports/schema.ts'
import type { Answer, Operation } from '../../http/operation.ts'
import { type Page, type PageContext, type PageReply, view } from '../../http/page.ts'
import { refused } from '../../http/validate.ts'
import { ask, askAll, type Desk, fetched, may } from '../desk.ts'
import { bdi, type Html, html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { dataTable, doneNotice, optionsOf } from '../parts.ts'
import { type Fault, type Field, faultHtml, fieldHtml, formHtml, formPages, sendingTo } from './form.ts'
import { answerOf, type Import, questionsHtml } from './import-questions.ts'
import { sheetHtml } from './import-sheet.ts'
import { catalogue } from './leave.ts'

/** 导入: a sheet is sent, looked at as it is understood, asked about, recorded, and taken back. */

const PERMISSION = 'imports.run'
/** A workbook; what is larger is for programs, which send it in pieces. */
const FORM_FILE_MAX = 64 * 1024 * 1024

export function importPages(desk: Desk): Page[] {
  const own = ({ params }: PageContext<'id'>) => ({ id: params.id })
  const at = ({ params }: PageContext<'id'>) => `/board/imports/${params.id}`
  const list = formPages(desk, {
    path: '/board/imports',
    needs: createImport,
    alone: true,
    show: (context, fault) => listed(desk, context, fault),
    sending: (context) =>
      sendingTo(createImport, {
        parts: { file: fileIn(context), fields: fieldsOf(context) },
        done: ({ id }) => `/board/imports/${id}`,
      }),
  }).map((one) =>
    one.method === 'POST' ? { ...one, upload: { fileMax: FORM_FILE_MAX, permission: PERMISSION } } : one,
  )
  const step = (verb: string, operation: Operation, body: (context: PageContext) => unknown) =>
    formPages(desk, {
      path: `/board/imports/:id/${verb}`,
      needs: operation,
      alone: true,
      show: (context, fault) => shown(desk, context, fault),
      sending: (context) => ({ operation, params: own(context), body: body(context), done: at(context) }),
    })
  return [
    ...list,
    view('/board/imports/:id', (context) => shown(desk, context, undefined)),
    ...step('answers', answerImport, (context) => ({ answers: [answerOf(context)] })),
    ...step('commit', commitOperation, ({ form }) => ({
      leaveOpen: form.get('leaveOpen') === 'on',
      acceptWarnings: form.get('acceptWarnings') === 'on',
    })),
    ...step('profile', saveProfileOperation, ({ form }) => ({ name: (form.get('name') ?? '').trim() })),
    ...step('revert', revertOperation, () => undefined),
    ...(['result', 'failures'] as const).map((what) =>
      view(`/board/imports/:id/${what}`, async (context): Promise<PageReply> => {
        const query = what === 'failures' ? { only: 'failures' } : {}
        const { headers, body } = await fetched(desk, context, getImportResult, {
          params: own(context),
          query,
        })
        return { headers, type: headers['content-type']!, body }
      }),
    ),
  ]
}

function fileIn({ file }: PageContext) {
  if (file && file.fileName !== '') return file
  throw refused([{ pointer: '/file', code: 'required', detail: 'is required' }])
}

/** Only what was chosen. */
const fieldsOf = ({ form }: PageContext): Record<string, unknown> =>
  Object.fromEntries(
    ['resource', 'profileId', 'termId', 'dutyKind', 'onConflict'].flatMap((name) => {
      const text = (form.get(name) ?? '').trim()
      return text === '' ? [] : [[name, text]]
    }),
  )

async function listed(desk: Desk, context: PageContext, fault: Fault | undefined): Promise<PageReply> {
  const say = sayIn(context.language)
  const { items } = await ask(desk, context, listImports, { query: { limit: '50', sort: '-createdAt' } })
  const main = html`${fault && faultHtml(fault, [], say)}${await uploadForm(desk, context, say)}<h2>${say('最近的导入', 'Recent imports')}</h2>${dataTable(
    say('最近的导入', 'Recent imports'),
    [
      {
        head: say('文件', 'File'),
        rowHead: true,
        cell: (row) => html`<a href="/board/imports/${row.id}">${bdi(row.fileName)}</a>`,
      },
      { head: say('内容', 'Content'), cell: (row) => termOf(IMPORT_SHEETS, row.resource, say) },
      { head: say('状态', 'State'), cell: (row) => termOf(IMPORT_STATES, row.state, say) },
      { head: say('已录入', 'Recorded'), figure: true, cell: (row) => row.results.applied },
      { head: say('拒收', 'Refused'), figure: true, cell: (row) => row.results.failed },
      { head: say('未处理', 'Not processed'), figure: true, cell: (row) => row.results.unprocessed },
    ],
    items,
    say('还没有', 'None yet'),
  )}`
  const title = say('导入', 'Import')
  return documentOf(desk, context, { title, main, ...(fault ? { status: fault.status } : {}) })
}

async function uploadForm(desk: Desk, context: PageContext, say: Say): Promise<Html> {
  const profiles = await askAll(desk, context, importProfileOperations.list)
  const terms = await askAll(desk, context, termOperations.list)
  const named = (rows: readonly { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }))
  const fields: Field[] = [
    {
      name: 'resource',
      label: say('表格内容', 'What it holds'),
      kind: 'choice',
      options: optionsOf(IMPORT_SHEETS, say),
      value: 'auto',
    },
    { name: 'profileId', label: say('导入配置', 'Profile'), kind: 'choice', options: named(profiles) },
    {
      name: 'termId',
      label: say('届次（名册）', 'Term (of a roster)'),
      kind: 'choice',
      options: named(terms),
    },
    {
      name: 'dutyKind',
      label: say('履职记录的类别代码', 'Code of the kind (of duty records)'),
      kind: 'line',
      max: 60,
    },
  ]
  const hidden = { token: context.formToken ?? '', key: newId() }
  return html`<form method="post" action="/board/imports" enctype="multipart/form-data" class="form">
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="field"><label for="f-file">${say('文件（XLSX、XLS、ODS、CSV）', 'File (XLSX, XLS, ODS, CSV)')}</label><input id="f-file" type="file" name="file" required accept=".xlsx,.xls,.ods,.csv,.tsv,.txt,.html"></div>
${fields.map((field) => fieldHtml(context, field, undefined, say))}
<p class="actions"><button>${say('上传并查看', 'Upload and look')}</button></p></form>`
}

const RUNNING = ['planning', 'committing', 'reverting']

async function shown(desk: Desk, context: PageContext<'id'>, fault: Fault | undefined): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const row = await ask(desk, context, getImport, { params: { id } })
  const running = RUNNING.includes(row.state)
  const planned = ['planned', 'committed', 'reverted'].includes(row.state)
  const main = html`${doneNotice(context, {})}${fault && faultHtml(fault, [], say)}
<dl class="facts"><dt>${say('内容', 'Content')}</dt><dd>${termOf(IMPORT_SHEETS, row.resource, say)}</dd><dt>${say('状态', 'State')}</dt><dd>${termOf(IMPORT_STATES, row.state, say)}</dd>
<dt>${say('合计', 'Total')}</dt><dd>${row.results.total}</dd><dt>${say('已录入', 'Recorded')}</dt><dd>${row.results.applied}</dd><dt>${say('拒收', 'Refused')}</dt><dd>${row.results.failed}</dd><dt>${say('未处理', 'Not processed')}</dt><dd>${row.results.unprocessed}</dd></dl>
${row.refusal && html`<p class="notice bad" role="alert">${say(row.refusal.zh, row.refusal.en)}</p>`}
${running && html`<p><a href="/board/imports/${id}">${say('页面每两秒刷新；也可在此刷新', 'The page looks again every two seconds; look now')}</a></p>`}
${planned && (await planHtml(desk, context, row, say))}
<p><a href="/board/imports">${say('← 导入', '← Imports')}</a></p>`
  const reply = await documentOf(desk, context, {
    title: row.fileName,
    main,
    ...(fault ? { status: fault.status } : {}),
  })
  return running && !fault
    ? { ...reply, headers: { ...reply.headers, refresh: `2; url=/board/imports/${id}` } }
    : reply
}

async function planHtml(desk: Desk, context: PageContext, row: Import, say: Say): Promise<Html> {
  const plan = await ask(desk, context, getImportPlan, { params: { id: row.id } })
  const types = row.decisions.some(({ choices }) => choices.includes('create'))
    ? await catalogue(desk, context, 'meeting_type')
    : []
  const asksBody = row.decisions.some(({ choices }) => choices.includes('organization'))
  const organizations = asksBody ? await askAll(desk, context, organizationOperations.list) : []
  const bodies = organizations.map(({ id, name }) => ({ value: id, label: name }))
  const open = row.state === 'planned'
  return html`<p><a href="/board/imports/${row.id}/result">${say('下载结果', 'Download the result')}</a> · <a href="/board/imports/${row.id}/failures">${say('下载未录入的行', 'Download what was not taken')}</a></p>
${readingHtml(plan.tables, say)}
${profilesHtml(row, say)}
${warningsHtml(plan.warnings, say)}
${open && may(context, PERMISSION) && html`<h2>${say('问题', 'Questions')}</h2>${questionsHtml(context, row, { types, bodies }, say)}${commitForm(context, row, say)}`}
${may(context, PERMISSION) && taughtSomething(row) && profileForm(context, row, say)}
${row.state === 'committed' && may(context, PERMISSION) && html`<h2>${say('撤回', 'Take back')}</h2>${formHtml(context, { action: `/board/imports/${row.id}/revert`, fault: undefined, fields: [], submit: say('撤回这次导入', 'Take this import back') })}`}
${await sheetHtml(desk, context, row.id, say)}`
}

/** How each table was understood, and why. */
function readingHtml(tables: Answer<typeof getImportPlan>['tables'], say: Say): Html | false {
  const explained = tables.filter(({ evidence, skipped }) => evidence && !skipped)
  if (explained.length === 0) return false
  const sure = (confidence: number) => `${Math.round(100 * confidence)} %`
  return html`<details><summary>${say('怎样读懂这张表', 'How the sheet was understood')}</summary>${explained.map(({ name, evidence, confidence }) => html`<h3>${name} <span class="small">${say('把握', 'confidence')} ${sure(confidence)}</span></h3><ul>${evidence.map(({ zh, en }) => html`<li>${say(zh, en)}</li>`)}</ul>`)}</details>`
}

function profilesHtml({ summary }: Import, say: Say): Html | false {
  const profiles = summary.profiles ?? []
  if (profiles.length === 0) return false
  const names = profiles.map(({ name }) => name).join(say('、', ', '))
  return html`<p class="notice">${say(`已存的导入配置与这张表的表头相同：${names}。重新上传并选用它，可少回答问题。`, `Saved profiles know this header: ${names}. Upload the file again with one of them to answer fewer questions.`)}</p>`
}

/** Marks or blanks were explained: that can be kept for the next sheet of this source. */
const taughtSomething = ({ decisions }: Import): boolean =>
  decisions.some(({ kind, answer }) => answer && ['unknown_symbol', 'blank_policy'].includes(kind))

function profileForm(context: PageContext, row: Import, say: Say): Html {
  return html`<h2>${say('存为导入配置', 'Keep as a profile')}</h2>${formHtml(context, {
    action: `/board/imports/${row.id}/profile`,
    fault: undefined,
    fields: [{ name: 'name', label: say('名称', 'Name'), kind: 'line', max: 100, required: true }],
    submit: say('保存', 'Keep it'),
  })}`
}

const WARNINGS_SHOWN = 50

function warningsHtml(warnings: Answer<typeof getImportPlan>['warnings'], say: Say): Html | false {
  if (warnings.length === 0) return false
  return html`<h2>${say('提示', 'Warnings')}</h2><ul>${warnings.slice(0, WARNINGS_SHOWN).map(({ table, ref, message, mustBeAccepted }) => html`<li>${mustBeAccepted && html`<strong>${say('须核对', 'To be checked')}</strong> `}${bdi(ref ? `${table}!${ref}` : table)} ${say(message.zh, message.en)}</li>`)}</ul>`
}

function commitForm(context: PageContext, row: Import, say: Say): Html {
  const open = row.decisions.filter(({ answer }) => !answer).length
  const box = (name: string, words: string) =>
    html`<p><label class="check"><input type="checkbox" name="${name}"> ${words}</label></p>`
  return html`<h2>${say('提交', 'Commit')}</h2>${formHtml(context, {
    action: `/board/imports/${row.id}/commit`,
    fault: undefined,
    fields: [],
    submit: say('提交录入', 'Record it'),
    more: html`${open > 0 && box('leaveOpen', say(`还有 ${open} 个问题未回答，先录入其余部分`, `${open} questions are open: record the rest`))}${(row.summary.mustAccept ?? 0) > 0 && box('acceptWarnings', say('“须核对”的提示已经核对', 'The warnings to be checked were checked'))}`,
  })}`
}
