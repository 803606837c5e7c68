import type { Text } from './plan-types.ts'

/** What is wrong with a roster, and the next step. */
export const IDS = (ref: string): Text => ({
  zh: `${ref} 是身份证号码。系统不保存身份证号码：请删除该列后再导入。`,
  en: `${ref} holds ID-card numbers, which are never stored. Delete the column and import again.`,
})
export const NO_NUMBERS: Text = {
  zh: '名册缺少“委员编号”一列。请补上编号后再导入：同名的委员只能靠编号分清。',
  en: 'The roster has no column 委员编号 (member number). Add it: only the number tells members of one name apart.',
}
export const NO_HEADER: Text = {
  zh: '找不到名册的表头：需要有“委员编号”“姓名”等列名。请补上表头行后再导入。',
  en: 'No roster header was found: columns such as 委员编号 and 姓名 are needed. Add a header row and import again.',
}
export const REQUIRED: Text = { zh: '此格必填。请补上。', en: 'This cell is required. Fill it in.' }
export const NOT_A_NAME: Text = {
  zh: '这不像一个姓名。请只写姓名。',
  en: 'This is not a name. Write the name alone.',
}
export const MARKED_NAME: Text = {
  zh: '姓名带有标记，含义不明。请核对后去掉标记，只写姓名。',
  en: 'The name carries a mark of unknown meaning. Look into it, delete the mark and write the name alone.',
}
export const strangeBracket = (word: string): Text => ({
  zh: `姓名后的括注“${word}”与本行不符，或既不是性别、民族、党派，也不是界别或单位。请删去括注，另填在相应的列里。`,
  en: `“${word}” in brackets behind the name contradicts the row, or is no sex, ethnic group, party, sector or unit. Delete it and write it into the column where it belongs.`,
})
export const SEXES: Text = { zh: '性别请写“男”或“女”。', en: 'Write 男 or 女.' }
export const BAD_PHONE: Text = {
  zh: '不是一个完整的电话号码。若显示为 1.38E+10，请把该列设为文本后重填。',
  en: 'This is not one whole phone number. If it shows as 1.38E+10, format the column as text and enter it again.',
}
export const BAD_DAY: Text = {
  zh: '不是一个存在的日期。请写成 2025-03-01 的样子。',
  en: 'This is not a day that exists. Write it like 2025-03-01.',
}
export const ENDS_EARLY: Text = {
  zh: '任职结束早于任职开始。请核对两个日期。',
  en: 'The term ends before it begins. Check both days.',
}
