import type { Condition } from '../storage/list.ts'

/** What nearly every list is filtered by, from the parameters that were sent. */

type Query = Record<string, unknown>

/** A parameter by the name of a column asks for its value. */
export const equalTo = (query: Query, columns: readonly string[]): Condition[] =>
  columns.flatMap((column): Condition[] => {
    const value = query[column]
    return typeof value === 'string' || typeof value === 'number' ? [{ column, op: '=', value }] : []
  })

/** `from` and `to`, both counted. */
export function withinDays({ from, to }: Query, column: string): Condition[] {
  const where: Condition[] = []
  if (typeof from === 'string') where.push({ column, op: '>=', value: from })
  if (typeof to === 'string') where.push({ column, op: '<=', value: to })
  return where
}

/** `q` is a part of the text. */
export const containing = ({ q }: Query, column: string): Condition[] =>
  typeof q === 'string' ? [{ column, op: 'contains', value: q }] : []
