import type { Profile } from '../../../core/import-profile.ts'
import type { Reading } from './containers/read.ts'
import { detectLayout } from './detect.ts'
import type { Layout } from './layout.ts'
import { type LegendLine, legendLines } from './legend-lines.ts'
import { sectionsOf } from './sections.ts'
import type { WorldIndex } from './world.ts'

/** How the tables of a file are understood, one with another. */

const READABLE: ReadonlySet<string> = new Set(['L', 'W', 'E', 'M'])
const LEGEND_FIRST_ROWS = 60

export const isReadable = ({ shape, form }: Layout): boolean => READABLE.has(shape) || form !== undefined

/** Every table of every sheet. A legend on a sheet of its own speaks for the sheets that carry none. */
export function detectAll(tables: Reading['tables'], profile: Profile, index: WorldIndex): Layout[] {
  const first = tables.map((table) => detectLayout(table, profile, index))
  const shared: LegendLine[] = first
    .filter((layout) => !isReadable(layout) && layout.table.rows.length <= LEGEND_FIRST_ROWS)
    .flatMap((layout) =>
      legendLines(
        layout.table,
        layout.table.rows.map((_, row) => row),
        0,
      ),
    )
  const all =
    shared.length === 0
      ? first
      : first.map((layout, at) =>
          layout.ownLegend ? layout : detectLayout(tables[at]!, profile, index, shared),
        )
  if (all.some(({ form }) => form)) return all.map(onlyForms)
  const others = all.some((layout) => isReadable(layout) && !isExample(layout))
  const told = others ? all.map((layout) => (isExample(layout) ? asExample(layout) : layout)) : all
  return told.flatMap((layout) => (isReadable(layout) ? cut(layout, profile, index, shared) : [layout]))
}

function cut(layout: Layout, profile: Profile, index: WorldIndex, shared: readonly LegendLine[]): Layout[] {
  return sectionsOf(layout, profile, index, {
    first: (part) => detectLayout(part, profile, index, shared),
    next: (part, headerRow, above) =>
      detectLayout(part, { ...profile, headerRow: headerRow + 1 }, index, shared, above),
  })
}

// Among forms, a sheet without the mark is a draft or somebody's own, and speaks for nobody.
const onlyForms = (layout: Layout): Layout =>
  layout.form || layout.reason === 'form_changed'
    ? layout
    : { ...layout, shape: 'none', reason: 'no_form_mark' }

const EXAMPLE = /样例|示例|范例|样表|例表|(填写|填报|填表)(说明|须知|要求)/

// Beside the sheets that were filled in, one that shows how speaks for nobody, whoever its rows name.
const isExample = ({ table }: Layout): boolean => EXAMPLE.test(table.name)
const asExample = (layout: Layout): Layout =>
  isReadable(layout) ? { ...layout, shape: 'none', reason: 'example_sheet' } : layout
