import { isKeyOf } from '../../../../core/records.ts'
import { RECORD_SHEETS } from '../../../../core/words/imports.ts'
import { codesOf, type Words } from '../../../../core/words/word.ts'
import type { Evidence } from '../match-member.ts'
import type { Text } from '../plan-types.ts'

/**
 * What a sheet of records may say, as data: one table a resource, one column a field of its create body. A row of the
 * sheet becomes that body, and nothing else; what a body may hold is the resource's own business.
 */

/** Resources that are read from sheets, by the segment of their URL. */
export type RecordResource = keyof typeof RECORD_SHEETS
export const RECORD_RESOURCES = codesOf(RECORD_SHEETS)
export const isRecordResource = (name: string): name is RecordResource => isKeyOf(RECORD_SHEETS, name)

/** Records that a cell may name, by their number (externalId, code) or by their name. */
export type ThingKind =
  | 'organizations'
  | 'plenarySessions'
  | 'meetings'
  | 'places'
  | 'rosters'
  | 'opinions'
  | 'opinionIssues'
  | 'proposals'
  | 'speeches'
  | 'researchReports'
  | 'supervisionGroups'
  | 'planItems'

/** How a cell is read. Words of a choice stand in one text, with spaces between them. */
export type CellReading =
  | { kind: 'line' }
  | { kind: 'prose' }
  | { kind: 'integer' }
  | { kind: 'day' }
  /** One day, or from one day to another. */
  | { kind: 'span' }
  | { kind: 'month' }
  | { kind: 'flag' }
  | { kind: 'choice'; words: Readonly<Record<string, string>> }
  /** One of these texts and no other; of the kinds of duty that a committee adds. */
  | { kind: 'text_of'; texts: readonly string[] }
  | { kind: 'catalogue'; catalogue: string }
  | { kind: 'thing'; of: ThingKind }
  | { kind: 'member' }
  /**
   * Several members in one cell; with `orOrganization`, one body instead of them or before them; with `unsigned`, a mark
   * behind a name says that they have not signed.
   */
  | { kind: 'members'; orOrganization?: true; unsigned?: true }
  /** What a column of a yearly table counts: a meeting type, or a general measure. */
  | { kind: 'measure' }
  /** Levels that adopted it, each alone or combined with others: 区级、市级（综合）. */
  | { kind: 'adoptions' }
  /** Leaders who wrote on it, each by title and name: 省政协主席柏承志；区长方立诚. */
  | { kind: 'leaders' }
  /** Says nothing of the record, and tells which member or meeting the first of these columns that is there means. */
  | { kind: 'clue'; of: readonly string[]; clue: keyof Evidence | 'day' }

export type RecordColumn = {
  /** Its key in the table: the field of the body, unless `into` names another. */
  field: string
  /** Header words, zh and en, with spaces between them; the field's own name is one of them. */
  words: string
  read: CellReading
  required?: true
  /** The field of the body that it becomes a part of. */
  into?: string
  /** The later step that it belongs to, instead of the body. */
  step?: string
  /** Steers the steps, and is no field of the body. */
  aside?: true
  /** Stands for this other column in a sheet that has no such one. */
  standsFor?: string
  /** Read from the cell of this other column, in rows where `when` holds. */
  cellOf?: string
  when?: (values: Values) => boolean
}

export type Span = { from: string; to: string }
export type Proposers = {
  memberIds: string[]
  unsigned: string[]
  /** Names that a person decided are no members'. */
  leftOut: number
  organizationId: string | null
}
/** What the cells of a row say, by column; a blank cell says nothing. */
export type Values = Readonly<
  Record<string, string | number | boolean | Span | Proposers | readonly Fields[] | undefined>
>
export type Fields = Record<string, unknown>

/** A use case after the create, in the order of the table; it is taken where a cell of it is filled. */
type RecordStep = {
  name: string
  words: Text
  needs: readonly string[]
  /** Its bodies, where they are more than its own columns: it is taken once for each. */
  bodies?: (values: Values) => Fields[]
}

/**
 * A day that a sheet has no column for and that a step needs: it is taken from another column, the plan says so, and a
 * person has to have seen it.
 */
type AssumedDay = {
  field: string
  from: string
  words: Text
  when: (values: Values, cells: Readonly<Record<string, string>>) => boolean
}

export type RecordTable = {
  resource: RecordResource
  /** What tells rows of one resource apart that say the same: the kind of a duty record. */
  scope?: string
  title: Text
  columns: readonly RecordColumn[]
  /** Of each group one column at least is there, and filled in every row. */
  oneOf?: readonly (readonly string[])[]
  /**
   * Columns whose values are given once: two records with one of `once` are never both taken, with one of `doubted` a
   * person has to have seen it. They are given anew in each of what the first of the columns of `within` says that is
   * there: a session, or the year of a day.
   */
  numbers?: { once: readonly string[]; doubted: readonly string[]; within: readonly string[] }
  steps?: readonly RecordStep[]
  assumes?: readonly AssumedDay[]
  /** The column that another one of the row contradicts, and what is wrong. */
  contradiction?: (values: Values) => { field: string; message: Text } | null
  /** The body where it is more than the values by their names. */
  body?: (values: Values) => Fields
  /** The department that records it is a field of the body. */
  owned: boolean
}

const reading =
  (kind: 'line' | 'prose' | 'integer' | 'day' | 'flag' | 'member' | 'members') =>
  (field: string, words: string): RecordColumn => ({ field, words, read: { kind } })
export const line = reading('line')
export const prose = reading('prose')
export const integer = reading('integer')
export const day = reading('day')
export const flag = reading('flag')
export const member = reading('member')
export const members = reading('members')
/** A code by its own word, or by `others` that sheets use for it, with spaces between them. */
export const choice = <T extends Words>(
  field: string,
  words: string,
  of: T,
  others: Partial<Record<keyof T, string>> = {},
): RecordColumn => {
  const known = codesOf(of).map((code) => [code, [of[code]![0], others[code] ?? []].flat().join(' ')])
  return { field, words, read: { kind: 'choice', words: Object.fromEntries(known) } }
}
/** What the sheet is called. */
export function sheetOf<R extends RecordResource>(resource: R): { resource: R; title: Text } {
  const [zh, en] = RECORD_SHEETS[resource]
  return { resource, title: { zh, en } }
}
export const catalogue = (field: string, words: string, of: string): RecordColumn => ({
  field,
  words,
  read: { kind: 'catalogue', catalogue: of },
})
export const thing = (field: string, words: string, of: ThingKind): RecordColumn => ({
  field,
  words,
  read: { kind: 'thing', of },
})
export const aside = (column: RecordColumn): RecordColumn => ({ ...column, aside: true })
export const required = (column: RecordColumn): RecordColumn => ({ ...column, required: true })
export const inStep = (step: string, column: RecordColumn, into?: string): RecordColumn => ({
  ...column,
  step,
  ...(into ? { into } : {}),
})

/** Columns that tell members of one name apart: those of rosters, beside the member they speak of. */
export const clues = (of: string | readonly string[]): RecordColumn[] =>
  WHO.map((clue) => ({
    field: `who.${clue}`,
    words: CLUES[clue],
    read: { kind: 'clue', of: [of].flat(), clue },
  }))

const WHO = ['memberNo', 'mobile', 'unit', 'sector'] as const

const CLUES: Record<(typeof WHO)[number], string> = {
  memberNo: '委员编号 委员证号 委员号 memberNo',
  mobile: '手机 手机号 手机号码 联系电话 mobile phone',
  unit: '工作单位 单位 单位名称 所在单位 unit',
  sector: '界别 所属界别 sector',
}

export const OWNER = thing(
  'ownerOrganizationId',
  '归口部门 责任部门 录入部门 归口单位 owner department',
  'organizations',
)
export const NUMBER = line('externalId', '编号 外部编号 系统编号 原系统编号 记录编号 id')

/** Whether a column is a field of the body, and not of a later step or of nothing. */
export const isOfBody = ({ step, aside, read }: RecordColumn): boolean =>
  !step && !aside && read.kind !== 'clue'

/** The values of the body's own columns, by their names. */
export function plainBody(columns: readonly RecordColumn[], values: Values): Fields {
  const own = columns.filter((column) => isOfBody(column))
  return Object.fromEntries(
    own.flatMap((column) => {
      const value = values[column.field]
      return value === undefined ? [] : [[column.into ?? column.field, plain(value)]]
    }),
  )
}

/** Members stand in bodies by their ids. */
export const plain = (value: Values[string]): unknown => (isProposers(value) ? value.memberIds : value)

export const memberIdsOf = (value: Values[string]): string[] => (isProposers(value) ? value.memberIds : [])

export const isProposers = (value: Values[string]): value is Proposers =>
  typeof value === 'object' && 'memberIds' in value

/** The first and the last day, from one column of both or from two. */
export function spanOf(values: Values, span: string, from: string, to: string): Fields {
  const told = values[span]
  const days = typeof told === 'object' && 'from' in told ? told : undefined
  return { [from]: values[from] ?? days?.from, [to]: values[to] ?? days?.to }
}
