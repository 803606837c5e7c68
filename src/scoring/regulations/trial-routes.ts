import { z } from 'zod'
import { notFound } from '../../core/errors.ts'
import { BelowId, Id, IdParams } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import { differences, text } from '../check/difference.ts'
import { loadRegulation, NEW_REGULATION_CHARACTERS_MAX, REGULATION_CHARACTERS_MAX } from '../check/load.ts'
import { vocabularyOf } from '../store/vocabulary.ts'
import { tryInThread } from './in-thread.ts'

/** A regulation tried without the records of anybody: its cases, and what one version changed of another. */

const tag = 'regulations'
const Title = z.object({ zh: z.string(), en: z.string() })
const Source = z.string().min(1).max(NEW_REGULATION_CHARACTERS_MAX)
const Cases = z.string().min(1).max(REGULATION_CHARACTERS_MAX)

const Trial = z
  .strictObject({
    source: Source.meta({ description: 'The rules file, YAML.' }),
    cases: Cases.meta({ description: 'The file of cases beside it, YAML.' }),
  })
  .meta({
    id: 'RegulationCases',
    example: { source: 'regulation: tongcheng-2019\n…', cases: 'regulation: tongcheng-2019\nyear: 2019\n…' },
  })

const TrialError = z.object({
  file: z.enum(['source', 'cases']),
  line: z.int(),
  column: z.int(),
  pointer: z.string(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
})

const TrialResult = z
  .object({
    passed: z.int(),
    failed: z.int(),
    errors: z.array(TrialError).meta({ description: 'Why a file cannot be read; then no case was run.' }),
    cases: z.array(
      z.object({
        name: z.string(),
        shows: z.array(z.string()).meta({ description: 'Clauses and readings that the case is there for.' }),
        passed: z.boolean(),
        differences: z.array(
          z.object({ of: z.string(), expected: z.string(), got: z.string(), message: Title }),
        ),
      }),
    ),
  })
  .meta({ id: 'RegulationCasesResult' })

const Changes = z
  .object({
    before: z.object({ id: Id, name: z.string(), number: z.int() }),
    after: z.object({ id: Id, name: z.string(), number: z.int() }),
    changes: z.array(
      z.object({
        of: z.string().meta({ description: 'What differs.', example: 'clauses/TC-04' }),
        kind: z.enum(['added', 'removed', 'changed']),
        slots: z.array(
          z.object({
            slot: z.string().meta({ example: 'points' }),
            before: z.string().meta({ description: 'As JSON; a dash where there was none.' }),
            after: z.string(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'RegulationChanges', description: 'In clauses, not in lines of text.' })

const params = IdParams

export function regulationTrialRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/regulations/test',
      operationId: 'testRegulation',
      summary: 'Run the cases of a rules file; nothing is stored',
      tag,
      permission: 'regulations.read',
      body: Trial,
      bodyMax: 2_000_000,
      response: TrialResult,
      failures: [],
      read: async ({ storage, committeeId, body: { source, cases } }) => ({
        body: await tryInThread(source, cases, await vocabularyOf(storage, committeeId)),
      }),
    }),
    route({
      method: 'GET',
      path: '/regulations/:id/differences',
      operationId: 'compareRegulations',
      summary: 'What a version changed of another one, clause by clause',
      tag,
      permission: 'regulations.read',
      params,
      query: z.strictObject({
        before: Id.meta({ description: 'The version to compare with.' }),
        committeeId: BelowId,
      }),
      response: Changes,
      failures: ['not_found'],
      read: async ({ storage, committeeId, params: { id }, query }) => {
        const version = async (of: string) => {
          const row = await findRow(inCommittee(storage, committeeId), 'regulations', of)
          const loaded = row && loadRegulation(row.source)
          if (!row || !loaded?.ok) throw notFound('regulation', of)
          const named = { id: row.id, name: row.name, number: row.number }
          return { named, regulation: loaded.regulation, source: row.source }
        }
        const [before, after] = [await version(query.before), await version(id)]
        const changes = differences(before, after).map(({ slots, ...change }) => ({
          ...change,
          slots: slots.map((one) => ({ slot: one.slot, before: text(one.before), after: text(one.after) })),
        }))
        return { body: { before: before.named, after: after.named, changes } }
      },
    }),
  ]
}
