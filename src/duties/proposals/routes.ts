import { resourceRoutes } from '../../http/endpoints.ts'
import type { Route } from '../../http/route.ts'
import { assignments } from './assignments.ts'
import { contacts, urgings } from './contacts.ts'
import { feedbacks } from './feedbacks.ts'
import { handlingRoutes } from './handling.ts'
import { replies } from './replies.ts'
import { proposals } from './resource.ts'
import { reviewRoutes } from './review.ts'

/** A proposal's whole life, in its order. */
export function proposalRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(proposals, secret),
    ...reviewRoutes(),
    ...resourceRoutes(assignments, secret),
    ...resourceRoutes(contacts, secret),
    ...resourceRoutes(replies, secret),
    ...resourceRoutes(urgings, secret),
    ...resourceRoutes(feedbacks, secret),
    ...handlingRoutes(),
  ]
}
