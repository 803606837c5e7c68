import { z } from 'zod'
import type { Fields } from './record.ts'
import { validated } from './validate.ts'

/** Merge patches (RFC 7396): null removes a name, objects merge, everything else is replaced. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: Fields = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name]
    else result[name] = merged(result[name], value)
  }
  return result
}

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

interface Definition {
  type: string
  innerType: z.ZodType
  keyType: z.ZodType<string, string>
  valueType: z.ZodType
  options: readonly z.ZodType[]
  catchall?: z.ZodType
}

/** What a patch may say of a field: of an object any part of it, and null for what is to go. */
export function partOf(field: z.ZodType): z.ZodType {
  const def = field.def as unknown as Definition
  // A default would be taken for what the patch says, and undo what the record holds.
  if (def.type === 'optional' || def.type === 'default') return partOf(def.innerType)
  if (def.type === 'nullable') return partOf(def.innerType).nullable()
  if (def.type === 'union') return z.union(def.options.map(partOf))
  if (def.type === 'record') return z.record(def.keyType, partOrNull(def.valueType))
  if (def.type !== 'object') return field
  const shape = Object.entries((field as z.ZodObject).shape as Record<string, z.ZodType>)
  const parts = z.object(Object.fromEntries(shape.map(([name, part]) => [name, partOrNull(part).optional()])))
  return def.catchall ? parts.catchall(def.catchall) : parts
}

function partOrNull(field: z.ZodType): z.ZodType {
  const part = partOf(field)
  return part.def.type === 'nullable' ? part : part.nullable()
}

/** The patch with its objects whole again, each as the record holds it and the patch changes it. */
export function wholeFields(input: z.ZodObject, before: Fields, patch: Fields): Fields {
  const objects = Object.entries(patch).filter(([, value]) => isObject(value))
  if (objects.length === 0) return { ...patch }
  const whole = Object.fromEntries(objects.map(([name, value]) => [name, merged(before[name], value)]))
  const shape = z.object(Object.fromEntries(objects.map(([name]) => [name, input.shape[name]])))
  return { ...patch, ...(validated({ body: shape }, { query: {}, body: whole }).body as Fields) }
}
