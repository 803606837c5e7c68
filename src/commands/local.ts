import { existsSync } from 'node:fs'
import type { z } from 'zod'
import type { Tokens } from '../access/auth/schema.ts'
import { environment } from '../core/environment.ts'
import { ask } from './ask.ts'
import { type Client, clientWith, Refused } from './client.ts'

/** A server for the duration of one command, on a database that no other server holds. */

interface LocalOptions {
  local: string
  committee?: string | undefined
  login?: string | undefined
}

/**
 * Runs a command against the database of a file. Who asks is told as to any server: by `LVZHI_KEY`, or by committee,
 * login and password. Refused (2) where there is no such file or nobody to be.
 */
export async function withLocalServer<T>(
  { local, committee, login }: LocalOptions,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const key = environment.LVZHI_KEY
  if (!existsSync(local)) throw new Refused(`There is no database ${local} · 没有数据库文件 ${local}`, 2)
  if (!key && (!committee || !login)) {
    throw new Refused(
      '--local needs LVZHI_KEY, or --committee and --login · --local 须设置 LVZHI_KEY，或给出 --committee 和 --login',
      2,
    )
  }
  const password = key ? undefined : (environment.LVZHI_PASSWORD ?? (await ask('Password · 密码', true)))
  const { readConfig } = await import('../config.ts')
  const { startServer } = await import('../main.ts')
  const here = { DATABASE_URL: local, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' }
  const server = await startServer(readConfig({ ...environment, ...here }))
  try {
    if (key) return await work(clientWith(server.url, key))
    const tokens = await clientWith(server.url, undefined).post<z.infer<typeof Tokens>>('/v1/auth/login', {
      committee,
      login,
      password,
    })
    const session = { url: server.url, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken }
    return await work(clientWith(server.url, tokens.accessToken, session, () => {}))
  } finally {
    await server.close()
  }
}
