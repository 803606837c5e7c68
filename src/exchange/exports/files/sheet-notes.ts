import { cellXml, escaped, xmlText } from './xml.ts'

/** The cells of a range take one of these words; a program offers them. */
export interface Choices {
  range: string
  /** The words, or the range of another sheet that holds them. */
  of: readonly string[] | { range: string }
  /** Another word is warned of and taken. */
  open?: true
}

export interface Note {
  ref: string
  text: string
}

/** What a sheet says beside its cells: words to choose from, and notes (ECMA-376 with the drawing that shows them). */

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
/** A list that stands in the rule itself is no longer than this. */
export const CHOICES_TEXT_MAX = 255

export function choicesXml(choices: readonly Choices[]): string {
  if (choices.length === 0) return ''
  const rules = choices.map(({ range, of, open }) => {
    const list = 'range' in of ? of.range : `"${of.join(',').replaceAll('"', '""')}"`
    const style = open ? ' errorStyle="warning"' : ''
    return (
      `<dataValidation type="list"${style} allowBlank="1" showInputMessage="1" showErrorMessage="1" sqref="${range}">` +
      `<formula1>${escaped(list)}</formula1></dataValidation>`
    )
  })
  return `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`
}

export const NOTES_OF_SHEET = '<legacyDrawing r:id="rIdDrawing"/>'

/** Content types of the parts of one sheet's notes. */
export const noteTypes = (sheet: number): string =>
  `<Override PartName="/xl/comments${sheet}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>` +
  `<Override PartName="/xl/drawings/vmlDrawing${sheet}.vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>`

/** The parts of one sheet's notes, by name; none where there are none. */
export function noteParts(notes: readonly Note[], sheet: number): [string, string][] {
  if (notes.length === 0) return []
  const relations = xmlText(
    `<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rIdComments" Type="${RELATIONS}/comments" Target="../comments${sheet}.xml"/>` +
      `<Relationship Id="rIdDrawing" Type="${RELATIONS}/vmlDrawing" Target="../drawings/vmlDrawing${sheet}.vml"/></Relationships>`,
  )
  const comments = notes.map(
    ({ ref, text }) =>
      `<comment ref="${ref}" authorId="0"><text><r><t xml:space="preserve">${cellXml(text)}</t></r></text></comment>`,
  )
  return [
    [`xl/worksheets/_rels/sheet${sheet}.xml.rels`, relations],
    [
      `xl/comments${sheet}.xml`,
      xmlText(
        `<comments xmlns="${MAIN}"><authors><author></author></authors><commentList>${comments.join('')}</commentList></comments>`,
      ),
    ],
    [`xl/drawings/vmlDrawing${sheet}.vml`, drawing(notes, sheet)],
  ]
}

const WIDE = 3
const HIGH = 6

function drawing(notes: readonly Note[], sheet: number): string {
  const shapes = notes.map(({ ref }, at) => {
    const { row, column } = placeOf(ref)
    const anchor = [column + 1, 15, row, 2, column + 1 + WIDE, 15, row + HIGH, 4].join(', ')
    return (
      `<v:shape id="_x0000_s${sheet * 1024 + at + 1}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto" ` +
      `style="position:absolute;margin-left:60pt;margin-top:2pt;width:180pt;height:90pt;z-index:${at + 1};visibility:hidden">` +
      `<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>` +
      `<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>` +
      `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor>` +
      `<x:AutoFill>False</x:AutoFill><x:Row>${row}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
    )
  })
  return (
    `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" ` +
    `xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${sheet}"/>` +
    `</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">` +
    `<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>${shapes.join('')}</xml>`
  )
}

/** Counted from 0. */
function placeOf(ref: string): { row: number; column: number } {
  const [, letters = 'A', digits = '1'] = /^([A-Z]+)(\d+)$/.exec(ref) ?? []
  const column = [...letters].reduce((at, letter) => at * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { row: Number(digits) - 1, column }
}
