import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyJWTOptions, JWT } from '@fastify/jwt'
import { sha256 } from '../core/ids.ts'

/** Access tokens (JWT, RFC 9068 typ), refresh tokens and API keys. Secrets are stored as hashes only. */

export const ACCESS_SECONDS = 600
const ISSUER = 'lvzhi'
const TOKEN_MAX = 4_096

interface AccessClaims {
  sub: string
  committeeId: string
  sessionVersion: number
}

/** Claims of a token that was checked; `exp` in seconds. */
export interface CheckedClaims extends AccessClaims {
  exp: number
}

export interface Tokens {
  sign(claims: AccessClaims, now: Date): string
  /** Undefined for anything but a valid, current token of ours. */
  verify(token: string, now: Date): CheckedClaims | undefined
}

/** How the plugin of the server signs and checks: one algorithm, one type, one key id (RFC 8725). */
export const jwtOptions = (secret: string): FastifyJWTOptions => ({
  secret: createHmac('sha256', secret).update('access tokens').digest(),
  sign: { algorithm: 'HS256', header: { typ: 'at+jwt', alg: 'HS256', kid: 'a1' } },
  // Time is checked below, by the clock that everything else uses.
  verify: {
    algorithms: ['HS256'],
    allowedIss: ISSUER,
    allowedAud: ISSUER,
    ignoreExpiration: true,
    ignoreNotBefore: true,
    complete: true,
    cache: 1_000,
  },
})

/** Signs and checks by the plugin of the server, which stands before anybody asks. */
export function tokensOf(jwt: () => JWT): Tokens {
  return {
    sign: (claims, now) => {
      const iat = Math.floor(now.getTime() / 1000)
      return jwt().sign({ ...claims, iss: ISSUER, aud: ISSUER, iat, exp: iat + ACCESS_SECONDS })
    },
    verify: (token, now) => {
      if (token.length > TOKEN_MAX) return undefined
      try {
        const { header, payload } = jwt().verify<Parts>(token)
        return claimsOf(header, payload, Math.floor(now.getTime() / 1000))
      } catch {
        // Whatever is wrong with a token, the caller learns only that it is not valid.
        return undefined
      }
    },
  }
}

interface Header {
  typ?: unknown
  kid?: unknown
}

interface Parts {
  header: Header
  payload: Record<string, unknown>
}

function claimsOf(header: Header, payload: Record<string, unknown>, now: number): CheckedClaims | undefined {
  const { sub, committeeId, sessionVersion, exp, nbf, iat } = payload
  if (header.typ !== 'at+jwt' || header.kid !== 'a1') return undefined
  if (['jku', 'jwk', 'x5u', 'x5c', 'crit'].some((name) => name in header)) return undefined
  if (typeof exp !== 'number' || exp <= now) return undefined
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now)) return undefined
  if (typeof iat !== 'number' || iat > now + 60) return undefined
  if (typeof sub !== 'string' || typeof committeeId !== 'string' || typeof sessionVersion !== 'number')
    return undefined
  return { sub, committeeId, sessionVersion, exp }
}

/** 256 random bits behind the committee that they belong to, so that a look-up starts at the tenant. */
export function newSecret(prefix: string, committeeId: string): string {
  return `${prefix}_${committeeId.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`
}

const SECRET = /^(lvk|lvr|lvs|lvc)_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/

/** The committee that a secret names; undefined when it is not one of ours. */
export function committeeOfSecret(prefix: 'lvk' | 'lvr' | 'lvs' | 'lvc', secret: string): string | undefined {
  const match = SECRET.exec(secret)
  if (!match || match[1] !== prefix) return undefined
  const hex = match[2]!
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The one successor of a refresh token: derived, so that a lost answer can be given again without storing it. */
export function successorOf(serverSecret: string, token: string): string {
  const [prefix, committee] = token.split('_')
  const next = createHmac('sha256', serverSecret).update(`refresh ${token}`).digest('base64url')
  return `${prefix}_${committee}_${next}`
}

/** A secret as the answer that makes it shows it: none where it was only tried, because it will never open anything. */
export const shownOnce = (
  secret: string,
  { validateOnly }: { validateOnly?: boolean | undefined },
): string | null => (validateOnly ? null : secret)

export const hashSecret = (secret: string): string => sha256(secret)

/** A code that people can read to each other over the telephone: 20 characters of 32, 100 bits. */
export function newCode(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  const text = [...randomBytes(20)].map((byte) => letters[byte % 32]).join('')
  return text.match(/.{5}/g)!.join('-')
}
