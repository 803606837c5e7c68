import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { recordMeetings, recordMembers } from '../committee.ts'
import { type Measure, measure, short } from '../figures.ts'
import { asText, sheetRows } from '../imports.ts'
import { type Product, startProduct } from '../processes.ts'

/** Whoever gives an import up waits less than a second, whatever stage it is in. */

const ROUNDS = 3
const ROWS = 60_000
const MEETINGS = 200
const POLL_MS = 5

export async function measureImportCancel(folder: string): Promise<Measure[]> {
  const product = await startProduct(path.join(folder, 'cancel.db'))
  const heard = { planning: [] as number[], committing: [] as number[], reverting: [] as number[] }
  try {
    const { client } = product
    const { members } = await recordMembers(client)
    const meetings = await recordMeetings(client, MEETINGS, '2017-03-01')
    const text = asText(sheetRows(members, meetings, ROWS))
    for (let round = 0; round < ROUNDS; round += 1) {
      heard.planning.push(await givenUp(product, await upload(product, text), 'planning', 'cancelled'))
      const started = await upload(product, text)
      await client.finish(started.jobId)
      const commit = () => client.post(`/v1/imports/${started.id}/commit`, {})
      heard.committing.push(await givenUp(product, await commit(), 'committing', 'committed'))
      const rest = await upload(product, text)
      await client.finish(rest.jobId)
      await client.finish((await client.post(`/v1/imports/${rest.id}/commit`, {})).jobId)
      const revert = ({ id }: { id: string }) => client.post(`/v1/imports/${id}/revert`)
      heard.reverting.push(await givenUp(product, await revert(rest), 'reverting', 'committed'))
      // The next round finds nothing recorded.
      for (const one of [rest, started]) await client.finish((await revert(one)).jobId)
    }
  } finally {
    await product.stop()
  }
  const spread = Object.entries(heard).map(([stage, ms]) => [stage, ms.map(short)])
  return [
    measure(
      'import-cancel',
      'from the answer to the cancel to the state of the import, the slowest of planning, committing and reverting',
      Array.from({ length: ROUNDS }, (_, at) => Math.max(...Object.values(heard).map((ms) => ms[at]!))),
      { unit: 'ms', floor: 1_000, aim: 500, atMost: true },
      Object.fromEntries(spread),
    ),
  ]
}

interface Started {
  id: string
  jobId: string
}

const upload = ({ client }: Product, text: string): Promise<Started> =>
  client.upload('/v1/imports', { resource: 'attendance' }, { name: 'given-up.csv', bytes: Buffer.from(text) })

/** Cancels in the middle of a phase; answers the milliseconds until the import is in `state`. */
async function givenUp(
  { client }: Product,
  { id, jobId }: Started,
  phase: string,
  state: string,
): Promise<number> {
  for (;;) {
    const { status, progress } = await client.get(`/v1/jobs/${jobId}`)
    if (progress.phase === phase) break
    if (!['queued', 'running'].includes(status)) throw new Error(`the job has ${status} before ${phase}`)
    await setTimeout(POLL_MS)
  }
  await client.post(`/v1/jobs/${jobId}/cancel`)
  const begin = performance.now()
  while ((await client.get(`/v1/imports/${id}`)).state !== state) await setTimeout(POLL_MS)
  return performance.now() - begin
}
