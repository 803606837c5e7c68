import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisEnd, barChart, lineChart, radarChart, shortened } from '../../src/pages/charts.ts'
import { bdi, escaped, href, html, markup } from '../../src/pages/html.ts'
import { outlineHtml } from '../../src/pages/record.ts'

/** HTML by template: what is put in is text, whatever it is. */

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

describe('html', () => {
  it('keeps any text as text: no sign of markup is left, and nothing of it is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const made = markup(html`<a title="${text}">${text}</a>`)
        const inner = /^<a title="([^"<>]*)">([^<>"']*)<\/a>$/su.exec(made)
        expect(inner).not.toBeNull()
        expect([unescaped(inner![1]!), unescaped(inner![2]!)]).toEqual([text, text])
      }),
      { numRuns: 2_000 },
    )
  })

  it('puts templates in as they are, lists one after another, and nothing for nothing', () => {
    const part = html`<b>${'<'}</b>`
    expect(markup(html`${part}${[part, 'a', 1]}${null}${undefined}${false}${0}`)).toBe(
      '<b>&lt;</b><b>&lt;</b>a10',
    )
    expect(markup(bdi('a\u202eb'))).toBe('<bdi>a\u202eb</bdi>')
    expect(escaped('plain 中文 𠮷')).toBe('plain 中文 𠮷')
  })

  it('an object that somebody sent is no template', () => {
    const forged = JSON.parse('{"html":"<script>"}')
    expect(markup(html`${forged}`)).not.toContain('<script>')
  })

  it('addresses leave out what has no value and spell the rest', () => {
    expect(href('/board', { a: undefined, b: '', c: null })).toBe('/board')
    expect(href('/board', { q: '一&二"', n: 2 })).toBe('/board?q=%E4%B8%80%26%E4%BA%8C%22&n=2')
  })
})

describe('charts', () => {
  it('cut a name between its signs, at the room that there is', () => {
    expect(shortened('教育界')).toBe('教育界')
    expect(shortened('the office of the committee', 8)).toBe('the offi…')
    expect(shortened('𠮷野家委员小组办公室', 6)).toBe('𠮷野家…')
  })

  it('the axis ends at or above the greatest value, in four equal whole steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (value) => {
        const end = axisEnd(value)
        expect(end).toBeGreaterThanOrEqual(value)
        expect(end).toBeLessThanOrEqual(Math.max(4, value * 3))
        expect(Number.isInteger(end / 4)).toBe(true)
      }),
    )
  })

  it('have a size, a name and no style of their own, whatever they are told', () => {
    const values = fc.array(fc.option(fc.double({ min: -5, max: 1e6, noNaN: true })), { maxLength: 8 })
    fc.assert(
      fc.property(fc.string(), values, (name, own) => {
        const labels = own.map((_, at) => String(2012 + at))
        const axes = own.map((value, at) => ({ name: `${name}${at}`, value: value ?? 0, full: at * 10 }))
        for (const chart of [
          barChart(labels, [{ name, values: own }], name),
          lineChart(labels, [{ name, values: own }], name, 100),
          radarChart(axes, name),
        ]) {
          const text = markup(chart)
          expect(text).toMatch(
            /^<svg class="chart" width="480" height="220" viewBox="0 0 480 220" role="img"/,
          )
          expect(text).not.toMatch(/NaN|Infinity| style=|undefined/)
        }
      }),
    )
  })
})

describe('the explanation', () => {
  it('is a list in a list for each step of indentation', () => {
    const made = markup(outlineHtml('合计2分\n样例\n  甲 2分\n    2019-01-01 第1次：2分\n  乙 0分\n'))
    expect(made).toBe(
      '<p><strong><bdi>合计2分</bdi></strong></p><ul class="outline"><li><bdi>样例</bdi><ul class="outline"><li><bdi>甲 2分</bdi><ul class="outline"><li><bdi>2019-01-01 第1次：2分</bdi></li></ul></li><li><bdi>乙 0分</bdi></li></ul></li></ul>',
    )
  })

  it('loses no line, however it is indented', () => {
    const line = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.stringMatching(/^[a-z<&]{1,8}$/))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
        const text = lines.map(([depth, words]) => ' '.repeat(depth) + words).join('\n')
        const words = [...markup(outlineHtml(text)).matchAll(/<bdi>([^<]*)<\/bdi>/g)].map((one) =>
          unescaped(one[1]!),
        )
        expect(words).toEqual(lines.map(([, one]) => one))
      }),
    )
  })
})
