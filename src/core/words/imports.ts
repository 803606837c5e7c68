// biome-ignore-all format: -- a dictionary is read as a list

import { LEAVE_TYPES } from './catalogues.ts'
import { LISTS } from './lists.ts'
import { STATUSES } from './meetings.ts'
import type { Words } from './word.ts'

/** Sheets: what they hold, how an import stands, what it asks and what may be answered. */

export const IMPORT_STATES = {
  planning: ['正在读取', 'being read'], planned: ['待提交', 'to be committed'], refused: ['无法读取', 'not readable'],
  committing: ['正在录入', 'being recorded'], committed: ['已录入', 'recorded'],
  reverting: ['正在撤回', 'being taken back'], reverted: ['已撤回', 'taken back'], failed: ['出错', 'failed'],
  cancelled: ['已取消', 'cancelled'],
} as const satisfies Words

/** What a row of a sheet of records is, by the segment of its URL. */
export const RECORD_SHEETS = {
  proposals: LISTS.proposals, opinions: LISTS.opinions, speeches: LISTS.speeches,
  'service-records': LISTS.serviceRecords, 'research-reports': LISTS.researchReports,
  recognitions: LISTS.recognitions, 'duty-records': LISTS.dutyRecords, instructions: LISTS.instructions,
  'plan-items': LISTS.planItems, suggestions: LISTS.suggestions, 'roster-entries': LISTS.rosterEntries,
  places: LISTS.places, 'declared-statistics': LISTS.declaredStatistics,
} as const satisfies Words

export const IMPORT_SHEETS = {
  auto: ['由表格判断', 'as the sheet tells'], attendance: ['出席情况', 'attendance'], members: LISTS.members,
  ...RECORD_SHEETS,
} as const satisfies Words

/** What became of a row. */
export const TONES = {
  accepted: ['录入', 'recorded'], same: ['一致', 'stands'], question: ['待定', 'open'],
  refused: ['拒收', 'refused'], ignored: ['略过', 'left out'],
} as const satisfies Words

/** What a plan asks. */
export const QUESTIONS = {
  ambiguous_name: ['同名', 'name of several'], evidence_conflict: ['线索不一致', 'clues disagree'],
  columns_shifted: ['各列错位', 'columns shifted'], unknown_name: ['名册上没有', 'not on the roster'],
  unknown_symbol: ['符号的意思', 'meaning of a mark'], blank_policy: ['空白的意思', 'meaning of blanks'],
  bad_date: ['日期不明', 'unclear day'], new_event: ['新的会议', 'new meeting'],
  near_event: ['相近的会议', 'similar meeting'], not_in_office: ['当日不在任', 'not in office'],
  not_invited: ['不在应到名单', 'not expected'], proxy_signature: ['代签', 'signed by another'],
  conflict: ['与已有记录不一致', 'differs from what stands'],
} as const satisfies Words

const { present, late, left_early, observer, leave_approved, absent, walk_in } = STATUSES

/** Answers to a question; of `member` and `match` a page shows whom or what. */
export const CHOICES = {
  member: ['是名册上的委员', 'a member'], match: ['是已有的会议', 'a meeting that stands'],
  not_a_member: ['不是委员', 'no member'], new_member: ['是新委员，用本行的编号', 'a new member of this number'],
  skip: ['略过，不录入', 'skip'], ignore: ['略过这些单元格', 'leave the cells out'], present, absent, leave_approved,
  observer, walk_in, add_to_invitation: ['补入应到名单', 'put on the list'], keep: ['保留已有记录', 'keep what stands'],
  overwrite: ['以表格为准', 'take the sheet'], create: ['新建这场会议', 'create the meeting'],
  status: ['表示这种情况', 'it means'], day: ['是这一天', 'it is this day'],
  organization: ['是这个组织', 'it is this body'], aligned: ['各列没有错位', 'the columns are aligned'],
} as const satisfies Words

/** What to do with a record that stands already. */
export const ON_CONFLICT = {
  ask: ['询问', 'ask'], keep: CHOICES.keep, overwrite: CHOICES.overwrite,
} as const satisfies Words

export const BLANK_POLICIES = { ignore: ['略过', 'left out'], absent, present } as const satisfies Words

/** What a mark may mean: a status, and of leave its kind. */
export const MEANINGS = {
  present, late, left_early, observer, leave_approved, 'leave_approved/personal': LEAVE_TYPES.personal,
  'leave_approved/sick': LEAVE_TYPES.sick, 'leave_approved/official': LEAVE_TYPES.official, absent,
} as const satisfies Words

/** Of a sheet that states its own sums. */
export const STATED_COUNTS = {
  expected: ['应到', 'expected'], present: ['实到', 'present'], leave: ['请假', 'on leave'],
  absent: ['缺席', 'absent'],
} as const satisfies Words
