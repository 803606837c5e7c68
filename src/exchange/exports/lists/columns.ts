import { z } from 'zod'
import { bare, fieldsIn, partIn } from '../../../core/bare.ts'
import { chineseField, englishField } from '../../../core/words/fields.ts'
import { type Words, wordsOf } from '../../../core/words/word.ts'
import type { Route } from '../../../http/route.ts'
import { catalogueOf } from './catalogues.ts'
import { type TargetName, targetNamed, targetOf } from './references.ts'

/** The columns of a list, from what its route declares that it answers. */

export type ColumnKind = 'text' | 'number' | 'flag' | 'texts' | 'data'

export interface ListColumn {
  /** `validFrom`, `sector.name`, `member.name`. */
  key: string
  kind: ColumnKind
  /** Where the value stands in an item. */
  path: readonly string[]
  /** Written unless other columns are asked for. */
  standard: boolean
  /** Masked for those who do not see it (`http/sight.ts`). */
  personal: boolean
  /** The record that the value names, and which field of it is written. */
  names?: { target: TargetName; field: string }
  /** What codes are called. */
  words?: Words
  catalogue?: string
  zh: string
  en: string
}

/** Of how it is kept, not of what happened. */
const BOOKKEEPING = new Set([
  'externalId',
  'version',
  'createdAt',
  'updatedAt',
  'deletedAt',
  'maskedFields',
  'pinyin',
  'legal',
  'sortOrder',
  'importId',
  'sha256',
])

/** What nobody needs to know from a list, whoever may read it. */
const PRIVATE = new Set(['phone', 'birthDate', 'nameVariants', 'attendance.note'])

const known = new WeakMap<Route, ListColumn[]>()

/** Undefined for a route that answers no list of objects. */
export function columnsOf(route: Route): ListColumn[] | undefined {
  const found = known.get(route)
  if (found) return found
  const item = itemOf(route)
  if (!item) return undefined
  const list = listName(route)
  const personal = new Set(route.lists?.personal ?? [])
  const columns = Object.entries(item.shape).flatMap(([field, type]) => columnsFor(list, field, type))
  const whole = columns
    .filter((column, at) => columns.findIndex(({ key }) => key === column.key) === at)
    // A row that says itself who it is of is not asked again.
    .filter(({ names, path }) => !names || path[0] !== 'memberId' || !('name' in item.shape))
    .map((column) => ({ ...column, personal: personal.has(column.path[0]!) }))
  for (const column of whole) {
    const field = column.path[0]!
    if (column.personal || PRIVATE.has(field) || PRIVATE.has(`${list}.${field}`) || BOOKKEEPING.has(field))
      column.standard = false
  }
  known.set(route, whole)
  return whole
}

/** The table, else the last word of the path. */
export const listName = ({ lists, path }: Route): string =>
  lists?.table ?? path.split('/').findLast((part) => !part.startsWith(':'))!

function itemOf(route: Route): z.ZodObject | undefined {
  if (route.method !== 'GET' || route.root) return undefined
  const { items } = fieldsIn(route.response)
  const item = items instanceof z.ZodArray ? plain(partIn(items.element)) : undefined
  return item instanceof z.ZodObject ? item : undefined
}

/** Without what may be null, absent or is made of something else. */
function plain(type: z.ZodType): z.ZodType {
  const inner = bare(type)
  return inner instanceof z.ZodPipe ? plain(partIn(inner.out)) : inner
}

function columnsFor(list: string, field: string, type: z.ZodType): ListColumn[] {
  const inner = plain(type)
  const make = (key: string, rest: Partial<ListColumn> & Pick<ListColumn, 'kind'>): ListColumn => ({
    key,
    path: key.split('.'),
    standard: true,
    personal: false,
    zh: chineseField(list, key) ?? englishField(key),
    en: englishField(key),
    ...rest,
  })
  if (inner instanceof z.ZodObject) {
    return Object.entries(fieldsIn(inner)).map(([name, one]) => {
      const part = kindOf(plain(one))
      const shown = part !== 'data' && !/(^id|Id|code|en)$/.test(name)
      return make(`${field}.${name}`, { kind: part, standard: shown, ...calledIn(plain(one)) })
    })
  }
  const target = targetOf(field)
  if (inner instanceof z.ZodArray) {
    const held = plain(partIn(inner.element))
    if (held instanceof z.ZodObject)
      return [make(field, { kind: 'data', standard: false }), ...namesIn(field, fieldsIn(held), make)]
    const standard = !target && !/Ids?$/.test(field)
    const listed = make(field, { kind: 'texts', standard, ...calledIn(held) })
    return target ? [listed, namesOf(field, target, make)] : [listed]
  }
  const isId = field === 'id' || /Id$/.test(field)
  const catalogue = catalogueOf(list, field)
  const own = make(field, {
    kind: kindOf(inner),
    standard: !isId && kindOf(inner) !== 'data',
    ...calledIn(inner),
    ...(catalogue ? { catalogue } : {}),
  })
  if (!target || inner.def.type !== 'string') return [own]
  return [
    own,
    ...told(field, target).map(({ key, names }) => make(key, { kind: 'text', path: [field], names })),
  ]
}

/** What its codes are called. */
function calledIn(type: z.ZodType): Pick<ListColumn, 'words'> {
  const words = wordsOf(type)
  return words ? { words } : {}
}

function kindOf(type: z.ZodType): ColumnKind {
  const kind = type.def.type
  if (kind === 'number' || kind === 'int') return 'number'
  if (kind === 'boolean') return 'flag'
  if (kind === 'array') return 'data'
  return ['string', 'enum', 'literal'].includes(kind) ? 'text' : 'data'
}

/** `memberId` is told as `member.memberNo` and `member.name`; a session as its day and its meeting. */
function told(field: string, target: TargetName): { key: string; names: NonNullable<ListColumn['names']> }[] {
  const head = field.replace(/Id$/, '')
  const { fields, through } = targetNamed(target)
  const own = fields.map((name) => ({ key: `${head}.${name}`, names: { target, field: name } }))
  if (!through) return own
  const further = targetNamed(through.target).fields.map((name) => ({
    key: `${through.target}.${name}`,
    names: { target, field: `${through.target}.${name}` },
  }))
  return [...further, ...own]
}

type Make = (key: string, rest: Partial<ListColumn> & Pick<ListColumn, 'kind'>) => ListColumn

/** People know a record by the last of its fields. */
const calledBy = (target: TargetName): string => targetNamed(target).fields.at(-1)!

function namesOf(field: string, target: TargetName, make: Make): ListColumn {
  const head = field.replace(/Ids$/, 's')
  return make(`${head}.names`, { kind: 'texts', path: [field], names: { target, field: calledBy(target) } })
}

/** Objects in a list are told by who or what they are. */
function namesIn(field: string, inside: Record<string, z.ZodType>, make: Make): ListColumn[] {
  const id = Object.keys(inside).find((name) => targetOf(name) !== undefined && name.endsWith('Id'))
  if (id) {
    const target = targetOf(id)!
    const names = { target, field: calledBy(target) }
    return [make(`${field}.names`, { kind: 'texts', path: [field, id], names })]
  }
  const name = ['name', 'title'].find((one) => one in inside)
  return name ? [make(`${field}.names`, { kind: 'texts', path: [field, name] })] : []
}
