import { z } from 'zod'
import { ruleViolation } from '../../core/errors.ts'
import { Code, Id } from '../../core/fields.ts'
import { turnYielder } from '../../core/yielding.ts'
import { type Route, route } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import { rank } from '../apply/rank.ts'
import { effectsOf, type Outcome } from '../apply/simulation.ts'
import { type Board, keepCompiled, standingIn } from '../boards/board.ts'
import type { Boards } from '../boards/boards.ts'
import { scoredPeriod } from '../boards/periods.ts'
import { NEW_REGULATION_CHARACTERS_MAX } from '../check/load.ts'
import { vocabularyOf } from '../store/vocabulary.ts'
import { checkInThread } from './in-thread.ts'
import { refuseInvalid, validationOf } from './service.ts'

const Side = z
  .object({ total: z.number(), rank: z.int().nullable(), grade: z.string().nullable() })
  .nullable()
  .meta({ id: 'SimulatedSide' })

const Simulation = z
  .object({
    members: z.int().meta({ description: 'Who is scored under either of the two.' }),
    up: z.int(),
    down: z.int(),
    regraded: z.int().meta({ description: 'Whose grade differs.' }),
    effects: z
      .array(
        z.object({
          memberId: Id,
          memberNo: z.string(),
          name: z.string(),
          before: Side,
          after: Side,
          moved: z.number().meta({ description: 'How much the total moves.' }),
          clauses: z
            .array(z.object({ clause: z.string(), before: z.number(), after: z.number() }))
            .meta({ description: 'Clauses and allotments whose points differ.' }),
        }),
      )
      .meta({ description: 'Only who moves in total, rank or grade; who moves most comes first.' }),
  })
  .meta({ id: 'RegulationSimulation' })

const Draft = z
  .strictObject({
    periodId: Id.meta({ description: 'The period whose facts are scored both ways.' }),
    source: z.string().min(1).max(NEW_REGULATION_CHARACTERS_MAX).meta({ description: 'The draft, YAML.' }),
    options: z.record(z.string().max(60), Code).default({}),
  })
  .meta({
    id: 'RegulationDraft',
    example: {
      periodId: '0197f6a0-0000-7000-8000-000000000001',
      source: 'regulation: draft\n…',
      options: {},
    },
  })

/** A draft against the real year. Nothing is stored. */
export function simulateRoute(boards: Boards): Route {
  return route({
    method: 'POST',
    path: '/regulations/simulate',
    operationId: 'simulateRegulation',
    summary: 'What a draft would change in a period: who moves, by how much, through which clause',
    tag: 'regulations',
    permission: 'regulations.simulate',
    body: Draft,
    bodyMax: 2_000_000,
    response: Simulation,
    failures: ['not_found', 'regulation_invalid', 'rule_violation'],
    read: async ({ storage, committeeId, body }) => {
      const checked = await checkInThread(body.source, body.options, await vocabularyOf(storage, committeeId))
      refuseInvalid(await validationOf(storage, committeeId, checked))
      const { key } = await scoredPeriod(storage, committeeId, body.periodId)
      const { regulation } = checked.read!
      const { subject } = regulation
      if (subject !== undefined) throw ofBodies(subject)
      const draft = { ...key, regulationId: 'draft', source: body.source, options: body.options }
      keepCompiled(draft, regulation)
      const turn = turnYielder()
      const before = outcomesOf(await boards.read(key))
      await turn()
      const after = outcomesOf(await boards.once(draft))
      await turn()
      const { effects, ...counts } = effectsOf(before, after)
      await turn()
      const names = await namesOf(storage, committeeId)
      return { body: { ...counts, effects: effects.map((one) => ({ ...one, ...names.get(one.memberId)! })) } }
    },
  })
}

const ofBodies = (subject: string) =>
  ruleViolation(
    'regulations.of_members',
    {
      en: `This draft scores bodies (${subject}): only one that scores members is tried on a period`,
      zh: `该草案给组织（${subject}）计分；只有给委员计分的规则可以试算`,
    },
    '/source',
  )

function outcomesOf(board: Board): Outcome[] {
  const { from, to } = board.period
  const there = [...board.members.values()].filter(
    ({ member }) => member.validFrom <= to && (member.validTo === null || member.validTo >= from),
  )
  const places = rank(
    there.map(({ member, total, ties }) => ({ memberId: member.id, ranked: member.ranked, total, ties })),
  )
  const rankOf = new Map(places.map(({ memberId, rank: place }) => [memberId, place]))
  return there.map((score) => ({
    memberId: score.member.id,
    rank: rankOf.get(score.member.id) ?? null,
    total: score.total,
    grade: standingIn(board, score).grade,
    lines: score.lines,
  }))
}

async function namesOf(
  storage: Storage,
  committeeId: string,
): Promise<Map<string, { memberNo: string; name: string }>> {
  const rows = await from(inCommittee(storage, committeeId), 'members').pick('id', 'memberNo', 'name')
  return new Map(rows.map(({ id, ...named }) => [id, named]))
}
