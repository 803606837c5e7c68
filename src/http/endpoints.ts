import type { z } from 'zod'
import type { ErrorCode } from '../core/errors.ts'
import { BelowQuery, IdParams, TrialQuery } from '../core/fields.ts'
import { idOf, versionOf } from '../storage/any-row.ts'
import { changeRow } from '../storage/rows.ts'
import { definitionOf, type TableName } from '../storage/tables.ts'
import { takeStep } from './action.ts'
import { wholeFields } from './merge-patch.ts'
import { listPage } from './paging.ts'
import type { Action } from './record.ts'
import {
  answered,
  changeable,
  childrenOf,
  columnsOf,
  createRecord,
  dependants,
  noteFor,
  ownOnly,
  presented,
  type Resource,
  readable,
  sameChildren,
  withdrawRecord,
} from './record.ts'
import { requireOwner } from './rights.ts'
import { type Context, type Route, route } from './route.ts'
import { outputOf, shapesOf } from './shapes.ts'
import { statesRoutes } from './states.ts'

/**
 * The five routes that every record has: list, read, create, change, withdraw; what it has been, where that is kept; and the verbs that some have beside
 * them; `between` both goes what one record alone has. What all of them share (versions, tombstones, masks, ownership, paging) is here, once.
 */

export function resourceRoutes<N extends TableName>(
  resource: Resource<N>,
  secret: string,
  ...between: readonly Route[]
): Route[] {
  const { path, one, permission } = resource
  const Name = one.PascalCase
  const Names = plural(Name)
  const shapes = shapesOf(resource)
  const tag = path.slice(1)
  const subject = (context: Context<{ id: string }>) => readable(resource, context, context.params.id)
  const refusals = refusalsOf(resource)

  return [
    route({
      method: 'GET',
      path,
      operationId: `list${Names}`,
      summary: `${Names} in pages`,
      tag,
      permission: permission.read,
      get query() {
        return shapes.query()
      },
      get response() {
        return shapes.page()
      },
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      lists: { table: resource.table, sort: resource.defaultSort, personal: resource.personal ?? [] },
      read: (context) =>
        listPage(context.storage, context, context.query, {
          table: resource.table,
          path,
          where: [
            ...(resource.where?.(context.query, context) ?? []),
            ...ownOnly(resource, context.principal),
          ],
          sorts: resource.sorts,
          defaultSort: resource.defaultSort,
          key: ['id'],
          tombstones: true,
          present: (rows) => presented(resource, context, rows, context.storage),
          secret,
        }),
    }),
    route({
      method: 'GET',
      path: `${path}/:id`,
      operationId: `get${Name}`,
      summary: `One ${one.en}`,
      tag,
      permission: permission.read,
      params: IdParams,
      query: BelowQuery,
      get response() {
        return outputOf(resource)
      },
      failures: ['not_found', ...goneFrom(resource)],
      read: async (context) => {
        const row = await readable(resource, context, context.params.id)
        const [body] = await presented(resource, context, [row], context.storage)
        return { body, version: versionOf(row) }
      },
    }),
    route({
      method: 'POST',
      path,
      operationId: `create${Name}`,
      summary: `Record ${article(one.en)}`,
      tag,
      permission: permission.write,
      query: TrialQuery,
      get body() {
        return shapes.create()
      },
      status: 201,
      get response() {
        return outputOf(resource)
      },
      failures: refusals.create,
      write: async (tx, context) => {
        const row = await createRecord(tx, resource, context.body, context)
        return {
          ...(await answered(resource, tx, context, row)),
          location: `/v1${path}/${idOf(row)}`,
        }
      },
    }),
    route({
      method: 'PATCH',
      path: `${path}/:id`,
      operationId: `change${Name}`,
      summary: `Change ${article(one.en)}`,
      tag,
      permission: permission.write,
      params: IdParams,
      query: TrialQuery,
      get body() {
        return shapes.patch()
      },
      bodyType: 'merge-patch',
      get response() {
        return outputOf(resource)
      },
      failures: refusals.change,
      precondition: true,
      subject,
      write: async (tx, context) => {
        const before = await changeable(resource, tx, context, true)
        const patch = wholeFields(resource.input, before, context.body)
        if (resource.owned && patch.ownerOrganizationId !== undefined) {
          requireOwner(context.principal, patch.ownerOrganizationId)
        }
        const values = resource.onChange ? await resource.onChange(tx, before, patch, context) : patch
        const touched = await noteFor(resource, tx, before, 'changed', values)
        const had = await childrenOf(resource, tx, context, before)
        await resource.afterWrite?.(tx, { ...before, ...columnsOf(resource.table, values) }, values, before)
        const has = await childrenOf(resource, tx, context, before)
        const current = await changeRow(
          tx,
          resource.table,
          before,
          columnsOf(resource.table, values),
          sameChildren(had, has) ? touched : { ...touched, children: { before: had, after: has } },
        )
        return answered(resource, tx, context, current)
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/:id`,
      operationId: `withdraw${Name}`,
      summary: `Withdraw ${article(one.en)}: it stays as a tombstone`,
      tag,
      permission: permission.write,
      params: IdParams,
      query: TrialQuery,
      status: 204,
      failures: refusals.withdraw,
      precondition: true,
      subject,
      write: async (tx, context) => {
        const before = await changeable(resource, tx, context, true)
        await withdrawRecord(tx, resource, before, context)
        return {}
      },
    }),
    ...statesRoutes(resource),
    ...between,
    ...(resource.steps ?? []).map((step) => actionRoute(resource, step)),
  ]
}

/** What the writes of a record refuse: its own rules, its table's keys and references, its owner. */
export function refusalsOf<N extends TableName>(
  resource: Resource<N>,
): Record<'create' | 'change' | 'withdraw', ErrorCode[]> {
  const { refuses, fixed, owned } = resource
  const { unique, references } = definitionOf(resource.table)
  const sent = Object.keys(references).filter((column) => column in resource.input.shape)
  const owner: ErrorCode[] = owned ? ['not_owner'] : []
  const keyed: ErrorCode[] = unique.length > 0 ? ['already_exists'] : []
  const naming = (columns: string[]): ErrorCode[] => (columns.length > 0 ? ['unknown_reference'] : [])
  const used: ErrorCode[] = dependants(resource).length > 0 ? ['in_use'] : []
  const standing: ErrorCode[] = ['not_found', 'gone', 'stale_version', ...owner]
  const moved = sent.filter((column) => !fixed?.includes(column))
  return {
    create: [...owner, ...keyed, ...naming(sent), ...(refuses?.create ?? [])],
    change: [...standing, ...keyed, ...naming(moved), ...(refuses?.change ?? [])],
    withdraw: [...standing, ...used, ...(refuses?.withdraw ?? [])],
  }
}

/** 410, of records that can be withdrawn. */
const goneFrom = ({ stays }: { stays?: true }): ErrorCode[] => (stays ? [] : ['gone'])

/**
 * `POST /things/{id}/verb`: a step of a record's life cycle, with the same checks as a change. The state that it starts from
 * guards it, so that `If-Match` may be left out.
 */
export function actionRoute<N extends TableName, B extends z.ZodObject>(
  resource: Resource<N>,
  action: Action<N, B>,
): Route {
  return route({
    method: 'POST',
    path: `${resource.path}/:id/${action.verb}`,
    operationId: action.operationId,
    summary: action.summary,
    tag: resource.path.slice(1),
    permission: action.permission,
    params: IdParams,
    query: TrialQuery,
    ...(action.body ? { body: action.body } : {}),
    get response() {
      return outputOf(resource)
    },
    failures: [
      'not_found',
      ...goneFrom(resource),
      'stale_version',
      ...(resource.owned ? (['not_owner'] as const) : []),
      ...(action.failures ?? []),
    ],
    subject: (context) => readable(resource, context, context.params.id),
    write: async (tx, context) => {
      const before = await changeable(resource, tx, context, false)
      const row = await takeStep(tx, resource, action, before, context.body ?? {}, context)
      return answered(resource, tx, context, row)
    },
  })
}

const article = (noun: string): string => `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`

export const plural = (name: string): string =>
  name.endsWith('y') ? `${name.slice(0, -1)}ies` : /(s|x|ch)$/.test(name) ? `${name}es` : `${name}s`
