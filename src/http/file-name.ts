import { create } from 'content-disposition'

/** Names of files that are handed out, spelled in one place (RFC 6266, RFC 8187). */

/** Characters, the extension not counted. */
const STEM_MAX = 150

/**
 * The name under which a file is saved: the last part of a path, without what no file system keeps and without characters
 * that are not seen, such as those that turn the direction. The extension is that of what the file is.
 */
export function savedName(name: string, extension: string, otherwise = 'file'): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const known = new RegExp(`\\.(?:${extension})$`, 'i')
  const stem = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .replace(/\.[^.]{0,10}$/, '')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const ending = known.exec(last)?.[0] ?? `.${extension.split('|')[0]}`
  return `${[...stem].slice(0, STEM_MAX).join('') || otherwise}${ending}`
}

/** `content-disposition` of a file that is saved, never shown: any name, and one in ASCII for old clients. */
export function savedAs(name: string): string {
  return create(name, { fallback: name.replace(/[^\x20-\x7e]|["\\%]/g, '_') })
}
