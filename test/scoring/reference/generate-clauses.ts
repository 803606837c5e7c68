import fc, { type Arbitrary } from 'fast-check'
import type { Clause, Combine, Counts, Ladder } from './format.ts'
import { COUNTED, MEETING_OUTCOMES, SESSION_OUTCOMES, whose } from './generate-counts.ts'
import { FORMS, LEVELS, MEETINGS, OCCASIONS, RATERS, STATUSES, TYPES, UNITS } from './generate-facts.ts'
import {
  cap,
  crossTable,
  figures,
  filter,
  floor,
  ladder,
  oneOf,
  rarely,
  some,
  table,
} from './generate-words.ts'

/** Random clauses that give points for facts one by one. */

const shares = fc.oneof(
  fc.constant('first_only'),
  fc.record({ each: fc.constantFrom('whole', 'equal') }),
  fc.record({ each: fc.constantFrom('whole', 'equal'), limit: fc.constantFrom(2, 3) }),
  fc.record({ first: fc.constantFrom('1/2', 1, '1/3'), others: fc.constantFrom('rest', 'none', '1/4') }),
  fc.constant({ first: 0, others: 1 }),
)
const combine: Arbitrary<Combine> = fc.constantFrom<Combine[]>(
  ...(['average', 'median', 'highest', 'lowest', 'latest', 'trimmed'] as const),
  { by: 'role', weights: { public: '3/10', panel: '7/10' } },
  { by: 'role', weights: { panel: '1/2' } },
)
const numbers = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.constant({ once: true }),
  fc.constantFrom(2, 3).map((from) => ({ from })),
  fc.constantFrom(1, 2).map((upTo) => ({ upTo })),
  fc.constantFrom({ from: 2, upTo: 2 }, { from: 2, upTo: 3 }),
  fc.constant({ fullAt: 2 }),
  { weight: 2, arbitrary: combine.map((one) => ({ combine: one })) },
  fc
    .tuple(
      fc.constantFrom<unknown>(1, 2, { body: { culture: 2, economy: 1 }, others: 0 }),
      some({ missing: fc.constantFrom(-1, '-3/2'), more: fc.constantFrom(1, 2) }),
      rarely({ shrinks: fc.constantFrom('down', 'half_up', 'up') }),
    )
    .filter(([, steps]) => Object.keys(steps).length > 0)
    .map(([count, steps, shrinks]) => ({ wanted: { count, ...steps, ...shrinks } })),
)
const window = fc.constantFrom('month', 'quarter', 'half_year', 'term', 'term', 'term')
const quantityIn = (units: readonly string[]) =>
  oneOf(units).chain((unit) =>
    fc.oneof(
      fc.constant(unit),
      fc
        .constantFrom('exact', 'down', 'up', undefined)
        .chain((round) =>
          fc.constantFrom(2, '3/2', 0.5).map((each) => ({ unit, each, ...(round && { round }) })),
        ),
    ),
  )

const byOutcome = fc
  .tuple(fc.constantFrom('meeting', 'session'), rarely({ meeting: filter(MEETINGS) }))
  .chain(([per, where]) =>
    table('outcome', per === 'session' ? SESSION_OUTCOMES : MEETING_OUTCOMES).map(
      (points): [unknown, unknown] => [
        {
          counts: 'attendance',
          ...(per === 'session' && { per }),
          ...(Object.keys(where).length > 0 && { where }),
        },
        points,
      ],
    ),
  )
const flatOr = (...tables: Arbitrary<unknown>[]) =>
  fc.oneof({ weight: 2 * tables.length, arbitrary: figures as Arbitrary<unknown> }, ...tables)
const points: { [kind: string]: Arbitrary<unknown> } = {
  attendance: flatOr(table('type', MEETINGS)),
  proposal: fc.oneof({ weight: 3, arbitrary: ladder(STATUSES['proposal']!) as Arbitrary<unknown> }, figures),
  opinion: fc.oneof(
    { weight: 3, arbitrary: ladder(STATUSES['opinion']!) as Arbitrary<unknown> },
    figures,
    table('level', LEVELS),
  ),
  speech: flatOr(
    table('form', FORMS),
    table('occasion', OCCASIONS),
    table('role', ['speaker']),
    crossTable(['form', FORMS], ['occasion', OCCASIONS]),
  ),
  service: flatOr(table('type', TYPES['service']!)),
  recognition: flatOr(
    table('level', LEVELS),
    table('class', ['reward', 'penalty']),
    crossTable(['class', ['reward', 'penalty']], ['level', LEVELS]),
  ),
  record: flatOr(table('type', TYPES['record']!)),
  assessment: flatOr(table('role', RATERS)),
}
const drawn = (kind: string): Arbitrary<[unknown, unknown]> => {
  const plain = fc.tuple(COUNTED[kind]!, points[kind]!)
  return kind === 'attendance' ? fc.oneof({ weight: 3, arbitrary: plain }, byOutcome) : plain
}

const SHARED = ['proposal', 'opinion', 'service']

export const clausesOf = (kinds: readonly string[], ofBodies: boolean): Arbitrary<Clause> =>
  oneOf(kinds).chain((kind) =>
    fc
      .tuple(
        drawn(kind),
        whose(ofBodies),
        numbers,
        rarely({ window, cap, floor }),
        SHARED.includes(kind) ? some({ share: shares }) : fc.constant({}),
        UNITS[kind] ? some({ quantity: quantityIn(UNITS[kind]) }) : fc.constant({}),
      )
      .map(([[counts, award], persons, number, limits, share, quantity]): Clause => {
        const worth = persons.of ? withoutRepeat(award) : award
        const clause = { title: 'c', ...(counts as Counts), ...persons, points: worth, ...limits }
        const { combine: several } = number as { combine?: Combine }
        // Not compared: the number of a record of which several people of a body have a share each; the guide does not say
        // whether it is one record then.
        if (persons.of && 'share' in share && !several)
          return taken({ ...clause, ...share, ...quantity } as Clause)
        // The kind of a rater is told of assessments alone.
        const one = typeof several === 'object' && kind !== 'assessment' ? { combine: 'average' } : number
        return taken({ ...clause, ...one, ...share, ...quantity } as Clause)
      }),
  )

/**
 * Not compared: a status that counts several times, where the record is one of the people of a body. The engine takes the
 * second time for another person's copy of the same record.
 */
function withoutRepeat(award: unknown): unknown {
  if (typeof award !== 'object' || award === null || !('repeat' in award)) return award
  const { repeat: _, ...once } = award
  return once
}

/**
 * Without what the loader refuses: numbers of a ladder, amounts of one, a window of nothing. Not compared: the number of a
 * record of which a status counts several times; by the guide a record has one number, the engine numbers each time.
 */
export function taken(clause: Clause): Clause {
  const { once, from, upTo, fullAt, combine: several, wanted, quantity, ...plain } = clause
  const { ladder: rungs, steps, repeat } = clause.points as Partial<Ladder>
  const number = {
    ...(once && { once }),
    ...(from && { from }),
    ...(upTo && { upTo }),
    ...(fullAt && { fullAt }),
  }
  const kept = {
    ...((rungs ?? []).length < 2 && repeat === undefined && number),
    ...(several && !rungs && { combine: several }),
    ...(wanted && !isDoubtful(clause, steps) && { wanted }),
  }
  const limited = Object.keys(kept).length > 0 || plain.cap !== undefined || plain.floor !== undefined
  const { window: during, ...unwindowed } = plain
  const windowed = during !== undefined && limited && !(during === 'term' && 'wanted' in kept)
  return {
    ...unwindowed,
    ...(windowed && { window: during }),
    ...kept,
    ...(quantity !== undefined && !rungs && { quantity }),
  } as Clause
}

/**
 * Not compared: a number that is wanted, of records whose best step alone counts. The guide does not say whether a record
 * is there in a part of the year in which it reached a step that adds nothing. And a number that is wanted beside a share
 * of which the first has nothing, or of the people of a body who are told by `who`: by the guide what is missing costs its
 * step, the engine leaves it out.
 */
const isDoubtful = ({ share, of, who }: Clause, steps: string | undefined): boolean =>
  steps === 'highest' ||
  (of !== undefined && who !== undefined) ||
  (typeof share === 'object' && 'first' in share && share.first === 0)
