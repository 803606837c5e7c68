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
export const DAY_MISSING: Text = {
  zh: '只写了年月，缺少“日”。请补上，写成 2019-07-01 的样子。',
  en: 'The day of the month is missing. Add it, and write it like 2019-07-01.',
}
export const MOBILE_LENGTH = (digits: number): Text => ({
  zh: `手机号应为 11 位，这里是 ${digits} 位。请核对。`,
  en: `A mobile number has 11 digits; this one has ${digits}. Check it.`,
})
export const POLITICS_MAX = 3
export const MANY_POLITICS: Text = {
  zh: `政治面貌至多写 ${POLITICS_MAX} 项。请删去其余的。`,
  en: `At most ${POLITICS_MAX} political affiliations are kept. Delete the others.`,
}

/** Whom a row means whose number and other evidence point at different people. */
export const MOBILE_OF_ANOTHER = (members: readonly string[]): Text => ({
  zh: `手机号是 ${members.join('、')} 的`,
  en: `the mobile is that of ${members.join(', ')}`,
})
export const PLACE_OF_ANOTHER = (members: readonly string[]): Text => ({
  zh: `单位和界别是 ${members.join('、')} 的`,
  en: `unit and sector are those of ${members.join(', ')}`,
})
export const MOBILE_OF_ROWS = (rows: readonly number[]): Text => ({
  zh: `手机号与第 ${rows.join('、')} 行相同`,
  en: `row ${rows.join(', ')} states the same mobile`,
})
export const whichMember = (
  about: { row: number; memberNo: string; name: string; isNew: boolean },
  said: readonly Text[],
): Text => ({
  zh: `第 ${about.row} 行的编号是 ${about.memberNo}（${about.name}${about.isNew ? '，名册上没有这个编号' : ''}），但${said.map(({ zh }) => zh).join('，')}。这一行是哪一位？写错了的，请略过，改正后重新导入。`,
  en: `Row ${about.row} bears number ${about.memberNo} (${about.name}${about.isNew ? ', a number nobody has yet' : ''}), but ${said.map(({ en }) => en).join(', and ')}. Who is it? If a cell is wrong, skip the row, correct it and import again.`,
})

/** What is not read, or not done, although it stands in the file. */
export const ROW_IGNORED = (raw: string): Text => ({
  zh: `“${raw}”一行不是委员，未读取。`,
  en: `The row of “${raw}” is no member and is not read.`,
})
export const COLUMN_IGNORED = (header: string, twin: string | null): Text => {
  if (twin !== null)
    return {
      zh: `“${header}”一列与 ${twin} 列重复，未读取。`,
      en: `Column “${header}” repeats column ${twin} and is not read.`,
    }
  if (header === '')
    return {
      zh: '这一列没有列名，未读取。若有用，请补上列名后重新导入。',
      en: 'This column has no header and is not read. If it is needed, add one and import again.',
    }
  return {
    zh: `“${header}”一列不在名册的范围内，未读取。`,
    en: `Column “${header}” is no part of a roster and is not read.`,
  }
}
export const BLOCK_WITHOUT_NUMBERS = (ref: string): Text => ({
  zh: `${ref} 起是并排的另一栏委员，缺少“委员编号”一列。请补上编号，或把它接到第一栏下面。`,
  en: `At ${ref} begins a second block of members without a column 委员编号 (member number). Add it, or move the block below the first.`,
})
export const SHEET_IGNORED = (name: string, isRoster: boolean): Text =>
  isRoster
    ? {
        zh: `工作表“${name}”也是名册，未读取：一次只读一张。请把它另存后单独导入。`,
        en: `Sheet “${name}” is a roster too and is not read: one is read at a time. Import it on its own.`,
      }
    : {
        zh: `工作表“${name}”没有名册的表头或是隐藏的，未读取。`,
        en: `Sheet “${name}” has no header of a roster, or is hidden, and is not read.`,
      }
export const UNIT_NOT_SPLIT = (refs: readonly string[]): Text => ({
  zh: `${refs.length} 格把单位和职务写在一起，分不开，这些委员的单位和职务保持原样。要改动，请分成“工作单位”“职务”两列后重新导入。`,
  en: `${refs.length} cells hold unit and post in one and cannot be told apart: both stay as they are. To change them, import columns 工作单位 and 职务.`,
})
export const OFFICE_UNKNOWN = (name: string, count: number): Text => ({
  zh: `职务目录里没有“${name}”（${count} 处），未录入。请核对写法，或先在目录里添加。`,
  en: `The catalogue has no office “${name}” (${count} cells); it is not recorded. Check the word, or add it to the catalogue first.`,
})
export const OFFICE_KEPT = (name: string, count: number): Text => ({
  zh: `${count} 位委员现任“${name}”，表中没有写。名册只增加职务，不免去职务；已卸任的请另行登记。`,
  en: `${count} members hold the office “${name}”, which the sheet does not name. A roster adds offices and ends none; record the end where it is true.`,
})
