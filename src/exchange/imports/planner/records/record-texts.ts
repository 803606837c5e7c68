import type { Text } from '../plan-types.ts'

/** What is wrong with a sheet of records, and the next step. */

export const noHeader = (title: Text, columns: string): Text => ({
  zh: `找不到${title.zh}的表头：前 15 行里没有一行含有两个以上认得的列名（${columns}）。请补上表头行后再导入。`,
  en: `No header of ${title.en} was found: none of the first 15 rows holds two known column names (${columns}). Add a header row and import again.`,
})
export const noColumn = (place: string, columns: string): Text => ({
  zh: `${place} 的表头缺少必需的列：${columns}。请补上后再导入，或在导入方案的 fields 里写明哪一列是它。`,
  en: `The header at ${place} lacks a column that is needed: ${columns}. Add it, or name the column under fields in the profile.`,
})
export const twice = (first: string, second: string, word: string): Text => ({
  zh: `${first} 和 ${second} 两列都是“${word}”，无法分清以哪一列为准。请改名或删去一列。`,
  en: `Columns ${first} and ${second} both say “${word}”; which one holds is not for us to guess. Rename or delete one.`,
})
export const spreadOver = (first: number, last: number): Text => ({
  zh: `第 ${first} 至 ${last} 行像是同一条记录分写在几行，未读取。请每条记录只写一行，把人名写在同一格里，用顿号隔开。`,
  en: `Rows ${first} to ${last} look like one record in several rows and are not taken. Write each record in one row, its people in one cell with 、 between them.`,
})
export const CONTINUED: Text = {
  zh: '这一行只有人名，像是上一行的续行，未读取。请把人名写进上一行的同一格里，用顿号隔开。',
  en: 'This row holds names alone and seems to go on with the row above; it is not taken. Write the names into the cell above, with 、 between them.',
}
export const REQUIRED: Text = { zh: '此格必填。请补上。', en: 'This cell is required. Fill it in.' }
export const oneOf = (columns: string): Text => ({
  zh: `这些列至少要填一格：${columns}。`,
  en: `Fill in at least one of these columns: ${columns}.`,
})
export const stepNeeds = (step: Text, columns: string): Text => ({
  zh: `要登记“${step.zh}”，还须填写：${columns}。`,
  en: `To record the step “${step.en}”, fill in ${columns} too.`,
})
export const BAD_DAY: Text = {
  zh: '不是一个存在的日期。请写成 2025-03-01 的样子。',
  en: 'This is not one day that exists. Write it like 2025-03-01.',
}
export const futureDay = (day: string): Text => ({
  zh: `${day} 还没有到，已经办过的事不会在那一天。请核对年份。`,
  en: `${day} has not come yet, and what was done was done before. Check the year.`,
})
export const otherYear = (year: number, day: string): Text => ({
  zh: `标题写的是 ${year} 年，此格却是 ${day}。请核对年份。`,
  en: `The title speaks of ${year}, this cell of ${day}. Check the year.`,
})
export const NAME_AS_TITLE: Text = {
  zh: '此格是一位委员的姓名，不像题目：这一行的单元格可能错位了。请对照表头核对整行。',
  en: 'This is the name of a member and no title: the cells of the row may have moved. Compare the whole row with the header.',
}
export const BAD_MONTH: Text = {
  zh: '不是一个月份。请写成 2025-03 的样子。',
  en: 'This is not a month. Write it like 2025-03.',
}
export const BAD_NUMBER: Text = {
  zh: '不是一个整数。请只写数字，如 12。',
  en: 'This is not a whole number. Write digits alone, such as 12.',
}
export const BAD_FLAG: Text = { zh: '请写“是”或“否”。', en: 'Write 是 (yes) or 否 (no).' }
export const NO_YEAR_TOLD = (table: string): Text => ({
  zh: `工作表“${table}”的标题里没有唯一的年度，不知道是哪一年的次数。请在标题里写明（如“2019年度”），或在导入方案里给出 year。`,
  en: `The title of sheet “${table}” states no single year, so whose counts these are is not known. Write it there (such as 2019年度), or give year in the profile.`,
})
export const NOT_YEARLY = (table: string, words: string): Text => ({
  zh: `工作表“${table}”写着“${words}”：这里只登记全年的次数，不登记半年、季度、多年累计或积分、时长。请改用全年次数表，或删去不相干的列和说明。`,
  en: `Sheet “${table}” says “${words}”: counts of whole years are declared here, and not those of a part of one, of several, nor points or hours. Send a table of the year's counts.`,
})
export const NO_MEASURE = (table: string): Text => ({
  zh: `工作表“${table}”没有认得的统计列（如 应到、实到、请假、缺席、会议类别、提案、社情民意）。请改写列名。`,
  en: `Sheet “${table}” has no column whose count is known (应到, 实到, 请假, 缺席, types of meetings, 提案, 社情民意). Rename the columns.`,
})
export const UNKNOWN_MEASURE: Text = {
  zh: '看不出统计的是什么。请写会议活动的类别，或 应到、实到、请假、缺席、提案、社情民意 等。',
  en: 'What is counted cannot be told. Write a type of meeting, or 应到, 实到, 请假, 缺席, 提案, 社情民意 and such.',
}
export const NO_VALUE: Text = {
  zh: '单元格是出错的公式，或文件里没有它的结果。请改成数值后再导入。',
  en: 'The cell is a formula that failed or whose result the file does not hold. Paste it as a value.',
}
export const notAmong = (words: string): Text => ({
  zh: `不是可用的值。请改为其中之一：${words}。`,
  en: `This is none of the known values. Write one of: ${words}.`,
})
export const unknownCode = (catalogue: string, words: string): Text => ({
  zh: `目录 ${catalogue} 里没有这个代码或名称。请改为其中之一：${words}；或先在目录里添加。`,
  en: `Catalogue ${catalogue} has no such code or title. Write one of: ${words}; or add it to the catalogue first.`,
})
export const SEVERAL_CODES: Text = {
  zh: '目录里有多个同名的条目。请改写代码。',
  en: 'Several items of the catalogue bear this title. Write the code instead.',
}
export const unknownThing = (what: Text): Text => ({
  zh: `系统里没有这个${what.zh}。请核对名称，或先录入，再导入。`,
  en: `There is no such ${what.en}. Check the name, or record it first and import again.`,
})
export const severalThings = (what: Text, which: string): Text => ({
  zh: `有多个${what.zh}叫这个名称（${which}）。请改写它的编号（externalId 或代码），或在旁边写明日期。`,
  en: `“${what.en}” of this name: there are several (${which}). Write its number (externalId or code), or the day beside it.`,
})
export const markedName = (name: string): Text => ({
  zh: `“${name}”带有标记，含义不明（可能表示没有签名）。请去掉标记，或删去未签名的人。`,
  en: `“${name}” carries a mark of unknown meaning (it may say that there is no signature). Delete the mark, or the name.`,
})
export const ONE_NAME: Text = {
  zh: '此格只能写一位委员。请拆成几行，每行一位。',
  en: 'This cell names one member alone. Write one row for each.',
}
export const ONE_ORGANIZATION: Text = {
  zh: '此格写了两个以上的组织。一件提案只由一个组织提出：请只留领衔的组织。',
  en: 'Several bodies stand here. One body proposes: keep the one that leads.',
}
export const FIRST_UNSIGNED: Text = {
  zh: '第一提案人带有“未签名”的标记。请核对签名，或改写提案人的顺序。',
  en: 'The first proposer carries the mark of a missing signature. Check it, or change the order of the proposers.',
}
export const sameNumber = (row: number): Text => ({
  zh: `第 ${row} 行有相同的编号，内容不同，两行都未读取。请改正编号或内容。`,
  en: `Row ${row} has the same number and says something else; neither is taken. Correct the number or the row.`,
})
export const differs = (id: string): Text => ({
  zh: `系统里已有此编号的记录（${id}），与这一行不同；导入从不覆盖。请直接更正那条记录，或改用新的编号。`,
  en: `A record of this number exists (${id}) and differs from the row; an import overwrites nothing. Change that record, or give the row a number of its own.`,
})
export const givenBefore = (id: string): Text => ({
  zh: `以前导入的一条记录（${id}）有相同的号，内容不同；导入从不覆盖。请直接更正那条记录，或核对此号（每年重新编号的，请补上会次或日期列）。`,
  en: `A record of an earlier import (${id}) has this number and says something else; an import overwrites nothing. Change that record, or check the number (where numbers begin anew each year, add the session or the day).`,
})
export const enteredElsewhere = (id: string): Text => ({
  zh: `系统里已有此编号的记录（${id}），不是由表格导入的；导入从不覆盖。请核对那条记录，或改用新的编号。`,
  en: `A record of this number exists (${id}) and came from no sheet; an import overwrites nothing. Look at that record, or give the row a number of its own.`,
})
export const withdrawnSince = (id: string): Text => ({
  zh: `这一行以前导入过，其记录（${id}）后来被撤回。如需重新登记，请给它一个新的编号。`,
  en: `This row was imported before, and its record (${id}) was withdrawn since. To record it again, give it a new number.`,
})
export const lostZeros = (number: string): Text => ({
  zh: `系统里有编号 ${number}，只差开头的 0，可能是同一条。请把编号列设为文本后重填。`,
  en: `There is a number ${number}, which differs by leading zeros alone and may be the same. Format the column as text and enter it again.`,
})

export const THINGS: Record<string, Text> = {
  organizations: { zh: '组织', en: 'organization' },
  plenarySessions: { zh: '全体会议', en: 'plenary session' },
  meetings: { zh: '会议活动', en: 'meeting' },
  places: { zh: '履职场所', en: 'place' },
  rosters: { zh: '名册', en: 'roster' },
  opinions: { zh: '社情民意信息', en: 'opinion' },
  opinionIssues: { zh: '期刊', en: 'issue' },
  proposals: { zh: '提案', en: 'proposal' },
  speeches: { zh: '发言', en: 'speech' },
  researchReports: { zh: '调研报告', en: 'research report' },
  supervisionGroups: { zh: '民主监督小组', en: 'supervision group' },
  planItems: { zh: '年度计划事项', en: 'plan item' },
}
