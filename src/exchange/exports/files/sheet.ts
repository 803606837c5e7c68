import { type Choices, choicesXml, NOTES_OF_SHEET, type Note, noteParts, noteTypes } from './sheet-notes.ts'
import { type LookName, lookNumber, stylesXml } from './sheet-styles.ts'
import type { Sink } from './sink.ts'
import { cellXml, escaped, xmlText } from './xml.ts'
import { zipInto } from './zip.ts'

/**
 * A workbook (OOXML, ECMA-376) that is written while its rows come: their number does not matter to the memory, and
 * equal rows give equal bytes. Text stands in its cell, numbers stay numbers, and nothing is ever a formula.
 */

export type Value = string | number | null

export interface Row {
  cells: readonly Value[]
  /** The look of all cells, or of each. */
  looks: LookName | readonly LookName[]
  /** In points. */
  height?: number
  /** The first cell spans all columns. */
  merged?: true
}

export interface Sheet {
  name: string
  /** Of each column, in characters of the width of a digit. */
  widths: readonly number[]
  /** Rows above the data, which stay in sight; the last of them is the header, repeated on each page. */
  headRows: number
  landscape: boolean
  /** `&P` is the page, `&N` how many there are; what is left of it is the caller's. */
  footer: string
  /** In pieces, such as pages of a list; the head comes first. */
  rows: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>
  /** Rows below the data that no filter holds. */
  foot?: readonly Row[]
  /** Ranges that show one cell, such as `A1:C1`, beside the rows that are merged whole. */
  merges?: readonly string[]
  /** Words to choose from, and what a chosen cell says of itself. */
  choices?: readonly Choices[]
  /** Beside their cells, shown when somebody points at them. */
  notes?: readonly Note[]
  hidden?: true
}

export interface Workbook {
  title: string
  author: string
  /** The day that the workbook speaks of: its own dates, and those in the archive. Null: it speaks of none. */
  day: string | null
  sheets: readonly Sheet[]
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** The first day that an archive can hold. */
const NO_DAY = '1980-01-01'
const PAPER_A4 = 9
const MARGINS = 'left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.35"'

export async function writeWorkbook(workbook: Workbook, sink: Sink): Promise<void> {
  const { sheets } = workbook
  const zip = await zipInto(sink, workbook.day ?? NO_DAY)
  zip.add('[Content_Types].xml', contentTypes(sheets))
  zip.add('_rels/.rels', packageRelations())
  zip.add('docProps/core.xml', coreXml(workbook))
  zip.add('xl/_rels/workbook.xml.rels', workbookRelations(sheets.length))
  zip.add('xl/styles.xml', stylesXml())
  const filters: string[] = []
  for (const [at, sheet] of sheets.entries()) {
    await zip.stream(`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheet, filters))
    for (const [name, xml] of noteParts(sheet.notes ?? [], at + 1)) zip.add(name, xml)
  }
  zip.add('xl/workbook.xml', workbookXml(sheets, filters))
  await zip.end()
}

/** A1 reads `$A$1` in a name. */
async function* sheetXml(sheet: Sheet, filters: string[]): AsyncGenerator<string> {
  const { widths, headRows, rows, foot = [] } = sheet
  const letters = widths.map((_, at) => columnLetters(at))
  const merges: string[] = [...(sheet.merges ?? [])]
  const last = letters.at(-1)!
  let row = 0
  const lines = (some: readonly Row[]): string => {
    let xml = ''
    for (const one of some) {
      row += 1
      xml += rowXml(one, row, letters)
      if (one.merged && letters.length > 1) merges.push(`A${row}:${last}${row}`)
    }
    return xml
  }
  yield sheetHead(sheet)
  for await (const some of rows) if (some.length > 0) yield lines(some)
  const filter = headRows === 0 ? '' : `A${headRows}:${last}${Math.max(row, headRows + 1)}`
  filters.push(filter.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2'))
  if (foot.length > 0) yield lines(foot)
  yield sheetFoot(sheet, filter, merges)
}

function sheetHead({ widths, headRows, notes = [] }: Sheet): string {
  const relations = notes.length > 0 ? ` xmlns:r="${RELATIONS}"` : ''
  const columns = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  )
  const below = `A${headRows + 1}`
  const frozen =
    headRows === 0
      ? ''
      : `<pane ySplit="${headRows}" topLeftCell="${below}" activePane="bottomLeft" state="frozen"/>` +
        `<selection pane="bottomLeft" activeCell="${below}" sqref="${below}"/>`
  return xmlText(
    `<worksheet xmlns="${MAIN}"${relations}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">` +
      `${frozen}</sheetView></sheetViews>` +
      `<sheetFormatPr defaultRowHeight="20"/><cols>${columns.join('')}</cols><sheetData>`,
  )
}

function sheetFoot(
  { landscape, footer, choices = [], notes = [] }: Sheet,
  filter: string,
  merges: readonly string[],
): string {
  const merged =
    merges.length > 0
      ? `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
      : ''
  return (
    `</sheetData>${filter && `<autoFilter ref="${filter}"/>`}${merged}${choicesXml(choices)}` +
    `<printOptions horizontalCentered="1"/>` +
    `<pageMargins ${MARGINS}/><pageSetup paperSize="${PAPER_A4}" orientation="${landscape ? 'landscape' : 'portrait'}" ` +
    `fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>${escaped(footer)}</oddFooter></headerFooter>` +
    `${notes.length > 0 ? NOTES_OF_SHEET : ''}</worksheet>`
  )
}

/** Text whose spaces a reader would take away. */
const EDGED = /^\s|\s$|\n/

function rowXml({ cells, looks, height, merged }: Row, row: number, letters: readonly string[]): string {
  const one = typeof looks === 'string' ? lookNumber[looks] : undefined
  let xml = height === undefined ? `<row r="${row}">` : `<row r="${row}" ht="${height}" customHeight="1">`
  const width = merged ? 1 : letters.length
  for (let at = 0; at < width; at += 1) {
    const value = cells[at] ?? null
    const look = one ?? lookNumber[typeof looks === 'string' ? looks : looks[at]!]
    const place = `<c r="${letters[at]}${row}" s="${look}"`
    if (value === null || value === '') xml += `${place}/>`
    else if (typeof value === 'number') xml += `${place}><v>${value}</v></c>`
    else {
      const spaced = EDGED.test(value) ? ' xml:space="preserve"' : ''
      xml += `${place} t="inlineStr"><is><t${spaced}>${cellXml(value)}</t></is></c>`
    }
  }
  return `${xml}</row>`
}

/** 0 is A, 26 is AA. */
export function columnLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26))
  return at < 26 ? last : columnLetters(Math.floor(at / 26) - 1) + last
}

function contentTypes(sheets: readonly Sheet[]): string {
  const parts = sheets.map(
    ({ notes }, at) =>
      `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>` +
      (notes?.length ? noteTypes(at + 1) : ''),
  )
  return xmlText(
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${parts.join('')}` +
      `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>` +
      `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
  )
}

const packageRelations = (): string =>
  xmlText(
    `<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/>` +
      `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
  )

function workbookRelations(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  )
  return xmlText(
    `<Relationships xmlns="${PACKAGE}/relationships">${parts.join('')}` +
      `<Relationship Id="rId${sheets + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  )
}

function coreXml({ title, author, day }: Workbook): string {
  const moment = (name: string) =>
    day === null ? '' : `<dcterms:${name} xsi:type="dcterms:W3CDTF">${day}T00:00:00Z</dcterms:${name}>`
  return xmlText(
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
      `xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
      `<dc:title>${cellXml(title)}</dc:title><dc:creator>${cellXml(author)}</dc:creator>` +
      `<cp:lastModifiedBy>${cellXml(author)}</cp:lastModifiedBy>` +
      `${moment('created')}${moment('modified')}</cp:coreProperties>`,
  )
}

function workbookXml(sheets: readonly Sheet[], filters: readonly string[]): string {
  const listed = sheets.map(
    ({ name, hidden }, at) =>
      `<sheet name="${escaped(name)}" sheetId="${at + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`,
  )
  const names = sheets.flatMap(({ name, headRows }, at) => {
    if (headRows === 0) return []
    const of = `'${escaped(name).replaceAll("'", "''")}'!`
    return [
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">${of}${filters[at]}</definedName>`,
      `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${of}$${headRows}:$${headRows}</definedName>`,
    ]
  })
  return xmlText(
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews>` +
      `<sheets>${listed.join('')}</sheets>${names.length > 0 ? `<definedNames>${names.join('')}</definedNames>` : ''}</workbook>`,
  )
}
