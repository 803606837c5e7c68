import { z } from 'zod'

/** The forms of what is read by its own shape, by which the schema for editors tells it. */
export const formsOf = new WeakMap<object, { name: string; forms: readonly z.ZodType[] }>()

/** Reads a value in the form that its own shape asks for, so that an error speaks of that form alone. */
export function shaped<Output, F extends readonly z.ZodType<Output>[]>(
  name: string,
  forms: readonly [...F],
  pick: (value: unknown, ...forms: F) => z.ZodType<Output>,
): z.ZodType<Output> {
  const schema = z.unknown().transform((value, context): Output => {
    const result = pick(value, ...(forms as unknown as F)).safeParse(value)
    if (result.success) return result.data
    for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as never)
    return z.NEVER
  })
  formsOf.set(schema, { name, forms })
  return schema
}
