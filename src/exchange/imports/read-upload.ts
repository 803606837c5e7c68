import type { FastifyRequest } from 'fastify'
import { AppError, unknownReference } from '../../core/errors.ts'
import type { Context } from '../../http/route.ts'
import { readParts } from '../../http/upload.ts'
import { pointer, refused, validated } from '../../http/validate.ts'
import { findRow } from '../../storage/rows.ts'
import type { DutyKind } from './planner/records/duty-records.ts'
import type { RecordResource } from './planner/records/record-table.ts'
import { recordTable } from './planner/records/record-tables.ts'
import { isRecordResource, mayWrite, USE_CASES } from './record-use-cases.ts'
import { dutyKindOf } from './record-world-store.ts'
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
  const { resource } = upload.fields
  if (resource === 'members') await checkTerm(context, upload.fields.termId)
  if (isRecordResource(resource)) await checkRecords(context, resource, upload.fields)
  return upload
}

/** The importer may record these, the kind of duty records is known, and a profile names columns that there are. */
async function checkRecords(context: Context, resource: RecordResource, fields: ImportFields): Promise<void> {
  mayWrite(context.principal, USE_CASES[resource].resource.permission.write)
  const kind = resource === 'duty-records' ? await checkKind(context, fields) : null
  const known = new Set(recordTable(resource, kind).columns.map((column) => column.field))
  const errors = Object.entries(fields.profile.fields ?? {})
    .filter(([, field]) => field !== 'ignore' && !known.has(field))
    .map(([word, field]) => ({
      pointer: pointer(['profile', 'fields', word]),
      code: 'unknown_column',
      detail: `${field} is no column of ${resource}: ${[...known].join(', ')}`,
    }))
  if (errors.length > 0) throw refused(errors)
}

async function checkKind(context: Context, fields: ImportFields): Promise<DutyKind> {
  const code = fields.dutyKind ?? fields.profile.dutyKind
  if (!code)
    throw refused([{ pointer: '/dutyKind', code: 'required', detail: 'is required for duty-records' }])
  const kind = await dutyKindOf(context.storage, context.principal.committeeId, code)
  if (!kind) throw unknownReference('/dutyKind', code)
  fields.profile = { ...fields.profile, dutyKind: code }
  return kind
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
