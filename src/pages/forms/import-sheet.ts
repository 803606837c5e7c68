import { TONES } from '../../core/words/imports.ts'
import { type Say, termOf } from '../../core/words/word.ts'
import { getImportSheet } from '../../exchange/imports/result/schema.ts'
import type { Answer } from '../../http/operation.ts'
import type { PageContext } from '../../http/page.ts'
import { ask, type Desk } from '../desk.ts'
import { type Html, href, html } from '../html.ts'

/** The sheet as it looks, with what becomes of each cell: by colour, and in words beside each row. */

const ROWS = 50

export async function sheetHtml(desk: Desk, context: PageContext, id: string, say: Say): Promise<Html> {
  const { table, from } = context.query
  const at = /^[1-9]\d{0,5}$/.test(from ?? '') ? from : undefined
  const view = await ask(desk, context, getImportSheet, { params: { id }, query: { table, from: at } })
  const here = (name: string, row: number): string =>
    `${href(`/board/imports/${id}`, { table: name, from: row > 1 ? row : undefined })}#sheet`
  const all = view.tables.find(({ name }) => name === view.table)?.rows ?? 0
  const ways = html`${view.tables.length > 1 && html`<ul class="legend">${view.tables.map(({ name, open }) => html`<li><a href="${here(name, 1)}"${name === view.table && html` aria-current="true"`}>${name}</a>${open > 0 && html` <span class="small">${say(`${open} 行待处理`, `${open} rows open`)}</span>`}</li>`)}</ul>`}`
  const turns = html`<p class="turns">${view.from > 1 && html`<a href="${here(view.table, Math.max(1, view.from - ROWS))}">${say('上一页', 'Earlier rows')}</a> `}${say(`第 ${view.from}–${Math.min(all, view.from + ROWS - 1)} 行，共 ${all} 行`, `Rows ${view.from}–${Math.min(all, view.from + ROWS - 1)} of ${all}`)}${view.from + ROWS <= all && html` <a href="${here(view.table, view.from + ROWS)}">${say('下一页', 'Later rows')}</a>`}</p>`
  return html`<h2 id="sheet">${say('表格', 'The sheet')}</h2>${ways}
<ul class="legend tones">${Object.keys(TONES).map((tone) => html`<li class="t-${tone}">${termOf(TONES, tone, say)}</li>`)}</ul>
<div class="scroll" role="region" aria-label="${say('表格', 'The sheet')}" tabindex="0"><table class="sheet"><caption class="quiet">${view.table}</caption>
<thead><tr><th scope="col">${say('行', 'Row')}</th><th scope="col">${say('结果', 'Outcome')}</th><th scope="col" colspan="60">${view.table}</th></tr></thead>
<tbody>${view.rows.map((row) => rowHtml(row, say))}</tbody></table></div>${turns}`
}

const classOf = (tone: string | null): Html | false => tone !== null && html` class="t-${tone}"`

function rowHtml(
  { row, header, tone, text, cells }: Answer<typeof getImportSheet>['rows'][number],
  say: Say,
): Html {
  const hint = text ? say(text.zh, text.en) : ''
  const outcome =
    tone === null ? '' : html`<strong>${termOf(TONES, tone, say)}</strong> <span class="small">${hint}</span>`
  const shown = cells.map((cell) => {
    const span = html`${cell.columns > 1 && html` colspan="${cell.columns}"`}${cell.rows > 1 && html` rowspan="${cell.rows}"`}`
    const inner = header && cell.text !== '' ? html`<strong>${cell.text}</strong>` : cell.text
    return html`<td${classOf(cell.tone)}${span}>${inner}</td>`
  })
  return html`<tr><th scope="row">${row}</th><td${classOf(tone)}>${outcome}</td>${shown}</tr>`
}
