import { z } from 'zod'
import { fieldsIn } from '../core/bare.ts'
import { fieldIn } from '../core/records.ts'
import { serializerOf } from './serialize.ts'

/**
 * Bytes of bodies that a handler keeps: made once for each body, and of its lists once for each item, so that a list in
 * which one item changed is put together again from what is known.
 */
export function cachedBytesOf(shape: z.ZodType | undefined): (body: object) => Buffer {
  const cache = new WeakMap<object, Buffer>()
  const parts = Object.entries(fieldsIn(shape)).map(([name, field]) => partOf(name, field))
  return (body) => {
    let bytes = cache.get(body)
    if (!bytes) {
      // A field that is not there has no bytes.
      const present = parts.map((part) => part(body)).filter((buffers) => buffers.length > 0)
      bytes = Buffer.concat(
        present.flatMap((buffers, at) => [at === 0 ? OPEN : COMMA, ...buffers]).concat(CLOSE),
      )
      cache.set(body, bytes)
    }
    return bytes
  }
}

const OPEN = Buffer.from('{')
const COMMA = Buffer.from(',')
const CLOSE = Buffer.from('}')
const END = Buffer.from(']')

type Part = (body: object) => Buffer[]

function partOf(name: string, field: z.ZodType): Part {
  const label = `${JSON.stringify(name)}:`
  if (field instanceof z.ZodArray && field.element instanceof z.ZodObject) {
    const items = itemsOf(field.element)
    const begin = Buffer.from(`${label}[`)
    return (body) => [begin, ...items(listIn(body, name)), END]
  }
  // A serializer of one field, within an object that has no other.
  const serialize = serializerOf(z.object({ [name]: field }), false)
  return (body) => {
    const value = fieldIn(body, name)
    return value === undefined ? [] : [Buffer.from(serialize({ [name]: value }).slice(1, -1))]
  }
}

function listIn(body: object, name: string): readonly object[] {
  const list = fieldIn(body, name)
  return Array.isArray(list) ? list : []
}

function itemsOf(shape: z.ZodObject): (items: readonly object[]) => Buffer[] {
  const serialize = serializerOf(shape, false)
  const cache = new WeakMap<object, Buffer>()
  return (items) => {
    const parts: Buffer[] = []
    for (const item of items) {
      let bytes = cache.get(item)
      if (!bytes) {
        bytes = Buffer.from(serialize(item))
        cache.set(item, bytes)
      }
      if (parts.length > 0) parts.push(COMMA)
      parts.push(bytes)
    }
    return parts
  }
}
