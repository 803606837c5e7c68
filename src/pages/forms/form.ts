import { AppError, ERRORS, type FieldError } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import { type Say, sayIn } from '../../core/words/word.ts'
import { checkPermission } from '../../http/admission.ts'
import type { Operation } from '../../http/operation.ts'
import { type Page, type PageContext, type PageReply, type ParamsOf, page, view } from '../../http/page.ts'
import { failureHeaders } from '../../http/problem.ts'
import type { IfMatch } from '../../http/route.ts'
import { type Desk, type Sent, send } from '../desk.ts'
import { type Html, html, type Part } from '../html.ts'
import type { Option } from '../parts.ts'

/** Forms that work without a script: fields as data, the rules those of the operation behind, what was typed kept. */

export interface Field {
  name: string
  label: string
  kind: 'line' | 'prose' | 'day' | 'time' | 'choice' | 'radio' | 'password' | 'member'
  options?: readonly Option[]
  required?: boolean
  hint?: string
  /** What stands there before anybody has typed. */
  value?: string
  max?: number
  autocomplete?: string
}

/** What was refused, and at which fields. */
export interface Fault {
  status: number
  message: string
  at: ReadonlyMap<string, string>
}

export interface Sending<A = unknown> extends Sent {
  operation: Operation<A>
  /** Where a pointer's first part is another field of the form. */
  places?: Readonly<Record<string, string>>
  /** Where to go on. */
  done: string | ((body: A) => string)
}

/** Types what is sent on by the operation that it goes to. */
export const sendingTo = <A>(operation: Operation<A>, rest: Omit<Sending<A>, 'operation'>): Sending<A> => ({
  operation,
  ...rest,
})

interface FormPage<A, Path extends string> {
  path: Path
  /** Whoever may not do this is refused before anything of the form is looked at. */
  needs: Operation
  /** The page is nothing but its form: whoever may not send it is not shown it either. */
  alone?: true
  /** For whoever has not signed in, too. */
  access?: 'public'
  show(context: PageContext<ParamsOf<Path>>, fault: Fault | undefined): Promise<PageReply>
  /** What the form means; throws what the operation would. */
  sending(context: PageContext<ParamsOf<Path>>): Promise<Sending<A>> | Sending<A>
}

/** The page of a form, and what receives it: 303 when it is written, else the page again with what is wrong. */
export function formPages<A, Path extends string>(
  desk: Desk,
  { path, needs, alone, access, show, sending }: FormPage<A, Path>,
): Page[] {
  const check = ({ principal }: PageContext) => checkPermission(desk.operations.of(needs), principal)
  return [
    view(
      path,
      async (context) => {
        if (alone) check(context)
        return show(context, undefined)
      },
      access ?? 'session',
    ),
    page({
      method: 'POST',
      path,
      access: access ?? 'session',
      answer: async (context) => {
        check(context)
        let places: Sending['places']
        try {
          const { operation, done, places: own, ...sent } = await sending(context)
          places = own
          const { body } = await send(desk, context, operation, { ...keyOf(context), ...sent })
          return { location: typeof done === 'string' ? done : done(body) }
        } catch (error) {
          if (!(error instanceof AppError) || ELSEWHERE.has(error.code)) throw error
          const shown = await show(context, faultOf(error, context, places))
          return { ...shown, headers: { ...shown.headers, ...failureHeaders(error) } }
        }
      },
    }),
  ]
}

/** Failures that no change of the form mends. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'unauthenticated',
  'forbidden',
  'not_found',
  'gone',
  'internal',
  'unavailable',
])

/** Sent twice, it is written once. */
const keyOf = ({ form }: PageContext): { key?: string } => {
  const key = form.get('key') ?? ''
  return /^[0-9a-f-]{36}$/.test(key) ? { key } : {}
}

/** The version that the page showed. */
export const seenVersion = ({ form }: PageContext): IfMatch => {
  const version = Number(form.get('version') ?? Number.NaN)
  // A form without one is none of ours: it matches nothing.
  return { versions: Number.isInteger(version) ? [version] : [] }
}

/** A field's text; null where nothing was typed. */
export const typed = ({ form }: PageContext, name: string): string | null => {
  const text = (form.get(name) ?? '').trim()
  return text === '' ? null : text
}

/** The same of a field that is needed: where nothing was typed, the operation says that it is. */
export const given = (context: PageContext, name: string): string | undefined =>
  typed(context, name) ?? undefined

function faultOf(error: AppError, context: PageContext, places: Sending['places'] = {}): Fault {
  const { language } = context
  const errors = error.extras.errors ?? []
  const at = new Map<string, string>()
  for (const one of errors) {
    const first = (one.pointer ?? '').split('/')[1] ?? ''
    const name = places[first] ?? first
    if (name !== '' && !at.has(name)) at.set(name, errorWords(one, error, language))
  }
  const { status, zh, en } = ERRORS[error.code]
  // What each field says is beside it; the whole is said in general words.
  const message = error.code === 'validation_failed' ? (language === 'zh' ? zh : en) : error.detail[language]
  return { status, message, at }
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  required: '必填',
  too_small: '内容太短，或数值太小',
  too_big: '内容太长，或数值太大',
  invalid_format: '格式不对',
  invalid_type: '格式不对',
  invalid_value: '请从所列项目中选择',
  custom: '格式不对',
  unknown_reference: '找不到所填的记录',
  unstorable: '含有无法保存的字符',
  common_password: '容易被猜中，请换一个更长的，例如把四个与本人和单位无关的词连在一起',
}

/** A rule of the domain says it in both languages; what a schema says is known by its code. */
function errorWords({ code, detail }: FieldError, error: AppError, language: 'zh' | 'en'): string {
  if (error.code !== 'validation_failed') return error.detail[language]
  return language === 'en' ? detail : (FIELD_WORDS[code] ?? '请检查此项')
}

interface FormShape {
  action: string
  fields: readonly Field[]
  hidden?: Readonly<Record<string, string>>
  fault: Fault | undefined
  submit: string
  /** Buttons instead of the one: what is chosen is sent as `name`. */
  buttons?: { name: string; options: readonly Option[] }
  /** Between the fields and the button. */
  more?: Part
  narrow?: true
}

export function formHtml(context: PageContext, shape: FormShape): Html {
  const { action, fields, hidden = {}, fault, submit, buttons, more, narrow } = shape
  const say = sayIn(context.language)
  const own: Record<string, string> = { token: context.formToken ?? '', key: newId(), ...hidden }
  const pressed = buttons
    ? buttons.options.map(
        ({ value, label }, at) =>
          html`<button name="${buttons.name}" value="${value}"${at > 0 && html` class="second"`}>${label}</button>`,
      )
    : html`<button>${submit}</button>`
  return html`${fault && faultHtml(fault, fields, say)}<form method="post" action="${action}" class="form${narrow && ' narrow'}">
${Object.entries(own).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${fields.map((field) => fieldHtml(context, field, fault, say))}
${more}<p class="actions">${pressed}</p></form>`
}

/** What is wrong, first; with a way to each field. */
export function faultHtml(fault: Fault, fields: readonly Field[], say: Say): Html {
  const named = fields.filter(({ name }) => fault.at.has(name))
  const lost = [...fault.at].filter(([name]) => !fields.some((field) => field.name === name))
  return html`<div class="notice bad" role="alert"><p>${say('没有写入：', 'Nothing was written: ')}${fault.message}</p>${
    named.length + lost.length > 0 &&
    html`<ul>${named.map(({ name, label }) => html`<li><a href="#f-${name}">${label}</a>: ${fault.at.get(name)}</li>`)}${lost.map(
      ([name, words]) => html`<li><code>${name}</code>: ${words}</li>`,
    )}</ul>`
  }</div>`
}

export function fieldHtml(context: PageContext, field: Field, fault: Fault | undefined, say: Say): Html {
  const { name, label, kind, required, hint } = field
  const id = `f-${name}`
  const wrong = fault?.at.get(name)
  const descriptions = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ')
  const aria = html`${descriptions !== '' && html` aria-describedby="${descriptions}"`}${wrong && html` aria-invalid="true"`}`
  const notes = html`${hint && html`<span class="hint" id="${id}-hint">${hint}</span>`}${wrong && html`<span class="wrong" id="${id}-wrong">${wrong}</span>`}`
  const mark = !required && html` <span class="small">${say('（可不填）', '(optional)')}</span>`
  if (kind === 'radio') {
    const options = (field.options ?? []).map(
      ({ value, label: word }, at) =>
        html`<label><input type="radio" name="${name}" value="${value}"${at === 0 && html` id="${id}"`}${required && html` required`}${value === valueIn(context, field) && html` checked`}>${word}</label>`,
    )
    return html`<fieldset${aria}><legend>${label}${mark}</legend>${notes}${options}</fieldset>`
  }
  return html`<div class="field"><label for="${id}">${label}${mark}</label>${notes}${inputHtml(context, field, id, aria)}</div>`
}

/** What was typed; before that, what the page proposes. A password is typed anew. */
const valueIn = ({ form }: PageContext, { name, kind, value = '' }: Field): string =>
  kind === 'password' ? '' : (form.get(name) ?? value)

const TYPES = {
  line: 'text',
  day: 'date',
  time: 'time',
  password: 'password',
  member: 'text',
  radio: 'radio',
}

function inputHtml(context: PageContext, field: Field, id: string, aria: Html): Html {
  const { name, kind, options = [], required, max = 200, autocomplete } = field
  const value = valueIn(context, field)
  const needed = required && html` required`
  if (kind === 'prose')
    return html`<textarea id="${id}" name="${name}" rows="5" maxlength="${max}"${needed}${aria}>\n${value}</textarea>`
  if (kind === 'choice') {
    const all = required && options.length === 1 ? options : [{ value: '', label: '—' }, ...options]
    return html`<select id="${id}" name="${name}"${needed}${aria}>${all.map(
      (option) =>
        html`<option value="${option.value}"${option.value === value && html` selected`}>${option.label}</option>`,
    )}</select>`
  }
  const type = TYPES[kind]
  const extras = html`${kind === 'member' && html` list="members"`}${autocomplete && html` autocomplete="${autocomplete}"`}`
  const bound = (kind === 'line' || kind === 'password') && html` maxlength="${max}"`
  return html`<input id="${id}" name="${name}" type="${type}" value="${value}"${bound}${extras}${needed}${aria}>`
}
