import type { Container } from '../planner/table.ts'

/** Text in the encoding in which a file came; the platform decodes them all and encodes UTF-8 alone. */

const MARKS: Record<string, number[]> = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
}

/** The bytes that begin a file. */
export const markOf = ({ encoding, bom }: Pick<Container, 'encoding' | 'bom'>): Uint8Array =>
  Uint8Array.from((bom && MARKS[encoding ?? '']) || [])

export function encodeText(text: string, encoding: string | null): Uint8Array {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const bytes = Buffer.from(text, 'utf16le')
    return encoding === 'utf-16le' ? bytes : bytes.swap16()
  }
  return encoding === null || encoding === 'utf-8' ? Buffer.from(text) : gb18030(text)
}

let known: Map<number, number[]> | undefined

/** GBK and GB18030 have the same bytes for what both hold. */
function gb18030(text: string): Uint8Array {
  known ??= codesOfGb18030()
  const bytes: number[] = []
  for (const char of text) {
    const point = char.codePointAt(0)!
    if (point < 0x80) bytes.push(point)
    else bytes.push(...(point > 0xffff ? beyond(point) : (known.get(point) ?? [0x3f])))
  }
  return Uint8Array.from(bytes)
}

const FIRST_LEAD = 0x81
const LAST_LEAD = 0xfe
const FOUR_BYTE_LAST_BMP = 39_420

/** Every character of the basic plane by its bytes: what decodes to it. */
function codesOfGb18030(): Map<number, number[]> {
  const codes = new Map<number, number[]>()
  const decoder = new TextDecoder('gb18030')
  const learn = (bytes: number[]) => {
    const [char, ...more] = decoder.decode(Uint8Array.from(bytes))
    const point = char?.codePointAt(0)
    if (point === undefined || more.length > 0 || point === 0xfffd || codes.has(point)) return
    codes.set(point, bytes)
  }
  for (let lead = FIRST_LEAD; lead <= LAST_LEAD; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) learn([lead, trail])
  }
  for (let linear = 0; linear < FOUR_BYTE_LAST_BMP; linear += 1) learn(fourBytes(linear))
  return codes
}

/** Characters beyond the basic plane follow one another (GB 18030, section 8). */
const beyond = (point: number): number[] => fourBytes(189_000 + point - 0x10000)

function fourBytes(linear: number): number[] {
  const fourth = linear % 10
  const third = Math.floor(linear / 10) % 126
  const second = Math.floor(linear / 1_260) % 10
  return [0x81 + Math.floor(linear / 12_600), 0x30 + second, 0x81 + third, 0x30 + fourth]
}
