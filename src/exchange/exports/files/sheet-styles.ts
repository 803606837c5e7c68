import { keysOf, recordOf } from '../../../core/records.ts'
import { xmlText } from './xml.ts'

/** The looks of cells: a fixed table, so that a cell names its look by a number. */

export interface Look {
  font: FontName
  align: 'left' | 'center' | 'right'
  bordered?: true
  fill?: keyof typeof FILLS
  wrap?: true
  shrink?: true
  bottom?: true
  indent?: true
  format?: keyof typeof FORMATS
}

/** Behind the text; the tones of a sheet that goes back tell what became of its cells. */
const FILLS = {
  header: 'FFEDEDED',
  accepted: 'FFDDF0D5',
  same: 'FFDCE9F7',
  question: 'FFFFF0BF',
  refused: 'FFF9CDBF',
  ignored: 'FFE3E3E3',
}
const FILL_ORDER = keysOf(FILLS)
/** Numbers of formats that every program knows: 1 is `0`, 2 is `0.00`, 14 a day, 20 a time, 22 both, 49 is `@`. */
const FORMATS = { whole: 1, points: 2, day: 14, time: 20, moment: 22, text: 49 }

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

const TONES = ['plain', 'accepted', 'same', 'question', 'refused', 'ignored'] as const
export type Tone = (typeof TONES)[number]
const VALUES = { Text: 'text', Number: undefined, Day: 'day', Time: 'time', Moment: 'moment' } as const
/** A cell of somebody else's sheet: its tone, and what kind of value it holds. */
export type ToneLook = `${Tone}${keyof typeof VALUES}`

const TONED = TONES.flatMap((tone) =>
  keysOf(VALUES).map((value) => ({ name: `${tone}${value}` as const, tone, value, format: VALUES[value] })),
)
const toneLooks = recordOf(
  TONED.map(({ name }) => name),
  (_name, at): Look => {
    const { tone, value, format } = TONED[at]!
    return {
      font: 'text',
      align: value === 'Text' ? 'left' : 'right',
      bordered: true,
      wrap: true,
      ...(tone === 'plain' ? {} : { fill: tone }),
      ...(format ? { format } : {}),
    }
  },
)

const HOUSE_LOOKS = {
  title: { font: 'title', align: 'center', shrink: true },
  caption: { font: 'caption', align: 'center', shrink: true },
  note: { font: 'caption', align: 'left' },
  signatures: { font: 'caption', align: 'left', bottom: true },
  header: { font: 'header', align: 'center', bordered: true, fill: 'header', wrap: true },
  text: { font: 'text', align: 'center', bordered: true, wrap: true, format: 'text' },
  long: { font: 'text', align: 'left', bordered: true, wrap: true, format: 'text' },
  code: { font: 'number', align: 'center', bordered: true, wrap: true, format: 'text' },
  whole: { font: 'number', align: 'center', bordered: true, wrap: true, format: 'whole' },
  points: { font: 'number', align: 'right', bordered: true, indent: true, format: 'points' },
  total: { font: 'total', align: 'right', bordered: true, indent: true, format: 'points' },
  number: { font: 'number', align: 'right', bordered: true, indent: true },
} as const satisfies Record<string, Look>
export const LOOKS: Record<keyof typeof HOUSE_LOOKS | ToneLook, Look> = { ...HOUSE_LOOKS, ...toneLooks }
export type LookName = keyof typeof LOOKS

const NAMES = keysOf(LOOKS)
/** The number by which a cell names its look; 0 is the look of none. */
export const lookNumber = recordOf(NAMES, (_name, at) => at + 1)

const SIDES = ['left', 'right', 'top', 'bottom']
  .map((side) => `<${side} style="thin"><color rgb="FF000000"/></${side}>`)
  .join('')

/** `xl/styles.xml`. */
export function stylesXml(): string {
  const fonts = FONT_ORDER.map((name) => `<font>${FONTS[name]}</font>`).join('')
  const fills = FILL_ORDER.map(
    (name) =>
      `<fill><patternFill patternType="solid"><fgColor rgb="${FILLS[name]}"/><bgColor indexed="64"/></patternFill></fill>`,
  ).join('')
  const cells = NAMES.map((name) => formatOf(LOOKS[name])).join('')
  return xmlText(
    `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
      `<fonts count="${FONT_ORDER.length}">${fonts}</fonts>` +
      `<fills count="${FILL_ORDER.length + 2}"><fill><patternFill patternType="none"/></fill>` +
      `<fill><patternFill patternType="gray125"/></fill>${fills}</fills>` +
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
    `<xf numFmtId="${format}" fontId="${FONT_ORDER.indexOf(look.font)}" fillId="${look.fill ? FILL_ORDER.indexOf(look.fill) + 2 : 0}" ` +
    `borderId="${look.bordered ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" ` +
    `applyBorder="1" applyAlignment="1"><alignment ${alignment}/></xf>`
  )
}
