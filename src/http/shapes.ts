import { z } from 'zod'
import { fieldsIn, innerOf } from '../core/bare.ts'
import { Id, Instant } from '../core/fields.ts'
import type { TableName } from '../storage/tables.ts'
import { partOf } from './merge-patch.ts'
import { PageQuery, page } from './paging.ts'
import type { Fields, Resource } from './record.ts'

/** The shapes of a record, derived from what its resource declares: as it is sent, changed and answered. */

/** Present in every record's answer. */
const Bookkeeping = {
  externalId: z.string().nullable(),
  version: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
  deletedAt: Instant.nullable(),
}

const outputs = new WeakMap<object, z.ZodObject>()

/** The record as it is answered: one schema, however many routes answer with it. */
export function outputOf<N extends TableName>(resource: Resource<N>): z.ZodObject {
  let output = outputs.get(resource)
  if (!output) {
    output = shapeOf(resource)
    outputs.set(resource, output)
  }
  return output
}

function shapeOf<N extends TableName>(resource: Resource<N>): z.ZodObject {
  const masked = resource.personal ? { maskedFields: z.array(z.string()) } : {}
  const input = Object.fromEntries(
    Object.entries(fieldsIn(resource.input)).map(([name, field]) => {
      const shown = withoutDefault(field)
      // What is withheld is null, also where a record always has it.
      return [name, resource.personal?.includes(name) && !shown.isNullable() ? shown.nullable() : shown]
    }),
  )
  return z
    .object({ id: Id, ...input, ...resource.output.shape, ...masked, ...Bookkeeping })
    .meta({ id: resource.one.PascalCase })
}

/** What a client may leave out, the answer still has. */
function withoutDefault(field: z.ZodType): z.ZodType {
  const inner = innerOf(field)
  if (!inner || field instanceof z.ZodNullable) return field
  return field instanceof z.ZodOptional ? withoutDefault(inner).nullable() : withoutDefault(inner)
}

type Patched = Pick<Resource<TableName>, 'input' | 'fixed' | 'one' | 'example'>

/** Every field may be left out of a patch; one that may be null is cleared by null (RFC 7396). */
function patchOf(resource: Patched): z.ZodObject {
  const fields = Object.entries(fieldsIn(resource.input)).filter(([name]) => !resource.fixed?.includes(name))
  return z
    .strictObject(
      Object.fromEntries(fields.map(([name, field]) => [name, partOf(withoutDefault(field)).optional()])),
    )
    .meta({ id: `${resource.one.PascalCase}Patch`, example: patchExample(resource) })
}

/** One field of the example that may change. */
function patchExample(resource: Patched): Fields {
  const fields = Object.entries(resource.example).filter(([name]) => !resource.fixed?.includes(name))
  return Object.fromEntries(fields.slice(0, 1))
}

/**
 * What the five routes take and answer, each made when it is first asked for: of all that a server could be asked, most
 * is never asked, and a shape costs memory for each of its fields.
 */
export function shapesOf<N extends TableName>(resource: Resource<N>) {
  const { PascalCase } = resource.one
  return {
    query: once(() => PageQuery.extend(resource.filters?.shape ?? {})),
    page: once(() => page(outputOf(resource), `${PascalCase}Page`)),
    create: once(() => resource.input.meta({ id: `New${PascalCase}`, example: resource.example })),
    patch: once(() => patchOf(resource)),
  }
}

/** Made when it is first asked for, and kept. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
