import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import * as fontkit from 'fontkit'
import { afterAll, describe, expect, it } from 'vitest'
import { tableBlocks } from '../../../src/exchange/documents/table-document.ts'
import { rankedDocument } from '../../../src/exchange/exports/ranked/paper.ts'
import { obfuscated } from '../../../src/exchange/typeset/docx.ts'
import { type Findings, printable } from '../../../src/exchange/typeset/printable.ts'
import { typesetter } from '../../../src/exchange/typeset/typesetter.ts'
import { manyMembers, SAMPLE } from './ranked-samples.ts'

/** Pages: set from data that is never markup, in fonts that go with them, with nothing that is silently lost. */

const golden = (name: string) => path.join(import.meta.dirname, '../../golden/exchange', name)
const pagesOf = (pdf: Uint8Array) =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type\s*\/Page\b/g)?.length
const textIn = (bytes: Uint8Array, name: string) => new TextDecoder().decode(unzipSync(bytes)[name])

describe('a ranking on paper', () => {
  const ours = typesetter()

  it('PDF: the same data has the same bytes, other data others', async () => {
    const first = await ours.pdf('table', rankedDocument(SAMPLE))
    const again = await ours.pdf('table', rankedDocument(SAMPLE))
    expect(Buffer.from(first.bytes.subarray(0, 5)).toString()).toBe('%PDF-')
    expect(Buffer.compare(first.bytes, again.bytes)).toBe(0)
    const [member, ...others] = SAMPLE.rows
    const moved = { ...SAMPLE, rows: [{ ...member!, total: 1 }, ...others] }
    expect(Buffer.compare(first.bytes, (await ours.pdf('table', rankedDocument(moved))).bytes)).not.toBe(0)
  })

  it('names each character that no font has, and where', async () => {
    const { missingGlyphs } = await ours.pdf('table', rankedDocument(SAMPLE))
    expect(missingGlyphs).toEqual([{ character: '𠮷', codePoint: 'U+20BB7', where: '𠮷田·阿依努尔' }])
    const { missingGlyphs: inWord } = await ours.docx(tableBlocks(rankedDocument(SAMPLE)))
    expect(inWord).toEqual(missingGlyphs)
  })

  it('takes as many pages as it needs', async () => {
    const { bytes } = await ours.pdf('table', rankedDocument(manyMembers(300)))
    expect(pagesOf(bytes)).toBeGreaterThan(8)
  })

  it('the data and the Word document are as they were signed off', async () => {
    await expect(JSON.stringify(rankedDocument(SAMPLE), null, 2)).toMatchFileSnapshot(
      golden('ranked-document.txt'),
    )
    const { bytes } = await ours.docx(tableBlocks(rankedDocument(SAMPLE)))
    await expect(textIn(bytes, 'word/document.xml').replaceAll('><', '>\n<')).toMatchFileSnapshot(
      golden('ranked-document.xml'),
    )
    const again = await ours.docx(tableBlocks(rankedDocument(SAMPLE)))
    expect(Buffer.compare(bytes, again.bytes)).toBe(0)
  })

  it('Word: the characters that it uses are embedded, with the key that opens them', async () => {
    const { bytes } = await ours.docx(tableBlocks(rankedDocument(SAMPLE)))
    const keys = [...textIn(bytes, 'word/fontTable.xml').matchAll(/fontKey="(\{[^"]+\})"/g)]
    expect(keys).toHaveLength(2)
    for (const [at, [, key]] of keys.entries()) {
      const mixed = unzipSync(bytes)[`word/fonts/font${at + 1}.odttf`]!
      const font = fontkit.create(Buffer.from(opened(mixed, key!))) as fontkit.Font
      expect([...'沈望舒名次'].every((one) => font.hasGlyphForCodePoint(one.codePointAt(0)!))).toBe(true)
      expect(font.hasGlyphForCodePoint('鼾'.codePointAt(0)!)).toBe(false)
      expect(mixed.length).toBeLessThan(200_000)
    }
  })

  it('text is text: markup, formulas and commands stand as they are written', async () => {
    const document = {
      ...rankedDocument(SAMPLE),
      title: '#panic("x") $x$ *b* <l> @ref // \\ =h',
      captions: [],
    }
    expect((await ours.pdf('table', document)).missingGlyphs).toHaveLength(1)
    const { bytes } = await ours.docx(tableBlocks({ ...document, title: '<w:p>&"\u0001' }))
    expect(textIn(bytes, 'word/document.xml')).toContain('&lt;w:p&gt;&amp;&quot;〔U+0001〕')
  })

  it('many at a time wait for each other', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => ours.pdf('table', rankedDocument(SAMPLE))))
    expect(new Set(all.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).size).toBe(1)
  })
})

const opened = (font: Uint8Array, key: string): Uint8Array => {
  const mask = Buffer.from(key.replace(/[{}-]/g, ''), 'hex').reverse()
  return font.map((byte, at) => (at < 32 ? byte ^ mask[at % 16]! : byte))
}

describe('a folder of the office’s own', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-templates-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const own = typesetter({ templates: folder })

  it('its template stands in for ours and uses what ours share; the others stay', async () => {
    writeFileSync(
      path.join(folder, 'table.typ'),
      '#import "common.typ": *\n#show: page-of.with(title: data.title)\n#title-line(data.title)\n',
    )
    const { bytes } = await own.pdf('table', rankedDocument(manyMembers(300)))
    expect(pagesOf(bytes)).toBe(1)
  })

  it('a mistake in it is told, with the file; it reads nothing outside of its folder', async () => {
    writeFileSync(path.join(folder, 'table.typ'), '#nothing-such')
    await expect(own.pdf('table', {})).rejects.toThrow(/table\.typ.*unknown variable/)
    writeFileSync(path.join(folder, 'table.typ'), '#read("/../../etc/passwd")')
    await expect(own.pdf('table', {})).rejects.toThrow(/access denied|outside/)
  })
})

describe('printable text', () => {
  const has = (codePoint: number) => codePoint < 0x20000 && codePoint !== 0xe0101
  const print = (text: string) => {
    const findings: Findings = { missing: [] }
    return [printable(text, has, findings), findings.missing.map(({ codePoint }) => codePoint)]
  }

  it.each([
    ['林清扬', '林清扬', []],
    ['王\u202E五\u202C', '王〔U+202E〕五〔U+202C〕', []],
    ['a\u0007b\u0085', 'a〔U+0007〕b〔U+0085〕', []],
    ['𠮷𠮷', '〔U+20BB7〕〔U+20BB7〕', ['U+20BB7']],
    ['葛\u{E0101}', '葛〔U+E0101〕', ['U+E0101']],
    ['一\n二\t三', '一\n二\t三', []],
    ['e\u0301', 'é', []],
  ])('%j is printed as %j', (text, printed, missing) => expect(print(text)).toEqual([printed, missing]))

  it('goes through lists and fields and leaves keys and numbers alone', () => {
    const findings: Findings = { missing: [] }
    const data = { 名: ['𠮷', 1, null, true], of: { x: 'y' } }
    expect(printable(data, has, findings)).toEqual({ 名: ['〔U+20BB7〕', 1, null, true], of: { x: 'y' } })
    expect(findings.missing[0]).toEqual({ character: '𠮷', codePoint: 'U+20BB7', where: '𠮷' })
  })

  it('the key of a font is made of it', () => {
    const font = Buffer.from('a font of more than thirty-two bytes, or so it says')
    const { key, bytes } = obfuscated(font)
    expect(obfuscated(font).key).toBe(key)
    expect(Buffer.from(opened(bytes, key)).equals(font)).toBe(true)
  })
})
