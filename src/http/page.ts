import type { Readable } from 'node:stream'
import type { AppError } from '../core/errors.ts'
import type { Storage } from '../storage/storage.ts'
import type { Principal } from './route.ts'
import type { WholeParts } from './upload.ts'

/**
 * A page is data as a route is, and another kind of thing: it is asked by a browser, with a session cookie instead of a
 * bearer token, takes forms instead of JSON and answers HTML, its failures too. `pages.ts` registers it; what it shows
 * and writes goes through the routes.
 */

/** What a path leaves open: `id` and `code` of `/x/:id/:code`. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

export interface PageContext<Param extends string = never> {
  /** Anonymous where nobody has signed in. */
  readonly principal: Principal
  /** What every form of this session carries back; undefined where nobody has signed in. */
  readonly formToken: string | undefined
  readonly params: Readonly<Record<Param, string>>
  readonly query: Readonly<Record<string, string>>
  /** What was sent; empty for a GET. */
  readonly form: URLSearchParams
  /** The file that was sent with it, to a page that takes one. */
  readonly file?: WholeParts['file'] | undefined
  readonly language: 'zh' | 'en'
  /** Scheme and host as the browser sees them, for links that leave the page. */
  readonly origin: string
  /** Path and query as they were asked for. */
  readonly url: string
  readonly requestId: string
  readonly address: string
  /** The secret of a browser in which somebody has signed in before; undefined where nobody has. */
  readonly device: string | undefined
  readonly clock: () => Date
  readonly storage: Storage
}

export interface PageReply {
  /** Undefined where there is only somewhere else to go. */
  readonly body?: string | Buffer | Readable
  readonly type?: string
  readonly status?: number
  /** Where to go on: 303, so that reloading sends nothing twice. */
  readonly location?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The secret by which this browser is known again. */
  readonly device?: string
  /** Begins the browser's session, or ends it. */
  readonly session?: { token: string; seconds: number } | 'ended'
}

export interface Page {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** `session`: whoever has not signed in is asked to. What they may see there, the routes behind it decide. */
  readonly access: 'public' | 'session'
  /** Takes a file, from whoever has this permission: nobody else's is read. */
  readonly upload?: { readonly fileMax: number; readonly permission: string }
  answer(context: PageContext<string>): Promise<PageReply>
}

export interface PageSet {
  /** Where pages are: `/*` stands for whatever is below. */
  readonly paths: readonly string[]
  /** Asked when a browser first comes: a server that answers machines alone never holds them. */
  load(): Promise<LoadedPages>
}

export interface LoadedPages {
  readonly pages: readonly Page[]
  /** Who a session cookie is; undefined when the session is over. */
  principalOf(token: string): Promise<Principal | undefined>
  formTokenOf(token: string): string
  /** The failure as a page. */
  failed(context: PageContext, error: AppError): Promise<PageReply>
}

/** Types a declaration; it stays plain data. */
export const page = <Path extends string>(declaration: Declared<Path>): Page => declaration

/** A page whose answer sees what its own path leaves open: the router asks it with that alone. */
export interface Declared<Path extends string> extends Omit<Page, 'path' | 'answer'> {
  readonly path: Path
  answer(context: PageContext<ParamsOf<Path>>): Promise<PageReply>
}

/** A page that is only looked at; by whoever has signed in, where nothing else is said. */
export const view = <Path extends string>(
  path: Path,
  answer: Declared<Path>['answer'],
  access: Page['access'] = 'session',
): Page => page({ method: 'GET', path, access, answer })
