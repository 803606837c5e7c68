/** Records whose keys are known to the compiler, which `Object.keys` and its like forget. */

export const keysOf = <R extends object>(record: R): (keyof R & string)[] =>
  Object.keys(record) as (keyof R & string)[]

/** A key with its own value. */
type Entry<R extends object> = { [K in keyof R & string]-?: [key: K, value: Required<R>[K]] }[keyof R &
  string]

/** Keys with their values; what is optional and not there has none. */
export const entriesOf = <R extends object>(record: R): Entry<R>[] => Object.entries(record) as Entry<R>[]

/** A record that has a value for each of these keys. */
export const recordOf = <K extends string, V>(
  keys: readonly K[],
  make: (key: K, at: number) => V,
): Record<K, V> => Object.fromEntries(keys.map((key, at) => [key, make(key, at)])) as Record<K, V>

/** Whether a text is one of the keys of a record. */
export const isKeyOf = <R extends object>(record: R, key: string): key is keyof R & string =>
  Object.hasOwn(record, key)

/** What stands in a value under a key; undefined where nothing can. */
export const fieldIn = (value: unknown, key: PropertyKey): unknown =>
  isObject(value) ? value[key] : undefined

export const isObject = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null

/** Values by name; a list is none. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && !Array.isArray(value)
