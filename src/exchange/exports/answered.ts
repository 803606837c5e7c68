import { AppError, unknownReference } from '../../core/errors.ts'
import { type Call, readAs } from '../../http/operations.ts'
import type { Route } from '../../http/route.ts'

/** What a read answers; what is not there is told as the field that names it. */
export async function answeredFor(pointer: string, id: string, route: Route, call: Call): Promise<unknown> {
  try {
    return (await readAs(route, call)).body
  } catch (error) {
    const gone = error instanceof AppError && ['not_found', 'gone'].includes(error.code)
    throw gone ? unknownReference(pointer, id) : error
  }
}
