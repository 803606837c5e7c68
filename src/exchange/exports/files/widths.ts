const WIDE = /[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF“”‘’·…—]/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of characters that are certainly narrow
const NARROW = /^[\u0000-\u00B6]*$/

/** Columns that a text takes: a Chinese character is as wide as two digits. */
export function textWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : 1
  return width
}

/** Lines that a text takes in a column of this width. */
export const linesOf = (text: string, width: number): number =>
  text === ''
    ? 1
    : text
        .split('\n')
        .reduce((lines, line) => lines + Math.max(1, Math.ceil((textWidth(line) + 1) / width)), 0)
