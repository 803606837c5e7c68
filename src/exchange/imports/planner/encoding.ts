/** Bytes of a text file to text, without guessing: a mark, strict UTF-8, then GB18030 if it reads as Chinese. */
export type Decoded = { text: string; encoding: string; bom: boolean }

const MARKS: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
const PLAUSIBLE_SHARE = 0.75
const SAMPLE_MAX = 200_000

/** Decodes a text file; undefined when the bytes are no text, or text in an encoding that cannot be told. */
export function decodeText(bytes: Uint8Array, told?: string): Decoded | undefined {
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, at) => bytes[at] === byte)) {
      const text = strict(encoding, bytes.subarray(mark.length))
      return text === undefined || !isText(text) ? undefined : { text, encoding, bom: true }
    }
  }
  if (told) {
    const text = strict(told, bytes)
    return text === undefined || !isText(text) ? undefined : { text, encoding: told, bom: false }
  }
  const utf8 = strict('utf-8', bytes)
  if (utf8 !== undefined) return isText(utf8) ? { text: utf8, encoding: 'utf-8', bom: false } : utf16(bytes)
  if (gbPlausibility(bytes) >= PLAUSIBLE_SHARE) {
    const text = strict('gb18030', bytes)
    if (text !== undefined && isText(text)) return { text, encoding: 'gb18030', bom: false }
  }
  return utf16(bytes)
}

// Without a mark, UTF-16 shows itself by the zero bytes of its separators and digits.
function utf16(bytes: Uint8Array): Decoded | undefined {
  const pairs = Math.min(bytes.length, SAMPLE_MAX) >> 1
  if (bytes.length % 2 !== 0 || pairs < 2) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at < pairs; at += 1) {
    if (bytes[2 * at] === 0) even += 1
    if (bytes[2 * at + 1] === 0) odd += 1
  }
  const encoding =
    odd > pairs / 10 && even === 0 ? 'utf-16le' : even > pairs / 10 && odd === 0 ? 'utf-16be' : ''
  if (!encoding) return undefined
  const text = strict(encoding, bytes)
  return text !== undefined && isText(text) ? { text, encoding, bom: false } : undefined
}

function strict(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells bytes from text
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffe\uffff]/.test(text)
}

/**
 * Share of the two-byte characters that lie in the rows of GB 2312, the everyday characters. GB18030 accepts
 * almost any bytes: Big5 or Latin text passes as nonsense, but not with everyday characters.
 */
export function gbPlausibility(bytes: Uint8Array): number {
  let everyday = 0
  let all = 0
  const end = Math.min(bytes.length, SAMPLE_MAX)
  for (let at = 0; at < end; at += 1) {
    const lead = bytes[at]!
    if (lead < 0x80) continue
    const trail = bytes[at + 1] ?? 0
    all += 1
    if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) everyday += 1
    at += trail >= 0x30 && trail <= 0x39 ? 3 : 1
  }
  return all === 0 ? 1 : everyday / all
}
