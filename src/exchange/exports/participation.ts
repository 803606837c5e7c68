import type { Answer } from '../../http/operation.ts'
import type { getParticipation } from '../../reporting/participation/schema.ts'
import type { Participation } from '../../reporting/participation/service.ts'
import type { Value } from './files/sheet.ts'
import type { Table } from './files/table.ts'

/** 委员履职统计表: what each member took part in, a column for each type of meeting and kind of record. */

export type ParticipationBody = Answer<typeof getParticipation>

type Line = ParticipationBody['items'][number]

interface Column {
  key: string
  label: string
  kind: 'text' | 'number'
  value(line: Line): Value
}

const WHO: readonly Column[] = [
  { key: 'memberNo', label: '委员编号', kind: 'text', value: ({ memberNo }) => memberNo },
  { key: 'name', label: '姓名', kind: 'text', value: ({ name }) => name },
  { key: 'sector', label: '界别', kind: 'text', value: ({ sector }) => sector },
  { key: 'expected', label: '应到', kind: 'number', value: ({ attendance }) => attendance.denominator },
  { key: 'present', label: '实到', kind: 'number', value: ({ attendance }) => attendance.numerator },
  {
    key: 'rate',
    label: '出席率',
    kind: 'text',
    value: ({ attendance: { value } }) => (value === null ? null : `${value}%`),
  },
]

const RECORDS: Record<keyof Participation['records'], string> = {
  proposal: '提案',
  opinion: '社情民意',
  speech: '发言',
  research_report: '调研报告',
  service: '服务',
  recognition: '奖惩',
  record: '其他',
}

export function participationTable(
  { from, to, types, items }: ParticipationBody,
  committee: string,
): Omit<Table, 'pages'> & { rows: Value[][]; captions: string[]; notes: string[] } {
  const columns: Column[] = [
    ...WHO,
    ...types.map(
      ({ code, name }): Column => ({
        key: `type.${code}`,
        label: name,
        kind: 'text',
        value: ({ byType }) => metOf(byType.find((one) => one.code === code)),
      }),
    ),
    ...Object.entries(RECORDS).map(
      ([kind, label]): Column => ({
        key: `records.${kind}`,
        label,
        kind: 'number',
        value: ({ records }) => records[kind as keyof typeof records],
      }),
    ),
    { key: 'nothing', label: '备注', kind: 'text', value: ({ nothing }) => (nothing ? '零履职' : null) },
  ]
  return {
    title: `${committee}委员履职统计表`,
    author: committee,
    columns,
    rows: items.map((line) => columns.map(({ value }) => value(line))),
    captions: [`${from} 至 ${to}`],
    notes: ['各类会议为实到/应到场次，“＋”后为未列入应到而到会的场次；任期以外的场次不计。'],
  }
}

function metOf(counts: Line['byType'][number] | undefined): string | null {
  if (!counts) return null
  const { present, expected, walkIns } = counts
  return walkIns > 0 ? `${present}/${expected}＋${walkIns}` : `${present}/${expected}`
}
