/**
 * Rules across fields as JSON Schema (2020-12), for `.meta` beside the check that applies them: the contract says them
 * where a client is made from it.
 */

/** Exactly one of these fields is sent. */
export const exactlyOne = (...names: readonly string[]) => ({
  oneOf: names.map((name) => ({ required: [name] })),
})

/** None of these fields is sent. */
export const noneOf = (...names: readonly string[]) => ({
  not: { anyOf: names.map((name) => ({ required: [name] })) },
})

/** Where a field has one of these values (or, with `else`, has not), more holds. */
export const when = (
  field: string,
  values: readonly string[],
  then: Record<string, unknown>,
  otherwise?: Record<string, unknown>,
) => ({
  if: { properties: { [field]: { enum: values } }, required: [field] },
  then,
  ...(otherwise ? { else: otherwise } : {}),
})
