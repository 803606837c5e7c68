/** What is said of some fields: those that are undefined are left out. */
export const stated = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Stated<T>

type Stated<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
