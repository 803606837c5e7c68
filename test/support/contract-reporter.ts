import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { contractRoutes } from '../../src/app.ts'
import { successesOf } from '../../src/http/failures.ts'
import { takeAnswers } from './answers.ts'
import { UNREACHED } from './unreached.ts'

/** After a whole run: what the contract promises and no test reached fails the run, as does an excuse that is no longer needed. */
export default class ContractReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const reached = takeAnswers()
    const all = (await this.#vitest?.globTestSpecifications()) ?? []
    const whole = all.length > 0 && modules.length === all.length && process.env['ENGINES'] !== 'sqlite'
    if (!whole || this.#vitest?.config.testNamePattern) return
    const promised = contractRoutes().flatMap((route) => [
      ...successesOf(route).map((status) => `${route.operationId} ${status}`),
      ...(route.failures ?? []).map((code) => `${route.operationId} ${code}`),
    ])
    const open = [...new Set(promised)].filter((line) => !reached.has(line) && !(line in UNREACHED))
    const needless = Object.keys(UNREACHED).filter((line) => reached.has(line) || !promised.includes(line))
    console.log(`\ncontract: ${promised.length} promised answers, ${open.length} that no test reached`)
    for (const line of open) console.log(`  not reached: ${line}`)
    for (const line of needless) console.log(`  excused in test/support/unreached.ts without need: ${line}`)
    if (open.length + needless.length > 0) process.exitCode = 1
  }
}
