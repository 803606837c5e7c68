import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import {
  type RegulationPaper,
  regulationPaper,
} from '../../../src/exchange/documents/data/regulation-paper.ts'
import { regulationBlocks } from '../../../src/exchange/documents/regulation-blocks.ts'
import { typesetter } from '../../../src/exchange/typeset/typesetter.ts'
import { hashOf, loadRegulation } from '../../../src/scoring/check/load.ts'
import { MECHANISMS } from '../../../src/scoring/mechanisms/all.ts'
import { EVERY_SLOT } from './regulation-samples.ts'

/** A regulation for people who read no YAML: every clause in sentences, and no code left in them. */

const FOLDER = new URL('../../../regulations/', import.meta.url)
const GUIDE = readFileSync(new URL('../../../docs/regulations.md', import.meta.url), 'utf8')
const NAMES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const golden = (name: string) => path.join(import.meta.dirname, '../../golden/exchange', name)

function paperOf(source: string, cases: string | null = null, options = {}): RegulationPaper {
  const loaded = loadRegulation(source)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors))
  const known = { named: null, effectiveFrom: null, committee: '', words: {} }
  return regulationPaper({ regulation: loaded.regulation, hash: hashOf(source), options, cases, ...known })
}
const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}.yaml`, FOLDER), 'utf8')
const shipped = (name: string) => paperOf(read(name, 'rules'), read(name, 'cases'))

/** The sentences that are made, apart from what the author of the file wrote. */
const SAID_BY_AUTHORS = ['采用', '未采用', '原因']
const made = ({ sections }: RegulationPaper): string[] =>
  sections.flatMap(({ rows }) =>
    rows.flatMap(({ told }) =>
      told.flatMap(({ slot, text }) => (SAID_BY_AUTHORS.includes(slot) ? [] : [text])),
    ),
  )
const CODE = /[a-z_]{3,}/
const emptyIn = ({ sections }: RegulationPaper) =>
  sections.flatMap(({ rows }) =>
    rows.filter(({ told }) => told.length === 0 || told.some(({ text }) => text.trim() === '')),
  )

describe.each(NAMES)('%s on paper', (name) => {
  const paper = shipped(name)

  it('has a sentence for each clause, and no code in any', () => {
    expect(emptyIn(paper)).toEqual([])
    expect(made(paper).filter((text) => CODE.test(text))).toEqual([])
    expect(paper.unnamed).toEqual([])
    expect(paper.remarks).toEqual([])
  })

  it('tells its cases, which come out as they say', () => {
    const { note, rows } = paper.cases!
    expect(note).toContain('全部与规则相符')
    const words = rows.flatMap(({ name: situation, facts, results, sums }) => [
      situation,
      ...facts,
      ...results,
      ...sums,
    ])
    expect(words.filter((text) => CODE.test(text))).toEqual([])
    expect(rows.filter(({ results }) => results.length === 0)).toEqual([])
  })
})

describe('a regulation on paper', () => {
  it.each(['tongcheng-2019', 'jinan-2015'])('%s is as it was signed off', async (name) => {
    await expect(`${JSON.stringify(shipped(name), null, 2)}\n`).toMatchFileSnapshot(
      golden(`regulation-${name}.txt`),
    )
  })

  it('every slot is a sentence', async () => {
    const paper = paperOf(EVERY_SLOT)
    expect(emptyIn(paper)).toEqual([])
    expect(made(paper).filter((text) => CODE.test(text))).toEqual([])
    const told = paper.sections.flatMap(({ rows }) =>
      rows.flatMap((row) => [row.head, ...row.told.map(({ slot, text }) => `  ${slot}：${text}`)]),
    )
    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot(golden('regulation-every-slot.txt'))
  })

  it('the examples of the guide are sentences, too; what has no word stands between quotes', () => {
    for (const [, block] of GUIDE.matchAll(/```yaml\n([\s\S]*?)```/g)) {
      if (block!.includes('\ncases:')) continue
      const head = 'regulation: sample\ntitle: Sample\nperiod: calendar_year\n'
      const paper = paperOf(block!.startsWith('regulation:') ? block! : head + block)
      expect(emptyIn(paper)).toEqual([])
      const bare = made(paper).map((text) => text.replaceAll(/“[^”]*”/g, ''))
      expect(bare.filter((text) => CODE.test(text))).toEqual([])
    }
  })

  it('each mechanism tells what it does', () => {
    // A window and a quantity are within the sentences of others: 每季度封顶, 每小时; a ladder is the points themselves.
    const silent = MECHANISMS.filter(({ tells }) => tells === undefined).map(({ keys }) => Object.keys(keys))
    expect(silent).toEqual([['window'], ['quantity'], []])
  })

  it('a reading that is switched on is a clause, and one that is not stands apart', () => {
    const source = read('tongcheng-2019', 'rules')
    const heads = (paper: RegulationPaper, heading: string) =>
      paper.sections.find((section) => section.heading.includes(heading))!.rows.map(({ head }) => head)
    expect(heads(paperOf(source), '可选')).toHaveLength(2)
    const chosen = paperOf(source, null, { 'TC-10': 'equal_shares' })
    expect(heads(chosen, '、条款')).toContain('10.　TC-10　集体提案（均分）')
    expect(heads(chosen, '可选')).toEqual(['TC-10　集体提案（各计全分）'])
  })

  it('a case that comes out otherwise says so, and a code without a word is told', () => {
    const cases =
      'regulation: own\nyear: 2024\ncases:\n  - { name: 走访, facts: [{ visit: any }], expect: { visit: 3 } }\n'
    const rules =
      'regulation: own\ntitle: 样例\nperiod: calendar_year\nclauses:\n  visit: { title: 走访, counts: visit, points: 2 }\n'
    const paper = paperOf(rules, cases)
    expect(paper.cases!.note).toContain('其中1例与规则不符')
    expect(paper.cases!.rows[0]!.results).toEqual([
      '“走访”：3分',
      '按规则算得“走访”：2分，与本例不符，须更正',
    ])
    expect(paper.unnamed).toEqual(['visit'])
    expect(paper.remarks[0]).toContain('visit')
    const named = paperOf(`${rules}words: { visit: 走访群众 }\n`, cases)
    expect(named.unnamed).toEqual([])
    expect(made(named)).toContain('走访群众')
  })

  it('PDF and Word: the same bytes each time, nothing without a glyph', async () => {
    const paper = shipped('guangshui-2017')
    const pages = typesetter()
    for (const make of [() => pages.pdf('regulation', paper), () => pages.docx(regulationBlocks(paper))]) {
      const [first, again] = [await make(), await make()]
      expect(Buffer.compare(first.bytes, again.bytes)).toBe(0)
      expect(first.missingGlyphs).toEqual([])
    }
    const { bytes } = await pages.docx(regulationBlocks(paper))
    const xml = new TextDecoder().decode(unzipSync(bytes)['word/document.xml'])
    expect(xml).toContain('批准人')
    expect(xml).toContain('<w:tblHeader/>')
  })
})
