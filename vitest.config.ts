import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/servers.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    execArgv: ['--import', './src/engine/drizzle-imports.ts'],
    maxWorkers: 2,
    // A file finds the modules that the one before it has loaded: to load them anew took a third of the run. What a
    // test needs to itself is a world, and each file opens its own.
    isolate: false,
    reporters: ['default', './test/support/contract-reporter.ts', './test/support/closing-line.ts'],
  },
})
