import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { BelowQuery, Day, Id, IdParams, Line, Prose } from '../../core/fields.ts'
import { ownOnly, readable } from '../../http/record.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { atLeast, atMost, from, inCommittee } from '../../storage/from.ts'
import { type Condition, listRows } from '../../storage/list.ts'
import type { Row } from '../../storage/tables.ts'
import { opinions } from '../opinions/resource.ts'
import { proposals } from '../proposals/resource.ts'
import { comparedIn, likenessOf, type Pairs, sharedBy, type Wording, wordingOf } from './wording.ts'

/** 查重: what was proposed or reported already in this term, before the same is handed in again. */

/** Newest first; beyond that nothing is compared, and the answer says so. */
const COMPARED_MAX = 3_000
const CHUNK = 100
const SHOWN_MAX = 20

const RESOURCES = { proposals, opinions }
type Table = keyof typeof RESOURCES

const CONTENT_MAX = { proposals: 20_000, opinions: 5_000 }
const DRAFTS = {
  proposals: { title: '关于加强沿江步道夜间照明的建议' },
  opinions: { title: '老城区夜间停车难' },
}

const Similar = z
  .object({
    compared: z.int().meta({ description: 'How many of the term were looked at.' }),
    complete: z.boolean().meta({ description: `False: only the newest ${COMPARED_MAX} of the term were.` }),
    items: z.array(
      z.object({
        id: Id,
        title: z.string(),
        state: z.string(),
        submittedOn: Day.nullable(),
        likeness: z.number().meta({ description: 'From 0 to 1: pairs of characters that both have.' }),
        shared: z
          .array(z.string())
          .meta({ description: 'Pairs that both have, at most ten; the rarest of the term come first.' }),
      }),
    ),
  })
  .meta({ id: 'SimilarRecords' })

export function similarRoutes(table: Table): Route[] {
  const { path, permission, one } = RESOURCES[table]
  const plural = `${one.PascalCase}s`
  const description =
    'Among those that the reader may see, of the term in which it is: at most twenty, the most alike first.'
  return [
    route({
      method: 'GET',
      path: `${path}/:id/similar`,
      operationId: `listSimilar${plural}`,
      summary: `${plural} that say much the same`,
      description,
      tag: table,
      permission: permission.read,
      params: IdParams,
      query: BelowQuery,
      response: Similar,
      failures: ['not_found', 'gone'],
      tagged: true,
      subject: (context) => readRow(table, context, context.params.id),
      read: async (context) => {
        const row = await readRow(table, context, context.params.id)
        const day = row.submittedOn ?? dayInZone(new Date(row.createdAt))
        return { body: await similarTo(table, context, row, day, row.id) }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/similar`,
      operationId: `findSimilar${plural}`,
      summary: `${plural} that say much the same as a draft; nothing is stored`,
      description,
      tag: table,
      permission: permission.read,
      body: z
        .strictObject({ title: Line(200), content: Prose(CONTENT_MAX[table]).nullable().default(null) })
        .meta({ id: `${one.PascalCase}Draft`, example: DRAFTS[table] }),
      response: Similar,
      failures: [],
      read: async (context) => ({
        body: await similarTo(table, context, context.body, dayInZone(context.clock())),
      }),
    }),
  ]
}

type Compared = Pick<
  Row<'proposals'> | Row<'opinions'>,
  'id' | 'title' | 'content' | 'state' | 'submittedOn' | 'createdAt'
>

/** Fails like any read of the record. */
const readRow = (table: Table, context: Context, id: string): Promise<Compared> =>
  table === 'proposals' ? readable(proposals, context, id) : readable(opinions, context, id)

const ownIn = (table: Table, { principal }: Context): Condition[] =>
  table === 'proposals' ? ownOnly(proposals, principal) : ownOnly(opinions, principal)

interface Candidate {
  row: Compared
  pairs: Pairs
  likeness: number
}

async function similarTo(table: Table, context: Context, wording: Wording, day: string, exceptId?: string) {
  const wanted = wordingOf(wording)
  const often = new Map<number, number>()
  const where = [...ownIn(table, context), ...(await inTermOf(context, day))]
  let best: Candidate[] = []
  let compared = 0
  let complete = true
  for await (const rows of candidates(table, context, where)) {
    const others = rows.filter((row) => row.id !== exceptId)
    const taken = others.slice(0, COMPARED_MAX - compared)
    complete = taken.length === others.length
    compared += taken.length
    const comparisons = taken.map((row) => compare(row, wanted, often))
    best = [...best, ...comparisons.filter(({ likeness }) => likeness > 0)]
      .sort(bestFirst)
      .slice(0, SHOWN_MAX)
    if (!complete) break
    // A term is compared in slices, so that others are answered between them.
    await setImmediate()
  }
  const items = best.map(({ row, pairs, likeness }) => ({
    id: row.id,
    title: row.title,
    state: row.state,
    submittedOn: row.submittedOn,
    likeness,
    shared: sharedBy(wanted, pairs, often),
  }))
  return { compared, complete, items }
}

const bestFirst = (a: Candidate, b: Candidate): number =>
  b.likeness - a.likeness || (a.row.id < b.row.id ? 1 : -1)

function compare(row: Compared, wanted: Pairs, often: Map<number, number>): Candidate {
  const pairs = wordingOf(row)
  const [mine, theirs] = comparedIn(wanted, pairs)
  for (const pair of mine) if (theirs.has(pair)) often.set(pair, (often.get(pair) ?? 0) + 1)
  return { row, pairs, likeness: Math.round(likenessOf(wanted, pairs) * 100) / 100 }
}

async function* candidates(
  table: Table,
  { storage, committeeId }: Context,
  where: readonly Condition[],
): AsyncGenerator<Compared[]> {
  const sort = ['createdAt', 'id'].map((column) => ({ column, descending: true }))
  let after: string[] | undefined
  for (;;) {
    const rows = await listRows(storage, table, { committeeId, where, sort, after, limit: CHUNK })
    if (rows.length > 0) yield rows
    if (rows.length < CHUNK) return
    const last = rows.at(-1)!
    after = [last.createdAt, last.id]
  }
}

/** Handed in, or begun, within the term of a day; where there is no term, at any time. */
async function inTermOf({ storage, committeeId }: Context, day: string): Promise<Condition[]> {
  const standing: Condition = { column: 'deletedAt', op: 'null' }
  const term = await from(inCommittee(storage, committeeId), 'terms', {
    startsOn: atMost(day),
    endsOn: atLeast(day),
    deletedAt: null,
  })
    .pick('startsOn', 'endsOn')
    .orderBy('-startsOn')
    .first()
  if (!term) return [standing]
  const sql = 'coalesce(t.submitted_on, substr(t.created_at, 1, 10)) between ? and ?'
  return [standing, { sql, parameters: [term.startsOn, term.endsOn] }]
}
