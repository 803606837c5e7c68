import { Agent, get } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

/** The second client: asks `/livez` again and again from a thread of its own, and tells the longest wait on demand. */

const PAUSE_MS = 2

const { url } = workerData as { url: string }
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
let longestMs = 0
let since = performance.now()

parentPort!.on('message', () => {
  // What is still waited for counts, too.
  parentPort!.postMessage(Math.max(longestMs, performance.now() - since))
  longestMs = 0
  since = performance.now()
})

const asked = (): Promise<void> =>
  new Promise((resolve) => {
    get(`${url}/livez`, { agent }, (answer) => {
      answer.resume()
      answer.on('end', resolve)
    }).on('error', () => resolve())
  })

for (;;) {
  since = performance.now()
  await asked()
  longestMs = Math.max(longestMs, performance.now() - since)
  since = performance.now()
  await setTimeout(PAUSE_MS)
}
