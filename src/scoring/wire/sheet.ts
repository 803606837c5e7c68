import { rounded } from '../../core/points.ts'
import type { SheetRow } from '../apply/sheet.ts'
import type { Regulation } from '../format/regulation.ts'
import { lineView, pointsFields } from './schema.ts'
import { standingView } from './standing.ts'

/** The sheet as JSON for other programs. */
export const sheetView = (regulation: Regulation, rows: readonly SheetRow[]) => ({
  regulation: regulation.regulation,
  members: rows.map(({ memberId, rank: overall, list, place, total, standing, lines }) => ({
    memberId,
    rank: overall,
    list,
    place,
    total: rounded(total),
    ...pointsFields(total),
    ...standingView(standing),
    lines: lines.map((line) => lineView(line)),
  })),
})
