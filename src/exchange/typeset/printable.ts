import type { MissingGlyph } from '../../storage/tables/exports.ts'

/**
 * Text as it can be printed: nothing that turns the reading direction or steers a device, and no character that no font
 * has. What is taken out stands there as its code point, and is told.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const STEERING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/
const PLAIN = /^[\n\t\u0020-\u007E\u3000-\u3002\u4E00-\u9FA5\uFF01-\uFF5E]*$/
const SHOWN_MAX = 60
/** Different characters that are told by name; a document in a script without a font would name all of it. */
const TOLD_MAX = 200

/** Whether some font has a character. */
export type Coverage = (codePoint: number) => boolean

export interface Findings {
  missing: MissingGlyph[]
}

/** The same data with every text printable; keys stay as they are. */
export const printable = <T>(data: T, has: Coverage, findings: Findings): T =>
  // Texts become texts, and nothing else changes.
  printed(data, has, findings) as T

function printed(data: unknown, has: Coverage, findings: Findings): unknown {
  if (typeof data === 'string') return printableText(data, has, findings)
  if (Array.isArray(data)) return data.map((one) => printed(one, has, findings))
  if (data === null || typeof data !== 'object') return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, printed(value, has, findings)]))
}

function printableText(text: string, has: Coverage, findings: Findings): string {
  // Every font of ours has these: nearly all of what is printed.
  if (PLAIN.test(text) && !STEERING.test(text)) return text
  let shown = ''
  for (const character of text.normalize('NFC')) {
    const codePoint = character.codePointAt(0)!
    if (character === '\n' || character === '\t') shown += character
    else if (STEERING.test(character)) shown += named(codePoint)
    else if (has(codePoint)) shown += character
    else {
      shown += named(codePoint)
      tell(findings, character, codePoint, text)
    }
  }
  return shown
}

function tell({ missing }: Findings, character: string, codePoint: number, text: string): void {
  if (missing.length >= TOLD_MAX || missing.some((one) => one.character === character)) return
  const where = [...text].slice(0, SHOWN_MAX).join('')
  missing.push({ character, codePoint: codeOf(codePoint), where })
}

const codeOf = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
const named = (codePoint: number): string => `〔${codeOf(codePoint)}〕`
