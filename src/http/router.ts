import findMyWay, { type HTTPMethod } from 'find-my-way'

/**
 * Which of many declarations a path means, by the router that Fastify itself asks: what is spelled out goes before what a
 * parameter stands for. For what Fastify cannot be asked: operations from inside, pages that are loaded when a browser
 * first comes, and paths under methods that they do not take.
 */

export interface Place<T> {
  method: HTTPMethod
  /** `:name` stands for one part of the path. */
  path: string
  target: T
}

export interface Match<T> {
  target: T
  /** Parts of the path as they were sent; one may be empty. */
  params: Record<string, string>
}

/** Finds by method and path; the path is compared as it was sent, nothing in it decoded and no query cut off. */
export type Router<T> = (method: string, path: string) => Match<T> | undefined

export function routerOf<T>(places: Iterable<Place<T>>): Router<T> {
  const router = findMyWay({ maxParamLength: Number.POSITIVE_INFINITY })
  for (const { method, path, target } of places) router.on(method, path, noHandler, target)
  return (method, path) => {
    if (!path.startsWith('/')) return undefined
    const match = router.find(method as HTTPMethod, path.replaceAll(/[%?#]/g, encodeURIComponent))
    return match ? { target: match.store, params: { ...match.params } as Match<T>['params'] } : undefined
  }
}

/** Whoever finds calls what was found; the router never does. */
const noHandler = (): void => {}
