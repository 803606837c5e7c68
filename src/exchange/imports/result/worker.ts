import { open } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import { openReader } from '../../../storage/reader.ts'
import type { Import } from '../store.ts'
import { type AnswerFile, type AnswerFormat, type Only, writeAnswer } from './answer-file.ts'

/** Makes the file that goes back, away from the thread that answers requests, into a file of its own. */

export interface AnswerTask {
  databaseUrl: string
  row: Import
  only: Only
  format: AnswerFormat | undefined
  /** A path that does not exist yet. */
  into: string
}

export type AnswerMade = AnswerFile | undefined

async function make({ databaseUrl, row, only, format, into }: AnswerTask): Promise<AnswerMade> {
  const reader = await openReader(databaseUrl)
  try {
    const file = await open(into, 'wx', 0o600)
    try {
      const write = async (bytes: Uint8Array) => void (await file.write(bytes))
      return await writeAnswer(reader, row, only, format, { write })
    } finally {
      await file.close()
    }
  } finally {
    await reader.close()
  }
}

parentPort?.on('message', async (task: AnswerTask) => parentPort!.postMessage(await make(task)))
