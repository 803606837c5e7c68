import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import type { Environment } from './core/environment.ts'
import { entriesOf } from './core/records.ts'
import { QUOTA_DEFAULTS, type QuotaSettings } from './http/quotas.ts'
import type { TrustProxy } from './http/server.ts'
import type { PostgresSettings } from './storage/postgres-connections.ts'
import { keepPrivate } from './storage/private-file.ts'

/** Settings, from the environment; every one is listed in README. */
export interface Config {
  databaseUrl: string
  host: string
  port: number
  secret: string
  logLevel: string
  trustProxy: TrustProxy
  /** Names under which it is asked for; without them, any. */
  hosts?: readonly string[] | undefined
  /** Connections to PostgreSQL and how long anything there may take; what is not given has a default. */
  postgres?: Partial<PostgresSettings>
  /** How much each may ask; without them, as much as they like. */
  quotas?: QuotaSettings
  /** Folders of the office's own templates and fonts. */
  documents?: { templates: string | undefined; fonts: string | undefined }
}

const SECRET_MIN = 32

const POSTGRES_VARIABLES: Record<keyof PostgresSettings, keyof Environment> = {
  writes: 'LVZHI_PG_WRITES',
  reads: 'LVZHI_PG_READS',
  logins: 'LVZHI_PG_LOGINS',
  connectMs: 'LVZHI_PG_CONNECT_MS',
  statementMs: 'LVZHI_PG_STATEMENT_MS',
  lockMs: 'LVZHI_PG_LOCK_MS',
  idleMs: 'LVZHI_PG_IDLE_MS',
}

const QUOTA_VARIABLES: Record<keyof QuotaSettings, keyof Environment> = {
  principal: 'LVZHI_QUOTA_REQUESTS',
  committee: 'LVZHI_QUOTA_COMMITTEE_REQUESTS',
  address: 'LVZHI_QUOTA_ADDRESS_REQUESTS',
  jobs: 'LVZHI_QUOTA_JOBS',
  committeeJobs: 'LVZHI_QUOTA_COMMITTEE_JOBS',
  bytes: 'LVZHI_QUOTA_BYTES',
}

/** The numbers that were given for some settings, each by its variable. */
function numbersIn<K extends string>(
  env: Environment,
  variables: Record<K, keyof Environment>,
): Partial<Record<K, number>> {
  const chosen: Partial<Record<K, number>> = {}
  for (const [key, name] of entriesOf(variables)) {
    const given = env[name]
    if (given !== undefined) chosen[key] = positive(name, given)
  }
  return chosen
}

function positive(name: string, given: string): number {
  const value = Number(given)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`${name} is ${given}: give a whole number above 0 · ${name} 须为大于 0 的整数`)
}

export function readConfig(env: Environment): Config {
  const databaseUrl = env.DATABASE_URL ?? path.join('data', 'lvzhi.db')
  const port = Number(env.PORT ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT is ${env.PORT}: give a number from 0 to 65535 · PORT 须为 0 到 65535 的数字`)
  }
  return {
    databaseUrl,
    host: env.HOST ?? '127.0.0.1',
    port,
    secret: secretOf(env.LVZHI_SECRET, databaseUrl),
    logLevel: env.LOG_LEVEL ?? 'info',
    trustProxy: trustedProxies(env.TRUST_PROXY),
    hosts: hostsIn(env.LVZHI_HOSTS),
    postgres: numbersIn(env, POSTGRES_VARIABLES),
    ...(env.LVZHI_QUOTAS === 'off'
      ? {}
      : { quotas: { ...QUOTA_DEFAULTS, ...numbersIn(env, QUOTA_VARIABLES) } }),
    documents: {
      templates: folderOf('LVZHI_TEMPLATES', env.LVZHI_TEMPLATES),
      fonts: folderOf('LVZHI_FONTS', env.LVZHI_FONTS),
    },
  }
}

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal']

/**
 * Whose `X-Forwarded-For` tells where a request comes from: nobody's, or that of proxies by address or network. Never
 * everybody's, nor that of so many in a row (for which the framework trusts nobody either): guesses are counted by
 * address, and whoever reaches this port without the proxy could write any into it.
 */
function trustedProxies(given = ''): TrustProxy {
  if (given === '' || given === 'false') return false
  const networks = given.split(',').map((network) => network.trim())
  if (networks.every(isNetwork)) return networks
  throw new Error(
    `TRUST_PROXY is ${given}: give the addresses or networks of your proxies, such as 127.0.0.1,10.0.0.0/8, or false · ` +
      'TRUST_PROXY 须为反向代理的地址或网段（如 127.0.0.1,10.0.0.0/8），没有代理则为 false',
  )
}

function isNetwork(text: string): boolean {
  if (NAMED_NETWORKS.includes(text)) return true
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  const longest = version === 6 ? 128 : 32
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= longest)
}

const HOST_NAME = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/

function hostsIn(given = ''): string[] | undefined {
  if (given === '') return undefined
  const names = given.split(',').map((name) => name.trim().toLowerCase())
  if (names.every((name) => HOST_NAME.test(name))) return names
  throw new Error(
    `LVZHI_HOSTS is ${given}: give names without scheme and port, such as lvzhi.example.cn,127.0.0.1 · ` +
      'LVZHI_HOSTS 须为不带协议和端口的域名（如 lvzhi.example.cn,127.0.0.1）',
  )
}

function folderOf(name: string, given: string | undefined): string | undefined {
  if (given === undefined || existsSync(given)) return given
  throw new Error(`${name} is ${given}, which is no folder here · ${name} 指向的文件夹不存在`)
}

/** The signing secret: given, or (beside an SQLite file) made once and kept where only its owner reads it. */
function secretOf(given: string | undefined, databaseUrl: string): string {
  if (given !== undefined) {
    if (given.length >= SECRET_MIN) return given
    throw new Error(
      `LVZHI_SECRET has ${given.length} characters, at least ${SECRET_MIN} are needed · LVZHI_SECRET 至少 ${SECRET_MIN} 个字符`,
    )
  }
  if (/^postgres(ql)?:/.test(databaseUrl)) {
    throw new Error(
      'Set LVZHI_SECRET (32 or more random characters), the same for every process · 使用 PostgreSQL 时请设置 LVZHI_SECRET',
    )
  }
  const file = `${databaseUrl}.secret`
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  keepPrivate(file)
  return readFileSync(file, 'utf8').trim()
}
