import { unknownReference } from '../../core/errors.ts'
import { requirePermission } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import { readParts, type UploadSource } from '../../http/upload.ts'
import { bodyOf, pointer, refused } from '../../http/validate.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { DutyKind } from './planner/records/duty-records.ts'
import { isRecordResource, type RecordResource } from './planner/records/record-table.ts'
import { recordTable } from './planner/records/record-tables.ts'
import { mayWrite, USE_CASES } from './record-use-cases.ts'
import { dutyKindOf } from './record-world-store.ts'
import { IMPORT_FILE_MAX, ImportFields } from './schema.ts'
import type { Upload } from './service.ts'
import { storeUpload } from './upload-store.ts'

/** The multipart parts of an upload; every wrong one is named. The file is kept as it comes, except by a trial. */
export async function readUpload(
  context: Context<unknown, { validateOnly?: boolean | undefined }>,
  source: UploadSource,
): Promise<Upload> {
  const { validateOnly } = context.query
  const kept = storeUpload(context)
  try {
    const { file, fields } = await readParts(source, IMPORT_FILE_MAX, validateOnly ? () => {} : kept.take)
    const upload = await checkedUpload(context, fields)
    await kept.end()
    return { ...file, fields: upload, fileId: () => kept.fileId }
  } catch (error) {
    await kept.drop()
    throw error
  }
}

async function checkedUpload(context: Context, fields: Record<string, unknown>): Promise<ImportFields> {
  const { profile } = fields
  const body = typeof profile === 'string' ? { ...fields, profile: profileOf(profile) } : fields
  const upload = bodyOf(ImportFields, body)
  if (upload.profileId) {
    const saved = await findRow(
      inCommittee(context.storage, context.principal.committeeId),
      'importProfiles',
      upload.profileId,
    )
    if (!saved || saved.deletedAt) throw unknownReference('/profileId', upload.profileId)
    upload.profile = { ...saved.settings, ...upload.profile }
  }
  const { resource } = upload
  if (resource === 'members') await checkTerm(context, upload.termId)
  if (isRecordResource(resource)) await checkRecords(context, resource, upload)
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
  requirePermission(context.principal, 'members.manage', {
    en: 'A roster needs the permission members.manage',
    zh: '导入名册需要 members.manage 权限',
  })
  if (!termId) throw refused([{ pointer: '/termId', code: 'required', detail: 'is required for members' }])
  const term = await findRow(inCommittee(context.storage, context.principal.committeeId), 'terms', termId)
  if (!term || term.deletedAt) throw unknownReference('/termId', termId)
}
