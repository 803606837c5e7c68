import { AppError } from '../core/errors.ts'
import type { IfMatch } from './route.ts'

/**
 * Strong ETags `"<version>.<view>.<encoding>"` (RFC 9110): the version is a resource's own or, for lists, the
 * committee's sequence number; the view tells what the reader may see; `If-Match` compares the version part alone.
 */
export const etagOf = (version: string | number, view: string): string => `"${version}.${view}`

export const withEncoding = (open: string, encoding: string): string => `${open}.${encoding}"`

/** Whether `If-None-Match` holds this representation, whatever its encoding. */
export function matchesNone(header: string | undefined, open: string): string | undefined {
  if (!header) return undefined
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (tags.includes('*')) return withEncoding(open, 'id')
  return tags.find((tag) => tag.startsWith(`${open}.`) && tag.endsWith('"'))
}

export function readIfMatch(header: string | string[] | undefined): IfMatch {
  if (header === undefined) return undefined
  const text = String(header).trim()
  if (text === '*') return { any: true }
  const versions = text.split(',').map((tag) => {
    const match = /^\s*"(\d{1,15})(\.[^"]*)?"\s*$/.exec(tag)
    // A weak or foreign tag is well formed and matches nothing: strong comparison only.
    return match ? Number(match[1]) : -1
  })
  return { versions }
}

/** 428 without `If-Match` where it is demanded, 412 when the resource has moved on. */
export function checkPrecondition(ifMatch: IfMatch, version: number, demanded: boolean): void {
  if (!ifMatch) {
    if (!demanded) return
    throw new AppError('precondition_required', {
      en: 'GET the resource and send its ETag as If-Match, so that nobody overwrites a change unseen',
      zh: '请先 GET 该资源，并把返回的 ETag 放入 If-Match，以免覆盖他人的改动',
    })
  }
  if ('any' in ifMatch || ifMatch.versions.includes(version)) return
  throw new AppError(
    'stale_version',
    {
      en: `The resource is at version ${version} now: read it again and repeat the change`,
      zh: `资源现在是第 ${version} 版：请重新读取后再改`,
    },
    { fields: { currentVersion: version }, headers: { etag: `"${version}"` } },
  )
}
