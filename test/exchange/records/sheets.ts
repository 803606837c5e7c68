import { utils, write } from '@e965/xlsx'
import { expect } from 'vitest'
import { jobEnd } from '../../support/records.ts'
import type { Client, World } from '../../support/world.ts'

/** Sheets that tests make, and the steps of their imports. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any
type Cell = string | number | Date | null
export type Rows = readonly (readonly Cell[])[]

const text = (cell: Cell): string =>
  cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? '')
const quoted = (value: string): string =>
  /[",\t\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

export const csv = (rows: Rows): Buffer =>
  Buffer.from(`\ufeff${rows.map((row) => row.map((cell) => quoted(text(cell))).join(',')).join('\n')}\n`)
export const tsv = (rows: Rows): Buffer =>
  Buffer.from(`${rows.map((row) => row.map((cell) => quoted(text(cell))).join('\t')).join('\n')}\n`)

/** Days are dates there, and what stands over several rows may be merged. */
export function xlsx(rows: Rows, merges: readonly string[] = []): Buffer {
  const book = utils.book_new()
  const dated = rows.map((row) =>
    row.map((cell) => (/^\d{4}-\d\d-\d\d$/.test(text(cell)) ? new Date(text(cell)) : cell)),
  )
  const sheet = utils.aoa_to_sheet(dated, { UTC: true, cellDates: true })
  sheet['!merges'] = merges.map((one) => utils.decode_range(one))
  utils.book_append_sheet(book, sheet, '记录')
  return write(book, { type: 'buffer', bookType: 'xlsx', cellDates: true }) as Buffer
}

const key = () => ({ 'idempotency-key': crypto.randomUUID() })

export function send(
  client: Client,
  bytes: Buffer,
  fields: Record<string, string>,
  name = 'sheet.csv',
  query = '',
) {
  const request = client.post(`/v1/imports${query}`, undefined, key())
  for (const [field, value] of Object.entries(fields)) request.field(field, value)
  return request.attach('file', bytes, { filename: name })
}

/** The import once its plan is made. */
export async function planned(
  world: World,
  bytes: Buffer,
  fields: Record<string, string>,
  { client = world.admin, name = 'sheet.csv' }: { client?: Client; name?: string } = {},
): Promise<Body> {
  const answer = await send(client, bytes, fields, name)
  expect(answer.status, answer.text).toBe(202)
  return ended(world, client, answer.body)
}

export async function step(
  world: World,
  id: string,
  verb: string,
  body?: object,
  client: Client = world.admin,
): Promise<Body> {
  const answer = await client.post(`/v1/imports/${id}/${verb}`, body, key())
  expect(answer.status, answer.text).toBe(202)
  return ended(world, client, answer.body)
}

async function ended(world: World, client: Client, { id, jobId }: Body): Promise<Body> {
  await jobEnd(world, jobId)
  const { body } = await client.get(`/v1/imports/${id}`).expect(200)
  expect(body.state, JSON.stringify(body.refusal)).not.toBe('failed')
  return body
}

export async function entriesOf(world: World, id: string): Promise<Body[]> {
  return (await world.admin.get(`/v1/imports/${id}/entries`).expect(200)).body.items
}

export async function recordsOf(world: World, path: string): Promise<Body[]> {
  const { body } = await world.admin.get(`${path}${path.includes('?') ? '&' : '?'}limit=200`).expect(200)
  return body.items
}
