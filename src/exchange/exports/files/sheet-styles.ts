import { xmlText } from './xml.ts'

/** The looks of cells: a fixed table, so that a cell names its look by a number. */

export interface Look {
  font: FontName
  align: 'left' | 'center' | 'right'
  bordered?: true
  filled?: true
  wrap?: true
  shrink?: true
  bottom?: true
  indent?: true
  format?: 'points' | 'whole' | 'text'
}

const FONTS = {
  title: '<sz val="18"/><name val="方正小标宋简体"/><family val="1"/>',
  caption: '<sz val="10.5"/><name val="仿宋"/><family val="1"/>',
  header: '<sz val="11"/><name val="黑体"/><family val="2"/>',
  text: '<sz val="11"/><name val="仿宋"/><family val="1"/>',
  number: '<sz val="11"/><name val="Times New Roman"/><family val="1"/>',
  total: '<b/><sz val="11"/><name val="Times New Roman"/><family val="1"/>',
}
type FontName = keyof typeof FONTS
/** The first font is the one of empty cells. */
const FONT_ORDER: readonly FontName[] = ['text', 'title', 'caption', 'header', 'number', 'total']

export const LOOKS = {
  title: { font: 'title', align: 'center', shrink: true },
  caption: { font: 'caption', align: 'center', shrink: true },
  note: { font: 'caption', align: 'left' },
  signatures: { font: 'caption', align: 'left', bottom: true },
  header: { font: 'header', align: 'center', bordered: true, filled: true, wrap: true },
  text: { font: 'text', align: 'center', bordered: true, wrap: true, format: 'text' },
  long: { font: 'text', align: 'left', bordered: true, wrap: true, format: 'text' },
  code: { font: 'number', align: 'center', bordered: true, wrap: true, format: 'text' },
  whole: { font: 'number', align: 'center', bordered: true, wrap: true, format: 'whole' },
  points: { font: 'number', align: 'right', bordered: true, indent: true, format: 'points' },
  total: { font: 'total', align: 'right', bordered: true, indent: true, format: 'points' },
  number: { font: 'number', align: 'right', bordered: true, indent: true },
} as const satisfies Record<string, Look>
export type LookName = keyof typeof LOOKS

const NAMES = Object.keys(LOOKS) as LookName[]
/** Numbers of formats that every program knows: 1 is `0`, 2 is `0.00`, 49 is `@`. */
const FORMATS = { whole: 1, points: 2, text: 49 }

/** The number by which a cell names its look; 0 is the look of none. */
export const lookNumber = Object.fromEntries(NAMES.map((name, at) => [name, at + 1])) as Record<
  LookName,
  number
>

const SIDES = ['left', 'right', 'top', 'bottom']
  .map((side) => `<${side} style="thin"><color rgb="FF000000"/></${side}>`)
  .join('')

/** `xl/styles.xml`. */
export function stylesXml(): string {
  const fonts = FONT_ORDER.map((name) => `<font>${FONTS[name]}</font>`).join('')
  const cells = NAMES.map((name) => formatOf(LOOKS[name])).join('')
  return xmlText(
    `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
      `<fonts count="${FONT_ORDER.length}">${fonts}</fonts>` +
      `<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
      `<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/><bgColor indexed="64"/></patternFill></fill></fills>` +
      `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${SIDES}<diagonal/></border></borders>` +
      `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
      `<cellXfs count="${NAMES.length + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${cells}</cellXfs>` +
      `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  )
}

function formatOf(look: Look): string {
  const format = look.format ? FORMATS[look.format] : 0
  const alignment = [
    `horizontal="${look.align}"`,
    `vertical="${look.bottom ? 'bottom' : 'center'}"`,
    ...(look.wrap ? ['wrapText="1"'] : []),
    ...(look.shrink ? ['shrinkToFit="1"'] : []),
    ...(look.indent ? ['indent="1"'] : []),
  ].join(' ')
  return (
    `<xf numFmtId="${format}" fontId="${FONT_ORDER.indexOf(look.font)}" fillId="${look.filled ? 2 : 0}" ` +
    `borderId="${look.bordered ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" ` +
    `applyBorder="1" applyAlignment="1"><alignment ${alignment}/></xf>`
  )
}
