import { AppError } from '../../core/errors.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db } from '../../storage/storage.ts'
import { FACT_KINDS, type FactKind } from '../check/kinds.ts'
import type { CheckedSource, ReadSource, SourceError } from './source.ts'

/** The catalogue in which a code of a regulation must stand; other codes are the engine's own. */
const CATALOGUE_OF: Partial<Record<string, string>> = {
  meeting: 'meeting_type',
  office: 'office',
  level: 'level',
  bodyRole: 'body_role',
}
/** The catalogue of the types of a kind. */
const TYPES_OF: Partial<Record<string, string>> = {
  attendance: 'meeting_type',
  speech: 'meeting_type',
  service: 'service_kind',
  recognition: 'recognition_kind',
}

export interface Validation {
  valid: boolean
  errors: SourceError[]
  unknownCodes: { clause: string; of: string; code: string }[]
  uncountedKinds: string[]
}

/** What is wrong with a rules file that was read, and what of it the committee's catalogues do not know. */
export async function validationOf(
  db: Db,
  committeeId: string,
  { errors, read }: CheckedSource,
): Promise<Validation> {
  if (!read) return { valid: false, errors, unknownCodes: [], uncountedKinds: [] }
  const unknownCodes = await unknownCodesOf(db, committeeId, read)
  return {
    valid: errors.length === 0 && unknownCodes.length === 0,
    errors,
    unknownCodes,
    uncountedKinds: (await recordedKinds(db, committeeId)).filter(
      (kind) => !read.countedKinds.includes(kind),
    ),
  }
}

const KIND_TABLES = {
  attendance: 'attendance',
  proposal: 'proposals',
  opinion: 'opinions',
  speech: 'speeches',
  research_report: 'researchReports',
  service: 'serviceRecords',
  recognition: 'recognitions',
  assessment: 'assessments',
  record: 'dutyRecords',
} as const satisfies Record<FactKind, string>

/** Kinds of which the committee has recorded at least one. */
async function recordedKinds(db: Db, committeeId: string): Promise<string[]> {
  const kinds = []
  for (const [kind, table] of Object.entries(KIND_TABLES)) {
    const row = await from(inCommittee(db, committeeId), table, { deletedAt: null }).pick('version').first()
    if (row) kinds.push(kind)
  }
  return kinds
}

async function unknownCodesOf(
  db: Db,
  committeeId: string,
  { codes, unheard }: ReadSource,
): Promise<Validation['unknownCodes']> {
  const items = await from(inCommittee(db, committeeId), 'catalogueItems', { deletedAt: null }).pick(
    'catalogue',
    'code',
    'class',
  )
  const dutyKinds = await from(inCommittee(db, committeeId), 'dutyKinds', { deletedAt: null }).pick('class')
  const names = new Set([
    ...items.flatMap((item) => [`${item.catalogue} ${item.code}`, `class ${item.class}`]),
    ...dutyKinds.map((kind) => `class ${kind.class}`),
  ])
  const unknown = codes.filter(({ of, kind, code }) => {
    if (of === 'class') return !names.has(`class ${code}`)
    const catalogue = of === 'type' ? TYPES_OF[kind] : CATALOGUE_OF[of]
    return catalogue !== undefined && !names.has(`${catalogue} ${code}`)
  })
  return [...unheard, ...unknown].map(({ clause, of, code }) => ({ clause, of, code }))
}

function unknownText(clause: string, of: string, code: string): string {
  if (of === 'kind') {
    const kinds = Object.keys(FACT_KINDS).join(', ')
    return `${clause} counts ${code}, and no record is of that kind (known: ${kinds}) · 条款 ${clause} 计 ${code}，系统没有这类记录（有：${kinds}）`
  }
  if (of === 'status')
    return `${clause} asks for the step ${code}, which such a record never reaches · 条款 ${clause} 的 ${code} 不是这类记录的状态`
  return `${clause} speaks of ${of} ${code}, which the catalogue lacks · 条款 ${clause} 的 ${code} 不在目录中`
}

/** 422 with every place that is wrong, in both languages. */
export function refuseInvalid(validation: Validation): void {
  if (validation.valid) return
  const errors = [
    ...validation.errors.map((error) => ({
      pointer: '/source',
      code: error.code,
      detail: `line ${error.line}, column ${error.column}: ${error.en} · 第 ${error.line} 行第 ${error.column} 列：${error.zh}`,
    })),
    ...validation.unknownCodes.map(({ clause, of, code }) => ({
      pointer: '/source',
      code: 'unknown_code',
      detail: unknownText(clause, of, code),
    })),
  ]
  throw new AppError(
    'regulation_invalid',
    {
      en: `Errors in the regulation: ${errors.length}. Correct the file and send it again`,
      zh: `规则文件有 ${errors.length} 处错误，请改正后重新上传`,
    },
    { errors },
  )
}
