import { readFile, wholeReading } from '../../../src/exchange/imports/planner/containers/read.ts'
import { planAttendance } from '../../../src/exchange/imports/planner/plan.ts'
import type { Refusal } from '../../../src/exchange/imports/planner/plan-types.ts'
import { planRecords } from '../../../src/exchange/imports/planner/records/plan-records.ts'
import { recordTable } from '../../../src/exchange/imports/planner/records/record-tables.ts'
import { resourceOf } from '../../../src/exchange/imports/planner/resource-of.ts'
import type { DamageAnswer, DamageTask } from './damage-run.ts'
import { type DamagedFile, damagedFile } from './damaged-file.ts'
import { recordWorldOf } from './records.ts'

/** Plans damaged files in a process of its own, which may hang, burst or die without taking others with it. */

process.on('message', async ({ seed, samples }: DamageTask) => {
  const file = damagedFile(seed, samples)
  const begin = performance.now()
  const answer: Pick<DamageAnswer, 'outcome' | 'fault'> = { outcome: 'plan', fault: null }
  try {
    const refusal = await refusalOf(file)
    if (refusal) {
      answer.outcome = refusal.code
      if (!isTold(refusal)) answer.fault = `no message: ${JSON.stringify(refusal)}`
    }
  } catch (error) {
    answer.fault = String((error as Error).stack)
  }
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1_024)
  process.send!({
    ...answer,
    name: file.name,
    size: file.bytes.length,
    ms: performance.now() - begin,
    peakMb,
  })
})

async function refusalOf({ name, bytes, made }: DamagedFile): Promise<Refusal | null> {
  const read = await readFile(bytes, name)
  if ('refusal' in read) return read.refusal
  const found = resourceOf(read.reading, {})
  if ('refusal' in found) return found.refusal
  if (found.resource === 'attendance') {
    const plan = planAttendance({ reading: read.reading, profile: {}, world: made.world })
    return plan.verdict === 'refuse' ? plan.refusal : null
  }
  const whole = wholeReading(read.reading)
  if ('refusal' in whole) return whole.refusal
  const plan = planRecords(whole, recordTable(found.resource), recordWorldOf(made))
  return plan.verdict === 'refuse' ? plan.refusal : null
}

/** In both languages, and more than the code. */
const isTold = ({ code, message: { zh, en } }: Refusal): boolean =>
  /\p{Script=Han}{4}/u.test(zh) && /\w+ \w+/.test(en) && zh !== code && en !== code

process.send!('ready')
