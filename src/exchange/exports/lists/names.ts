import { AppError } from '../../../core/errors.ts'
import type { Operation } from '../../../http/operation.ts'
import { type Call, type Operations, readAs } from '../../../http/operations.ts'
import { type TargetName, targetNamed } from './references.ts'

/** What the records behind ids are called, asked of their own reads: who may not see a record gets no name. */

/** Names in memory; far more than the members, meetings and bodies of a term. */
const KNOWN_MAX = 20_000

type Known = Readonly<Record<string, unknown>>
export type Names = (target: TargetName, id: string) => Promise<Known>

export function namesFor(operations: Operations, call: Omit<Call, 'params' | 'query'>): Names {
  const known = new Map<string, Known>()
  const read = async (target: TargetName, id: string): Promise<Known> => {
    const key = `${target}/${id}`
    const before = known.get(key)
    if (before) return before
    const found = await asked(target, id)
    if (known.size >= KNOWN_MAX) known.delete(known.keys().next().value!)
    known.set(key, found)
    return found
  }
  const asked = async (target: TargetName, id: string): Promise<Known> => {
    const { operation, fields, through } = targetNamed(target)
    const body = await bodyOf(operations, operation, { ...call, params: { id } })
    const names: Record<string, unknown> = {}
    for (const field of fields) names[field] = body[field]
    const further = through && body[through.field]
    if (through && typeof further === 'string') {
      const behind = await read(through.target, further)
      for (const [field, value] of Object.entries(behind)) names[`${through.target}.${field}`] = value
    }
    return names
  }
  return read
}

/** What is withdrawn, merged away or not theirs to see has no name. */
async function bodyOf(operations: Operations, operation: Operation<Known>, call: Call): Promise<Known> {
  try {
    return (await readAs(operations.of(operation), call)).body
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'gone', 'forbidden'].includes(error.code)) return {}
    throw error
  }
}
