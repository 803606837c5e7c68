import { z } from 'zod'
import { Line } from '../../core/fields.ts'
import { newId, sha256 } from '../../core/ids.ts'
import { Profile } from '../../core/import-profile.ts'
import { recordOperations } from '../../http/operation.ts'
import { resource } from '../../http/record.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { insertRow } from '../../storage/rows.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { OutlineTable } from './chunks.ts'
import { ImportProfileInput } from './schema.ts'
import type { Import } from './store.ts'

/** What is remembered of a source of sheets: told by hand, or learned from an import of it. */
export const importProfiles = resource({
  table: 'importProfiles',
  path: '/import-profiles',
  one: { en: 'import profile', zh: '导入配置', PascalCase: 'ImportProfile' },
  input: ImportProfileInput,
  output: z.object({
    fingerprint: z.string().nullable().meta({
      description: 'Of the header it was learned from: a sheet with the same one is told of this profile.',
    }),
  }),
  sorts: ['name'],
  defaultSort: 'name',
  permission: { read: 'imports.run', write: 'imports.run' },
  example: { name: '签到机导出', settings: { year: 2019, blankPolicy: 'absent' } },
})

export const SaveProfile = z
  .strictObject({ name: Line(100) })
  .meta({ id: 'SaveImportProfile', example: { name: '办公室考勤表' } })

/**
 * What tells a source by its sheets: the shape, and the header words of the columns that come again each time. Meetings
 * over columns change from sheet to sheet.
 */
export function fingerprintOf(
  tables: readonly Pick<OutlineTable, 'shape' | 'skipped' | 'columns'>[],
): string | null {
  const read = tables.find(({ skipped, columns = [] }) => !skipped && columns.length > 0)
  if (!read?.columns) return null
  const steady = read.columns.filter(({ field }) => !VARYING.has(field)).map(({ header }) => header)
  return sha256(JSON.stringify([read.shape ?? 'records', steady.sort()])).slice(0, 32)
}

const VARYING: ReadonlySet<string> = new Set(['session', 'measure', 'unknown', 'other', 'total'])

/** What an import taught beside what it was told: marks and blanks that were explained, and how the bytes are read. */
export function learnedProfile(
  row: Import,
  container: { encoding?: string | null; delimiter?: string | null } | undefined,
): Profile {
  const told = row.profile
  const legend: Record<string, unknown> = { ...told.legend }
  let blankPolicy: string | undefined = told.blankPolicy
  for (const { id, kind, evidence } of row.decisions) {
    const answer = row.answers[id]
    if (kind === 'blank_policy' && answer) blankPolicy = answer.choice
    if (kind !== 'unknown_symbol' || answer?.choice !== 'status' || !answer.status) continue
    legend[evidence.symbol!] = { status: answer.status, leaveType: answer.leaveType ?? null }
  }
  const settings = {
    ...told,
    ...(Object.keys(legend).length > 0 ? { legend } : {}),
    ...(blankPolicy ? { blankPolicy } : {}),
    ...known('encoding', container?.encoding),
    ...known('delimiter', container?.delimiter),
  }
  return Profile.parse(settings)
}

/** UTF-8 is what anybody reads; what had to be guessed is kept. */
const known = (name: string, value: string | null | undefined) =>
  value && value !== 'utf-8' && Profile.safeParse({ [name]: value }).success ? { [name]: value } : {}

export async function saveProfile(
  tx: Tx,
  name: string,
  settings: Profile,
  fingerprint: string | null,
): Promise<Row<'importProfiles'>> {
  const row = { id: newId(), name, settings, fingerprint, externalId: null }
  return insertRow(tx, 'importProfiles', row, { type: 'import_profile.created' })
}

/** Profiles that were learned from sheets with this header. */
export async function profilesFor(
  storage: Pick<Storage, 'query'>,
  committeeId: string,
  fingerprint: string,
): Promise<{ id: string; name: string }[]> {
  return from(inCommittee(storage, committeeId), 'importProfiles', { fingerprint, deletedAt: null })
    .pick('id', 'name')
    .orderBy('-updatedAt')
    .limit(5)
}

export const importProfileOperations = recordOperations<'importProfiles'>(importProfiles)
export const saveProfileOperation = importProfileOperations.step('saveImportProfile')
