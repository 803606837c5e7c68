import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../core/errors.ts'
import { refused } from './validate.ts'

/** A file as it was uploaded; its bytes went where they are kept. */
interface UploadedFile {
  fileName: string
  contentType: string
  size: number
  sha256: string
}

export interface Parts {
  file: UploadedFile
  fields: Record<string, unknown>
}

/** A file in memory, with the fields that came with it. */
export interface WholeParts {
  file: UploadedFile & { bytes: Buffer }
  fields: Record<string, unknown>
}

/** What brings a file: a request, or parts that were read before its route is asked (a form with a file), or none. */
export type UploadSource =
  | Pick<FastifyRequest, 'isMultipart' | 'parts'>
  | { readonly read: WholeParts | undefined }

/**
 * The parts of a multipart body: its file, up to `fileMax` bytes, and its fields as text. The file is handed on in pieces
 * as it comes; the sender waits while `take` does.
 */
export async function readParts(
  source: UploadSource,
  fileMax: number,
  take: (piece: Buffer) => Promise<void> | void,
): Promise<Parts> {
  if ('read' in source && source.read) {
    await take(source.read.file.bytes)
    return source.read
  }
  if ('read' in source || !source.isMultipart()) {
    throw new AppError('unsupported_media', {
      en: 'Send multipart/form-data',
      zh: '请用 multipart/form-data 上传',
    })
  }
  const fields: Record<string, unknown> = {}
  let file: UploadedFile | undefined
  for await (const part of source.parts({ limits: { fileSize: fileMax, files: 1 } })) {
    if (part.type === 'file') {
      const hash = createHash('sha256')
      let size = 0
      for await (const piece of part.file) {
        hash.update(piece)
        size += piece.length
        await take(piece)
      }
      file = {
        fileName: part.filename.slice(0, 200),
        contentType: part.mimetype.slice(0, 100),
        size,
        sha256: hash.digest('hex'),
      }
    } else fields[part.fieldname] = part.value
  }
  if (!file) throw refused([{ pointer: '/file', code: 'required', detail: 'is required' }])
  return { file, fields }
}
