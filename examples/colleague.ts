import { type Client, clientOf } from './client.ts'

export interface Colleague {
  login: string
  displayName: string
  role: string
  /** Of a member, who sees their own record. */
  personId?: string | null
}

/** A second person of the office, for what needs four eyes: invited by the administrator, with a password of their own. */
export async function colleagueOf(
  client: Client,
  committee: string,
  { login, displayName, role, personId = null }: Colleague,
  password: string,
): Promise<Client> {
  const user = await client.post('/v1/users', { login, displayName, personId })
  await client.post('/v1/user-roles', {
    userId: user.id,
    role,
    organizationId: null,
    validFrom: '2017-01-01',
  })
  const { code } = await client.post(`/v1/users/${user.id}/reset`)
  const colleague = clientOf(client.url)
  await colleague.post('/v1/auth/activate', { committee, login, code, password })
  await colleague.login(committee, login, password)
  return colleague
}
