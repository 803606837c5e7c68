/** Signs that Chinese type sets as wide as its characters. */
const WIDE_SIGNS = new Set([...'“”‘’·…—'].map((sign) => sign.charCodeAt(0)))
const FIRST_SIGN = 0xb7
const FIRST_HAN = 0x2e80

/** Columns that a text takes: a Chinese character is as wide as two digits. Asked for every cell, so it walks codes. */
export function textWidth(text: string): number {
  let width = text.length
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < FIRST_SIGN) continue
    if (isWide(code) || WIDE_SIGNS.has(code)) width += 1
  }
  return width
}

/** Han, its punctuation and full-width forms; the two halves of a character beyond the basic plane are two already. */
const isWide = (code: number): boolean =>
  code >= FIRST_HAN &&
  ((code < 0xa4d0 && code !== 0x303f) || (code >= 0xf900 && code < 0xfb00) || code >= 0xff00)

/** Lines that a text takes in a column of this width. */
export const linesOf = (text: string, width: number): number =>
  text === ''
    ? 1
    : text
        .split('\n')
        .reduce((lines, line) => lines + Math.max(1, Math.ceil((textWidth(line) + 1) / width)), 0)
