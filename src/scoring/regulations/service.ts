import { catalogueItems } from '../../committee/catalogues/resource.ts'
import { organizations } from '../../committee/organizations/resource.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { isKeyOf } from '../../core/records.ts'
import { ORGANIZATION_KINDS } from '../../core/words/members.ts'
import { dutyKinds } from '../../duties/duty-kinds/resource.ts'
import { createRecord } from '../../http/record.ts'
import type { Context } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { FactKind } from '../check/kinds.ts'
import { type Addition, BODIES } from '../check/vocabulary.ts'
import type { CheckedSource, SourceError } from './source.ts'

export interface Validation {
  valid: boolean
  errors: SourceError[]
  unknownCodes: { clause: string; of: string; code: string }[]
  /** What the file brings along, and activating it would add. */
  additions: Addition[]
  uncountedKinds: string[]
}

/** What is wrong with a rules file that was read, and what of the committee's records it leaves out. */
export async function validationOf(
  db: Db,
  committeeId: string,
  { errors, read }: CheckedSource,
): Promise<Validation> {
  const recorded = read ? await recordedKinds(db, committeeId) : []
  return {
    valid: errors.length === 0,
    errors,
    unknownCodes: errors.flatMap(unknownCode),
    additions: read?.additions ?? [],
    uncountedKinds: recorded.filter((kind) => !read?.countedKinds.includes(kind)),
  }
}

/** The code that an error speaks of, where the committee does not have it: in which clause, as what. */
function unknownCode({ code, pointer, word }: SourceError): Validation['unknownCodes'] {
  if (word === undefined || !UNKNOWN.includes(code)) return []
  const keys = pointer.split('/').slice(1)
  const of = code === 'unknown_kind' ? 'kind' : code === 'unknown_step' ? 'status' : (keys.at(-1) ?? '')
  return [{ clause: keys[1] ?? keys[0] ?? '', of, code: word }]
}
const UNKNOWN: readonly string[] = ['unknown_kind', 'unknown_step', 'unknown_code', 'unknown_body']

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

/** 422 with every place that is wrong, in both languages. */
export function refuseInvalid(validation: Validation): void {
  if (validation.valid) return
  const errors = validation.errors.map((error) => ({
    pointer: '/source',
    code: error.code,
    detail: `line ${error.line}, column ${error.column}: ${error.en} · 第 ${error.line} 行第 ${error.column} 列：${error.zh}`,
  }))
  throw new AppError(
    'regulation_invalid',
    {
      en: `Errors in the regulation: ${errors.length}. Correct the file and send it again`,
      zh: `规则文件有 ${errors.length} 处错误，请改正后重新上传`,
    },
    { errors },
  )
}

/**
 * Makes the items of the committee's own that a regulation brings along, once the person who activates it has accepted them.
 *
 * @throws {AppError} `rule_violation` while they are not accepted, naming each.
 */
export async function addOwn(
  tx: Tx,
  additions: readonly Addition[],
  accepted: boolean,
  context: Context,
): Promise<void> {
  if (additions.length === 0) return
  if (!accepted) throw notAccepted(additions)
  // A body may be of a kind that comes with it.
  const kindsFirst = additions.toSorted(
    (a, b) => Number(a.catalogue === BODIES) - Number(b.catalogue === BODIES),
  )
  for (const { catalogue, code, name, class: ofClass, fields } of kindsFirst) {
    if (catalogue === 'duty_kind') {
      const definitions = Object.entries(fields).map(([field, type]) => ({ name: field, title: field, type }))
      const kind = { code, name, class: ofClass, fields: definitions, validFrom: FIRST_DAY }
      await createRecord(tx, dutyKinds, dutyKinds.input.parse(kind), context)
    } else if (catalogue === BODIES) {
      const body = { kind: ofClass, code, name }
      await createRecord(tx, organizations, organizations.input.parse(body), context)
    } else if (catalogue !== 'body_kind' || !isKeyOf(ORGANIZATION_KINDS, code)) {
      const item = { catalogue, code, name, class: ofClass }
      await createRecord(tx, catalogueItems, catalogueItems.input.parse(item), context)
    }
  }
}
/** A kind of duty is there for the records of earlier years, too. */
const FIRST_DAY = '2000-01-01'

function notAccepted(additions: readonly Addition[]) {
  const named = additions.map(({ catalogue, code, name }) => `${catalogue}/${code} ${name}`)
  return ruleViolation('regulations.additions_accepted', {
    en: `It brings codes that the committee does not have: ${named.join(', ')}. Look at them, and activate it with acceptAdditions=true`,
    zh: `规则带来本会尚无的代码：${named.join('、')}。请核对后以 acceptAdditions=true 启用，启用时一并建立`,
  })
}
