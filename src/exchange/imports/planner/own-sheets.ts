import type { Table } from './table.ts'

/** Sheets that this product writes beside an office's own; when they come back, they say nothing. */
export const OWN_SHEETS = {
  questions: '结果·问题',
  totals: '结果·核对',
  colours: '结果·颜色',
  guide: '模板·填写说明',
  words: '模板·选项',
} as const

const NAMES = new Set<string>(Object.values(OWN_SHEETS))

/** Headers of the columns that this product adds to a sheet. */
export const OWN_COLUMNS = { result: '结果', code: '错误代码', message: '错误说明' } as const

export const isOurs = ({ name }: Pick<Table, 'name'>): boolean => NAMES.has(name)
