import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Random } from './random.ts'

/** What may happen to the bytes of a file, and to the parts of an archive, by chance or by somebody's will. */

export type Bytes = Uint8Array<ArrayBuffer>
type Harm = (bytes: Bytes, random: Random) => Bytes

const joined = (...parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts))

function slice(bytes: Bytes, random: Random): [from: number, to: number] {
  const from = random.int(bytes.length + 1)
  const most = random.pick([1, 4, 64, 1_024, bytes.length])
  return [from, Math.min(bytes.length, from + 1 + random.int(most))]
}

const truncate: Harm = (bytes, random) => bytes.slice(0, random.int(bytes.length + 1))

const flip: Harm = (bytes, random) => {
  const changed = bytes.slice()
  for (let left = random.pick([1, 3, 30, 300]); left > 0 && changed.length > 0; left -= 1) {
    const at = random.int(changed.length)
    changed[at] = changed[at]! ^ (1 << random.int(8))
  }
  return changed
}

/** Bytes: long files are measured elsewhere. */
const REPEATED_MAX = 1_000_000

const repeat: Harm = (bytes, random) => {
  const [from, to] = slice(bytes, random)
  const times = Math.min(random.pick([1, 2, 50]), Math.ceil(REPEATED_MAX / (to - from + 1)))
  const again = Array.from({ length: times }, () => bytes.subarray(from, to))
  return joined(bytes.subarray(0, to), ...again, bytes.subarray(to))
}

const remove: Harm = (bytes, random) => {
  const [from, to] = slice(bytes, random)
  return joined(bytes.subarray(0, from), bytes.subarray(to))
}

const insert: Harm = (bytes, random) => {
  const at = random.int(bytes.length + 1)
  const kind = random.int(3)
  const noise = Uint8Array.from({ length: 1 + random.int(500) }, () =>
    kind === 0 ? random.int(256) : kind === 1 ? 0 : 0x22,
  )
  return joined(bytes.subarray(0, at), noise, bytes.subarray(at))
}

const swap: Harm = (bytes, random) => {
  const [from, to] = slice(bytes, random)
  const at = random.int(from + 1)
  return joined(bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at, from), bytes.subarray(to))
}

const EXTREMES = [0, 1, 0x7fff, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff]

/** Lengths, offsets and counts of binary formats stand at even places, most of them near the beginning or the end. */
const extreme: Harm = (bytes, random) => {
  const changed = bytes.slice()
  const view = new DataView(changed.buffer)
  for (let left = random.pick([1, 2, 10]); left > 0 && changed.length > 8; left -= 1) {
    const reach = random.pick([512, 4_096, changed.length])
    const at = (random.int(Math.min(reach, changed.length) - 4) >> 1) << 1
    view.setUint32(random.chance(0.5) ? at : changed.length - 4 - at, random.pick(EXTREMES), true)
  }
  return changed
}

export const HARMS: readonly Harm[] = [truncate, flip, repeat, remove, insert, swap, extreme]

type Parts = Record<string, Uint8Array>
type PartHarm = (parts: Parts, name: string, random: Random) => Parts

const TEXTS = [
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
  '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
  '<!-- <row r="1"> -->',
  '<![CDATA[</sheetData>]]>',
  '&a;',
  '&#x110000;',
  '_x0000_',
  '</c></row>',
  '<row r="1048577"><c r="XFE1"><v>1</v></c></row>',
  '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
  '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>',
  '<tr><td rowspan="20000" colspan="20000">x</td></tr>',
  '<table><tr><td>'.repeat(3_000),
  'A'.repeat(200_000),
  '<'.repeat(20_000),
  '"',
]
const NUMBERS = [
  '0',
  '-1',
  '1e9',
  '1048576',
  '16384',
  '99999999',
  '4294967296',
  '999999999999999999999',
  'NaN',
  '',
]

/** XML, or a page, changed as text: what stands in it is said otherwise, or stands elsewhere. */
export function changedText(text: string, random: Random): string {
  const tags = [...text.matchAll(/<[^>]*>/g)]
  const tag = tags.length > 0 ? random.pick(tags) : undefined
  const at = tag?.index ?? 0
  const end = at + (tag?.[0].length ?? 0)
  const harm = random.int(6)
  if (harm === 0) return text.slice(0, at) + random.pick(TEXTS) + text.slice(at)
  if (harm === 1) return text.slice(0, at) + text.slice(end)
  if (harm === 2)
    return text.slice(0, end) + (tag?.[0] ?? '').repeat(random.pick([1, 5_000])) + text.slice(end)
  if (harm === 3) return text.slice(0, random.int(text.length + 1))
  const numbers = [...text.matchAll(/(?<==["'][A-Z]{0,3})\d+/g)]
  if (harm === 4 && numbers.length > 0) {
    const { index, 0: digits } = random.pick(numbers)
    return text.slice(0, index) + random.pick(NUMBERS) + text.slice(index + digits.length)
  }
  const from = random.int(text.length + 1)
  return text.slice(0, from) + random.pick(TEXTS) + text.slice(from)
}

const PART_HARMS: readonly PartHarm[] = [
  (parts, name, random) => ({ ...parts, [name]: strToU8(changedText(strFromU8(parts[name]!), random)) }),
  (parts, name, random) => ({ ...parts, [name]: strToU8(changedText(strFromU8(parts[name]!), random)) }),
  (parts, name, random) => ({ ...parts, [name]: random.pick(HARMS)(new Uint8Array(parts[name]!), random) }),
  (parts, name) => Object.fromEntries(Object.entries(parts).filter(([other]) => other !== name)),
  (parts, name) => ({ ...parts, [name]: new Uint8Array() }),
  (parts, name) => ({ ...parts, [name]: zipSync(parts) }),
  (parts) => ({ ...parts, 'nested.xlsx': zipSync({ 'nested.xlsx': zipSync(parts) }) }),
  (parts, name) => ({ ...parts, [`../../${name}`]: parts[name]!, '/etc/passwd': parts[name]! }),
  (parts, name) => ({ ...parts, [name]: new Uint8Array(30_000_000) }),
  (parts, name) => ({ ...parts, [name]: new Uint8Array(Buffer.from(strFromU8(parts[name]!), 'utf16le')) }),
  (parts, name, random) => {
    const names = Object.keys(parts)
    const other = random.pick(names)
    return { ...parts, [name]: parts[other]!, [other]: parts[name]! }
  },
]

/** An archive made anew from parts of which one was harmed, or whose directory lies. */
export function harmedArchive(bytes: Bytes, random: Random): Bytes {
  if (random.chance(0.25)) return lyingDirectory(bytes, random)
  let parts: Parts = unzipSync(bytes)
  for (let left = random.pick([1, 1, 2]); left > 0; left -= 1) {
    const names = Object.keys(parts)
    const likely = names.filter((name) => /sheet|content|workbook|strings|styles/i.test(name))
    const name = random.pick(likely.length > 0 && random.chance(0.8) ? likely : names)
    parts = random.pick(PART_HARMS)(parts, name, random)
  }
  return zipSync(parts, { level: random.pick([0, 6]) })
}

/** Fields of an entry in the directory, by their offset: flags, method, checksum, sizes, lengths, place. */
const FIELDS = [
  [8, 2],
  [10, 2],
  [16, 4],
  [20, 4],
  [24, 4],
  [28, 2],
  [30, 2],
  [42, 4],
] as const

function lyingDirectory(bytes: Bytes, random: Random): Bytes {
  const changed = bytes.slice()
  const view = new DataView(changed.buffer)
  const entries: number[] = []
  for (let at = 0; at + 46 < changed.length; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) entries.push(at)
  if (entries.length === 0) return changed
  const [offset, size] = random.pick(FIELDS)
  const at = random.pick(entries) + offset
  const value = random.chance(0.5) ? random.pick(EXTREMES) : random.int(2 ** 31)
  if (size === 4) view.setUint32(at, value, true)
  else view.setUint16(at, value & 0xffff, true)
  return changed
}
