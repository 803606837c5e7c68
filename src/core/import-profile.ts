import { z } from 'zod'
import { Code } from './fields.ts'
import { LEAVE_TYPES } from './words/catalogues.ts'
import { BLANK_POLICIES, ON_CONFLICT } from './words/imports.ts'
import { STATUSES } from './words/meetings.ts'
import { coded } from './words/word.ts'

/** Attendance codes that a sheet may state: every status but the one that says nobody knows. */
export const STATUS_CODES = coded(STATUSES).exclude(['unknown', 'not_signed_up', 'waiting']).options

/** What a column can be. `ignore` keeps a column out of the plan. */
export const FIELDS = [
  'seq',
  'memberNo',
  'name',
  'firstName',
  'lastName',
  'sector',
  'committee',
  'group',
  'unit',
  'post',
  'unitPost',
  'mobile',
  'event',
  'date',
  'time',
  'part',
  'place',
  'type',
  'attendance',
  'note',
  'total',
  'ignore',
] as const

export type Field = (typeof FIELDS)[number]

/** Columns that say who a row is about, or what they belong to. */
export const PERSON_FIELDS = [
  'seq',
  'memberNo',
  'name',
  'sector',
  'committee',
  'group',
  'unit',
  'post',
  'unitPost',
  'mobile',
] as const satisfies readonly Field[]

const Status = z.object({
  status: z.enum(STATUS_CODES),
  leaveType: coded(LEAVE_TYPES).nullish(),
})

/**
 * What a person says about a source of sheets, so that it need not be asked again. Everything is optional.
 * Keys of `columns` are header words or column letters; keys of `legend` and `valueMap` are cell texts.
 * `sessionKey` builds the externalId of meeting and session from columns in braces: `{Committee}/{MTG #}`.
 */
export const Profile = z
  .strictObject({
    shape: z.enum(['L', 'W', 'E', 'M']),
    year: z.int().min(1949).max(2199),
    headerRow: z.int().min(1).max(200),
    encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5']),
    delimiter: z.enum([',', '\t', ';', '|']),
    columns: z.record(z.string(), z.enum(FIELDS)),
    fillDown: z.array(z.enum(FIELDS)),
    legend: z.record(z.string(), Status),
    valueMap: z.record(z.string(), z.union([z.enum(STATUS_CODES), Status])),
    blankPolicy: coded(BLANK_POLICIES),
    /** Whatever stands in a signature cell means that the member was there. */
    signatureNonblank: z.enum(['present']),
    sessionKey: z.strictObject({ event: z.string().max(300), session: z.string().max(300) }),
    tables: z.array(z.string()),
    onConflict: coded(ON_CONFLICT),
    /** Of a sheet of records: header word → column, or `ignore`. */
    fields: z.record(z.string(), z.string().max(80)),
    /** Of duty records: the code of their kind. */
    dutyKind: Code,
    defaults: z.strictObject({ event: z.string(), date: z.string(), typeCode: z.string() }).partial(),
  })
  .partial()

export type Profile = z.infer<typeof Profile>
