import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'

/**
 * Keyset cursors: the last row's sort values and id, bound to the filter and sort they belong to and signed, so
 * that a cursor can be neither read as a promise nor bent into another query.
 */

const CURSOR_MAX = 2_000
const MAC_BYTES = 16

export function makeCursor(secret: string, scope: string, last: readonly (string | number)[]): string {
  const body = Buffer.from(JSON.stringify([sha256(scope).slice(0, 16), ...last])).toString('base64url')
  return `${body}.${mac(secret, body)}`
}

export function readCursor(secret: string, scope: string, cursor: string): (string | number)[] {
  const [body, signature, ...rest] = cursor.split('.')
  const signed =
    cursor.length <= CURSOR_MAX &&
    body &&
    signature &&
    rest.length === 0 &&
    equal(mac(secret, body), signature)
  if (!signed) {
    throw new AppError(
      'cursor_invalid',
      { en: 'Use nextCursor of the page before, unchanged', zh: '请原样使用上一页返回的 nextCursor' },
      { errors: [{ parameter: 'cursor', code: 'cursor_invalid', detail: 'was not made by this service' }] },
    )
  }
  const [hash, ...last] = JSON.parse(Buffer.from(body, 'base64url').toString()) as (string | number)[]
  if (hash !== sha256(scope).slice(0, 16)) {
    throw new AppError(
      'cursor_mismatch',
      {
        en: 'The filter or sort changed: start again without cursor',
        zh: '筛选或排序条件已变，请去掉 cursor 从头读取',
      },
      { errors: [{ parameter: 'cursor', code: 'cursor_mismatch', detail: 'belongs to another query' }] },
    )
  }
  return last
}

const mac = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body).digest().subarray(0, MAC_BYTES).toString('base64url')

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
