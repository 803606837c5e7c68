import { exactText, rounded } from '../../core/points.ts'
import type { SheetRow } from '../apply/sheet.ts'
import type { Regulation } from '../format/regulation.ts'
import { lineView, pointsFields } from './schema.ts'
import { findingView, standingView } from './standing.ts'

/** The sheet as JSON for other programs. Numbers are rounded; `exact` is not, so that the lines of a member add up. */
export const sheetView = (regulation: Regulation, rows: readonly SheetRow[]) => ({
  regulation: regulation.regulation,
  members: rows.map(({ memberId, rank: overall, list, place, total, standing, lines }) => ({
    memberId,
    rank: overall,
    list,
    place,
    total: rounded(total),
    ...pointsFields(total),
    exact: exactText(total),
    ...standingView(standing),
    needs: Object.fromEntries(Array.from(standing.needs, ([code, finding]) => [code, findingView(finding)])),
    lines: lines.map((line) => ({ ...lineView(line), exact: exactText(line.points) })),
  })),
})
