import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { environment } from '../core/environment.ts'
import type { RegulationPaper } from '../exchange/documents/data/regulation-paper.ts'
import { Refused } from './client.ts'
import { readingsOf, regulationIn, rulesNamed, tellErrors, words } from './regulation-files.ts'

/** `lvzhi regulation document`: a regulation for people who read no YAML, to be looked through and signed. */

const FORMATS = ['pdf', 'docx', 'json'] as const

interface Options {
  format: string
  out?: string
  option: string[]
}

export function documentCommand(regulation: Command): void {
  regulation
    .command('document <rules>')
    .description('The regulation on paper: the source beside what will be counted, and its worked cases')
    .option('--format <format>', 'pdf, docx or json', 'pdf')
    .option('-o, --out <file>', 'where to write it; by its own name here')
    .option(
      '--option <clause=reading>',
      'switch a reading on',
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .action(async (rules: string, options: Options) => {
      const format = FORMATS.find((one) => one === options.format)
      if (!format)
        throw new Refused(words(`格式可用 ${FORMATS.join('、')}`, `Choose among ${FORMATS.join(', ')}`), 2)
      const file = rulesNamed(rules)
      const paper = await paperOf(file, readingsOf(options.option))
      const bytes = await laidOut(paper, format)
      const out = options.out ?? `${path.basename(path.dirname(path.resolve(file)))}.${format}`
      writeFileSync(out, bytes)
      const rows = paper.sections.reduce((sum, section) => sum + section.rows.length, 0)
      const cases = paper.cases?.rows.length ?? 0
      console.log(words(`${out}：${rows} 条，${cases} 个算例`, `${out}: ${rows} rows, ${cases} cases`))
      for (const remark of paper.remarks) console.error(remark)
    })
}

async function paperOf(file: string, options: Record<string, string>): Promise<RegulationPaper> {
  const [{ hashOf }, { runCases }, { regulationPaper }] = await Promise.all([
    import('../scoring/check/load.ts'),
    import('../scoring/cases/run.ts'),
    import('../exchange/documents/data/regulation-paper.ts'),
  ])
  const regulation = await regulationIn(file)
  const beside = path.join(path.dirname(file), 'cases.yaml')
  const cases = existsSync(beside) ? readFileSync(beside, 'utf8') : null
  const run = cases === null ? null : runCases(cases, regulation)
  if (run && !run.ok) {
    tellErrors(beside, run.errors)
    throw new Refused(words(`${beside} 有错误`, `${beside} has errors`))
  }
  const hash = hashOf(readFileSync(file, 'utf8'))
  const known = { named: null, effectiveFrom: null, committee: '', words: {} }
  try {
    return regulationPaper({ regulation, hash, options, cases, ...known })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Refused(words(`没有这个读法：${error.message}`, error.message), 2)
  }
}

async function laidOut(paper: RegulationPaper, format: (typeof FORMATS)[number]): Promise<Uint8Array> {
  if (format === 'json') return Buffer.from(`${JSON.stringify(paper, null, 2)}\n`)
  const [{ typesetter }, { regulationBlocks }] = await Promise.all([
    import('../exchange/typeset/typesetter.ts'),
    import('../exchange/documents/regulation-blocks.ts'),
  ])
  const { LVZHI_TEMPLATES: templates, LVZHI_FONTS: fonts } = environment
  const pages = typesetter({ templates, fonts })
  const { bytes, missingGlyphs } =
    format === 'pdf' ? await pages.pdf('regulation', paper) : await pages.docx(regulationBlocks(paper))
  for (const { codePoint, where } of missingGlyphs)
    console.error(words(`字体缺字 ${codePoint}：${where}`, `${codePoint} has no glyph, in "${where}"`))
  return bytes
}
