import type { World } from './world.ts'

/** Short ways to the records that many tests need, all through HTTP. */

const terms = new WeakMap<World, Promise<string>>()

/** The ninth term of this world, made once. */
export function aTerm(world: World): Promise<string> {
  let made = terms.get(world)
  if (!made) {
    made = post(world, '/v1/terms', { number: 9, name: '九届', startsOn: '2017-02-20', endsOn: '2022-02-19' }).then(
      (term) => term.id,
    )
    terms.set(world, made)
  }
  return made
}

let next = 100

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

export async function post(world: World, path: string, body: unknown): Promise<Body> {
  const answer = await world.admin.post(path, body)
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

export async function aMember(world: World, values: Record<string, unknown> = {}): Promise<Body> {
  next += 1
  const termId = await aTerm(world)
  return post(world, '/v1/members', {
    termId,
    memberNo: `09${next}`,
    name: `委员${next}`,
    validFrom: '2017-02-20',
    ...values,
  })
}
