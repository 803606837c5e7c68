import { greatest } from '../core/long-lists.ts'
import { bdi, type Html, html } from './html.ts'

/**
 * Charts as SVG, drawn on the server: fixed sizes so that nothing moves, colours by class so that light, dark and print
 * are the style's, and always a table beside them. Pure.
 */

export interface Series {
  name: string
  values: readonly (number | null)[]
}

const WIDTH = 480
const HEIGHT = 220
const LEFT = 44
const RIGHT = 12
const TOP = 14
const BOTTOM = 28
const TICKS = 4

const fixed = (value: number): string => String(Math.round(value * 10) / 10)

/** The end of an axis of counts: so many equal steps of a round whole number (1, 2 or 5 times a power of ten). */
export function axisEnd(value: number): number {
  const least = Math.max(1, value / TICKS)
  const power = 10 ** Math.floor(Math.log10(least))
  return TICKS * power * [1, 2, 5, 10].find((step) => step * power >= least - 1e-9)!
}

/** Bars side by side for each label, the values in text above them; `top` where the axis has an end, such as 100. */
export function barChart(
  labels: readonly string[],
  series: readonly Series[],
  title: string,
  top?: number,
): Html {
  const values = series.flatMap((line) => line.values.filter((value) => value !== null))
  const max = top ?? axisEnd(greatest(values, 0))
  const [plotWidth, plotHeight] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM]
  const slot = plotWidth / Math.max(1, labels.length)
  const bar = Math.min(44, (slot * 0.7) / series.length)
  const y = (value: number) => TOP + plotHeight * (1 - Math.max(0, value) / max)
  const bars = labels.flatMap((_label, at) =>
    series.map(({ values: own }, nth) => {
      const value = own[at] ?? null
      if (value === null) return null
      const x = LEFT + slot * (at + 0.5) + bar * (nth - series.length / 2)
      return html`<rect class="c${nth + 1}" x="${fixed(x + 1)}" y="${fixed(y(value))}" width="${fixed(bar - 2)}" height="${fixed(TOP + plotHeight - y(value))}"/><text class="value" x="${fixed(x + bar / 2)}" y="${fixed(y(value) - 3)}" text-anchor="middle">${fixed(value)}</text>`
    }),
  )
  const names = labels.map(
    (label, at) =>
      html`<text x="${fixed(LEFT + slot * (at + 0.5))}" y="${HEIGHT - 9}" text-anchor="middle">${label}</text>`,
  )
  return drawn(title, html`${axis(max, y)}${bars}${names}`)
}

/** Lines over the labels; a year without a value breaks the line. */
export function lineChart(
  labels: readonly string[],
  series: readonly Series[],
  title: string,
  top?: number,
): Html {
  const values = series.flatMap((line) => line.values.filter((value) => value !== null))
  const max = top ?? axisEnd(greatest(values, 0))
  const plotHeight = HEIGHT - TOP - BOTTOM
  const slot = (WIDTH - LEFT - RIGHT) / Math.max(1, labels.length)
  const x = (at: number) => LEFT + slot * (at + 0.5)
  const y = (value: number) => TOP + plotHeight * (1 - Math.max(0, value) / max)
  const lines = series.map(({ values: own }, nth) => {
    const dots = own.map(
      (value, at) =>
        value !== null &&
        html`<circle class="c${nth + 1}" cx="${fixed(x(at))}" cy="${fixed(y(value))}" r="3.5"/>`,
    )
    return html`<path class="l${nth + 1}" d="${pathOf(own, x, y)}"/>${dots}`
  })
  const names = labels.map(
    (label, at) => html`<text x="${fixed(x(at))}" y="${HEIGHT - 9}" text-anchor="middle">${label}</text>`,
  )
  return drawn(title, html`${axis(max, y)}${lines}${names}`)
}

function pathOf(
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let broken = true
  return values
    .map((value, at) => {
      if (value === null) {
        broken = true
        return ''
      }
      const step = `${broken ? 'M' : 'L'}${fixed(x(at))} ${fixed(y(value))}`
      broken = false
      return step
    })
    .join('')
}

function axis(max: number, y: (value: number) => number): Html {
  const ticks = Array.from({ length: TICKS + 1 }, (_, at) => (max * at) / TICKS)
  return html`${ticks.map(
    (tick) =>
      html`<path class="grid" d="M${LEFT} ${fixed(y(tick))}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${fixed(y(tick) + 4)}" text-anchor="end">${String(Math.round(tick * 100) / 100)}</text>`,
  )}`
}

/** A line of a few values without axes, beside the number that it belongs to. */
export function spark(values: readonly (number | null)[]): Html {
  const known = values.filter((value) => value !== null)
  const max = greatest(known, 1)
  const step = 92 / Math.max(1, values.length - 1)
  const x = (at: number) => 4 + step * at
  const y = (value: number) => 26 - (22 * Math.max(0, value)) / max
  const last = values.at(-1)
  return html`<svg class="spark" width="100" height="30" viewBox="0 0 100 30" aria-hidden="true"><path class="l1" d="${pathOf(values, x, y)}"/>${
    last !== null &&
    last !== undefined &&
    html`<circle class="c1" cx="${fixed(x(values.length - 1))}" cy="${fixed(y(last))}" r="3"/>`
  }</svg>`
}

/** One axis per category, each from nothing to its own full mark. */
export function radarChart(
  axes: readonly { name: string; value: number; full: number }[],
  title: string,
): Html {
  const [centre, radius] = [HEIGHT / 2, 72]
  const at = (index: number, part: number): [x: string, y: string] => {
    const angle = (2 * Math.PI * index) / axes.length - Math.PI / 2
    const [x, y] = [radius * part * Math.cos(angle), radius * part * Math.sin(angle)]
    return [fixed(WIDTH / 2 + x), fixed(centre + y)]
  }
  const ring = (part: number) =>
    html`<path class="grid" d="M${axes.map((_, index) => at(index, part).join(' ')).join('L')}Z"/>`
  const part = ({ value, full }: { value: number; full: number }) =>
    full <= 0 ? 0 : Math.min(1, Math.max(0, value / full))
  const shape = axes.map((axis, index) => at(index, part(axis)).join(' ')).join('L')
  const names = axes.map(({ name }, index) => {
    const [left, top] = at(index, 1.16)
    const [x, y] = [Number(left), Number(top)]
    const anchor = Math.abs(x - WIDTH / 2) < 8 ? 'middle' : x < WIDTH / 2 ? 'end' : 'start'
    return html`<text x="${fixed(x)}" y="${fixed(y + 4)}" text-anchor="${anchor}">${shortened(name)}</text>`
  })
  return drawn(title, html`${[0.25, 0.5, 0.75, 1].map(ring)}<path class="area" d="M${shape}Z"/>${names}`)
}

const NAME_WIDTH = 14
const LATIN_END = 0x2ff
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** A name as long as there is room for it: a Chinese sign takes as much as two Latin ones, and none is cut in two. */
export function shortened(name: string, room = NAME_WIDTH): string {
  const signs = [...graphemes.segment(name)].map(({ segment }) => segment)
  let used = 0
  const fitting = signs.filter((sign) => {
    used += sign.codePointAt(0)! > LATIN_END ? 2 : 1
    return used <= room
  })
  return fitting.length === signs.length ? name : `${fitting.join('')}…`
}

const drawn = (title: string, inner: Html): Html =>
  html`<svg class="chart" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">${inner}</svg>`

export interface Told {
  labels: readonly string[]
  series: readonly Series[]
  /** What the labels are. */
  head: string
  /** The chart says which is which by itself. */
  bare?: true
}

/** A chart with its name, its legend and the table that says the same. */
export function figure(
  title: string,
  chart: Html,
  { labels, series, head, bare }: Told,
  tableWord: string,
  shown: (value: number | null) => string = (value) => (value === null ? '—' : fixed(value)),
): Html {
  const keys = series.map(({ name }, nth) => html`<li><span class="key k${nth + 1}"></span>${bdi(name)}</li>`)
  const heads = series.map(({ name }) => html`<th scope="col" class="num">${bdi(name)}</th>`)
  const rows = labels.map(
    (label, at) =>
      html`<tr><th scope="row">${bdi(label)}</th>${series.map(({ values }) => html`<td class="num">${shown(values[at] ?? null)}</td>`)}</tr>`,
  )
  return html`<figure><figcaption>${title}</figcaption>${chart}${series.length > 1 && !bare && html`<ul class="legend">${keys}</ul>`}
<details><summary>${tableWord}</summary><table><thead><tr><th scope="col">${head}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></details></figure>`
}
