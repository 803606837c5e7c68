import { z } from 'zod'
import { anonymousReadsOf } from '../../access/anonymous-limit.ts'
import { openCommittee } from '../../committee/committees/public.ts'
import { dayInZone } from '../../core/days.ts'
import { notFound } from '../../core/errors.ts'
import { Code, Day, Id, Line } from '../../core/fields.ts'
import { canonical, sha256 } from '../../core/ids.ts'
import { ASSIGNMENT_ROLES, PUBLIC_STAGES } from '../../core/words/proposals.ts'
import { coded, inWords } from '../../core/words/word.ts'
import type { Deps } from '../../deps.ts'
import { etagOf } from '../../http/etag.ts'
import { listPage, PageQuery, page } from '../../http/paging.ts'
import { type Context, type Reply, type Route, route } from '../../http/route.ts'
import { type Condition, listRows } from '../../storage/list.ts'
import { handledBy, inStage, proposedBy, publishedOn, shownToPublic } from './published.ts'
import { ProposerKind } from './schema.ts'

/** 提案公开查询: anybody searches what is published with consent, where the committee has opened it. */

const Stages = coded(PUBLIC_STAGES)
const Year = z.string().regex(/^(19|2[01])\d\d$/, { error: 'must be a year' })

const Shown = {
  id: Id,
  caseNo: z.string().nullable(),
  title: z.string(),
  proposerKind: ProposerKind,
  proposers: z
    .array(z.string())
    .meta({ description: 'Names of people or of the body; none where the title alone is agreed to.' }),
  stage: Stages,
  filedOn: Day,
  publishedOn: Day,
  units: z
    .array(
      z.object({
        name: z.string(),
        role: inWords(z.string(), ASSIGNMENT_ROLES),
        result: z.string().nullable().meta({ description: 'Category of its last reply.' }),
        repliedOn: Day.nullable(),
      }),
    )
    .meta({ description: 'Who handles it, and what came of it.' }),
}
const Listed = z.object(Shown).meta({ id: 'PublishedProposal' })
const Whole = z
  .object({
    ...Shown,
    content: z.string().nullable().meta({ description: 'Null where the title alone is agreed to.' }),
  })
  .meta({ id: 'PublishedProposalText' })

const Query = PageQuery.pick({ limit: true, cursor: true, includeTotal: true }).extend({
  q: Line(100).optional().meta({ description: 'Part of the title.' }),
  year: Year.optional().meta({ description: 'Of the filing.' }),
  stage: Stages.optional(),
  unit: Line(100).optional().meta({ description: 'Part of the name of a unit that handles it.' }),
  body: Line(100).optional().meta({ description: 'Part of the name of the body that proposed it.' }),
})

const PATH = '/public/committees/:code/proposals'

export function publicProposalRoutes({ storage, clock, secret }: Deps): Route[] {
  const visit = anonymousReadsOf(clock)
  const opened = async (context: Context<{ code: string }>): Promise<Context> => {
    visit(context.address)
    const committeeId = await openCommittee(storage, context.params.code)
    if (!committeeId) throw notFound('committee', context.params.code)
    return { ...context, committeeId }
  }
  return [
    route({
      method: 'GET',
      path: PATH,
      operationId: 'searchPublishedProposals',
      summary: 'Search the proposals that a committee has published',
      tag: 'public',
      permission: 'public',
      params: z.object({ code: Code }),
      query: Query,
      response: page(Listed, 'PublishedProposalPage'),
      failures: ['not_found', 'rate_limited', 'cursor_invalid', 'cursor_mismatch'],
      versioned: true,
      lists: { table: 'proposals', sort: '-publishedOn' },
      read: async (context) => {
        const { code } = context.params
        const within = await opened(context)
        const reply = await listPage(storage, within, context.query, {
          table: 'proposals',
          path: PATH.replace(':code', code),
          where: [publishedOn(dayInZone(clock())), ...narrowed(context.query)],
          sorts: ['publishedOn'],
          defaultSort: '-publishedOn',
          key: ['id'],
          tombstones: true,
          present: (rows) => shownToPublic(storage, within.committeeId, rows),
          secret,
        })
        return tagged(reply)
      },
    }),
    route({
      method: 'GET',
      path: `${PATH}/:id`,
      operationId: 'getPublishedProposal',
      summary: 'One published proposal, with its text where that is agreed to',
      tag: 'public',
      permission: 'public',
      params: z.object({ code: Code, id: Id }),
      response: Whole,
      failures: ['not_found', 'rate_limited'],
      versioned: true,
      read: async (context) => {
        const { id } = context.params
        const { committeeId } = await opened(context)
        const [row] = await listRows(storage, 'proposals', {
          committeeId,
          where: [publishedOn(dayInZone(clock())), { column: 'id', op: '=', value: id }],
          sort: [{ column: 'id', descending: false }],
          limit: 1,
        })
        if (!row) throw notFound('proposal', id)
        const [shown] = await shownToPublic(storage, committeeId, [row])
        const content = row.publicity === 'consented' ? row.content : null
        return tagged({ body: { ...shown, content } })
      },
    }),
  ]
}

function narrowed(query: z.output<typeof Query>): Condition[] {
  const where: Condition[] = []
  if (query.q) where.push({ column: 'title', op: 'contains', value: query.q })
  if (query.year) {
    where.push({ column: 'filedOn', op: '>=', value: `${query.year}-01-01` })
    where.push({ column: 'filedOn', op: '<=', value: `${query.year}-12-31` })
  }
  if (query.stage) where.push(inStage(query.stage))
  if (query.unit) where.push(handledBy(query.unit))
  if (query.body) where.push(proposedBy(query.body))
  return where
}

/** The tag is of what is shown: the sequence number of the committee would tell how much it works. */
const tagged = (reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, etag: etagOf(sha256(canonical(reply.body)).slice(0, 22), 'public') },
})
