import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { AppError } from '../core/errors.ts'

/**
 * Passwords as argon2id (RFC 9106) with the parameters of OWASP ASVS 5.0 11.4.2, in Node's own implementation, off
 * the event loop. Stored as a PHC string, so that parameters can rise and old hashes still verify.
 */

const MEMORY_KIB = 47_104
const PASSES = 1
const LANES = 1
const SALT_BYTES = 16
const HASH_BYTES = 32
/** Each hash takes 46 MiB while it runs. */
const AT_ONCE_MAX = 4
const WAITING_MAX = 100

let running = 0
const waiting: (() => void)[] = []

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, MEMORY_KIB, PASSES, LANES)
  const b64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${b64(salt)}$${b64(hash)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** False for a wrong password; an unknown user is checked against a dummy, so that both take the same time. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const match = PHC.exec(stored ?? dummy)
  if (!match) return false
  const [, memory, passes, lanes, salt, hash] = match
  const expected = Buffer.from(hash!, 'base64')
  const given = await derive(
    password,
    Buffer.from(salt!, 'base64'),
    Number(memory),
    Number(passes),
    Number(lanes),
  )
  return timingSafeEqual(given, expected) && stored !== null
}

const dummy = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${'A'.repeat(22)}$${'A'.repeat(43)}`

async function derive(password: string, nonce: Buffer, memory: number, passes: number, parallelism: number) {
  await turn()
  try {
    const options = { message: password, nonce, parallelism, tagLength: HASH_BYTES, memory, passes }
    return await new Promise<Buffer>((resolve, reject) => {
      argon2('argon2id', options, (error, key) => (error ? reject(error) : resolve(key)))
    })
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

async function turn(): Promise<void> {
  if (running >= AT_ONCE_MAX) {
    if (waiting.length >= WAITING_MAX) {
      throw new AppError('unavailable', {
        en: 'Too many logins at once; try again',
        zh: '登录请求过多，请稍后再试',
      })
    }
    await new Promise<void>((next) => waiting.push(next))
  }
  running += 1
}

// The words that every guesser tries first, and those of this trade.
const COMMON = [
  'password',
  '12345678',
  '123456789',
  '11111111',
  'qwertyui',
  'zhengxie',
  'lvzhi123',
  'admin123',
  '88888888',
]

/** Length and a list of known bad ones; no composition rules (ASVS 6.2.5). */
export function acceptablePassword(password: string): boolean {
  const lower = password.toLowerCase()
  return !COMMON.some((word) => lower === word || (lower.startsWith(word) && lower.length < word.length + 3))
}
