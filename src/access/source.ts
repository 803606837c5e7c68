import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'

/** Where a request comes from, as far as guesses are counted: an IPv4 address, or a network of IPv6. */

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * IPv4 as it is, also where it is written inside IPv6; of IPv6 the first 64 bits, because whoever has one address of
 * such a network has all of them (RFC 6177).
 */
export function networkOf(address: string): string {
  const mapped = MAPPED.exec(address)
  if (mapped) return mapped[1]!
  const bare = address.split('%')[0]!
  if (!isIPv6(bare)) return address
  // The URL standard spells it shortest, so that one network has one spelling.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return `${[...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':')}::/64`
}

/** An address as it is stored: there are few of them, so that a bare hash would tell it. */
export const addressHash = (secret: string, address: string): string =>
  createHmac('sha256', secret)
    .update(`address ${networkOf(address)}`)
    .digest('hex')
    .slice(0, 32)

/** A browser as it is stored: its secret is what it is known by. */
export const deviceHash = (secret: string, device: string): string =>
  createHmac('sha256', secret).update(`device ${device}`).digest('hex').slice(0, 32)
