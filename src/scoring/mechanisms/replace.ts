import { signOf } from '../../core/points.ts'
import type { DraftLine } from '../lines.ts'
import { takeAll } from '../lines.ts'
import { ClauseCode } from '../notation/vocabulary.ts'
import { mechanism } from './mechanism.ts'

/**
 * A fact of one clause stands in the place of what another clause gave for the same meeting: a written speech listed
 * at a meeting replaces the points for being there.
 */
export function replace(replacing: readonly DraftLine[], replaced: readonly DraftLine[]): void {
  const meetings = new Map<string, string>()
  for (const { meetingId, points, lost, factId } of replacing) {
    // What does not count itself (unsigned, withdrawn, not verified) stands in no place.
    const isCounted = lost.length === 0 || signOf(points) !== 0
    if (meetingId !== null && isCounted && !meetings.has(meetingId)) meetings.set(meetingId, factId)
  }
  if (meetings.size === 0) return
  for (const line of replaced) {
    const by = line.meetingId === null ? undefined : meetings.get(line.meetingId)
    if (by !== undefined && line.lost.length === 0) takeAll(line, 'replaced', by)
  }
}

export const replaceMechanism = mechanism({
  keys: { replaces: ClauseCode.optional() },
  tells: ({ replaces }, { clause }) =>
    replaces === undefined
      ? []
      : [{ slot: '代替', text: `代替同一会议上${clause(replaces)}给的分，不论哪一条的分多` }],
  refusals: {},
  losses: {
    replaced: () => ['同一会议已由另一条代替计分', 'another clause counts this meeting in its place'],
  },
})
