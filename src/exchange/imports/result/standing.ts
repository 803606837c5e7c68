import type { RefusedRow } from '../../../storage/tables/imports.ts'
import type { Text } from '../planner/plan-types.ts'
import type { Import } from '../store.ts'

/** How far an import has come, and what that makes of an entry that its plan accepts. */

/** `accepted` stands or will stand, `same` stood before, `question` waits for an answer, `ignored` is settled without a record. */
export type OutcomeTone = 'accepted' | 'same' | 'question' | 'refused' | 'ignored'

export type Progress = {
  state: string
  /** Chunks that were committed. */
  committedChunks: number
  /** Places (`table!ref`, `table!row`) whose record moved between plan and commit. */
  moved: ReadonlySet<string>
  /** Rows (`table!row`) that a rule refused at the commit. */
  refused: ReadonlyMap<string, RefusedRow>
  /** Places that a revert left as they are: `table!row:column` of a cell of attendance, else `table!row:row`. */
  kept: ReadonlySet<string>
}

export function progressOf(row: Pick<Import, 'state' | 'cursor' | 'chunks' | 'summary'>): Progress {
  const { committed, kept = [], cancelled } = row.summary
  const through = ['committing', 'committed'].includes(row.state) ? row.cursor : 0
  return {
    state: row.state,
    committedChunks: row.state === 'committed' && !cancelled ? row.chunks : through,
    moved: new Set((committed?.changedSince ?? []).map(({ ref }) => ref)),
    refused: new Map((committed?.refused ?? []).map((one) => [`${one.table}!${one.row}`, one])),
    kept: new Set(kept.map(({ ref }) => ref)),
  }
}

/** What an accepted entry has become, with the word for it. */
export function standingOf(
  { state, committedChunks, kept }: Progress,
  chunk: number,
  result: 'new' | 'update' | 'same',
  place: string,
): { tone: OutcomeTone; text: Text } {
  if (result === 'same') return { tone: 'same', text: { zh: '与已有记录一致', en: 'Stands already' } }
  if (state === 'reverting' || state === 'reverted') {
    return kept.has(place)
      ? {
          tone: 'accepted',
          text: { zh: '保留：录入后又有改动，未撤回', en: 'Kept: it changed since, and was not taken back' },
        }
      : { tone: 'ignored', text: { zh: '已撤回', en: 'Taken back' } }
  }
  const done = chunk <= committedChunks
  if (state === 'committed' && !done) {
    return {
      tone: 'ignored',
      text: { zh: '未处理：提交中途取消', en: 'Not reached: the commit was cancelled' },
    }
  }
  const words = done ? DONE : DUE
  return { tone: 'accepted', text: words[result] }
}

const DONE = {
  new: { zh: '已录入', en: 'Recorded' },
  update: { zh: '已更新', en: 'Updated' },
}
const DUE = {
  new: { zh: '将录入', en: 'Will be recorded' },
  update: { zh: '将更新', en: 'Will be updated' },
}

/** Entries of a plan by what they have come to; the three add up to the total. */
export type Results = { total: number; applied: number; failed: number; unprocessed: number }

/**
 * `applied` is on record as the sheet says, `failed` was refused by its cells, a rule or what changed since, and
 * `unprocessed` is everything else: it waits for an answer or the commit, was set aside, or was taken back.
 */
export function resultsOf(row: Pick<Import, 'state' | 'resource' | 'summary'>): Results {
  const { entries: total = 0, counts = {}, committed, kept = [] } = row.summary
  const records = row.resource !== 'attendance' && row.resource !== 'members'
  const refusedByPlan = (counts.invalid ?? 0) + (counts.refused ?? 0) + (records ? (counts.conflict ?? 0) : 0)
  const refusedLater =
    (committed?.changedSince?.length ?? 0) + (committed?.refusals ?? committed?.refused?.length ?? 0)
  const failed = refusedByPlan + refusedLater
  const reverted = row.state === 'reverting' || row.state === 'reverted'
  const recorded = committed ? committed.created + committed.changed + committed.unchanged : 0
  // One row of a roster may leave several things behind.
  const left = new Set(kept.map(({ ref }) => ref)).size
  const applied = reverted ? left + (committed?.unchanged ?? 0) : recorded
  return { total, applied, failed, unprocessed: total - applied - failed }
}
