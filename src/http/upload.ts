import type { FastifyRequest } from 'fastify'
import { AppError } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'
import { refused } from './validate.ts'

/** A file as it was uploaded. */
export interface UploadedFile {
  fileName: string
  contentType: string
  bytes: Buffer
  sha256: string
}

export interface Parts {
  file: UploadedFile
  fields: Record<string, unknown>
}

const READ = Symbol('parts that were read')

/** Stands for a request whose parts were read before its route is asked: a form with a file. */
export const requestOf = (parts: Parts): FastifyRequest => ({ [READ]: parts }) as unknown as FastifyRequest

/** The parts of a multipart body: its file, up to `fileMax` bytes, and its fields as text. */
export async function readParts(request: FastifyRequest, fileMax: number): Promise<Parts> {
  const read = (request as unknown as { [READ]?: Parts })[READ]
  if (read) return read
  if (!request.isMultipart()) {
    throw new AppError('unsupported_media', {
      en: 'Send multipart/form-data',
      zh: '请用 multipart/form-data 上传',
    })
  }
  const fields: Record<string, unknown> = {}
  let file: UploadedFile | undefined
  for await (const part of request.parts({ limits: { fileSize: fileMax } })) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer()
      file = {
        fileName: part.filename.slice(0, 200),
        contentType: part.mimetype.slice(0, 100),
        bytes,
        sha256: sha256(bytes),
      }
    } else fields[part.fieldname] = part.value
  }
  if (!file) throw refused([{ pointer: '/file', code: 'required', detail: 'is required' }])
  return { file, fields }
}
