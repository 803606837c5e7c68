import { type Bytes, blocksOf } from './bytes.ts'

/** How the bytes of a text file become text, without guessing: a mark, strict UTF-8, then GB18030 if it reads as Chinese. */
export type Encoded = { encoding: string; bom: boolean; start: number }

const MARKS: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
const PLAUSIBLE_SHARE = 0.75
const SAMPLE_MAX = 200_000

/** Tells the encoding of a whole file; undefined when the bytes are no text, or text in an encoding that cannot be told. */
export function tellEncoding(source: Bytes, told?: string): Encoded | undefined {
  const sample = source.read(0, Math.min(source.size, SAMPLE_MAX))
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, at) => sample[at] === byte)) {
      const encoded = { encoding, bom: true, start: mark.length }
      return verdict(source, encoded) === 'text' ? encoded : undefined
    }
  }
  const as = (encoding: string): Encoded => ({ encoding, bom: false, start: 0 })
  if (told) return verdict(source, as(told)) === 'text' ? as(told) : undefined
  const utf8 = verdict(source, as('utf-8'))
  if (utf8 === 'text') return as('utf-8')
  if (utf8 === 'invalid' && gbPlausibility(sample) >= PLAUSIBLE_SHARE) {
    if (verdict(source, as('gb18030')) === 'text') return as('gb18030')
  }
  const wide = wideEncoding(sample, source.size)
  return wide && verdict(source, as(wide)) === 'text' ? as(wide) : undefined
}

/** The text of a file in blocks; throws where the bytes do not fit the encoding. */
export function* textOf(source: Bytes, { encoding, start }: Encoded): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  for (const block of blocksOf(source, start)) yield decoder.decode(block, { stream: true })
  const last = decoder.decode()
  if (last !== '') yield last
}

function verdict(source: Bytes, encoded: Encoded): 'text' | 'control' | 'invalid' {
  let found: 'text' | 'control' = 'text'
  try {
    for (const text of textOf(source, encoded)) if (found === 'text' && !isText(text)) found = 'control'
  } catch {
    return 'invalid'
  }
  return found
}

// Without a mark, UTF-16 shows itself by the zero bytes of its separators and digits.
function wideEncoding(bytes: Uint8Array, size: number): string | undefined {
  const pairs = bytes.length >> 1
  if (size % 2 !== 0 || pairs < 2) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at < pairs; at += 1) {
    if (bytes[2 * at] === 0) even += 1
    if (bytes[2 * at + 1] === 0) odd += 1
  }
  if (odd > pairs / 10 && even === 0) return 'utf-16le'
  return even > pairs / 10 && odd === 0 ? 'utf-16be' : undefined
}

function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells bytes from text
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffe\uffff]/.test(text)
}

/**
 * Share of the two-byte characters that lie in the rows of GB 2312, the everyday characters. GB18030 accepts
 * almost any bytes: Big5 or Latin text passes as nonsense, but not with everyday characters.
 */
function gbPlausibility(bytes: Uint8Array): number {
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
