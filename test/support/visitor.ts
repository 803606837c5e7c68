import request from 'supertest'
import { newId } from '../../src/core/ids.ts'
import { PASSWORD, type World } from './world.ts'

/** A browser without a browser: keeps the cookie, sends forms as a page does. */
export interface Visitor {
  get(path: string): request.Test
  /** Sends a form with what its page gave it, from our own origin. */
  post(
    path: string,
    fields: Record<string, string | string[]>,
    headers?: Record<string, string>,
  ): request.Test
  /** What the forms of the session carry; '' before signing in. */
  token(): Promise<string>
  cookie: string
}

const HOST = 'lvzhi.example'

export async function visitor(
  world: World,
  login: string,
  password = PASSWORD,
  committee = 'luming',
): Promise<Visitor> {
  const nobody = stranger(world)
  const answer = await nobody.post('/sign-in', { committee, login, password })
  if (answer.status !== 303) throw new Error(`sign-in: ${answer.status} ${answer.text}`)
  return stranger(world, cookieOf(answer.headers['set-cookie'] as unknown as string[]))
}

export const cookieOf = (set: string[] | undefined): string =>
  (set ?? []).map((one) => one.split(';')[0]).join('; ')

export function stranger(world: World, cookie = ''): Visitor {
  const agent = () => request(world.app.server)
  let known: string | undefined
  const token = async () => {
    if (cookie === '') return ''
    known ??= /name="token" value="([^"]+)"/.exec(
      (await agent().get('/board/published').set('host', HOST).set('cookie', cookie)).text,
    )?.[1]
    return known ?? ''
  }
  return {
    cookie,
    token,
    get: (path) => agent().get(path).set('host', HOST).set('cookie', cookie),
    post: (path, fields, headers = {}) => {
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries(fields))
        for (const one of [value].flat()) body.append(name, one)
      const test = agent().post(path).set('host', HOST).set('cookie', cookie)
      test.set('origin', `http://${HOST}`).set('content-type', 'application/x-www-form-urlencoded')
      for (const [name, value] of Object.entries(headers)) test.set(name, value)
      return test.send(body.toString())
    },
  }
}

/** A user with these roles who signs in over the page. */
export async function aVisitor(
  world: World,
  role: string,
  options: { organizationId?: string; personId?: string; committee?: string } = {},
): Promise<Visitor & { login: string }> {
  const login = `${role}-${newId().slice(-8)}`
  const { personId = null, committee = 'luming' } = options
  const user = await world.admin.post('/v1/users', { login, displayName: login, personId }).expect(201)
  const grant = {
    userId: user.body.id,
    role,
    organizationId: options.organizationId ?? null,
    validFrom: '2017-01-01',
  }
  await world.admin.post('/v1/user-roles', grant).expect(201)
  const { body } = await world.admin.post(`/v1/users/${user.body.id}/reset`).expect(200)
  await request(world.app.server)
    .post('/v1/auth/activate')
    .send({ committee, login, code: body.code, password: PASSWORD })
    .expect(200)
  return { ...(await visitor(world, login, PASSWORD, committee)), login }
}
