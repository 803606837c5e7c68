import { Readable } from 'node:stream'
import { AppError } from '../../core/errors.ts'
import { savedAs, savedName } from '../../http/file-name.ts'
import type { Context, Route } from '../../http/route.ts'
import type { Storage } from '../../storage/storage.ts'
import { partsOf } from './parts.ts'
import type { ExportRow } from './service.ts'

/** What is answered of an export, wherever it is asked for. */

export const started = (row: ExportRow, path = '/v1/exports') => ({
  body: row,
  version: row.version,
  location: `${path}/${row.id}`,
  headers: { 'retry-after': '1', 'operation-location': `/v1/jobs/${row.jobId}` },
})

type Reply = Parameters<NonNullable<Route['stream']>>[1]

/** The file, a piece at a time; that it went out, and to whom, is in the log before its first byte leaves. */
export async function sendFile(
  storage: Storage,
  row: ExportRow,
  { principal, requestId }: Pick<Context, 'principal' | 'requestId'>,
  reply: Reply,
): Promise<Reply> {
  for (const [name, value] of Object.entries(fileHeaders(row))) reply.header(name, value)
  await storage.write(row.committeeId, { actor: principal.actor, requestId }, (tx) =>
    tx.emit({
      type: 'export.downloaded',
      subjectType: 'exports',
      subjectId: row.id,
      subjectVersion: row.version,
      data: { kind: row.kind, format: row.format, rows: row.rows, sha256: row.sha256 },
    }),
  )
  return reply.send(Readable.from(partsOf(storage, row.committeeId, row.id), { objectMode: false }))
}

/** 409 while there is no file. */
function fileHeaders({ state, fileName, contentType, size, sha256, error }: ExportRow) {
  if (state !== 'succeeded') {
    throw new AppError('state_conflict', {
      en: state === 'failed' ? `The export failed: ${error?.en ?? ''}` : 'Wait for the job of the export',
      zh: state === 'failed' ? `导出失败：${error?.zh ?? ''}` : '导出尚未完成，请稍候',
    })
  }
  return {
    'content-type': contentType!,
    'content-length': String(size),
    'content-disposition': savedAs(nameOf(fileName!)),
    'cache-control': 'no-store',
    etag: `"${sha256}"`,
  }
}

/** A number of a member may hold a slash, and is no path. */
const nameOf = (fileName: string): string =>
  savedName(fileName.replaceAll(/[\\/]/g, '-'), fileName.slice(fileName.lastIndexOf('.') + 1))
