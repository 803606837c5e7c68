import { z } from 'zod'
import { overlaps } from '../../core/days.ts'
import { notFound, ruleViolation } from '../../core/errors.ts'
import { BelowId, Day, Id, IdParams } from '../../core/fields.ts'
import { rounded } from '../../core/points.ts'
import { type Route, route } from '../../http/route.ts'
import { rank } from '../../scoring/apply/rank.ts'
import { type Board, placesOf, standingIn } from '../../scoring/boards/board.ts'
import type { Boards } from '../../scoring/boards/boards.ts'
import { scoredBodies } from '../../scoring/boards/periods.ts'
import { needsPlaces } from '../../scoring/format/conditions-visit.ts'
import { explanation } from '../../scoring/store/titles.ts'
import { pointsFields, ScoreTree, treeView } from '../../scoring/wire/schema.ts'
import { treeOf } from '../../scoring/words/explain.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db, Storage } from '../../storage/storage.ts'
import { FigureHeads, FigureValues, figureHeads, figureValues } from './figures.ts'

/** Bodies of one kind (sectors, committees, groups) scored and ranked by a regulation whose subject they are. */

const RegulationVersion = z.object({
  id: Id,
  name: z.string(),
  number: z.int(),
  title: z.string(),
  subject: z.string(),
  sourceHash: z.string(),
})
const regulationId = Id.meta({ description: 'An active regulation with a `subject`.' })

const Row = z.object({
  rank: z.int().nullable(),
  organizationId: Id,
  code: z.string(),
  name: z.string(),
  total: z.number().meta({ description: 'As printed, rounded once to 0.01.' }),
  points: z.number(),
  fraction: z.string().nullable(),
  grade: z.string().nullable(),
  list: z.string().nullable(),
  listRank: z.int().nullable(),
  provisional: z.boolean(),
  groups: z.array(z.object({ code: z.string(), points: z.number() })),
  figures: FigureValues,
})

const BodyRanking = z
  .object({
    period: z.object({ id: Id, name: z.string(), from: Day, to: Day }),
    regulation: RegulationVersion,
    figures: FigureHeads,
    items: z.array(Row),
  })
  .meta({ id: 'BodyRanking' })

const BodyScore = z
  .object({
    ...ScoreTree.shape,
    organizationId: Id,
    text: z.string().nullable(),
    period: z.object({ id: Id, name: z.string(), from: Day, to: Day }),
    regulationVersion: RegulationVersion,
  })
  .omit({ memberId: true })
  .meta({ id: 'BodyScore' })

export function bodyRankingRoutes(boards: Boards): Route[] {
  return [
    route({
      method: 'GET',
      path: '/periods/:id/body-ranking',
      operationId: 'getBodyRanking',
      summary: 'Sectors, committees or groups by what they and their people did in a period',
      tag: 'periods',
      permission: 'rankings.read',
      params: IdParams,
      query: z.strictObject({ regulationId, committeeId: BelowId }),
      response: BodyRanking,
      failures: ['not_found', 'rule_violation'],
      tagged: true,
      read: async ({ storage, committeeId, params, query }) => {
        const ranking = await bodiesIn(storage, committeeId, params.id, query.regulationId)
        const board = await boards.read(ranking.key)
        return {
          body: {
            ...ranking.head,
            ...figureHeads(board.compiled.regulation),
            items: await rowsOf(storage, committeeId, board),
          },
        }
      },
    }),
    route({
      method: 'GET',
      path: '/organizations/:id/score',
      operationId: 'getBodyScore',
      summary: 'One body’s total, down to facts, clauses and what a cap took',
      tag: 'scores',
      permission: 'rankings.read',
      params: IdParams,
      query: z.strictObject({
        periodId: Id,
        regulationId,
        text: z.enum(['zh', 'en']).optional().meta({ description: 'Adds the explanation as text.' }),
        committeeId: BelowId,
      }),
      response: BodyScore,
      failures: ['not_found', 'rule_violation'],
      tagged: true,
      read: async ({ storage, committeeId, params, query }) => {
        const { key, head } = await bodiesIn(storage, committeeId, query.periodId, query.regulationId)
        const board = await boards.read(key)
        const scored = board.members.get(params.id)
        if (!scored) throw notFound('score of this body', params.id)
        const tree = treeOf(params.id, scored.lines, board.compiled, key.to, standingIn(board, scored))
        const { memberId: organizationId, ...view } = treeView(tree)
        const text = query.text ? await explanation(storage, committeeId, tree, query.text) : null
        return {
          body: { ...view, organizationId, text, period: head.period, regulationVersion: head.regulation },
        }
      },
    }),
  ]
}

async function bodiesIn(db: Db, committeeId: string, periodId: string, id: string) {
  const { period, regulation, key } = await scoredBodies(db, committeeId, periodId, id)
  const { subject, state, name, number, title, sourceHash } = regulation
  if (subject === null || state !== 'active') {
    throw ruleViolation('regulations.of_bodies', {
      en: 'Name an active regulation that scores bodies (with a subject); this one scores members or is not active',
      zh: '请指明一个已启用、给组织计分（写有 subject）的规则；该规则给委员计分或尚未启用',
    })
  }
  const head = {
    period: { id: period.id, name: period.name, from: period.startsOn, to: period.endsOn },
    regulation: { id: regulation.id, name, number, title, subject, sourceHash },
  }
  return { key, head }
}

async function rowsOf(storage: Storage, committeeId: string, board: Board) {
  const names = await from(inCommittee(storage, committeeId), 'organizations').pick('id', 'code', 'name')
  const nameOf = new Map(names.map((body) => [body.id, body]))
  const { from: first, to: last } = board.period
  const standing = [...board.members.values()].filter(({ member }) => overlaps(member, first, last))
  const places = needsPlaces(board.compiled.regulation) ? placesOf(board) : undefined
  const order = rank(
    standing.map(({ member, total, ties }) => ({ memberId: member.id, ranked: member.ranked, total, ties })),
  )
  return order.map(({ memberId, rank: place }) => {
    const score = board.members.get(memberId)!
    const { points, fraction } = pointsFields(score.total)
    const { code, name } = nameOf.get(memberId)!
    const placed = places?.get(memberId)
    return {
      rank: place,
      organizationId: memberId,
      code,
      name,
      total: rounded(score.total),
      points,
      fraction: fraction ?? null,
      grade: standingIn(board, score).grade,
      list: placed?.list ?? null,
      listRank: placed?.place ?? null,
      provisional: score.provisional,
      groups: score.groups.map((group) => ({ code: group.code, points: pointsFields(group.points).points })),
      ...figureValues(standingIn(board, score).figures),
    }
  })
}
