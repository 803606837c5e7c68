import { createHash } from 'node:crypto'
import { memorySink } from '../exports/files/sink.ts'
import { xmlText } from '../exports/files/xml.ts'
import { zipInto } from '../exports/files/zip.ts'
import type { Block, BlockCell, BlockDocument } from './blocks.ts'

/**
 * Word documents (OOXML, ECMA-376) for A4, with the characters that they use of the fonts embedded, so that they look
 * the same on every desk. Equal blocks give equal bytes.
 */

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
/** The first day that an archive can hold. */
const NO_DAY = '1980-01-01'
/** Twentieths of a point. */
const A4 = { short: 11_906, long: 16_838 }
const MARGIN = 1_134

interface EmbeddedFont {
  family: string
  regular: Uint8Array
  bold: Uint8Array
}

export async function docxOf(document: BlockDocument, font: EmbeddedFont): Promise<Buffer> {
  const sink = memorySink()
  const zip = await zipInto(sink, document.day ?? NO_DAY)
  const fonts = [font.regular, font.bold].map(obfuscated)
  zip.add('[Content_Types].xml', contentTypes())
  zip.add('_rels/.rels', relations([['officeDocument', 'word/document.xml']], true))
  zip.add('docProps/core.xml', coreXml(document))
  zip.add('word/document.xml', documentXml(document))
  zip.add('word/styles.xml', stylesXml(font.family))
  zip.add('word/footer1.xml', footerXml(document.footer))
  zip.add('word/settings.xml', settingsXml())
  zip.add('word/fontTable.xml', fontTableXml(font.family, fonts))
  zip.add(
    'word/_rels/document.xml.rels',
    relations([
      ['styles', 'styles.xml'],
      ['footer', 'footer1.xml'],
      ['settings', 'settings.xml'],
      ['fontTable', 'fontTable.xml'],
    ]),
  )
  zip.add(
    'word/_rels/fontTable.xml.rels',
    relations(fonts.map((_, at) => ['font', `fonts/font${at + 1}.odttf`])),
  )
  for (const [at, { bytes }] of fonts.entries()) zip.add(`word/fonts/font${at + 1}.odttf`, bytes)
  await zip.end()
  return sink.bytes()
}

/** Every text of a document, to know which characters a font must have. */
export function textOf({ title, footer, blocks }: BlockDocument): string {
  const cells = (row: readonly BlockCell[]) =>
    row.map((cell) => (typeof cell === 'string' ? cell : cell.text))
  const texts = blocks.flatMap((block) => {
    if (block.kind === 'page') return []
    if (block.kind === 'table') return [...(block.header ?? []), ...block.rows.flatMap(cells)]
    return [block.text]
  })
  return [title, footer, '第页，共 0123456789', ...texts].join('')
}

/** ECMA-376 4, 2.8.1: the first 32 bytes are mixed with a key that stands beside the font; ours is made of it. */
export function obfuscated(font: Uint8Array): { key: string; bytes: Buffer } {
  const hex = createHash('sha256').update(font).digest('hex').slice(0, 32).toUpperCase()
  const key = `{${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}}`
  const mask = Buffer.from(hex, 'hex').reverse()
  const bytes = Buffer.from(font)
  for (let at = 0; at < 32; at += 1) bytes[at] = bytes[at]! ^ mask[at % 16]!
  return { key, bytes }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to hold these
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const safe = (text: string): string =>
  text.replace(UNWRITABLE, '\uFFFD').replace(/[&<>"]/g, (character) => NAMED[character]!)

/** Line breaks stay breaks. */
const run = (text: string, properties = ''): string => {
  const parts = text.split('\n').map((line) => `<w:t xml:space="preserve">${safe(line)}</w:t>`)
  return `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}${parts.join('<w:br/>')}</w:r>`
}

const paragraph = (style: string, content: string, properties = ''): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/>${properties}</w:pPr>${content}</w:p>`

function documentXml({ blocks, landscape }: BlockDocument): string {
  const [width, height] = landscape ? [A4.long, A4.short] : [A4.short, A4.long]
  const body = blocks.map((block) => blockXml(block, width - 2 * MARGIN)).join('')
  return xmlText(
    `<w:document xmlns:w="${MAIN}" xmlns:r="${RELATIONS}"><w:body>${body}` +
      `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>` +
      `<w:pgSz w:w="${width}" w:h="${height}"${landscape ? ' w:orient="landscape"' : ''}/>` +
      `<w:pgMar w:top="${MARGIN}" w:right="${MARGIN}" w:bottom="${MARGIN}" w:left="${MARGIN}" w:header="567" w:footer="567" w:gutter="0"/>` +
      `</w:sectPr></w:body></w:document>`,
  )
}

const STYLES = {
  title: 'Title',
  caption: 'Caption',
  heading: 'Heading1',
  text: 'Normal',
  note: 'Note',
  signatures: 'Signatures',
}

function blockXml(block: Block, width: number): string {
  if (block.kind === 'page') return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
  if (block.kind === 'table') return tableXml(block, width)
  return paragraph(STYLES[block.kind], run(block.text))
}

function tableXml(table: Block & { kind: 'table' }, width: number): string {
  const { header, rows, aligns = [] } = table
  const sum = table.widths.reduce((all, one) => all + one, 0)
  const widths = table.widths.map((one) => Math.floor((one / sum) * width))
  const sides = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  const borders = sides.map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
  const head = header
    ? rowXml(
        header.map((text): BlockCell => ({ text, label: true, align: 'center' })),
        widths,
        [],
        true,
      )
    : ''
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${width}" w:type="dxa"/><w:tblBorders>${borders.join('')}</w:tblBorders>` +
    `<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
    `<w:tblGrid>${widths.map((one) => `<w:gridCol w:w="${one}"/>`).join('')}</w:tblGrid>` +
    `${head}${rows.map((row) => rowXml(row, widths, aligns, false)).join('')}</w:tbl>${paragraph('Gap', '')}`
  )
}

function rowXml(
  row: readonly BlockCell[],
  widths: readonly number[],
  aligns: readonly string[],
  repeated: boolean,
): string {
  let column = 0
  const cells = row.map((cell) => {
    const { text, span = 1, label, align } = typeof cell === 'string' ? { text: cell } : cell
    const wide = widths.slice(column, column + span).reduce((all, one) => all + one, 0)
    const side = align ?? (label ? 'center' : (aligns[column] ?? 'left'))
    column += span
    const shade = label ? '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' : ''
    return (
      `<w:tc><w:tcPr><w:tcW w:w="${wide}" w:type="dxa"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ''}${shade}` +
      `<w:vAlign w:val="center"/></w:tcPr>${paragraph('Cell', run(text, label ? '<w:b/>' : ''), `<w:jc w:val="${side}"/>`)}</w:tc>`
    )
  })
  return `<w:tr><w:trPr><w:cantSplit/>${repeated ? '<w:tblHeader/>' : ''}</w:trPr>${cells.join('')}</w:tr>`
}

function stylesXml(family: string): string {
  const style = (id: string, name: string, paragraphs: string, runs: string) =>
    `<w:style w:type="paragraph" ${id === 'Normal' ? 'w:default="1" ' : ''}w:styleId="${id}"><w:name w:val="${name}"/>` +
    `${id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>'}<w:pPr>${paragraphs}</w:pPr><w:rPr>${runs}</w:rPr></w:style>`
  const size = (halfPoints: number) => `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`
  const names = `w:ascii="${family}" w:hAnsi="${family}" w:eastAsia="${family}" w:cs="${family}"`
  return xmlText(
    `<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts ${names}/>${size(21)}` +
      `<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
      style('Normal', 'Normal', '<w:spacing w:after="80" w:line="320" w:lineRule="auto"/>', '') +
      style(
        'Title',
        'Title',
        '<w:keepNext/><w:spacing w:before="60" w:after="120"/><w:jc w:val="center"/>',
        `<w:b/>${size(32)}`,
      ) +
      style('Caption', 'caption', '<w:spacing w:after="60"/><w:jc w:val="center"/>', size(19)) +
      style(
        'Heading1',
        'heading 1',
        '<w:keepNext/><w:spacing w:before="160" w:after="80"/><w:outlineLvl w:val="0"/>',
        `<w:b/>${size(24)}`,
      ) +
      style('Note', 'Note', '<w:spacing w:after="20"/>', size(18)) +
      style('Signatures', 'Signatures', '<w:keepLines/><w:spacing w:before="400" w:after="40"/>', '') +
      style('Cell', 'Cell', '<w:spacing w:before="20" w:after="20"/>', size(19)) +
      style('Gap', 'Gap', '<w:spacing w:after="0" w:line="120" w:lineRule="exact"/>', size(4)) +
      style(
        'Footer',
        'footer',
        '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs><w:spacing w:after="0"/>',
        size(17),
      ) +
      `</w:styles>`,
  )
}

function footerXml(text: string): string {
  const field = (name: string) =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${name} </w:instrText></w:r>` +
    `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('1')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`
  const content = `${run(text)}<w:r><w:tab/></w:r>${run('第 ')}${field('PAGE')}${run(' 页，共 ')}${field('NUMPAGES')}${run(' 页')}`
  return xmlText(`<w:ftr xmlns:w="${MAIN}">${paragraph('Footer', content)}</w:ftr>`)
}

const settingsXml = (): string =>
  xmlText(
    `<w:settings xmlns:w="${MAIN}"><w:embedTrueTypeFonts/><w:saveSubsetFonts/><w:updateFields w:val="false"/>` +
      `<w:characterSpacingControl w:val="compressPunctuation"/></w:settings>`,
  )

function fontTableXml(family: string, fonts: readonly { key: string }[]): string {
  const embedded = ['Regular', 'Bold'].map(
    (weight, at) =>
      `<w:embed${weight} r:id="rId${at + 1}" w:fontKey="${fonts[at]!.key}" w:subsetted="true"/>`,
  )
  return xmlText(
    `<w:fonts xmlns:w="${MAIN}" xmlns:r="${RELATIONS}"><w:font w:name="${family}"><w:charset w:val="86"/>` +
      `<w:family w:val="roman"/><w:pitch w:val="variable"/>${embedded.join('')}</w:font></w:fonts>`,
  )
}

function relations(targets: readonly (readonly [string, string])[], ofPackage = false): string {
  const own = targets.map(
    ([type, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  )
  const core = `<Relationship Id="rId9" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>`
  return xmlText(
    `<Relationships xmlns="${PACKAGE}/relationships">${own.join('')}${ofPackage ? core : ''}</Relationships>`,
  )
}

function contentTypes(): string {
  const parts = {
    document: 'document.main',
    styles: 'styles',
    footer1: 'footer',
    settings: 'settings',
    fontTable: 'fontTable',
  }
  const listed = Object.entries(parts).map(
    ([name, type]) => `<Override PartName="/word/${name}.xml" ContentType="${TYPES}.${type}+xml"/>`,
  )
  return xmlText(
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      `<Default Extension="odttf" ContentType="application/vnd.openxmlformats-officedocument.obfuscatedFont"/>${listed.join('')}` +
      `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
  )
}

function coreXml({ title, author, day }: BlockDocument): string {
  const moment = (name: string) =>
    day === null ? '' : `<dcterms:${name} xsi:type="dcterms:W3CDTF">${day}T00:00:00Z</dcterms:${name}>`
  return xmlText(
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
      `xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
      `<dc:title>${safe(title)}</dc:title><dc:creator>${safe(author)}</dc:creator>${moment('created')}${moment('modified')}` +
      `</cp:coreProperties>`,
  )
}
