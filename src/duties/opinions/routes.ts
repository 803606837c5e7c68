import { resourceRoutes } from '../../http/endpoints.ts'
import type { Route } from '../../http/route.ts'
import { opinionAdoptions } from './adoptions.ts'
import { opinionFeedbacks } from './feedbacks.ts'
import { opinionIssues } from './issues.ts'
import { opinions } from './resource.ts'

/** An opinion's whole life: handed in, edited, kept or returned, issued, adopted, answered, archived. */
export function opinionRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(opinions, secret),
    ...resourceRoutes(opinionAdoptions, secret),
    ...resourceRoutes(opinionIssues, secret),
    ...resourceRoutes(opinionFeedbacks, secret),
  ]
}
