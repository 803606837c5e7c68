import { chineseField } from '../../../core/words/fields.ts'
import { listTitle } from '../../../core/words/lists.ts'
import { isWide, type TableDocument } from '../table-document.ts'

/** 个人信息副本 on paper: every row of every table that names the person, field by field. */
export function dataCopyDocument(
  committee: string,
  name: string,
  copy: { generatedAt: string; tables: Record<string, Record<string, unknown>[]> },
): TableDocument {
  const parts = Object.entries(copy.tables).map(([table, rows]) => ({
    heading: `${listTitle(table)}（${table}，${rows.length} 条）`,
    columns: [
      { label: '序号', width: 6, align: 'center' as const },
      { label: '字段', width: 22, align: 'left' as const },
      { label: '内容', width: 62, align: 'left' as const },
    ],
    rows: rows.flatMap((row, at) =>
      Object.entries(row)
        .filter(([, value]) => value !== null)
        .map(([field, value]) => [
          String(at + 1),
          `${chineseField(table, field) ?? field}（${field}）`,
          typeof value === 'object' ? JSON.stringify(value) : String(value),
        ]),
    ),
  }))
  return {
    title: `${committee}个人信息副本`,
    author: committee,
    day: copy.generatedAt.slice(0, 10),
    captions: [`${name}　${copy.generatedAt}`],
    parts,
    notes: [],
    signatures: null,
    footer: name,
    landscape: isWide(parts),
    none: '没有记录。',
  }
}
