/** A text of a row or of what was sent, of whatever table; null where there is none. */
export function textIn(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  const text = fields[name]
  return typeof text === 'string' ? text : null
}
