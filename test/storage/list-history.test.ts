import { describe, expect, it } from 'vitest'
import { knownOn } from '../../src/storage/as-known.ts'
import { replaceChildren } from '../../src/storage/children.ts'
import { parentOf } from '../../src/storage/hanging.ts'
import { snake } from '../../src/storage/naming.ts'
import { insertStored } from '../../src/storage/plain.ts'
import { changeRow, findRow } from '../../src/storage/rows.ts'
import { definitionOf, STATED_TABLES, type TableName } from '../../src/storage/tables.ts'
import { anIssue, anOpinion, anOrganization } from '../support/makers.ts'
import { aSubmitted } from '../support/proposals.ts'
import { act, aMeeting, aMember, type Body, post } from '../support/records.ts'
import { inEveryWorld, login, type World } from '../support/world.ts'

/** Every list inside a record is kept with the versions of the record, by the definition of its table. */

/** Tables of facts without versions of their own that are no list of a record, and why. */
const APART: Partial<Record<TableName, string>> = {
  recordStates: 'written once, each row under the event that says it',
  persons: 'an id; what is said of a person stands in memberships',
}

const LISTS = STATED_TABLES.filter((table) => parentOf(table))

describe('tables of facts', () => {
  it('have versions, or are a list of a record that has them', () => {
    const forgotten = STATED_TABLES.filter((table) => {
      const { columns } = definitionOf(table)
      const owner = parentOf(table)?.of
      const versioned = owner ? definitionOf(owner).columns : columns
      return !(versioned.version && versioned.seq) && !APART[table]
    })
    expect(forgotten).toEqual([])
    expect(LISTS.length).toBeGreaterThan(10)
  })
})

interface Case {
  /** Makes a record with a list; answers its path. */
  make(world: World): Promise<{ id: string; path: string }>
  /** Changes the list, by a request. */
  change(world: World, record: { id: string; path: string }): Promise<unknown>
}

const patch = (world: World, path: string, body: object) =>
  world.admin.patch(path, body, { 'if-match': '*' }).expect(200)
const at = (path: string, { id }: Body) => ({ id, path: `${path}/${id}` })
const span = { validFrom: '2019-01-01' }

const meetingWith = (values: (world: World) => Promise<Record<string, unknown>>) => ({
  make: async (world: World) => at('/v1/meetings', await aMeeting(world, await values(world))),
})

const CASES: Partial<Record<TableName, Case>> = {
  meetingGuests: {
    ...meetingWith(async () => ({ guests: [{ kind: 'expert', name: '甲专家' }] })),
    change: (world, { path }) =>
      patch(world, path, { guests: [{ kind: 'department_head', name: '乙局长', came: true }] }),
  },
  meetingSites: {
    ...meetingWith(async () => ({ sitesVisited: ['纪念馆', '展览馆'] })),
    change: (world, { path }) => patch(world, path, { sitesVisited: ['纪念馆'] }),
  },
  meetingOrganizers: {
    ...meetingWith(async (world) => ({ organizerIds: [(await anOrganization(world)).id] })),
    change: async (world, { path }) =>
      patch(world, path, { organizerIds: [(await anOrganization(world)).id] }),
  },
  meetingDocuments: {
    ...meetingWith(async (world) => ({
      documents: [{ proposalId: (await aSubmitted(world, '2019-03-01')).id }],
    })),
    change: (world, { path }) => patch(world, path, { documents: [] }),
  },
  leaveSessions: {
    make: async (world) => {
      const { id: memberId } = await aMember(world)
      const { id: meetingId } = await aMeeting(world)
      return at(
        '/v1/leave-requests',
        await post(world, '/v1/leave-requests', { memberId, meetingId, leaveType: 'sick' }),
      )
    },
    // The meeting turns out to be another one that was entered twice: leave covers the sessions of that one.
    change: async (world, { path }) => {
      const { body } = await world.admin.get(path).expect(200)
      const { id: intoId } = await aMeeting(world)
      return act(world, `/v1/meetings/${body.meetingId}`, 'merge', { intoId })
    },
  },
  opinionAuthors: {
    make: async (world) => at('/v1/opinions', await anOpinion(world, '2019-05-20')),
    change: async (world, { path }) => patch(world, path, { authorIds: [(await aMember(world)).id] }),
  },
  opinionIssueItems: {
    make: async (world) => at('/v1/opinion-issues', await anIssue(world)),
    change: async (world, { path }) =>
      patch(world, path, { opinionIds: [(await anOpinion(world, '2019-05-22')).id] }),
  },
  proposalSigners: {
    make: async (world) => {
      const signers = [{ memberId: (await aMember(world)).id }, { memberId: (await aMember(world)).id }]
      const values = { title: '联名建议', proposerKind: 'joint', signers }
      return at('/v1/proposals', await post(world, '/v1/proposals', values))
    },
    change: async (world, { path }) => {
      const { body } = await world.admin.get(path).expect(200)
      const { memberId } = body.signers[1]
      return act(world, path, 'sign', { memberId, signedOn: '2019-02-26' })
    },
  },
  researchReportMembers: {
    make: async (world) => {
      const members = [{ memberId: (await aMember(world)).id, role: 'leader' }]
      const values = { title: '调研报告', kind: 'comprehensive', members }
      return at('/v1/research-reports', await post(world, '/v1/research-reports', values))
    },
    change: async (world, { path }) =>
      patch(world, path, { members: [{ memberId: (await aMember(world)).id, role: 'leader' }] }),
  },
  serviceRecordMembers: {
    make: async (world) => {
      const values = { kind: 'visit', title: '走访', startsOn: '2019-04-01', endsOn: '2019-04-01' }
      const memberIds = [(await aMember(world)).id]
      return at('/v1/service-records', await post(world, '/v1/service-records', { ...values, memberIds }))
    },
    change: async (world, { path }) => patch(world, path, { memberIds: [(await aMember(world)).id] }),
  },
  supervisionGroupMembers: {
    make: async (world) => {
      const members = [{ memberId: (await aMember(world)).id, ...span }]
      const values = { name: '监督一组', ...span, members }
      return at('/v1/supervision-groups', await post(world, '/v1/supervision-groups', values))
    },
    change: async (world, { path }) =>
      patch(world, path, { members: [{ memberId: (await aMember(world)).id, ...span }] }),
  },
  supervisionGroupHosts: {
    make: async (world) => {
      const hosts = [{ organizationId: (await anOrganization(world)).id, ...span }]
      const values = { name: '监督二组', ...span, hosts }
      return at('/v1/supervision-groups', await post(world, '/v1/supervision-groups', values))
    },
    change: (world, { path }) => patch(world, path, { hosts: [] }),
  },
}

inEveryWorld('lists inside records', (world) => {
  const turnTo = async (day: string) => {
    world.now = new Date(`${day}T04:00:00Z`)
    world.admin = await login(world, 'admin')
  }
  const rowsOf = async (day: string | null, table: TableName, id: string) => {
    const reader = day === null ? world.storage : await knownOn(world.storage, world.committeeId, day)
    const { parent } = parentOf(table)!
    const rows = await reader.query(
      `select * from ${snake(table)} where committee_id = ? and ${snake(parent)} = ? order by ${definitionOf(table).key.map(snake).join(', ')}`,
      [world.committeeId, id],
    )
    if ('close' in reader && day !== null) reader.close()
    return rows
  }

  it('are named here, each of them', () => {
    expect(Object.keys(CASES).sort()).toEqual([...LISTS].sort())
  })

  for (const table of LISTS) {
    it(`${table}: a past day has the list that it had`, async () => {
      const { make, change } = CASES[table]!
      await turnTo('2020-02-05')
      const record = await make(world)
      const before = await rowsOf(null, table, record.id)
      expect(before.length).toBeGreaterThan(0)
      await turnTo('2020-02-10')
      await change(world, record)
      const after = await rowsOf(null, table, record.id)
      expect(after).not.toEqual(before)
      expect(await rowsOf('2020-02-06', table, record.id)).toEqual(before)
      expect(await rowsOf('2020-02-10', table, record.id)).toEqual(after)
    })
  }

  it('change with a version of their record, or not at all', async () => {
    const write = (work: Parameters<World['storage']['write']>[2]) =>
      world.storage.write(world.committeeId, { actor: 'test', requestId: 'test' }, work)
    const { id } = await aMeeting(world, { sitesVisited: ['纪念馆'] })
    await expect(
      write((tx) => replaceChildren(tx, 'meetingSites', id, [{ name: '展览馆' }])),
    ).rejects.toThrow(/changed after its version/)
    await expect(
      write((tx) => insertStored(tx, 'meetingSites', { committeeId: tx.committeeId, meetingId: id })),
    ).rejects.toThrow(/replaceChildren/)
    await write(async (tx) => {
      await replaceChildren(tx, 'meetingSites', id, [{ name: '展览馆' }])
      const row = (await findRow(tx, 'meetings', id))!
      await changeRow(tx, 'meetings', row, {}, { type: 'meeting.changed' })
    })
    const { body } = await world.admin.get(`/v1/meetings/${id}`).expect(200)
    expect([body.sitesVisited, body.version]).toEqual([['展览馆'], 2])
  })
})
