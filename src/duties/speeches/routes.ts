import { resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import { speeches } from './resource.ts'

export const speechRoutes = (secret: string): Route[] => resourceRoutes(speeches, secret)
