import { giveWay } from '../../core/yielding.ts'

/** Where the thread of the planner begins: behind the others before it loads the planner, a tenth of a second of work. */

giveWay()
await import('./worker.ts')
