import type { LossReason } from '../../../scoring/lines.ts'
import { codeWords } from '../../exports/lists/words.ts'

/** The words of codes on paper. */

export const LOSS_WORDS: Record<LossReason, string> = {
  cap: '条款封顶',
  floor: '条款保底',
  group_cap: '分组封顶',
  group_floor: '分组保底',
  total_cap: '总分封顶',
  total_floor: '总分保底',
  highest_only: '只计最高一级',
  step_again: '同一步骤只计首次',
  best_of: '同类只计最好一项',
  not_met: '条件未满足',
  from: '未到起计项数',
  up_to: '超过计分项数',
  combined: '多个评分合成',
  weighted: '按权重计',
  same_record: '同一记录已由本组织其他委员计入',
  once: '只计一次',
  not_reached: '未达到次数',
  full: '已满',
  replaced: '由其他条款计分',
  unsigned: '未有效署名',
  not_first: '非第一提案人',
  no_share: '无分摊',
  beyond_limit: '超过计分人数',
  withdrawn: '已撤回',
  unverified: '未经核实',
  neutral: '不加不减',
  exempt: '免计',
  unknown: '未登记',
}

export const RATE_WORDS: Record<string, string> = {
  present_of_all_expected: '实到 ÷（应到＋免计）',
  present_of_expected_less_exempt: '实到 ÷ 应到，免计场次不在其内',
}

const COUNTS: Record<string, string> = {
  present: '出席',
  late: '迟到',
  leftEarly: '早退',
  leave: '请假',
  absent: '缺席',
  unknown: '未登记',
  partial: '部分出席',
  walkIn: '未报名到场',
  observer: '列席',
}

/** `present 2, leave 1` is 出席 2 场，请假 1 场; a state is called as its list calls it. */
export function statusWords(status: string | null, source: string): string {
  if (!status) return ''
  if (source.startsWith('/meetings/')) {
    return status
      .split(', ')
      .map((part) => {
        const [name, count] = part.split(' ')
        return `${COUNTS[name!] ?? name}${count === '1' ? '' : ` ${count} 场`}`
      })
      .join('，')
  }
  const list = source.split('/')[1]!.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return codeWords(list, 'state')?.get(status) ?? status
}

const ROLES: Record<string, string> = {
  first: '第一提案人',
  cosigner: '联名',
  joint: '联名',
  author: '作者',
  reflector: '反映人',
  speaker: '发言人',
  drafter: '执笔人',
  lead: '牵头',
  member: '成员',
  main: '主要完成人',
  participant: '参与',
}

export const roleWord = (role: string | null): string => (role === null ? '' : (ROLES[role] ?? role))

export const VERIFICATIONS: Record<string, string> = {
  unverified: '待核实',
  confirmed: '已核实',
  disputed: '有异议',
}
