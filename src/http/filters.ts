import type { Condition } from '../storage/list.ts'

/** What nearly every list is filtered by, from the parameters that were sent. */

type Query = Record<string, unknown>

/** A parameter by the name of a column asks for its value. */
export const equalTo = (query: Query, columns: readonly string[]): Condition[] =>
  columns.flatMap((column): Condition[] =>
    query[column] === undefined ? [] : [{ column, op: '=', value: query[column] as string | number }],
  )

/** `from` and `to`, both counted. */
export function withinDays({ from, to }: Query, column: string): Condition[] {
  const where: Condition[] = []
  if (from !== undefined) where.push({ column, op: '>=', value: from as string })
  if (to !== undefined) where.push({ column, op: '<=', value: to as string })
  return where
}

/** `q` is a part of the text. */
export const containing = ({ q }: Query, column: string): Condition[] =>
  q === undefined ? [] : [{ column, op: 'contains', value: q as string }]
