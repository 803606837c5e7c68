import { normalizeUnit } from '../names.ts'
import type { CatalogueItem } from './record-world.ts'

/** What the columns of a yearly table count, by the words over them. */

const GENERAL: Record<string, string> = {
  expected: '应到 应出席 应参加 应到次数 应出席次数 应参加次数 应到会次数',
  attended: '实到 出席 到会 实到次数 出席次数 实际出席 实参加次数 实到会次数 参加次数',
  leave: '请假 请假次数 请假数',
  absent: '缺席 缺席次数 未到 缺勤 无故缺席',
  late: '迟到 迟到次数',
  left_early: '早退 早退次数',
  proposals: '提案 提案数 提案件数 提交提案 提案提交 提案总数',
  proposals_first:
    '提案（第一） 第一提案 第一提案人 领衔提案 提案（领衔） 提案（第一提案人） 个人提案 主提提案',
  proposals_joint: '提案（联名） 联名提案 附议提案 提案（附议） 联名',
  opinions: '社情民意 社情民意信息 社情民意报送 信息 信息报送 报送信息 反映社情民意 社情民意（报送）',
  opinions_adopted: '社情民意采用 信息采用 社情民意（采用） 社情民意录用 采用信息',
  speeches: '大会发言 发言 发言次数',
  research_reports: '调研报告 调研报告数',
  service: '公益服务 联系服务 服务次数 志愿服务',
  recognitions: '表彰 奖励 表彰奖励',
}

/** Words for the catalogue's own types, beside their names. */
const TYPES: Record<string, string> = {
  plenary: '全体会议 全会 全委会 政协全会',
  sc_meeting: '常委会 常委会议 常务委员会会议 常委会会议',
  chairs_meeting: '主席会议',
  committee_meeting: '专委会会议 专委会 专门委员会会议',
  training: '学习培训 培训 培训学习 委员培训',
  topic_consultation: '专题协商 专题协商会',
  come_consult_district: '请你来协商 请你来协商（区级）',
  inspection: '视察 委员视察',
  research: '调研 专题调研',
  party_day: '主题党日 主题党日活动',
  sector_activity: '界别活动',
  group_activity: '小组活动 委员小组活动',
}

/** A text without spaces and a unit behind it; what stands in brackets and is no unit belongs to it. */
const keyOf = (text: string): string =>
  normalizeUnit(text.normalize('NFKC').replace(/\((次|件|篇|条|项|个|人次|场|半天|天|小时)(数)?\)$/, ''))

/** The code of a measure; undefined for a column that counts nothing we know, or that two types could mean. */
export function measureOf(header: readonly string[], types: readonly CatalogueItem[]): string | undefined {
  const last = header.at(-1)
  if (last === undefined) return undefined
  const key = keyOf(last)
  const general = wordIn(GENERAL, key)
  if (general === 'expected' || general === 'attended') {
    const type = header.length > 1 ? typeOf(keyOf(header.at(-2)!), types) : undefined
    return type ? `${type}_${general}` : general
  }
  return typeOf(key, types) ?? general
}

const wordIn = (words: Record<string, string>, key: string): string | undefined =>
  Object.keys(words).find((code) => words[code]!.split(' ').some((word) => keyOf(word) === key))

function typeOf(key: string, types: readonly CatalogueItem[]): string | undefined {
  const named = types.filter(({ code, name }) => keyOf(name) === key || code === key)
  if (named.length === 1) return named[0]!.code
  const code = wordIn(TYPES, key)
  return code !== undefined && types.some((type) => type.code === code) ? code : undefined
}
