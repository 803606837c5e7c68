/**
 * HTML by template: what is put in is text and is escaped, unless it came from a template itself. There is no other way
 * to make an `Html`, so that no text of a person becomes markup.
 */

const MADE = Symbol('html')

export interface Html {
  readonly [MADE]: string
}

export type Part = Html | string | number | null | undefined | false | readonly Part[]

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0]!
  for (const [at, part] of parts.entries()) text += textOf(part) + strings[at + 1]!
  return { [MADE]: text }
}

export const EMPTY = html``

/** The markup, for whoever sends it. */
export const markup = (made: Html): string => made[MADE]

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  if (MADE in part) return part[MADE]
  // An object that somebody sent is neither a template nor a list of them.
  return Array.isArray(part) ? part.map(textOf).join('') : ''
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const ESCAPED = /[&<>"']/

export const escaped = (text: string): string =>
  ESCAPED.test(text) ? text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!) : text

/** What a person wrote, kept apart from the direction of the text around it. */
export const bdi = (text: string | null | undefined): Html => html`<bdi>${text ?? ''}</bdi>`

/** An own address; parameters without a value are left out. */
export function href(
  path: string,
  query: Readonly<Record<string, string | number | null | undefined>> = {},
): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const search = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return search === '' ? path : `${path}?${search}`
}
