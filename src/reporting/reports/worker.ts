import { parentPort } from 'node:worker_threads'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sha256 } from '../../core/ids.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { openReader } from '../../storage/reader.ts'
import type { Reader } from '../../storage/storage.ts'
import type { ReportHead } from '../../storage/tables/reports.ts'
import { type AppliedCorrection, changesBetween, type MemberChange } from './changes.ts'
import { type InputTask, readInput } from './read-input.ts'
import { contentHashOf, type MemberPart, type Placing, partIn, snapshotOf } from './snapshot.ts'

/** Reads and scores a whole period away from the thread that answers requests. */

export type ReportTask =
  | {
      kind: 'make'
      databaseUrl: string
      input: InputTask
      previousId: string | null
      corrections: AppliedCorrection[]
    }
  | { kind: 'check'; databaseUrl: string; committeeId: string; reportId: string }

export interface MadeReport {
  /** Where the log stood when it was read. */
  readAt: number
  input: Buffer
  inputHash: string
  contentHash: string
  head: ReportHead
  members: { row: MemberPart['row']; placing: Placing; document: Buffer }[]
  changes: MemberChange[] | null
}

/** The hash of what the kept input gives today. */
export interface CheckedReport {
  inputHash: string
  contentHash: string
}

parentPort!.on('message', async (task: ReportTask) => {
  const reader = await openReader(task.databaseUrl)
  try {
    parentPort!.postMessage(task.kind === 'make' ? await made(reader, task) : await checked(reader, task))
  } finally {
    await reader.close()
  }
})

async function made(reader: Reader, make: ReportTask & { kind: 'make' }): Promise<MadeReport> {
  const { committeeId } = make.input.key
  const head = await from(inCommittee(reader, committeeId), 'committeeHeads').pick('seq').first()
  // As it will be read again: what is kept is text.
  const text = JSON.stringify(await readInput(reader, make.input))
  const snapshot = snapshotOf(JSON.parse(text))
  const parts = snapshot.members.map(({ part }) => part)
  const before = make.previousId && (await partsOf(reader, committeeId, make.previousId))
  return {
    readAt: Number(head!.seq),
    input: gzipSync(text),
    inputHash: sha256(text),
    contentHash: contentHashOf(snapshot),
    head: snapshot.head,
    members: snapshot.members.map(({ part, placing }) => ({
      row: part.row,
      placing,
      document: gzipSync(JSON.stringify(part)),
    })),
    changes: before ? changesBetween(before, parts, make.corrections) : null,
  }
}

async function checked(
  reader: Reader,
  { committeeId, reportId }: ReportTask & { kind: 'check' },
): Promise<CheckedReport> {
  const inputs = await from(inCommittee(reader, committeeId), 'reportInputs', { reportId })
    .pick('input')
    .first()
  const text = gunzipSync(inputs!.input).toString()
  return { inputHash: sha256(text), contentHash: contentHashOf(snapshotOf(JSON.parse(text))) }
}

async function partsOf(reader: Reader, committeeId: string, reportId: string): Promise<MemberPart[]> {
  const rows = await from(inCommittee(reader, committeeId), 'reportMembers', { reportId })
    .pick('document')
    .orderBy('position')
  return rows.map(({ document }) => partIn(document))
}
