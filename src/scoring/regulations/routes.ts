import { AppError, notFound } from '../../core/errors.ts'
import { BelowQuery, IdParams, TrialQuery } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import { checkPrecondition } from '../../http/etag.ts'
import { listPage, PageQuery, page } from '../../http/paging.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { changeRow, findRow, insertRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import { hashOf } from '../check/load.ts'
import { vocabularyOf } from '../store/vocabulary.ts'
import { checkInThread } from './in-thread.ts'
import {
  AcceptAdditions,
  ActivatedRegulation,
  getRegulation,
  NewRegulation,
  Regulation,
  Validation,
} from './schema.ts'
import { addOwn, refuseInvalid, validationOf } from './service.ts'

const tag = 'regulations'
const params = IdParams
const BODY_MAX = 2_000_000

export function regulationRoutes(secret: string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/regulations',
      operationId: 'listRegulations',
      summary: 'Regulation versions in pages',
      tag,
      permission: 'regulations.read',
      query: PageQuery,
      response: page(Regulation, 'RegulationPage'),
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: (context) =>
        listPage(context.storage, context, context.query, {
          table: 'regulations',
          path: '/regulations',
          where: [],
          sorts: ['name', 'number'],
          defaultSort: 'name,number',
          key: ['id'],
          tombstones: true,
          present: async (rows) => rows as Record<string, unknown>[],
          secret,
        }),
    }),
    route({
      method: 'GET',
      path: '/regulations/:id',
      ...getRegulation,
      summary: 'One version, with its file',
      tag,
      permission: 'regulations.read',
      params,
      query: BelowQuery,
      failures: ['not_found'],
      read: async ({ storage, committeeId, params: { id } }) => {
        const row = await findRow(inCommittee(storage, committeeId), 'regulations', id)
        if (!row) throw notFound('regulation', id)
        return { body: row, version: row.version }
      },
    }),
    route({
      method: 'POST',
      path: '/regulations/validate',
      operationId: 'validateRegulation',
      summary: 'What is wrong with a rules file, with line and column; nothing is stored',
      tag,
      permission: 'regulations.read',
      body: NewRegulation,
      bodyMax: BODY_MAX,
      response: Validation,
      failures: [],
      read: async ({ storage, committeeId, body }) => ({
        body: await validationOf(storage, committeeId, await checked(storage, committeeId, body)),
      }),
    }),
    route({
      method: 'POST',
      path: '/regulations',
      operationId: 'createRegulation',
      summary: 'Upload a version; stored versions never change',
      tag,
      permission: 'regulations.manage',
      query: TrialQuery,
      body: NewRegulation,
      bodyMax: BODY_MAX,
      status: 201,
      response: Regulation,
      failures: ['regulation_invalid', 'already_exists'],
      // Before the transaction: nobody waits for a file to be read.
      prepare: ({ storage, committeeId, body }) => checked(storage, committeeId, body),
      write: async (tx, { body }, read) => {
        refuseInvalid(await validationOf(tx, tx.committeeId, read))
        const { title, subject } = read.read!.regulation
        const row = await insertRow(
          tx,
          'regulations',
          {
            id: newId(),
            name: body.name,
            number: await nextNumber(tx, body.name),
            title: title.zh,
            source: body.source,
            sourceHash: hashOf(body.source),
            subject: subject ?? null,
            options: body.options,
            state: 'draft',
            author: tx.actor,
            reason: body.reason,
            effectiveFrom: body.effectiveFrom,
            approvedBy: null,
            activatedAt: null,
            externalId: body.externalId,
          },
          { type: 'regulation.created' },
        )
        return { body: row, version: row.version, location: `/v1/regulations/${row.id}` }
      },
    }),
    route({
      method: 'POST',
      path: '/regulations/:id/activate',
      operationId: 'activateRegulation',
      summary: 'Another person than its author approves the version: periods may be scored by it',
      tag,
      permission: 'regulations.approve',
      params,
      query: TrialQuery.extend({ acceptAdditions: AcceptAdditions }),
      response: ActivatedRegulation,
      failures: [
        'not_found',
        'state_conflict',
        'four_eyes',
        'regulation_invalid',
        'rule_violation',
        'stale_version',
      ],
      prepare: async ({ storage, committeeId, params: { id } }) => {
        const row = await findRow(inCommittee(storage, committeeId), 'regulations', id)
        if (!row) throw notFound('regulation', id)
        return checked(storage, committeeId, row)
      },
      write: async (tx, context, read) => {
        const row = await storedRegulation(tx, context)
        if (row.state !== 'draft') {
          throw new AppError('state_conflict', { en: `It is ${row.state} already`, zh: '该版本已启用或停用' })
        }
        if (row.author === tx.actor) throw ownVersion()
        const validation = await validationOf(tx, tx.committeeId, read)
        refuseInvalid(validation)
        const { additions, uncountedKinds } = validation
        await addOwn(tx, additions, context.query.acceptAdditions ?? false, context)
        const active = await changeRow(
          tx,
          'regulations',
          row,
          { state: 'active', activatedAt: tx.at, approvedBy: tx.actor },
          { type: 'regulation.activated', members: 'all' },
        )
        return { body: { ...active, additions, uncountedKinds }, version: active.version }
      },
    }),
    route({
      method: 'POST',
      path: '/regulations/:id/retire',
      operationId: 'retireRegulation',
      summary: 'No further period is scored by this version; those that name it keep it',
      tag,
      permission: 'regulations.manage',
      params,
      query: TrialQuery,
      response: Regulation,
      failures: ['not_found', 'state_conflict', 'stale_version'],
      write: async (tx, context) => {
        const row = await storedRegulation(tx, context)
        if (row.state !== 'active')
          throw new AppError('state_conflict', {
            en: `It is ${row.state}, not active`,
            zh: '该版本未在启用中',
          })
        const retired = await changeRow(
          tx,
          'regulations',
          row,
          { state: 'retired' },
          { type: 'regulation.retired' },
        )
        return { body: retired, version: retired.version }
      },
    }),
  ]
}

/** A file read against what the committee has. */
const checked = async (
  db: Db,
  committeeId: string,
  { source, options }: { source: string; options: Record<string, string> },
) => checkInThread(source, options, await vocabularyOf(db, committeeId))

/** The version that an action names, as the caller saw it. */
async function storedRegulation(tx: Tx, { params: { id }, ifMatch }: Context<{ id: string }>) {
  const row = await findRow(tx, 'regulations', id)
  if (!row) throw notFound('regulation', id)
  checkPrecondition(ifMatch, row.version, false)
  return row
}

const ownVersion = () =>
  new AppError('four_eyes', {
    en: 'Who uploaded a version cannot approve it: ask another person to activate it',
    zh: '上传规则的人不能自己启用，请由另一人启用',
  })

async function nextNumber(tx: Tx, name: string): Promise<number> {
  const newest = await from(tx, 'regulations', { name }).pick('number').orderBy('-number').first()
  return (newest?.number ?? 0) + 1
}
