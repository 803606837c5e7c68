import type { Field } from '../../../core/import-profile.ts'
import type { YearHint } from './dates.ts'
import type { Form } from './form.ts'
import type { Legend, Meaning } from './legend.ts'
import type { Evidence } from './match-member.ts'
import type { Shape } from './plan-types.ts'
import type { Table } from './table.ts'
import type { About, Labels } from './titles.ts'

/** A column and the texts of its header, top first, without repetition. */
export type Column = { col: number; field: Field | 'other' | 'session' | 'measure' | null; header: string[] }

/** A column that stands for one state and holds a tick where it is so. */
export type State = { col: number; word: string; meaning: Meaning }

/** Columns that belong to one person; a printed sheet may carry two blocks side by side. */
export type Block = {
  fields: ReadonlyMap<Field, number>
  /** Columns of a matrix, each a session. */
  sessions: Column[]
  /** Columns that stand for one state each. */
  states: State[]
  /** What stands above this block alone, where the blocks are of different meetings. */
  about?: About
}

/** What is known of a table before its rows are read. Rows are counted from 0 here. */
export type Layout = {
  /** The sheet, or the part of it that the table is. */
  table: Table
  /** The row where a table begins that stands below another on its sheet. */
  start?: number
  shape: Shape
  /** Why the table gives nothing, for a shape that is not read. */
  reason: string | null
  titleRows: number[]
  headerRows: number[]
  firstRow: number
  blocks: Block[]
  columns: Column[]
  legend: Legend
  /** The table explains its marks itself. */
  ownLegend: boolean
  years: YearHint
  /** The first line above the table that is not a legend. */
  sheetTitle: string
  /** `会议名称`, `时间` and such, from label: value cells above the table. */
  labels: Labels
  /** Merged texts of context columns, by row × COLUMNS_STRIDE + column. */
  merged: ReadonlyMap<number, string>
  /** The member that all rows are about, where the sheet has one member's meetings; `inside`: it says so above the rows. */
  subject?: { evidence: Evidence; inside: boolean }
  /** The form that the table is: all its rows are of one member. */
  form?: Form
}

export const COLUMNS_STRIDE = 16_384
