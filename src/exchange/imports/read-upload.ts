import type { FastifyRequest } from 'fastify'
import { AppError, unknownReference } from '../../core/errors.ts'
import type { Context } from '../../http/route.ts'
import { readParts } from '../../http/upload.ts'
import { refused, validated } from '../../http/validate.ts'
import { findRow } from '../../storage/rows.ts'
import { IMPORT_FILE_MAX, ImportFields } from './schema.ts'
import type { Upload } from './service.ts'

/** The multipart parts of an upload; every wrong one is named. */
export async function readUpload(context: Context, request: FastifyRequest): Promise<Upload> {
  const { file, fields } = await readParts(request, IMPORT_FILE_MAX)
  if (typeof fields['profile'] === 'string') fields['profile'] = profileOf(fields['profile'])
  const checked = validated({ body: ImportFields }, { query: {}, body: fields })
  const upload = { ...file, fields: checked.body as Upload['fields'] }
  if (upload.fields.profileId) {
    const saved = await findRow(
      context.storage.read,
      'importProfiles',
      context.principal.committeeId,
      upload.fields.profileId,
    )
    if (!saved || saved.deletedAt) throw unknownReference('/profileId', upload.fields.profileId)
    upload.fields.profile = { ...saved.settings, ...upload.fields.profile }
  }
  if (upload.fields.resource === 'members') await checkTerm(context, upload.fields.termId)
  return upload
}

function profileOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refused([{ pointer: '/profile', code: 'malformed_json', detail: 'must be a JSON object' }])
  }
}

async function checkTerm(context: Context, termId: string | undefined): Promise<void> {
  if (!context.principal.permissions.has('members.manage')) {
    throw new AppError('forbidden', {
      en: 'A roster needs the permission members.manage',
      zh: '导入名册需要 members.manage 权限',
    })
  }
  if (!termId) throw refused([{ pointer: '/termId', code: 'required', detail: 'is required for members' }])
  const term = await findRow(context.storage.read, 'terms', context.principal.committeeId, termId)
  if (!term || term.deletedAt) throw unknownReference('/termId', termId)
}
