import { existsSync, readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import subsetFont from 'subset-font'
import type { MissingGlyph } from '../../storage/tables/exports.ts'
import type { BlockDocument } from './blocks.ts'
import { docxOf, textOf } from './docx.ts'
import { FAMILY, loadFonts } from './fonts.ts'
import { type Findings, printable } from './printable.ts'
import type { TypesetSettings } from './settings.ts'

/**
 * The process in which pages are set: it starts once, keeps its fonts and what it has laid out, and steps aside for those
 * that answer requests. Whatever its native code does, the server stands.
 */

export type TypesetTask = { id: number } & (
  | { kind: 'pdf'; template: string; data: unknown; tagged: boolean }
  | { kind: 'docx'; document: BlockDocument }
)
export type TypesetAnswer = { id: number } & (
  | { bytes: Uint8Array; missingGlyphs: MissingGlyph[]; memory: number }
  | { refused: string; memory: number }
)

const OURS = path.join(import.meta.dirname, '../documents/templates')
/** Layouts that were not used again in so many documents are dropped. */
const CACHE_AGE = 3
/** Below every thread that answers requests. */
const NICENESS = 10

os.setPriority(NICENESS)
const { templates, fonts: folder } = JSON.parse(process.argv[2]!) as TypesetSettings
const fonts = loadFonts(folder)
const workspace = path.resolve(templates ?? OURS)
const compiler = NodeCompiler.create({
  workspace,
  fontArgs: [{ fontBlobs: [fonts.regular, fonts.bold, ...fonts.added] }],
})
for (const name of readdirSync(OURS)) {
  const own = path.join(workspace, name)
  if (!existsSync(own)) compiler.addSource(own, readFileSync(path.join(OURS, name), 'utf8'))
}

process.on('message', async (task: TypesetTask) => {
  const answer = await answered(task).catch((error: Error) => ({ refused: error.message }))
  const message: TypesetAnswer = { id: task.id, memory: process.memoryUsage.rss(), ...answer }
  process.send!(message)
})
// Its server has ended.
process.on('disconnect', () => process.exit())

async function answered(task: TypesetTask): Promise<{ bytes: Uint8Array; missingGlyphs: MissingGlyph[] }> {
  const findings: Findings = { missing: [] }
  const bytes =
    task.kind === 'pdf'
      ? pdf(task.template, printable(task.data, fonts.has, findings), task.tagged)
      : await docx(printable(task.document, fonts.has, findings))
  return { bytes, missingGlyphs: findings.missing }
}

/** Data goes in as JSON and is never markup. */
function pdf(template: string, data: unknown, pdfTags: boolean): Uint8Array {
  const compiled = compiler.compile({
    mainFilePath: path.join(workspace, `${template}.typ`),
    inputs: { data: JSON.stringify(data) },
    resetRead: true,
  })
  if (!compiled.result) {
    const told = compiler.fetchDiagnostics(compiled.takeDiagnostics()!)
    throw new Error(told.map(({ message, path: at }) => `${at}: ${message}`).join('; '))
  }
  const bytes = compiler.pdf(compiled.result, { pdfTags })
  compiler.evictCache(CACHE_AGE)
  return bytes
}

async function docx(document: BlockDocument): Promise<Uint8Array> {
  const text = textOf(document)
  const [regular, bold] = await Promise.all([
    subsetFont(fonts.regular, text, { targetFormat: 'sfnt' }),
    subsetFont(fonts.bold, text, { targetFormat: 'sfnt' }),
  ])
  return docxOf(document, { family: FAMILY, regular, bold })
}
