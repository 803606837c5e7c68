import type { FastifyInstance } from 'fastify'
import { refused } from './validate.ts'

/** JSON bodies, read after one look at their text: what is overgrown is refused before it becomes objects. */

/** No body of ours nests deeper than a few levels; the exact limit is `validate.ts`'s. */
const DEPTH_MAX = 200
/** A batch of the longest records has about a third of it. */
const KEYS_MAX = 60_000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

export function parseJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['text/plain', 'application/json'])
  app.addContentTypeParser<string>(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'string' },
    (request, text, done) => {
      const excess = excessOf(text)
      if (excess) done(refused([{ pointer: '', ...excess }]))
      else parse(request, text, done)
    },
  )
}

/** What is too much of a text of JSON; one that is none is found out by its parser. */
function excessOf(text: string): { code: string; detail: string } | undefined {
  // So little of it nests no deeper, and has no more keys.
  if (text.length <= DEPTH_MAX) return undefined
  let depth = 0
  let keys = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) at = endOfString(text, at)
    else if (character === COLON) keys += 1
    else if (OPENING.has(character)) depth += 1
    else if (CLOSING.has(character)) depth -= 1
    if (depth > DEPTH_MAX) return { code: 'too_deep', detail: `nests deeper than ${DEPTH_MAX} levels` }
    if (keys > KEYS_MAX) return { code: 'too_many_keys', detail: `has more than ${KEYS_MAX} keys` }
  }
  return undefined
}

/** Where a string that begins here ends. */
function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1)
  while (at > 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at < 0 ? text.length : at
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1
  while (text.charCodeAt(before) === BACKSLASH) before -= 1
  return (quote - before) % 2 === 0
}
