import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { fairQueue } from './fair-queue.ts'

/**
 * Passwords as argon2id (RFC 9106) with the parameters of OWASP ASVS 5.0 11.4.2, in Node's own implementation, off
 * the event loop. Stored as a PHC string, so that parameters can rise and old hashes still verify.
 */

const MEMORY_KIB = 47_104
const PASSES = 1
const LANES = 1
const SALT_BYTES = 16
const HASH_BYTES = 32
/**
 * Each hash takes 46 MiB and one of the four threads of libuv while it runs; others are needed to flush the log of
 * writes and to read files.
 */
const queue = fairQueue({ atOnce: 2, perSource: 40, total: 400 })

/** `source` is the address for which this is done: each waits in its own line. */
export async function hashPassword(password: string, source = ''): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await queue(source, () => derive(password, salt, MEMORY_KIB, PASSES, LANES))
  const b64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${b64(salt)}$${b64(hash)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** False for a wrong password; an unknown user is checked against a dummy, so that both take the same time. */
export async function verifyPassword(
  password: string,
  stored: string | null,
  source: string,
): Promise<boolean> {
  const match = PHC.exec(stored ?? dummy)
  if (!match) return false
  const [, memory, passes, lanes, salt, hash] = match
  const expected = Buffer.from(hash!, 'base64')
  const nonce = Buffer.from(salt!, 'base64')
  const given = await queue(source, () =>
    derive(password, nonce, Number(memory), Number(passes), Number(lanes)),
  )
  return timingSafeEqual(given, expected) && stored !== null
}

const dummy = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${'A'.repeat(22)}$${'A'.repeat(43)}`

function derive(
  password: string,
  nonce: Buffer,
  memory: number,
  passes: number,
  parallelism: number,
): Promise<Buffer> {
  const options = { message: password, nonce, parallelism, tagLength: HASH_BYTES, memory, passes }
  return new Promise((resolve, reject) => {
    argon2('argon2id', options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
