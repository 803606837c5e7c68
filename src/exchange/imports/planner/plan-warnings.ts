import type { Layout } from './layout.ts'
import type { Work } from './plan-work.ts'

/** A sheet with cells that is no table of attendance. */
export function warnSkipped(work: Work, layout: Layout): void {
  if (layout.table.rows.every((cells) => cells.every((text) => text.trim() === ''))) return
  work.warnings.push({
    code: 'table_skipped',
    table: layout.table.name,
    ref: null,
    message: {
      zh: `工作表“${layout.table.name}”不是考勤表，未导入。`,
      en: `Sheet “${layout.table.name}” holds no attendance and is not imported.`,
    },
    mustBeAccepted: false,
    detail: { shape: layout.shape, reason: layout.reason },
  })
}

/** A hidden sheet is not read unless a profile names it. */
export function warnHidden(work: Work, name: string): void {
  work.warnings.push({
    code: 'hidden_sheet_skipped',
    table: name,
    ref: null,
    message: {
      zh: `工作表“${name}”是隐藏的，未导入。需要时请在导入方案的 tables 里列出它。`,
      en: `Sheet “${name}” is hidden and is not imported. Name it under tables in the profile if it is wanted.`,
    },
    mustBeAccepted: false,
    detail: {},
  })
}

/** The numbers of a column are hardly ever the committee’s. */
export function warnNumbers(work: Work, layout: Layout): void {
  work.warnings.push({
    code: 'numbers_not_ours',
    table: layout.table.name,
    ref: null,
    message: {
      zh: `工作表“${layout.table.name}”的委员编号列几乎都不在名册上，未用作匹配依据。`,
      en: `Hardly any member number of sheet “${layout.table.name}” is on the roster; the column is not used to match.`,
    },
    mustBeAccepted: true,
    detail: {},
  })
}

/** Rows matched by a unique name whose unit is quite another. */
export function warnUnits(work: Work, layout: Layout, refs: string[]): void {
  work.warnings.push({
    code: 'unit_differs',
    table: layout.table.name,
    ref: refs[0] ?? null,
    message: {
      zh: `${refs.length} 行的工作单位与名册完全不同，仅凭唯一的姓名匹配。请确认没有同名的嘉宾。`,
      en: `In ${refs.length} rows the unit is quite another than on the roster; they match by their unique name alone. Make sure none is a guest of that name.`,
    },
    mustBeAccepted: true,
    detail: { refs: refs.slice(0, 100) },
  })
}
