import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cachedBytesOf } from '../../src/http/bytes-cache.ts'
import { serializerOf } from '../../src/http/serialize.ts'

const SEED = 20190226

const Item = z.object({ id: z.int(), name: z.string(), of: z.object({ code: z.string() }).nullable() })
const Body = z.object({
  title: z.string(),
  of: z.object({ n: z.number() }),
  items: z.array(Item),
  words: z.array(z.string()),
  rest: z.array(Item),
})

const item = fc.record({
  id: fc.integer(),
  name: fc.string({ unit: 'grapheme' }),
  of: fc.option(fc.record({ code: fc.string() })),
})
const body = fc.record({
  title: fc.string({ unit: 'grapheme' }),
  of: fc.record({ n: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  items: fc.array(item),
  words: fc.array(fc.string()),
  rest: fc.array(item),
})

describe('bytes of a body that is kept', () => {
  it('are those of the serializer, also when items are known from a body before', () => {
    const [bytes, text] = [cachedBytesOf(Body), serializerOf(Body, false)]
    const check = fc.property(body, (one) => {
      expect(bytes(one).toString()).toBe(text(one))
      const next = { ...one, title: `${one.title}!`, items: [...one.items].reverse() }
      expect(bytes(next).toString()).toBe(text(next))
    })
    fc.assert(check, { seed: SEED, numRuns: 300 })
  })
})
