import { verifyLog } from '../../src/storage/audit.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { ROLL, SIGNERS } from './writers.ts'

/** What no kill may leave behind, asked of the database itself while no server runs. */

const WRONG: readonly { name: string; sql: string; parameters: readonly (string | number)[] }[] = [
  {
    name: 'a proposal without its signers',
    sql: `select count(*) as n from proposals p where (select count(*) from proposal_signers s
            where s.committee_id = p.committee_id and s.proposal_id = p.id) <> ?`,
    parameters: [SIGNERS],
  },
  {
    name: 'an opinion without its authors',
    sql: `select count(*) as n from opinions o where (select count(*) from opinion_authors a
            where a.committee_id = o.committee_id and a.opinion_id = o.id) <> 2`,
    parameters: [],
  },
  ...['proposals', 'opinions', 'attendance', 'imports'].map((table) => ({
    name: `a row of ${table} without its event`,
    sql: `select count(*) as n from ${table} t where not exists (select 1 from events e
            where e.committee_id = t.committee_id and e.seq = t.seq)`,
    parameters: [],
  })),
  ...['proposals', 'opinions'].map((table) => ({
    name: `a row of ${table} without the answer of its request`,
    sql: `select count(*) as n from ${table} t where not exists (select 1 from idempotency_keys k
            where k.committee_id = t.committee_id and k.body like '%' || t.external_id || '%')`,
    parameters: [],
  })),
  {
    name: 'half of a roll call',
    sql: `select count(*) as n from (select session_id from attendance where import_id is null
            group by session_id having count(*) <> ?) rolls`,
    parameters: [ROLL],
  },
  {
    name: 'a mark without provenance, or provenance without its mark',
    sql: `select count(*) as n from imports i where i.state <> 'reverted'
            and (select coalesce(sum(o.written), 0) from import_outcomes o
                  where o.committee_id = i.committee_id and o.import_id = i.id and o.kept is null)
             <> (select count(*) from attendance a
                  where a.committee_id = i.committee_id and a.import_id = i.id and a.deleted_at is null)`,
    parameters: [],
  },
  {
    name: 'a report that is half there',
    sql: `select count(*) as n from reports r where (select count(*) from report_members m
            where m.committee_id = r.committee_id and m.report_id = r.id) <> r.members
          or (select count(*) from report_inputs i where i.committee_id = r.committee_id and i.report_id = r.id)
            <> case when r.state in ('making', 'failed') then 0 else 1 end`,
    parameters: [],
  },
  {
    name: 'a chunk without its event',
    sql: `select count(*) as n from imports i
           where (select count(*) from import_outcomes o where o.committee_id = i.committee_id and o.import_id = i.id)
              <> (select count(*) from events e where e.committee_id = i.committee_id and e.subject_type = 'imports'
                    and e.subject_id = cast(i.id as text) and e.type = 'attendance.recorded'
                    and e.data like '%"method":"import"%')`,
    parameters: [],
  },
]

const EXPIRED = '2000-01-01T00:00:00.000Z'

export interface Inspected {
  halves: string[]
  events: number
  /** An import stands half way, to be resumed. */
  committing: boolean
  /** A report is wanted and not there yet. */
  making: boolean
}

/** Names what is half; then lets the dead runner's lease run out at once, which would take half a minute. */
export async function inspect(databaseUrl: string): Promise<Inspected> {
  const storage = await openStorage(databaseUrl, () => new Date())
  try {
    const halves: string[] = []
    for (const { name, sql, parameters } of WRONG) {
      const [row] = await storage.query<{ n: number }>(sql, parameters)
      if (Number(row!.n) > 0) halves.push(`${row!.n} × ${name}`)
    }
    const { broken, events } = await verifyLog(storage)
    if (broken) halves.push(`the chain breaks at ${broken.seq} (${broken.reason})`)
    const [half] = await storage.query<{ n: number }>(
      "select count(*) as n from imports where state = 'committing'",
      [],
    )
    const [wanted] = await storage.query<{ n: number }>(
      "select count(*) as n from reports where state = 'making'",
      [],
    )
    await expireLeases(storage)
    return { halves, events, committing: Number(half!.n) > 0, making: Number(wanted!.n) > 0 }
  } finally {
    await storage.close()
  }
}

async function expireLeases(storage: Storage): Promise<void> {
  const committees = await storage.query<{ id: string }>('select id from committees', [])
  for (const { id } of committees) {
    await storage.write(id, { actor: 'campaign', requestId: 'campaign' }, (tx) =>
      tx.run("update jobs set lease_until = ? where committee_id = ? and status = 'running'", [EXPIRED, id]),
    )
  }
}
