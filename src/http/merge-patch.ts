import { z } from 'zod'
import { fieldsIn, innerOf, partIn } from '../core/bare.ts'
import { isRecord } from '../core/records.ts'
import type { Fields } from './record.ts'
import { bodyOf } from './validate.ts'

/** Merge patches (RFC 7396): null removes a name, objects merge, everything else is replaced. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const result: Fields = isRecord(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name]
    else result[name] = merged(result[name], value)
  }
  return result
}

/** What a patch may say of a field: of an object any part of it, and null for what is to go. */
export function partOf(field: z.ZodType): z.ZodType {
  const inner = innerOf(field)
  // A default would be taken for what the patch says, and undo what the record holds.
  if (inner) return field instanceof z.ZodNullable ? partOf(inner).nullable() : partOf(inner)
  if (field instanceof z.ZodUnion) return z.union(field.options.map((option) => partOf(partIn(option))))
  if (field instanceof z.ZodRecord) return z.record(field.keyType, partOrNull(partIn(field.valueType)))
  if (!(field instanceof z.ZodObject)) return field
  const shape = Object.entries(fieldsIn(field))
  const parts = z.object(Object.fromEntries(shape.map(([name, part]) => [name, partOrNull(part).optional()])))
  const { catchall } = field.def
  return catchall ? parts.catchall(catchall) : parts
}

function partOrNull(field: z.ZodType): z.ZodType {
  const part = partOf(field)
  return part.def.type === 'nullable' ? part : part.nullable()
}

/** The patch with its objects whole again, each as the record holds it and the patch changes it. */
export function wholeFields(input: z.ZodObject, before: Fields, patch: Fields): Fields {
  const objects = Object.entries(patch).filter(([, value]) => isRecord(value))
  if (objects.length === 0) return { ...patch }
  const whole = Object.fromEntries(objects.map(([name, value]) => [name, merged(before[name], value)]))
  const fields = fieldsIn(input)
  const shape = z.object(Object.fromEntries(objects.map(([name]) => [name, fields[name]!])))
  return { ...patch, ...bodyOf(shape, whole) }
}
