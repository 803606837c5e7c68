import { stated } from '../../../../core/stated.ts'
import {
  clues,
  day,
  flag,
  integer,
  line,
  member,
  NUMBER,
  OWNER,
  type RecordColumn,
  type RecordTable,
  required,
  spanOf,
} from './record-table.ts'

/** A kind of duty that the committee has added, as far as its sheets need it. */
export type DutyKind = {
  id: string
  name: string
  fields: readonly {
    name: string
    title: string
    type: 'text' | 'integer' | 'day' | 'flag' | 'choice'
    required?: boolean | undefined
    choices?: readonly string[] | undefined
  }[]
}

const COLUMNS: readonly RecordColumn[] = [
  NUMBER,
  required(member('memberId', '姓名 委员姓名 委员 member name')),
  ...clues('memberId'),
  required(line('title', '标题 题目 名称 主题 事项')),
  required({ field: 'day', words: '日期 时间 date', read: { kind: 'span' } }),
  day('dayTo', '结束日期 截止日期'),
  OWNER,
]

/** Records of one kind: its extra fields are columns, by their titles or their names. */
export function dutyRecordsOf(kind: DutyKind): RecordTable {
  const own = kind.fields.map(columnOf)
  const taken = new Set(own.flatMap(({ words }) => words.split(' ')))
  // A field of the kind speaks for a word that a column of every kind has too.
  const common = COLUMNS.map((column) => ({
    ...column,
    words: column.words
      .split(' ')
      .filter((word) => !taken.has(word))
      .join(' '),
  }))
  return {
    resource: 'duty-records',
    scope: kind.id,
    title: { zh: `履职记录（${kind.name}）`, en: `duty records (${kind.name})` },
    owned: true,
    columns: [...common, ...own],
    body: (values) => {
      const { externalId, memberId, title, dayTo, ownerOrganizationId } = values
      const fields = kind.fields.flatMap(({ name }) => {
        const value = values[`fields.${name}`]
        return value === undefined ? [] : [[name, value]]
      })
      const { from, to } = spanOf(values, 'day', 'from', 'to')
      return stated({
        externalId,
        dutyKindId: kind.id,
        memberId,
        title,
        day: from,
        dayTo: dayTo ?? (to === from ? undefined : to),
        fields: Object.fromEntries(fields),
        ownerOrganizationId,
      })
    },
  }
}

function columnOf(field: DutyKind['fields'][number]): RecordColumn {
  const [key, words] = [`fields.${field.name}`, `${field.title.replace(/\s+/g, '')} ${field.name}`]
  const column = {
    text: () => line(key, words),
    integer: () => integer(key, words),
    day: () => day(key, words),
    flag: () => flag(key, words),
    choice: (): RecordColumn => ({
      field: key,
      words,
      read: { kind: 'text_of', texts: field.choices ?? [] },
    }),
  }[field.type]()
  return field.required ? required(column) : column
}
