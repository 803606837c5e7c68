import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { committeeOf, type Made } from './committee.ts'
import { type Bytes, changedText, HARMS, harmedArchive } from './damage.ts'
import { fileAs, type Grid, KINDS } from './grid.ts'
import { listSheet } from './list.ts'
import { matrixSheet } from './matrix.ts'
import { memberSheet } from './member-sheets.ts'
import { type Random, randomOf } from './random.ts'
import { opinionSheet, proposalSheet, yearlySheet } from './records.ts'
import { signInSheet } from './sign-in.ts'

/** A good file by seed, and what is left of it. */

export interface DamagedFile {
  name: string
  bytes: Bytes
  made: Made
}

const ENDINGS = ['csv', 'tsv', 'jsonl', 'xlsx', 'xls', 'xlsb', 'ods', 'html', 'txt', 'et', 'zip', '']
const SHEETS: ((made: Made, random: Random) => Grid[])[] = [
  ...[listSheet, matrixSheet, signInSheet, memberSheet].map(
    (make) => (made: Made, random: Random) => make(made, random).grids,
  ),
  ...[proposalSheet, opinionSheet, yearlySheet].map((make) => (made: Made, random: Random) => [
    make(made, random).grid,
  ]),
]

/** `samples`: a folder whose files are damaged too. */
export function damagedFile(seed: number, samples: string | null): DamagedFile {
  const random = randomOf(seed)
  const made = committeeOf(random)
  const files = samples === null ? [] : sampleFiles(samples)
  const good =
    files.length > 0 && random.chance(0.2)
      ? fileAt(random.pick(files))
      : fileAs(KINDS[seed % KINDS.length]!, random.pick(SHEETS)(made, random), random)
  const ending = random.chance(0.1) ? random.pick(ENDINGS) : good.name.split('.').at(-1)!
  return {
    name: ending === '' ? 'sheet' : `sheet.${ending}`,
    bytes: harmed(new Uint8Array(good.bytes), random),
    made,
  }
}

function harmed(bytes: Bytes, random: Random): Bytes {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && random.chance(0.7)) return harmedArchive(bytes, random)
  if (/^<html/i.test(Buffer.from(bytes.subarray(0, 5)).toString('latin1')) && random.chance(0.6)) {
    const text = changedText(Buffer.from(bytes).toString('latin1'), random)
    return new Uint8Array(Buffer.from(text, 'latin1'))
  }
  let left = bytes
  for (let times = random.pick([1, 1, 2, 4]); times > 0; times -= 1) left = random.pick(HARMS)(left, random)
  return left
}

function sampleFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(csv|xlsx?)$/.test(name))
    .sort()
    .map((name) => path.join(folder, name))
}

const fileAt = (file: string): { name: string; bytes: Uint8Array } => ({
  name: path.basename(file),
  bytes: readFileSync(file),
})
