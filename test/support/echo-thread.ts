import { parentPort } from 'node:worker_threads'

/** Answers with what it was sent and who it is; fails or stays silent where it is told to. */

const self = Math.random()
parentPort!.on('message', async (task: string) => {
  if (task === 'fail') throw new Error('told to fail')
  if (task !== 'wait') parentPort!.postMessage({ task, self })
})
