import { attribute, tagsOf, unescaped } from './xml.ts'

/** Formats of numbers that programs know without a definition and that show a day or a time. */
const BUILT_IN: readonly [number, number][] = [
  [14, 22],
  // Chinese, Japanese and Korean programs: 57 is 年月, 31 年月日.
  [27, 36],
  [45, 47],
  [50, 58],
]

/** Whether each style of a workbook's cells shows its number as a day or a time, in the order of the styles. */
export function dateStyles(xml: string): boolean[] {
  const own = new Map<number, boolean>()
  for (const tag of tagsOf(sectionOf(xml, 'numFmts'), 'numFmt')) {
    own.set(Number(attribute(tag, 'numFmtId')), isDateFormat(unescaped(attribute(tag, 'formatCode') ?? '')))
  }
  return tagsOf(sectionOf(xml, 'cellXfs'), 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    return own.get(id) ?? BUILT_IN.some(([first, last]) => id >= first && id <= last)
  })
}

function sectionOf(xml: string, name: string): string {
  const begin = xml.indexOf(`<${name}`)
  const end = xml.indexOf(`</${name}>`)
  return begin < 0 || end < begin ? '' : xml.slice(begin, end)
}

/** Whether a format code shows a day or a time. */
export function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"?|\\.|_.|\*./gs, '').replace(/general/gi, '')
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return true
  const letters = bare.replace(/\[[^\]]*\]?/g, '').replace(/[0#.][0#?.,E+%-]*/g, '')
  return /[mdyhse]|g|b[12]|a\/p|上午\/下午/.test(
    letters.replace(/[MDYHSEB]/g, (letter) => letter.toLowerCase()),
  )
}
