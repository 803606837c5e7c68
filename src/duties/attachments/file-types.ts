import { isUtf8 } from 'node:buffer'

/** What a file is by its own bytes: the name and the type that a client sends are hearsay. Pure. */

const OOXML = 'application/vnd.openxmlformats-officedocument'

/** First bytes of the types that are taken. */
const MAGIC: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]

const ZIP = [0x50, 0x4b, 0x03, 0x04]

/** The extension of each type, and others that are left as they are. */
export const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg|jpeg',
  [`${OOXML}.wordprocessingml.document`]: 'docx',
  [`${OOXML}.spreadsheetml.sheet`]: 'xlsx',
  'text/plain; charset=utf-8': 'txt',
}

/** The type of a file that may be kept; undefined for every other. */
export async function typeOf(bytes: Buffer): Promise<string | undefined> {
  const named = MAGIC.find(([, magic]) => beginsWith(bytes, magic))
  if (named) return named[0]
  if (beginsWith(bytes, ZIP)) {
    const { officeTypeOf } = await import('./office-files.ts')
    return officeTypeOf(bytes)
  }
  return isText(bytes) ? 'text/plain; charset=utf-8' : undefined
}

const beginsWith = (bytes: Buffer, magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte)

/** UTF-8 without control characters; an empty file is nothing. Byte by byte: a file may have ten million. */
function isText(bytes: Buffer): boolean {
  if (bytes.length === 0 || !isUtf8(bytes)) return false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    if ((byte < 0x20 && !WHITE.has(byte)) || byte === 0x7f) return false
    // U+0080 to U+009F are controls, too.
    if (byte === 0xc2 && bytes[at + 1]! < 0xa0) return false
  }
  return true
}

/** Tab, line feed, form feed, carriage return. */
const WHITE = new Set([0x09, 0x0a, 0x0c, 0x0d])
