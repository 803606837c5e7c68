import type { Command } from 'commander'
import { ask } from './ask.ts'
import { clientWith, saveSession } from './client.ts'

const URL_DEFAULT = process.env['LVZHI_URL'] ?? 'http://127.0.0.1:8080'

export function accessCommands(program: Command): void {
  program
    .command('login')
    .description('Begin a session and keep it for the next commands (LVZHI_PASSWORD or a prompt)')
    .requiredOption('--committee <code>', 'code of the committee')
    .requiredOption('--login <name>', 'login name')
    .option('--url <url>', 'server', URL_DEFAULT)
    .action(async ({ committee, login, url }) => {
      const password = process.env['LVZHI_PASSWORD'] ?? (await ask('Password · 密码', true))
      const tokens = await clientWith(url, undefined).post('/v1/auth/login', { committee, login, password })
      saveSession({ url, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken })
      console.log(`Logged in to ${url} as ${login} · 已登录`)
    })

  const admin = program.command('admin').description('The first administrator')
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
      const password = process.env['LVZHI_PASSWORD'] ?? (await ask('Password · 密码', true))
      const made = await clientWith(options.url, undefined).post('/v1/setup', {
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
