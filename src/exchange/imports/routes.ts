import { z } from 'zod'
import { IdParams, TrialQuery } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import { resourceRoutes } from '../../http/endpoints.ts'
import { listPage, PageQuery } from '../../http/paging.ts'
import { answered } from '../../http/record.ts'
import { type Context, type Principal, type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import { importAliases } from './aliases.ts'
import { outlineOf, plannedChunk } from './chunks.ts'
import { ownImport, planned } from './own-import.ts'
import { numberEntries } from './planner/entry-book.ts'
import {
  fingerprintOf,
  importProfiles,
  learnedProfile,
  SaveProfile,
  saveProfile,
  saveProfileOperation,
} from './profiles.ts'
import { readUpload } from './read-upload.ts'
import {
  Answers,
  answerImport,
  Commit,
  commitOperation,
  createImport,
  getImport,
  getImportPlan,
  IMPORT_FILE_MAX,
  ImportUpload,
  listImportEntries,
  listImports,
  revertOperation,
} from './schema.ts'
import { answerDecisions, commitImport, revertImport, startImport } from './service.ts'
import { importView, seenImport } from './sight.ts'
import { findImport, type Import } from './store.ts'

const tag = 'imports'
const params = IdParams
const trial = TrialQuery

export function importRoutes(deps: Deps): Route[] {
  const wake = () => deps.jobs.wake()
  const accepted = (row: Import, principal: Principal) => ({
    body: importView(row, principal),
    version: row.version,
    location: `/v1/imports/${row.id}`,
    headers: { 'retry-after': '1', 'operation-location': `/v1/jobs/${row.jobId}` },
  })
  return [
    ...resourceRoutes(importProfiles, deps.secret),
    ...resourceRoutes(importAliases, deps.secret),
    route({
      method: 'POST',
      path: '/imports',
      ...createImport,
      summary: 'Upload a sheet: it is planned, nothing of it is recorded yet',
      description: 'The same file in flight answers with the running import.',
      tag,
      permission: 'imports.run',
      query: trial,
      body: ImportUpload,
      bodyType: 'multipart',
      bodyMax: IMPORT_FILE_MAX + 1_048_576,
      status: 202,
      idempotency: 'required',
      failures: ['too_large', 'unknown_reference', 'forbidden', 'bad_request'],
      prepare: (context, request) => readUpload(context, request),
      write: async (tx, { principal }, upload) =>
        accepted(await startImport(tx, upload, principal), principal),
      after: wake,
    }),
    route({
      method: 'GET',
      path: '/imports',
      ...listImports,
      summary: 'Imports in pages, newest last',
      tag,
      permission: 'imports.run',
      query: PageQuery,
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: (context) =>
        listPage(context.storage, context, context.query, {
          table: 'imports',
          path: '/imports',
          where: ownImports(context),
          sorts: ['createdAt'],
          defaultSort: 'createdAt',
          key: ['id'],
          tombstones: true,
          present: async (rows) => rows.map((row) => importView(row, context.principal)),
          secret: deps.secret,
        }),
    }),
    route({
      method: 'GET',
      path: '/imports/:id',
      ...getImport,
      summary: 'State, counts and the short list of decisions',
      tag,
      permission: 'imports.run',
      params,
      failures: ['not_found'],
      read: async (context) => {
        const row = await ownImport(context)
        return { body: importView(row, context.principal), version: row.version }
      },
    }),
    route({
      method: 'GET',
      path: '/imports/:id/plan',
      ...getImportPlan,
      summary: 'How the file was understood: tables, header, legend, meetings, rows, warnings',
      tag,
      permission: 'imports.run',
      params,
      failures: ['not_found', 'state_conflict'],
      read: async (context) => {
        const row = await seenImport(context)
        return { body: await outlineOf(deps.storage, row) }
      },
    }),
    route({
      method: 'GET',
      path: '/imports/:id/entries',
      ...listImportEntries,
      summary: 'The planned cells, 500 a page: what becomes of each, and why',
      tag,
      permission: 'imports.run',
      params,
      query: z.strictObject({
        page: z
          .string()
          .regex(/^[1-9]\d{0,5}$/)
          .transform(Number)
          .optional()
          .meta({ override: { type: 'integer', minimum: 1, default: 1 } }),
      }),
      failures: ['not_found', 'state_conflict'],
      read: async (context) => {
        const row = await seenImport(context)
        const number = context.query.page ?? 1
        if (row.chunks === 0 && number === 1) return { body: { items: [], nextPage: null } }
        const items = await entriesAt(deps, row, number)
        return { body: { items, nextPage: number < row.chunks ? number + 1 : null } }
      },
    }),
    route({
      method: 'POST',
      path: '/imports/:id/decisions',
      ...answerImport,
      summary: 'Answer decisions; the file is planned anew with the answers',
      tag,
      permission: 'imports.run',
      params,
      query: trial,
      body: Answers,
      status: 202,
      failures: ['not_found', 'state_conflict', 'rule_violation', 'unknown_reference', 'already_exists'],
      write: async (tx, context) => {
        await ownImport(context)
        const row = await findImport(tx, tx.committeeId, context.params.id)
        const { principal } = context
        return accepted(await answerDecisions(tx, row, context.body.answers, principal), principal)
      },
      after: wake,
    }),
    route({
      method: 'POST',
      path: '/imports/:id/commit',
      ...commitOperation,
      summary: 'Record exactly what the plan says',
      tag,
      permission: 'imports.run',
      params,
      query: trial,
      body: Commit,
      status: 202,
      idempotency: 'required',
      failures: [
        'not_found',
        'state_conflict',
        'plan_outdated',
        'decisions_open',
        'not_owner',
        'period_closed',
      ],
      write: async (tx, context) => {
        await ownImport(context)
        const row = await findImport(tx, tx.committeeId, context.params.id)
        const { principal } = context
        return accepted(await commitImport(tx, row, context.body, principal), principal)
      },
      after: wake,
    }),
    route({
      method: 'POST',
      path: '/imports/:id/profile',
      ...saveProfileOperation,
      summary: 'Keep what this import taught of its source as a profile, to be proposed for sheets like it',
      tag,
      permission: 'imports.run',
      params,
      query: trial,
      body: SaveProfile,
      status: 201,
      get response() {
        return outputOf(importProfiles)
      },
      failures: ['not_found', 'state_conflict', 'already_exists'],
      write: async (tx, context) => {
        const row = planned(await ownImport(context))
        const { tables = [], container } = await outlineOf(deps.storage, row)
        const settings = learnedProfile(row, container)
        const saved = await saveProfile(tx, context.body.name, settings, fingerprintOf(tables))
        const reply = await answered(importProfiles, tx, context, saved)
        return { ...reply, location: `/v1/import-profiles/${saved.id}` }
      },
    }),
    route({
      method: 'POST',
      path: '/imports/:id/revert',
      ...revertOperation,
      summary: 'Take a committed import back, except what changed since',
      tag,
      permission: 'imports.run',
      params,
      query: trial,
      status: 202,
      idempotency: 'required',
      failures: ['not_found', 'state_conflict', 'not_owner', 'period_closed'],
      write: async (tx, context) => {
        await ownImport(context)
        const row = await findImport(tx, tx.committeeId, context.params.id)
        return accepted(await revertImport(tx, row, context.principal), context.principal)
      },
      after: wake,
    }),
  ]
}

/** One page of a plan; sessions of meetings that are new got their numbers after their entries had left. */
async function entriesAt({ storage }: Deps, row: Import, number: number): Promise<unknown> {
  const { kind, entries } = await plannedChunk(storage, row, number)
  if (kind === 'attendance' && entries.some((entry) => entry.sessionKey && entry.sessionId === null)) {
    const { events = [] } = await outlineOf(storage, row)
    numberEntries(entries, events)
  }
  return entries
}

/** A department sees the imports of that department. */
function ownImports({ principal }: Context) {
  if (principal.departments === null) return []
  return [{ column: 'ownerOrganizationId', op: 'in' as const, value: [...principal.departments] }]
}
