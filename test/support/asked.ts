import { unzipSync } from 'fflate'
import type request from 'supertest'
import { pathOf, type Route } from '../../src/http/route.ts'
import { bytesOf } from '../exchange/exports/exported.ts'
import type { Planted } from './planted.ts'
import { recordIn } from './subjects.ts'

/** Every address of a read: each record and each value that its path and its query take. */
export function urlsOf(route: Route, { records, imports, values }: Planted, committeeId?: string): string[] {
  const shape = (route.query as { shape?: Record<string, Typed> } | undefined)?.shape ?? {}
  const ids = recordIn(route) === 'import' ? imports : [records[recordIn(route)] ?? 'x']
  let paths = ids.map((id) => pathOf(route).replace(':id', id))
  for (const [whole, name] of pathOf(route).matchAll(/:(\w+)/g)) {
    if (name === 'id') continue
    const some = route.operationId === 'getStatistic' ? values[name!]!.slice(0, 1) : (values[name!] ?? ['x'])
    paths = paths.flatMap((path) => some.map((value) => path.replace(whole, encodeURIComponent(value))))
  }
  const known = Object.keys(shape).filter((name) => values[name])
  const needed = known.filter((name) => !shape[name]!.safeParse(undefined).success)
  const base: Record<string, string> = {
    ...('limit' in shape ? { limit: '200' } : {}),
    ...(route.method === 'GET' ? {} : { validateOnly: 'true' }),
    ...(committeeId && 'committeeId' in shape ? { committeeId } : {}),
    ...Object.fromEntries(needed.map((name) => [name, values[name]![0]!])),
  }
  const queries = [base]
  // Fewer days show nothing that all of them do not.
  for (const name of known.filter((each) => !['from', 'to'].includes(each))) {
    // One statistic is asked in all ways, the others plainly.
    if (!needed.includes(name) && paths.length < 3) queries.push({ ...base, [name]: values[name]![0]! })
  }
  return paths.flatMap((path) => queries.map((query) => `${path}?${new URLSearchParams(query)}`))
}

interface Typed {
  safeParse(value: unknown): { success: boolean }
}

/** Whatever is answered, as text: workbooks and documents are unpacked. */
export async function textOf(asked: request.Test): Promise<{ status: number; text: string }> {
  const { status, body } = await asked.buffer(true).parse(bytesOf)
  return { status, text: textIn(body as Buffer) }
}

/** Of UTF-16, too: what is looked for is ASCII. */
function textIn(bytes: Buffer): string {
  if (bytes.subarray(0, 2).toString() !== 'PK') return bytes.toString().replaceAll('\0', '')
  return Object.values(unzipSync(bytes))
    .map((part) => Buffer.from(part).toString())
    .join('\n')
}
