import { z } from 'zod'
import { committeesBelow, listCommittee } from '../../access/directory.ts'
import { notFound } from '../../core/errors.ts'
import { Code, IdParams, Line, TrialQuery } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import { COMMITTEE_LEVELS } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { checkPrecondition } from '../../http/etag.ts'
import { forbidden } from '../../http/rights.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { changeRow, findRow, insertRow } from '../../storage/rows.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { seedCatalogues } from '../catalogues/seed.ts'
import { Limits, limitsIn } from './limits.ts'
import { publicProposalsIn } from './public.ts'
import { Publication, publicationIn } from './publication.ts'
import { Committee, getCommittee } from './schema.ts'

const DEPTH_MAX = 5

const NewCommittee = z
  .strictObject({
    code: Code.meta({ description: 'Unique over the whole installation; members log in with it.' }),
    name: Line(100),
    level: coded(COMMITTEE_LEVELS),
    externalId: Line(200).nullable().default(null),
  })
  .meta({ id: 'NewCommittee', example: { code: 'luming', name: '示例街道委员会', level: 'district' } })

const CommitteePatch = z
  .strictObject({
    name: Line(100).optional(),
    limits: Limits.optional().meta({ description: 'As a whole: what is left out returns to the default.' }),
    publicProposals: z.boolean().optional().meta({
      description:
        'Whether anybody may search what is published of its proposals; off until it is switched on.',
    }),
    publication: Publication.optional().meta({
      description: 'As a whole: whether reports are published, what each audience sees.',
    }),
  })
  .meta({ id: 'CommitteePatch' })

const CommitteeList = z.object({ items: z.array(Committee) }).meta({ id: 'CommitteeList' })

/** Whether `below` lies under `above`, however deep. */
export async function isBelow(storage: Storage, above: string, below: string): Promise<boolean> {
  let here: string | null = below
  for (let depth = 0; here !== null && depth < DEPTH_MAX; depth += 1) {
    const row = await from(inCommittee(storage, here), 'committees', { id: here }).pick('parentId').first()
    if (!row) return false
    if (row.parentId === above) return true
    here = row.parentId
  }
  return false
}

export function committeeRoutes(): Route[] {
  const tag = 'committees'
  return [
    route({
      method: 'GET',
      path: '/committees',
      operationId: 'listCommittees',
      summary: 'One’s own committee and those directly below it',
      tag,
      permission: 'committee.read',
      response: CommitteeList,
      failures: [],
      read: async ({ storage, principal }) => {
        const own = principal.committeeId
        const below = principal.permissions.has('committees.below')
        const ids = below ? [own, ...(await committeesBelow(storage, own))] : [own]
        const listed = await from(inCommittee(storage, ids), 'committees', { deletedAt: null })
          .orderBy('id')
          .limit(1_000)
        return { body: { items: listed.map(shown) } }
      },
    }),
    route({
      method: 'GET',
      path: '/committees/:id',
      ...getCommittee,
      summary: 'One committee',
      tag,
      permission: 'committee.read',
      params: IdParams,
      failures: ['not_found'],
      read: async (context) => {
        const row = await readableCommittee(context)
        return { body: shown(row), version: row.version }
      },
    }),
    route({
      method: 'POST',
      path: '/committees',
      operationId: 'createCommittee',
      summary: 'Make a committee below one’s own, with its catalogues',
      tag,
      permission: 'committee.manage',
      query: TrialQuery,
      body: NewCommittee,
      status: 201,
      response: Committee,
      failures: ['already_exists'],
      write: async (tx, { body, principal }) => {
        const id = newId()
        await listCommittee(tx, { id, code: body.code, parentId: principal.committeeId })
        const below = writingInto(tx, id)
        const values = { id, ...body, parentId: principal.committeeId, zone: 'Asia/Shanghai', settings: {} }
        const row = await insertRow(below, 'committees', values, {
          type: 'committee.created',
          members: 'all',
        })
        await seedCatalogues(below)
        await tx.emit({
          type: 'committee.added_below',
          subjectType: 'committees',
          subjectId: id,
          subjectVersion: 1,
        })
        return { body: shown(row), version: row.version, location: `/v1/committees/${id}` }
      },
    }),
    route({
      method: 'PATCH',
      path: '/committees/:id',
      operationId: 'changeCommittee',
      summary: 'Rename one’s own committee, set its limits of time and what it publishes',
      tag,
      permission: 'committee.manage',
      params: IdParams,
      query: TrialQuery,
      body: CommitteePatch,
      bodyType: 'merge-patch',
      response: Committee,
      failures: ['not_found', 'stale_version'],
      precondition: true,
      subject: async (context) => {
        const { id } = await readableCommittee(context)
        if (id !== context.principal.committeeId) throw notItsOwn()
      },
      write: async (tx, context) => {
        const before = await findRow(tx, 'committees', context.params.id)
        if (!before) throw notFound('committee', context.params.id)
        checkPrecondition(context.ifMatch, before.version, true)
        const { name, ...sent } = context.body
        const settings = Object.entries(sent).filter(([, value]) => value !== undefined)
        const patch = {
          ...(name === undefined ? {} : { name }),
          ...(settings.length === 0
            ? {}
            : { settings: { ...before.settings, ...Object.fromEntries(settings) } }),
        }
        const row = await changeRow(tx, 'committees', before, patch, { type: 'committee.changed' })
        return { body: shown(row), version: row.version }
      },
    }),
  ]
}

const shown = (row: Row<'committees'>) => ({
  ...row,
  limits: limitsIn(row.settings),
  publicProposals: publicProposalsIn(row.settings),
  publication: publicationIn(row.settings),
})

async function readableCommittee({ storage, principal, params }: Context<{ id: string }>) {
  const own = params.id === principal.committeeId
  const below =
    principal.permissions.has('committees.below') &&
    (await isBelow(storage, principal.committeeId, params.id))
  const row =
    own || below ? await findRow(inCommittee(storage, params.id), 'committees', params.id) : undefined
  if (!row) throw notFound('committee', params.id)
  return row
}

const notItsOwn = () =>
  forbidden({
    en: 'A committee below is read from here and changed by its own administrator',
    zh: '下级政协在此只能查看，须由其本级的管理员修改',
  })

/** The same transaction, writing into another committee’s records and chain. */
function writingInto(tx: Tx, committeeId: string): Tx {
  return { ...tx, committeeId, emit: (change) => tx.emit(change, committeeId) }
}
