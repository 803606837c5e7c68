import { AppError } from '../../core/errors.ts'
import { owns } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import { findImport, type Import } from './store.ts'

/** The import of an address, as far as whoever asks may know of it; else 404. */
export async function ownImport({
  principal,
  storage,
  params: { id },
}: Pick<Context<{ id: string }>, 'principal' | 'storage' | 'params'>): Promise<Import> {
  const row = await findImport(storage, principal.committeeId, id)
  if (owns(principal, row.ownerOrganizationId)) return row
  throw new AppError('not_found', { en: `There is no import ${id}`, zh: `没有导入 ${id}` })
}

/** 409 where there is no plan. */
export function planned(row: Import): Import {
  if (!['planning', 'failed', 'refused', 'cancelled'].includes(row.state)) return row
  throw new AppError('state_conflict', {
    en: `The import is ${row.state}; there is no plan`,
    zh: `导入状态为 ${row.state}，没有计划`,
  })
}
