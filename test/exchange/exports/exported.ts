import type request from 'supertest'
import { type Body, jobEnd } from '../../support/records.ts'
import type { Client, World } from '../../support/world.ts'

/** An export, asked for and fetched as a client does. */

/** Names that a format could run, hide, break or lose. */
export const HOSTILE = [
  '林清扬',
  '𠮷田·阿依努尔',
  "=cmd|' /C calc'!A0",
  '@SUM(A1:A9)',
  '<b>&"甲"</b>',
  '王\u200E五\u200F',
  '#import "x" $y$ *z*',
  '_x0041_赵',
]

export interface Exported {
  bytes: Buffer
  record: Body
  job?: Body
}

export async function exported(world: World, body: object, client: Client = world.admin): Promise<Exported> {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const asked = await client.post('/v1/exports', body, headers)
  if (asked.status !== 202) throw new Error(`export: ${asked.status} ${JSON.stringify(asked.body)}`)
  const job = await jobEnd(world, asked.body.jobId)
  if (job.status !== 'succeeded') throw new Error(`export: ${JSON.stringify(job.error)}`)
  return { ...(await fileOf(world, asked.body.id, client)), job }
}

export async function fileOf(
  world: World,
  id: string,
  client: Client = world.admin,
  path = '/v1/exports',
): Promise<Exported> {
  const { body: record } = await client.get(`${path}/${id}`).expect(200)
  const file = await client.get(`${path}/${id}/file`).buffer(true).parse(bytesOf).expect(200)
  return { bytes: file.body as Buffer, record }
}

export function bytesOf(response: request.Response, done: (error: Error | null, body: Buffer) => void): void {
  const stream = response as unknown as NodeJS.ReadableStream
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.on('end', () => done(null, Buffer.concat(chunks)))
}
