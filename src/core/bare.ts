import { z } from 'zod'

/**
 * Schemas below others. Zod types the parts of a schema by the core that its flavours share; ours are of the classic one,
 * which is looked at here, once.
 */

/** A part of a schema. */
export function partIn(part: z.core.$ZodType): z.ZodType {
  if (part instanceof z.ZodType) return part
  throw new Error('A schema has a part that zod did not make')
}

/** What a schema stands for that may be null, left out or has a default; undefined for every other one. */
export const innerOf = (type: z.ZodType): z.ZodType | undefined =>
  type instanceof z.ZodOptional || type instanceof z.ZodNullable || type instanceof z.ZodDefault
    ? partIn(type.unwrap())
    : undefined

/** A schema without null, absence and default. */
export function bare(type: z.ZodType): z.ZodType {
  const inner = innerOf(type)
  return inner ? bare(inner) : type
}

/** The fields of an object; none of anything else. */
export const fieldsIn = (type: z.ZodType | undefined): Readonly<Record<string, z.ZodType>> =>
  type instanceof z.ZodObject ? type.shape : {}
