import { AppError } from '../../core/errors.ts'
import { IdParams, TrialQuery } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import { noteClearRead } from '../../http/clear-reads.ts'
import { resourceRoutes } from '../../http/endpoints.ts'
import { savedAs, savedName } from '../../http/file-name.ts'
import { answered, readable } from '../../http/record.ts'
import { type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import { sightOf } from '../../http/sight.ts'
import { readParts, type UploadSource } from '../../http/upload.ts'
import { bodyOf } from '../../http/validate.ts'
import { storeFile } from '../../storage/files.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow, insertRow } from '../../storage/rows.ts'
import { EXTENSIONS, typeOf } from './file-types.ts'
import { attachments, mayAttach, ownerOf, recordOf } from './resource.ts'
import { ATTACHMENT_FILE_MAX, AttachmentFields, AttachmentUpload } from './schema.ts'

const tag = 'attachments'

export function attachmentRoutes(secret: string): Route[] {
  return [
    route({
      method: 'POST',
      path: '/attachments',
      operationId: 'createAttachment',
      summary: 'Attach a file to a duty record, a leave request or a meeting',
      tag,
      permission: 'duties.attach',
      query: TrialQuery,
      body: AttachmentUpload,
      bodyType: 'multipart',
      bodyMax: ATTACHMENT_FILE_MAX + 1_048_576,
      status: 201,
      response: outputOf(attachments),
      failures: ['not_owner', 'already_exists', 'rule_violation', 'unknown_reference'],
      prepare: (_context, request) => readAttachment(request),
      write: async (tx, context, upload) => {
        const { fields, name, contentType, sha256, size } = upload
        const { owner, id: ownerId } = ownerOf(fields)
        const attached = await recordOf(tx, owner, ownerId, context.principal)
        await mayAttach(tx, attached, context.principal)
        const createdBy = context.principal.actor
        const fileId = await storeFile(tx, { name, contentType, sha256, bytes: upload.bytes(), createdBy })
        const row = { ...fields, id: newId(), fileId, name, contentType, size }
        const made = await insertRow(tx, 'attachments', row, { type: 'attachment.created' })
        return {
          ...(await answered(attachments, tx, context, made)),
          location: `/v1/attachments/${made.id}`,
        }
      },
    }),
    // A file is not changed: another one takes its place.
    ...resourceRoutes(attachments, secret).filter(({ method }) => method === 'GET' || method === 'DELETE'),
    route({
      method: 'GET',
      path: '/attachments/:id/content',
      operationId: 'getAttachmentContent',
      summary: 'The file itself, to be saved',
      tag,
      permission: 'duties.read',
      params: IdParams,
      responseType: 'application/octet-stream',
      failures: ['not_found', 'gone'],
      subject: (context) => readable(attachments, context, context.params.id),
      stream: async (context, reply) => {
        const { storage, committeeId, params } = context
        const row = await readable(attachments, context, params.id)
        const file = (await findRow(inCommittee(storage, committeeId), 'files', row.fileId))!
        if (row.leaveRequestId !== null && sightOf(context.principal) === 'clear')
          await noteClearRead(context, 'attachments', [row.id])
        return reply
          .header('content-type', row.contentType)
          .header('content-disposition', savedAs(nameOf(row.name, row.contentType)))
          .header('cache-control', 'no-store')
          .header('etag', `"${file.sha256}"`)
          .send(file.bytes)
      },
    }),
  ]
}

/** Bytes behind a function: a retry is known by their hash, which stands beside them. */
interface AttachmentFile {
  fields: AttachmentFields
  name: string
  contentType: string
  size: number
  sha256: string
  bytes: () => Buffer
}

async function readAttachment(source: UploadSource): Promise<AttachmentFile> {
  const pieces: Buffer[] = []
  const { file, fields } = await readParts(source, ATTACHMENT_FILE_MAX, (piece) => void pieces.push(piece))
  const bytes = Buffer.concat(pieces)
  const checked = bodyOf(AttachmentFields, fields)
  const contentType = await typeOf(bytes)
  if (!contentType) {
    throw new AppError('unsupported_media', {
      en: 'By its bytes the file is no PDF, PNG, JPEG, DOCX or XLSX without macros, controls and templates from elsewhere, or UTF-8 text: save it as one of these',
      zh: '文件内容不是 PDF、PNG、JPEG、DOCX、XLSX（不含宏、控件和外部模板）或 UTF-8 文本，请另存为其中一种再上传',
    })
  }
  return {
    fields: checked,
    name: nameOf(file.fileName, contentType),
    contentType,
    size: file.size,
    sha256: file.sha256,
    bytes: () => bytes,
  }
}

/** The name it came with, its extension by what it is: nobody is handed a program that is called evidence. */
const nameOf = (name: string, contentType: string): string =>
  savedName(name, EXTENSIONS[contentType]!, 'attachment')
