/** Spans of a page's cells, as browsers take them: the digits that a value begins with, and one where it has none. */

const SPAN = /((?:row|col)span[^\s=<>"']*)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]*))/gi
const SPAN_MAX = 20_000
/** Every cell is held against every span. */
const SPANS_MAX = 20_000

/**
 * The page with its spans as plain numbers; null where they are too wide or too many, or stand in no tag. The reader of
 * pages never comes to an end over a span of nothing.
 */
export function withPlainSpans(page: string): string | null {
  const plain = page.replace(/<t[dh]\s[^<>]*>/gi, (tag) =>
    tag.replace(SPAN, (_, name: string, ...said: (string | undefined)[]) => `${name}="${sizeOf(said)}"`),
  )
  let count = 0
  for (const [, , ...said] of plain.matchAll(SPAN)) {
    const size = said.find((text) => text !== undefined) ?? ''
    if (!/^[1-9]\d*$/.test(size) || Number(size) > SPAN_MAX) return null
    if (size !== '1') count += 1
    if (count > SPANS_MAX) return null
  }
  return plain
}

function sizeOf(said: readonly (string | undefined)[]): number {
  const size = Number.parseInt(said.slice(0, 3).find((text) => text !== undefined) ?? '', 10)
  return size >= 1 ? size : 1
}
