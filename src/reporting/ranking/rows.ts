import type { Body } from '../../committee/members/store.ts'
import { rounded } from '../../core/points.ts'
import type { MemberScore } from '../../scoring/boards/board.ts'
import { pointsFields } from '../../scoring/wire/schema.ts'
import type { RankingRow } from '../../storage/tables/reports.ts'
import { figureValues } from './figures.ts'

/** One row of a ranking: who, how many points, in which groups. */

export interface Person {
  id: string
  memberNo: string
  name: string
  pinyin: string
}

/** A member's row before anybody is placed. */
export function rowFor(
  { member, total, groups, standing, provisional }: MemberScore,
  { memberNo, name }: Person,
  bodies: { sector: Body | null; memberGroup: Body | null },
): RankingRow {
  const { points, fraction } = pointsFields(total)
  return {
    rank: null,
    memberId: member.id,
    memberNo,
    name,
    total: rounded(total),
    points,
    fraction: fraction ?? null,
    grade: standing.grade,
    list: null,
    listRank: null,
    provisional,
    sector: bodies.sector,
    memberGroup: bodies.memberGroup,
    groups: groups.map(({ code, points: sums }) => ({ code, points: pointsFields(sums).points })),
    ...figureValues(standing.figures),
  }
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
