#!/usr/bin/env -S node --no-allocation-site-pretenuring --v8-pool-size=1
// The flags above are those of "npm start" and of the image. Objects of a request die young, also those of a long import:
// guessed otherwise, they are made among the old ones, where they keep each other. And four threads that compile and collect
// would take both cores of a small server from the one that answers.
// Plain JavaScript of old times, so that any Node can read it and say what is needed.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(
    `lvzhi needs Node 24.12 or newer and this is ${process.versions.node}: install it, or run "npm ci" and start through npm, which brings its own.\n` +
      `lvzhi 需要 Node 24.12 以上，当前是 ${process.versions.node}：请升级，或执行 npm ci 后用 npm 启动。`,
  )
  process.exit(2)
}
// What was compiled once is not compiled again: a third of a start, and the compiler stays out of memory. The cache is keyed
// by what the files say; where it cannot be written, nothing is kept. Threads and children learn of it by the variable.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/lvzhi', import.meta.url))
module.enableCompileCache()
await import('../src/engine/drizzle-imports.ts')
// A server needs nothing of the command line in memory.
if (process.argv.slice(2).join(' ') === 'serve') {
  const { serve } = await import('../src/serve.ts')
  await serve().catch((error) => {
    console.error(error.message)
    process.exit(1)
  })
} else await import('../src/cli.ts')
