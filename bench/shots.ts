import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Hits, Shot } from './load.ts'

export interface Gun {
  fire(shot: Shot): Promise<Hits>
  close(): void
}

/** One process that sends requests; an answer outside 2xx and 304 fails the measure. */
export function openGun(): Gun {
  const child = fork(path.join(import.meta.dirname, 'load.ts'))
  child.once('exit', (code) => {
    if (code) throw new Error('the load ended early')
  })
  return {
    async fire(shot) {
      child.send(shot)
      const [answer] = await once(child, 'message')
      const hits = answer as Hits
      const bad = Object.keys(hits.statuses).filter((status) => !/^(2..|304)$/.test(status))
      if (bad.length > 0) throw new Error(`${shot.method} ${shot.path} → ${JSON.stringify(hits.statuses)}`)
      return hits
    },
    close: () => child.disconnect(),
  }
}
