import { z } from 'zod'
import { AppError, type FieldError } from '../core/errors.ts'
import { TrialQuery } from '../core/fields.ts'
import { append } from '../core/long-lists.ts'
import type { Tx } from '../storage/storage.ts'
import type { TableName } from '../storage/tables.ts'
import { plural, refusalsOf } from './endpoints.ts'
import { createRecord, type Fields, presented, type Resource } from './record.ts'
import { type Context, type Route, route } from './route.ts'
import { once, outputOf } from './shapes.ts'

const BATCH_MAX = 1_000

/** `POST /things/batch`: all or nothing; every item that is wrong is named by its place. */
export function batchRoute<N extends TableName>(resource: Resource<N>): Route {
  const { one, path, permission } = resource
  const Names = plural(one.PascalCase)
  const shapes = {
    body: once(() =>
      z
        .strictObject({ items: z.array(resource.input).min(1).max(BATCH_MAX) })
        .meta({ id: `New${Names}`, example: { items: [resource.example] } }),
    ),
    response: once(() =>
      z.object({ items: z.array(outputOf(resource)) }).meta({ id: `${one.PascalCase}Batch` }),
    ),
  }
  return route({
    method: 'POST',
    path: `${path}/batch`,
    operationId: `create${Names}`,
    summary: `Record up to ${BATCH_MAX} at once, all or none`,
    tag: path.slice(1),
    permission: permission.write,
    query: TrialQuery,
    get body() {
      return shapes.body()
    },
    bodyMax: 8_388_608,
    status: 201,
    get response() {
      return shapes.response()
    },
    idempotency: 'required',
    failures: refusalsOf(resource).create,
    write: async (tx, context) => {
      const rows = await createAll(tx, resource, context.body.items, context)
      return { body: { items: await presented(resource, context, rows, tx) } }
    },
  })
}

async function createAll<N extends TableName>(
  tx: Tx,
  resource: Resource<N>,
  items: Fields[],
  context: Context,
) {
  const rows = []
  const errors: FieldError[] = []
  let first: AppError | undefined
  for (const [index, item] of items.entries()) {
    try {
      rows.push(await createRecord(tx, resource, item, context))
    } catch (error) {
      // A key that the engine refused ends the transaction at once; our own rules go on to name the other items.
      if (!(error instanceof AppError)) throw error
      first ??= error
      append(errors, placed(error, index))
    }
  }
  if (!first) return rows
  const { en, zh } = first.detail
  throw new AppError(
    first.code,
    {
      en: `${errors.length} errors, nothing was recorded; first: ${en}`,
      zh: `有 ${errors.length} 处错误，未写入任何内容；第一处：${zh}`,
    },
    { errors },
  )
}

function placed(error: AppError, index: number): FieldError[] {
  const own = error.extras.errors ?? [{ pointer: '', code: error.code, detail: error.detail.en }]
  return own.map((error) => ({ ...error, pointer: `/items/${index}${error.pointer ?? ''}` }))
}
