import { z } from 'zod'
import { memberNamed } from '../../committee/members/in-office.ts'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { ExternalId, Id, Line } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import type { Answer } from '../../core/import-questions.ts'
import { equalTo } from '../../http/filters.ts'
import { resource } from '../../http/record.ts'
import { from } from '../../storage/from.ts'
import { findRow, insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { normalizeName, splitName } from './planner/names.ts'

/**
 * Names on sheets that nobody bears, and whom they mean: learned where a person answers and asks to have it remembered,
 * kept for this committee alone, and withdrawn as any record. A member who bears the name makes the alias silent.
 */
export const importAliases = resource({
  table: 'importAliases',
  path: '/import-aliases',
  one: { en: 'import alias', zh: '导入别名', PascalCase: 'ImportAlias' },
  input: z.strictObject({
    name: Line(100).meta({ description: 'As it stands on sheets; spaces and width are noise.' }),
    memberId: Id.nullable().default(null).meta({ description: 'One of member and organization is named.' }),
    organizationId: Id.nullable().default(null),
    note: Line(200).nullable().default(null).meta({ description: 'Why, for who looks later.' }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    importId: Id.nullable().meta({ description: 'The import whose question taught it.' }),
  }),
  fixed: ['name', 'memberId', 'organizationId'],
  filters: z.object({ memberId: Id.optional(), organizationId: Id.optional() }),
  where: (query) => equalTo(query, ['memberId', 'organizationId']),
  sorts: ['name'],
  defaultSort: 'name',
  permission: { read: 'imports.run', write: 'imports.run' },
  onCreate: async (tx, input) => {
    await checkMeaning(tx, input)
    const nameKey = keyOf(input.name)
    await checkBorne(tx, nameKey)
    return { importId: null, ...input, nameKey }
  },
  example: { name: '张三丰', memberId: '0197f6a0-0000-7000-8000-000000000001' },
  refuses: { create: ['rule_violation', 'already_exists'] },
})

const keyOf = (name: string): string => splitName(name).key

type Meaning = Pick<Row<'importAliases'>, 'memberId' | 'organizationId'>

async function checkMeaning(tx: Tx, { memberId, organizationId }: Meaning): Promise<void> {
  if ((memberId === null) === (organizationId === null)) {
    throw ruleViolation(
      'imports.alias_means_one',
      { en: 'Name a member or an organization, and not both', zh: '须且只能指明一名委员或一个组织' },
      memberId === null ? '/memberId' : '/organizationId',
    )
  }
  if (memberId) await memberNamed(tx, memberId, '/memberId')
  if (organizationId) {
    const body = await findRow(tx, 'organizations', organizationId)
    if (!body || body.deletedAt) throw unknownReference('/organizationId', organizationId)
  }
}

/** An alias of a name that a member bears would narrow a choice that is a person's to make. */
async function checkBorne(tx: Tx, nameKey: string): Promise<void> {
  const rows = await from(tx, 'members', { deletedAt: null }).pick('name', 'nameVariants')
  const borne = rows.some(({ name, nameVariants }) =>
    [name, ...nameVariants].some((one) => normalizeName(one) === nameKey),
  )
  if (!borne) return
  throw ruleViolation(
    'imports.alias_of_nobody',
    {
      en: 'A member bears this name: rows that mean another are answered one by one',
      zh: '名册上有人叫这个名字：写的若是别人，须逐行回答，不能设别名',
    },
    '/name',
  )
}

/** Remembers what an answer says of a name that nobody bears. */
export async function learnAlias(
  tx: Tx,
  importId: string,
  name: string,
  answer: Answer,
  pointer: string,
): Promise<void> {
  const memberId = answer.choice === 'member' ? await memberOf(tx, answer, pointer) : null
  const organizationId = answer.choice === 'organization' ? (answer.organizationId ?? null) : null
  await checkMeaning(tx, { memberId, organizationId })
  const nameKey = keyOf(name)
  await checkBorne(tx, nameKey)
  const known = await from(tx, 'importAliases', { nameKey, deletedAt: null })
    .pick('memberId', 'organizationId')
    .first()
  if (known?.memberId === memberId && known?.organizationId === organizationId) return
  if (known) {
    throw new AppError('already_exists', {
      en: `“${name}” is remembered as somebody else: withdraw that alias first`,
      zh: `“${name}”已记为另一位：请先撤回原来的别名`,
    })
  }
  const row = { id: newId(), name, nameKey, memberId, organizationId, note: null, importId, externalId: null }
  await insertRow(tx, 'importAliases', row, { type: 'import_alias.created' })
}

async function memberOf(tx: Tx, { memberId, memberNo }: Answer, pointer: string): Promise<string> {
  if (memberId) return memberId
  const row = await from(tx, 'members', { memberNo: memberNo ?? '', deletedAt: null })
    .pick('id')
    .first()
  if (!row) throw unknownReference(pointer, memberNo ?? '')
  return row.id
}
