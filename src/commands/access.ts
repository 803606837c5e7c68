import type { Command } from 'commander'
import type { z } from 'zod'
import type { Tokens } from '../access/auth/schema.ts'
import { environment } from '../core/environment.ts'
import { ask } from './ask.ts'
import { clientFrom, clientWith, Refused, saveSession } from './client.ts'
import { existingDatabase } from './database.ts'

const URL_DEFAULT = environment.LVZHI_URL ?? 'http://127.0.0.1:8080'

export function accessCommands(program: Command): void {
  program
    .command('login')
    .description('Begin a session and keep it for the next commands (LVZHI_PASSWORD or a prompt)')
    .requiredOption('--committee <code>', 'code of the committee')
    .requiredOption('--login <name>', 'login name')
    .option('--url <url>', 'server', URL_DEFAULT)
    .action(async ({ committee, login, url }) => {
      const password = environment.LVZHI_PASSWORD ?? (await ask('Password · 密码', true))
      const tokens = await clientWith(url, undefined).post<z.infer<typeof Tokens>>('/v1/auth/login', {
        committee,
        login,
        password,
      })
      saveSession({ url, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken })
      console.log(`Logged in to ${url} as ${login} · 已登录`)
    })

  const admin = program.command('admin').description('The first administrator, and who is locked out')
  unlockCommand(admin)
  admin
    .command('create')
    .description('Make the first committee and its administrator with the token that serve printed')
    .requiredOption('--token <token>', 'the one-time token')
    .requiredOption('--committee <code>', 'code of the committee, such as lucheng')
    .requiredOption('--name <name>', 'name of the committee')
    .requiredOption('--login <name>', 'login name of the administrator')
    .option('--level <level>', 'national, province, city or district', 'district')
    .option('--url <url>', 'server', URL_DEFAULT)
    .action(async (options) => {
      const password = environment.LVZHI_PASSWORD ?? (await ask('Password · 密码', true))
      const made = await clientWith(options.url, undefined).post<{ committeeId: string }>('/v1/setup', {
        token: options.token,
        committee: { code: options.committee, name: options.name, level: options.level },
        administrator: { login: options.login, displayName: options.login, password },
      })
      console.log(
        `Committee ${options.committee} (${made.committeeId}) and administrator ${options.login} are made`,
      )
      console.log(
        `Next · 下一步：lvzhi login --url ${options.url} --committee ${options.committee} --login ${options.login}`,
      )
    })
}

function unlockCommand(admin: Command): void {
  admin
    .command('unlock')
    .description(
      'End the locks that failed logins put on a user: as an administrator (login or LVZHI_KEY), or with --committee in the database itself (DATABASE_URL), for when nobody can log in',
    )
    .requiredOption('--login <name>', 'login name of the user')
    .option(
      '--committee <code>',
      'code of the committee: opens the database; an SQLite server must be stopped',
    )
    .option('--url <url>', 'server')
    .action(async ({ login, committee, url }) => {
      if (committee) await unlockInDatabase(committee, login)
      else await unlockThroughServer(login, url)
      console.log(`${login} may log in again · ${login} 可以重新登录`)
    })
}

async function unlockThroughServer(login: string, url: string | undefined): Promise<void> {
  const client = clientFrom(environment, url)
  const {
    items: [user],
  } = await client.get<{ items: { id: string }[] }>(`/v1/users?login=${encodeURIComponent(login)}`)
  if (!user) throw new Refused(`There is no user ${login} · 没有用户 ${login}`)
  await client.post(`/v1/users/${user.id}/unlock`)
}

async function unlockInDatabase(committee: string, login: string): Promise<void> {
  const { targetOf, openStorage } = await import('../storage/open.ts')
  const { committeeByCode } = await import('../access/directory.ts')
  const { userByLogin } = await import('../access/auth/service.ts')
  const { unlock } = await import('../access/throttle.ts')
  const { engine, url } = targetOf(existingDatabase())
  // A server on SQLite keeps the end of the log in memory: what is written beside it would break the chain.
  const release =
    engine === 'sqlite' ? (await import('../storage/database-lock.ts')).lockDatabase(url) : () => {}
  const storage = await openStorage(url, () => new Date())
  try {
    const committeeId = await committeeByCode(storage, committee)
    const user = committeeId && (await userByLogin(storage, committeeId, login))
    if (!user) {
      throw new Refused(`There is no user ${login} in ${committee} · ${committee} 中没有用户 ${login}`)
    }
    const by = { actor: 'operator', requestId: 'command line' }
    await storage.write(user.committeeId, by, (tx) => unlock(tx, user))
  } finally {
    await storage.close()
    release()
  }
}
