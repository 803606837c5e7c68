/**
 * A page as browsers read it, where the reader of tables would not: cells without end tags, and characters by their names
 * (`&radic;`). Pages that need neither stay as they are, and the parser is loaded for those that do.
 */

/** A tree takes many times the room of its text. */
const PARSED_CHARS_MAX = 8_000_000
const CELL = /<(\/?)t([dh])(?=[\s>/])/gi
const NAMED = /&(?!(?:amp|lt|gt|quot|apos|nbsp);)(?:[a-z][a-z0-9]*|#\d+|#x[\da-f]+);/i

export async function withWholeTags(page: string): Promise<string> {
  if (page.length > PARSED_CHARS_MAX || !(hasOpenCells(page) || NAMED.test(page))) return page
  const { parse, serialize } = await import('parse5')
  return serialize(parse(page))
}

function hasOpenCells(page: string): boolean {
  let open = 0
  for (const [, slash] of page.matchAll(CELL)) open += slash === '' ? 1 : -1
  return open > 0
}
