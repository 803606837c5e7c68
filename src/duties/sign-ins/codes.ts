import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Codes for signing in (签到码). A code names whom or what it stands for and the half minute in which it was shown, and
 * is signed: a photograph that is passed on is worth nothing a minute later, and nobody makes one by himself. Nothing
 * of it is stored.
 */

const STEP_SECONDS = 30
const STEP_MS = STEP_SECONDS * 1_000
/** A code is good for its own half minute and the next, for who is slow with the camera. */
const STEPS_GOOD = 2
const ID_BYTES = 16
const STEP_BYTES = 4
const MAC_BYTES = 12
/** Characters of every code: 32 bytes as base64url. */
export const CODE_LENGTH = 43

/** `window`: shown at the meeting; `person`: shown by a member on their own phone. */
type CodeKind = 'window' | 'person'

interface ShownCode {
  code: string
  validUntil: string
  /** When the next one is to be shown. */
  nextAt: string
}

/** The key of all codes, apart from every other use of the secret. */
export const codeKey = (secret: string): Buffer => createHmac('sha256', secret).update('sign-in').digest()

/** The code of this moment for an id (a UUID). */
export function codeAt(key: Buffer, kind: CodeKind, id: string, at: Date): ShownCode {
  const step = stepOf(at)
  const body = Buffer.alloc(ID_BYTES + STEP_BYTES)
  Buffer.from(id.replaceAll('-', ''), 'hex').copy(body)
  body.writeUInt32BE(step, ID_BYTES)
  return {
    code: Buffer.concat([body, macOf(key, kind, body)]).toString('base64url'),
    validUntil: new Date((step + STEPS_GOOD) * STEP_MS).toISOString(),
    nextAt: new Date((step + 1) * STEP_MS).toISOString(),
  }
}

/** What a code stands for; undefined where it is over, from the future, of another kind, or not ours. */
export function readCode(
  key: Buffer,
  kind: CodeKind,
  code: string,
  at: Date,
): { id: string; step: number } | undefined {
  const bytes = Buffer.from(code, 'base64url')
  // A code has one spelling only: what decodes to the same bytes is not the same code.
  if (code.length !== CODE_LENGTH || bytes.toString('base64url') !== code) return undefined
  const body = bytes.subarray(0, ID_BYTES + STEP_BYTES)
  if (!timingSafeEqual(bytes.subarray(ID_BYTES + STEP_BYTES), macOf(key, kind, body))) return undefined
  const step = body.readUInt32BE(ID_BYTES)
  const age = stepOf(at) - step
  if (age < 0 || age >= STEPS_GOOD) return undefined
  const hex = body.toString('hex', 0, ID_BYTES)
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), step }
}

const stepOf = (at: Date): number => Math.floor(at.getTime() / STEP_MS)

const macOf = (key: Buffer, kind: CodeKind, body: Buffer): Buffer =>
  createHmac('sha256', key).update(kind).update(body).digest().subarray(0, MAC_BYTES)
