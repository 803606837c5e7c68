import ExcelJS from 'exceljs'
import { aMeeting, aMember, post } from '../../support/records.ts'
import type { Client, World } from '../../support/world.ts'

/** What goes back for a sheet, fetched and read by a program that did not write it. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

/** The bytes of a file, or the failing answer. */
export async function fileOf(client: Client, path: string): Promise<{ bytes: Buffer; headers: Body }> {
  const answer = await client
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => done(null, Buffer.concat(pieces)))
    })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`)
  return { bytes: answer.body as Buffer, headers: answer.headers }
}

export async function bookOf(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ArrayBuffer)
  return book
}

export const resultBook = async (world: World, id: string, query = ''): Promise<ExcelJS.Workbook> =>
  bookOf((await fileOf(world.admin, `/v1/imports/${id}/result${query}`)).bytes)

export const textAt = (sheet: ExcelJS.Worksheet, ref: string): string => sheet.getCell(ref).text

const TONES: Record<string, string> = {
  FFDDF0D5: 'accepted',
  FFDCE9F7: 'same',
  FFFFF0BF: 'question',
  FFF9CDBF: 'refused',
  FFE3E3E3: 'ignored',
  FFEDEDED: 'header',
}

export function toneAt(sheet: ExcelJS.Worksheet, ref: string): string | undefined {
  const { fill } = sheet.getCell(ref)
  return fill?.type === 'pattern' ? TONES[fill.fgColor?.argb ?? ''] : undefined
}

export interface Roll {
  one: Body
  two: Body
  twins: Body[]
  meeting: Body
}

const GIVEN = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未']
const rolls = new WeakMap<World, number>()

/** A meeting with two members who are alone of their name and two who are not. */
export async function aRoll(world: World): Promise<Roll> {
  const made = (rolls.get(world) ?? 0) + 1
  rolls.set(world, made)
  const no = (at: number) => `07${String(made).padStart(2, '0')}${at}`
  const one = await aMember(world, {
    name: `钱一${GIVEN[made]}`,
    memberNo: no(1),
  })
  const two = await aMember(world, { name: `孙二${GIVEN[made]}`, memberNo: no(2) })
  const twin = `李同${GIVEN[made]}`
  const twins = [
    await aMember(world, { name: twin, memberNo: no(3), phone: '19900007703' }),
    await aMember(world, { name: twin, memberNo: no(4), phone: '19900007704' }),
  ]
  const day = `2019-06-${String(made + 10)}`
  const meeting = await aMeeting(world, { title: `河道巡查${made}`, startsOn: day, endsOn: day })
  const memberIds = [one, two, ...twins].map(({ id }) => id)
  await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
  return { one, two, twins, meeting }
}
