/** Text in XML: what a reader would take for markup, and what XML has no way to hold. */

export const xmlText = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`

const MARKUP = /[&<>"]/
const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escaped = (text: string): string =>
  MARKUP.test(text) ? text.replace(/[&<>"]/g, (character) => NAMED[character]!) : text

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]|_x[0-9A-Fa-f]{4}_/

/**
 * Text of a cell: a character that XML cannot hold stands as `_xHHHH_`, the way of spreadsheets (ST_Xstring), and text
 * that looks like that keeps its meaning.
 */
export function cellXml(text: string): string {
  if (!UNWRITABLE.test(text)) return escaped(text)
  const kept = text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    .replace(/[\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]/g, (character) => {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
      return `_x${code}_`
    })
  return escaped(kept)
}
