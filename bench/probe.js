import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Preloaded into a measured process (`--import`): answers questions of the bench over IPC, so that the process itself
 * runs as it always does. Plain JavaScript, because stripping types costs memory that a bare process does not have.
 */

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

process.on('message', (question) => {
  if (question === 'collect') for (let time = 0; time < 3; time += 1) collect()
  const { heapUsed, rss } = process.memoryUsage()
  process.send?.({ heapUsed, rss })
})
// The channel alone must not keep a program alive that has done its work.
process.channel?.unref()
