import path from 'node:path'
import pg from 'pg'
import { startPostgres } from '../../test/support/servers.ts'
import { inTurns, type Measure, measure, median, short } from '../figures.ts'
import { type Product, startProduct, tokenOf } from '../processes.ts'
import { openGun } from '../shots.ts'

/** Reads of one committee on PostgreSQL while another committee of the same process is written to by a crowd. */

const ROUNDS = 5
const SECONDS = 2
const WRITERS = 64
const READERS = 2
const BODY = '{"kind":"participating_unit","code":"u{n}","name":"参加单位{n}"}'

export async function measureNeighbours(folder: string): Promise<Measure[]> {
  const postgres = await startPostgres()
  const product = await startProduct(`${postgres.url}/postgres`, { log: path.join(folder, 'neighbours.log') })
  const [quiet, crowd] = [openGun(), openGun()]
  try {
    const busy = await committeeBelow(product, `${postgres.url}/postgres`)
    const path = await memberOf(product)
    const read = {
      method: 'GET',
      path,
      url: product.url,
      headers: { authorization: `Bearer ${product.token}` },
      connections: READERS,
      seconds: SECONDS,
    } as const
    const write = {
      method: 'POST',
      path: '/v1/organizations',
      url: product.url,
      headers: { authorization: `Bearer ${busy}` },
      body: BODY,
      connections: WRITERS,
      seconds: SECONDS,
    } as const
    const written: number[] = []
    const beside = async () => {
      const [hits, writes] = await Promise.all([quiet.fire(read), crowd.fire(write)])
      written.push(writes.perSecond)
      return hits
    }
    const alone = () => quiet.fire(read)
    await beside()
    await alone()
    written.length = 0
    const rounds = await inTurns(ROUNDS, alone, beside)
    return [
      measure(
        'neighbours',
        `reads/s of a member of one committee beside ${WRITERS} writers into another, PostgreSQL ÷ the same alone`,
        rounds.map(({ base, ours }) => ours.perSecond / base.perSecond),
        { floor: 0.7, aim: 0.9 },
        {
          readsPerSecond: {
            alone: short(median(rounds.map(({ base }) => base.perSecond))),
            beside: short(median(rounds.map(({ ours }) => ours.perSecond))),
          },
          p99: {
            alone: short(median(rounds.map(({ base }) => base.p99))),
            beside: short(median(rounds.map(({ ours }) => ours.p99))),
          },
          writesPerSecond: short(median(written)),
        },
      ),
    ]
  } finally {
    quiet.close()
    crowd.close()
    await product.stop()
    await postgres.stop()
  }
}

/** A token in a committee of its own; the first user of a committee below is copied from the one above. */
async function committeeBelow({ client, url }: Product, databaseUrl: string): Promise<string> {
  const { id } = await client.post('/v1/committees', { code: 'busy', name: '忙碌区政协', level: 'district' })
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  for (const table of ['users', 'user_roles']) {
    await database.query(`create temp table copied as select * from ${table}`)
    await database.query('update copied set committee_id = $1', [id])
    await database.query(`insert into ${table} select * from copied`)
    await database.query('drop table copied')
  }
  await database.end()
  return tokenOf(url, 'busy')
}

async function memberOf({ client }: Product): Promise<string> {
  const term = await client.post('/v1/terms', {
    number: 9,
    name: '第九届',
    startsOn: '2017-02-20',
    endsOn: '2030-02-19',
  })
  const member = { termId: term.id, memberNo: '09001', name: '赵安刚', validFrom: '2017-02-20' }
  return `/v1/members/${(await client.post('/v1/members', member)).id}`
}
