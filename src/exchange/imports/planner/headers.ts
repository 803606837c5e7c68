import type { Field } from '../../../core/import-profile.ts'
import { keysOf } from '../../../core/records.ts'
import { normalizeUnit } from './names.ts'
import { OWN_COLUMNS } from './own-sheets.ts'

/** Header words of the lists that are known by sight but not imported here. */
type ForeignField = 'caseTitle' | 'proposers' | 'opinionTitle' | 'authors' | 'adopted' | 'count'

const WORDS: Record<Exclude<Field, 'ignore'>, string> = {
  seq: '序号 编号 号 no 顺序号 排序 seq _id id',
  memberNo: '委员编号 委员证号 委员号 委员证编号 会员编号 memberno membernumber membernum',
  name: '姓名 委员姓名 名字 委员 参会委员 参会人员 与会人员 参加人员 人员姓名 签到人 参会人 组员 参加人 与会委员 与会人 人员 委员名称 出席人 出席人员 出席委员 参加委员 name membername member fullname',
  firstName: 'firstname givenname 名',
  lastName: 'lastname surname familyname 姓',
  sector: '界别 所属界别 界别组 所在界别 sector',
  committee: '专委会 专门委员会 所属专委会 所属专委会1 所属专委会2 所在专委 所在专委会 专委 专工委',
  group:
    '界别活动组 街道活动组 地区联络组 街道联络组 联络组 活动组 委员小组 组别 小组 街道 界别小组 所属小组 委员活动组',
  unit: '单位名称 工作单位 单位 所在单位 unit organization company',
  post: '职务 行政职务 post position',
  unitPost:
    '单位职务 单位名称及职务 单位及职务 工作单位及职务 工作单位和职务 单位和职务 工作单位职务 单位及职务职称',
  mobile: '手机 手机号 手机号码 联系电话 电话 联系方式 电话号码 移动电话 mobile phone',
  event:
    '活动主题 会议名称 活动名称 会议主题 会议活动 会议 活动 会议活动名称 名称 主题 事项 会议或活动名称 会议标题 活动内容 履职活动 meeting event meetingtitle',
  date: '活动开始时间 活动时间 时间 日期 会议时间 会议日期 活动日期 开会时间 召开时间 开始时间 举办时间 签到日期 开会日期 召开日期 会议召开时间 date meetingdate sessiondate',
  time: '具体时间 时刻 time starttime',
  part: '场次 时段 半天 上下午 上午下午 session part',
  place: '活动地点 地点 会议地点 开会地点 place venue',
  type: '活动类别 会议类别 类别 会议类型 活动类型 类型 type',
  attendance:
    '出席情况 签名 签到 考勤 参会情况 考勤情况 出勤情况 到会情况 参加情况 签到情况 出席状态 状态 出缺席情况 出席 参与情况 履职情况 签字 考勤结果 出缺勤 签到状态 出席与否 到场情况 是否出席 是否参加 是否到会 是否参会 与会情况 出席记录 考勤记录 参加状态 到会状态 出席/请假 签到/请假 attendance status present',
  note: '备注 说明 备注说明 备考 情况说明 情况备注 请假事由 请假原因 请假说明 未到原因 缺席原因 缺席事由 原因 事由 note remarks remark',
  total:
    '合计 小计 总计 出席次数 缺席次数 请假次数 迟到次数 早退次数 应到次数 实到次数 应到 实到 应出席 实际出席 出席率 出勤率 参会率 总次数 次数 得分 分数 总分 缺席 请假 迟到 早退 应参加次数 实参加次数 应到会次数 实到会次数 名次 等次 统计',
}

const ATTRIBUTES =
  '签到时间 签到方式 性别 民族 政治面貌 政治面貌1 政治面貌2 政协职务 专委会职务 界别职务 届次 出生年月 学历 籍贯 邮箱 党派 是否常委 主办单位 组织单位 主办 承办单位 职称 任职开始 任职结束 年龄 文化程度 通讯地址 地址 邮编 email term'

const FOREIGN: Record<ForeignField, string> = {
  caseTitle: '案由 提案题目 提案案由 提案标题 提案名称 提案号 提案序号',
  proposers: '提案者 提案人 第一提案人 联名人 附议人',
  opinionTitle: '信息题目 信息标题 社情民意题目 社情民意标题',
  authors: '反映人 撰稿人 信息作者 报送人',
  adopted: '采用层级 采用情况 录用情况 采用级别 批示人 批示情况',
  count: '件数 篇数',
}

function table<K extends string>(source: Record<K, string>): Map<string, K> {
  const words = new Map<string, K>()
  for (const field of keysOf(source)) {
    for (const word of source[field].split(' ')) words.set(normalizeUnit(word), field)
  }
  return words
}

const FIELD_OF_WORD = table(WORDS)
const FOREIGN_OF_WORD = table(FOREIGN)
const ATTRIBUTE_WORDS = new Set([...ATTRIBUTES.split(' '), ...Object.values(OWN_COLUMNS)].map(normalizeUnit))

/** A header cell as it is looked up: no spaces or line breaks, half width, no bracketed unit, no last colon. */
export function headerKey(raw: string): string {
  const text = raw.normalize('NFKC').replace(/[\s\u200b\ufeff]+/g, '')
  const bare = text.replace(/[（([【][^）)\]】]*[）)\]】]$/, '').replace(/[:：]$/, '')
  return normalizeUnit(bare === '' ? text : bare)
}

/** The field that a header word names: a profile's own words first. */
export function fieldOfHeader(raw: string, own: ReadonlyMap<string, Field> | null): Field | 'other' | null {
  if (raw === '') return null
  if (own) {
    const told = own.get(normalizeUnit(raw.normalize('NFKC'))) ?? own.get(headerKey(raw))
    if (told) return told
  }
  const before = READ.get(raw)
  if (before !== undefined) return before
  const field = fieldOfWord(raw)
  if (READ.size < READ_MAX) READ.set(raw, field)
  return field
}

/** A long list asks of each row whether its name is a header's, and the same people stand in it again and again. */
const READ = new Map<string, Field | 'other' | null>()
const READ_MAX = 4_096

function fieldOfWord(raw: string): Field | 'other' | null {
  const key = headerKey(raw)
  const found = FIELD_OF_WORD.get(key) ?? FIELD_OF_WORD.get(normalizeUnit(raw))
  if (found) return found
  return ATTRIBUTE_WORDS.has(key) ? 'other' : null
}

/** The field of a list that this importer knows by sight only. */
export function foreignField(raw: string): ForeignField | null {
  return FOREIGN_OF_WORD.get(headerKey(raw)) ?? null
}

/** True for a header word that names an ID-card number. */
export function isIdCardHeader(raw: string): boolean {
  return /身份证|证件号码|公民身份|idcard|identitynumber/.test(headerKey(raw))
}

/** A profile's `columns` by normalised header word; keys that are column letters are left to the caller. */
export function ownHeaders(columns: Readonly<Record<string, Field>> | undefined): Map<string, Field> | null {
  if (!columns) return null
  const words = new Map<string, Field>()
  for (const [word, field] of Object.entries(columns)) {
    words.set(normalizeUnit(word.normalize('NFKC')), field)
  }
  return words
}
