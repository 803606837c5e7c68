import { z } from 'zod'
import type { ErrorCode } from '../../core/errors.ts'
import { Day } from '../../core/fields.ts'
import { checkNotBefore, movedTo } from '../../core/moves.ts'
import { textIn } from '../../core/text-in.ts'
import type { Action, Fields } from '../../http/record.ts'
import type { Context } from '../../http/route.ts'
import type { Tx } from '../../storage/storage.ts'
import { definitions, type Row, type TableName } from '../../storage/tables.ts'
import { checkOpen } from '../open-period.ts'

/**
 * The life of a record as a table of its steps: from which states each starts, where it leads, on which day, after which
 * other day, and what it sets. What all steps do is here once; what one alone does it says in `also`.
 */
export interface Life<N extends TableName> {
  /** The column of the state. */
  column?: Column<N>
  /** The state of a new record. */
  first?: string
  /** The rule that a day breaks which lies before the step that it follows. */
  order?: string
  steps: Readonly<Record<string, Step<N>>>
}

type Column<N extends TableName> = keyof Row<N> & string

export interface Step<N extends TableName> {
  from: readonly string[]
  /** Without it, the record stays in its state. */
  to?: string
  summary: string
  /** Of whoever writes the record, if nothing else is said. */
  permission?: string
  /** As the event is named, where it is not the verb with `-ed`. */
  past?: string
  operationId?: string
  /** The column of its day, which the body names. */
  on?: Column<N>
  /** The column of the day that it may not lie before. */
  after?: Column<N>
  /** Columns with days that a closed period guards; of its own day, the one that is sent and the one that it replaces. */
  guards?: readonly Column<N>[]
  /** What is sent, where it is more than the day. Fields that are columns are set. */
  body?: z.ZodObject
  example?: Fields
  /** Field of the body → column, where they are not called the same. */
  sets?: Readonly<Record<string, Column<N>>>
  /** Columns that it empties. */
  clears?: readonly Column<N>[]
  refuses?: readonly ErrorCode[]
  /** Refuses whom the step is not for, before its state is told. */
  may?(tx: Tx, row: Row<N>, context: Context): Promise<unknown>
  also?(tx: Tx, row: Row<N>, body: Fields, context: Context): Promise<Partial<Row<N>> | undefined>
}

/** What is sent with a step, and what the step does with it beside what all of them do. */
export const withBody = <N extends TableName, B extends z.ZodObject>(
  _table: N,
  body: B,
  also: (tx: Tx, row: Row<N>, body: z.output<B>, context: Context) => Promise<Partial<Row<N>> | undefined>,
) => ({ body, also })

/** The verbs of a life, in the order of its table. */
export const stepsOf = <N extends TableName>(
  { table, one, permission }: { table: N; one: { PascalCase: string }; permission: { write: string } },
  life: Life<N>,
): Action<N>[] =>
  Object.entries(life.steps).map(([verb, step]): Action<N> => {
    const operationId = step.operationId ?? `${camelCase(verb)}${one.PascalCase}`
    const body = step.body ?? dayBody(step, operationId)
    return {
      verb,
      operationId,
      summary: step.summary,
      permission: step.permission ?? permission.write,
      failures: failuresOf(step),
      run: (tx, row, sent, context) => take(table, life, verb, tx, row, sent, context),
      ...(step.past ? { past: step.past } : {}),
      ...(body ? { body } : {}),
    }
  })

const dayBody = <N extends TableName>(
  { on, example }: Step<N>,
  operationId: string,
): z.ZodObject | undefined =>
  on &&
  z
    .strictObject({ [on]: Day })
    .meta({ id: operationId[0]!.toUpperCase() + operationId.slice(1), ...(example ? { example } : {}) })

const failuresOf = <N extends TableName>({ after, guards, refuses }: Step<N>): ErrorCode[] => [
  'state_conflict',
  ...(after ? (['rule_violation'] as const) : []),
  ...(guards ? (['period_closed'] as const) : []),
  ...(refuses ?? []),
]

async function take<N extends TableName>(
  table: N,
  life: Life<N>,
  verb: string,
  tx: Tx,
  row: Row<N>,
  body: Fields,
  context: Context,
): Promise<Partial<Row<N>>> {
  const { on, after, guards, sets, clears, may, also } = life.steps[verb]!
  await may?.(tx, row, context)
  const column = life.column ?? 'state'
  const was: Fields = row
  const state = movedTo(life.steps, String(was[column]), verb)
  if (on && after) checkNotBefore(life.order!, on, String(body[on]), textIn(was, after))
  if (guards) {
    const sent = on && guards.includes(on) ? [textIn(body, on)] : []
    await checkOpen(tx, ...sent, ...guards.map((each) => textIn(was, each)))
  }
  const own = await also?.(tx, row, body, context)
  const patch: Record<string, unknown> = { [column]: state }
  for (const [field, value] of Object.entries(body)) {
    const target = sets?.[field] ?? field
    if (value !== undefined && target in definitions[table].columns) patch[target] = value
  }
  for (const emptied of clears ?? []) patch[emptied] = null
  // Its keys are columns of the table, and its values what its schema has read.
  return { ...patch, ...own } as Partial<Row<N>>
}

const camelCase = (verb: string): string =>
  verb.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
