import { AppError, unknownReference } from '../../core/errors.ts'
import type { RouteOf } from '../../http/operation.ts'
import { type Call, readAs } from '../../http/operations.ts'

/** What a read answers; what is not there is told as the field that names it. */
export async function answeredFor<A>(pointer: string, id: string, route: RouteOf<A>, call: Call): Promise<A> {
  try {
    return (await readAs(route, call)).body
  } catch (error) {
    const gone = error instanceof AppError && ['not_found', 'gone'].includes(error.code)
    throw gone ? unknownReference(pointer, id) : error
  }
}
