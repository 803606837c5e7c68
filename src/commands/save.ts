import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from './client.ts'

/** Writes what a route answers with into a file, a piece at a time. */
export async function save(client: Client, route: string, file: string): Promise<void> {
  const bytes = await client.download(route)
  await pipeline(Readable.fromWeb(bytes), createWriteStream(file))
}
