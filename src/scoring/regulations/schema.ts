import { z } from 'zod'
import { Code, Day, ExternalId, Id, Instant, Line, QueryFlag } from '../../core/fields.ts'
import { REGULATION_STATES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { NEW_REGULATION_CHARACTERS_MAX } from '../check/load.ts'

const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,60}$/)
  .meta({ example: 'tongcheng-2019' })

export const NewRegulation = z
  .strictObject({
    name: Name,
    source: z
      .string()
      .min(1)
      .max(NEW_REGULATION_CHARACTERS_MAX)
      .meta({ description: 'The rules file, YAML.' }),
    options: z
      .record(z.string().max(60), Code)
      .default({})
      .meta({ description: 'Readings that are switched on, by clause.' }),
    reason: Line(500).nullable().default(null).meta({
      description: 'Why there is this version, such as the decision that asked for it.',
    }),
    effectiveFrom: Day.nullable().default(null).meta({
      description: 'Periods that begin before this day cannot be scored by it.',
    }),
    externalId: ExternalId.nullable().default(null),
  })
  .meta({
    id: 'NewRegulation',
    example: { name: 'tongcheng-2019', source: 'regulation: tongcheng-2019\n…', options: {} },
  })

export const Regulation = z
  .object({
    id: Id,
    name: z.string(),
    number: z.int().meta({ description: 'Version of this name, 1 for the first; a version never changes.' }),
    title: z.string(),
    source: z.string(),
    sourceHash: z.string().meta({ description: 'SHA-256 of the file.' }),
    options: z.record(z.string(), z.string()),
    state: coded(REGULATION_STATES),
    subject: z.string().nullable().meta({
      description: 'The kind of body that it scores; null where it scores members.',
    }),
    author: z.string().meta({ description: 'Who uploaded it: `user/<id>` or `key/<id>`.' }),
    reason: z.string().nullable(),
    effectiveFrom: Day.nullable(),
    approvedBy: z
      .string()
      .nullable()
      .meta({ description: 'Who activated it: another person than the author.' }),
    activatedAt: Instant.nullable(),
    externalId: z.string().nullable(),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Regulation' })

const UncountedKinds = z
  .array(z.string())
  .meta({ description: 'Kinds of fact that are recorded and that no clause counts.' })

/** A code of the committee's own that a regulation brings along. */
const Additions = z
  .array(
    z.object({
      catalogue: z.string(),
      code: z.string(),
      name: z.string(),
      class: z.string().nullable(),
      fields: z.record(z.string(), z.string()),
    }),
  )
  .meta({
    description:
      'Codes that the file brings along in `catalogues` and the committee does not have: activating it adds them.',
  })

export const AcceptAdditions = QueryFlag.optional().meta({
  description: 'That the codes which the file brings along are added to the catalogues of the committee.',
})

export const ActivatedRegulation = Regulation.extend({
  additions: Additions,
  uncountedKinds: UncountedKinds,
}).meta({
  id: 'ActivatedRegulation',
})

export const Validation = z
  .object({
    valid: z.boolean(),
    errors: z.array(
      z.object({
        line: z.int(),
        column: z.int(),
        pointer: z.string(),
        code: z.string(),
        zh: z.string(),
        en: z.string(),
      }),
    ),
    unknownCodes: z.array(z.object({ clause: z.string(), of: z.string(), code: z.string() })),
    additions: Additions,
    uncountedKinds: UncountedKinds,
  })
  .meta({ id: 'RegulationValidation' })

export const getRegulation = { operationId: 'getRegulation', response: Regulation }
