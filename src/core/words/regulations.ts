// biome-ignore-all format: -- a dictionary is read as a list

import type { Words } from './word.ts'

/** The words of a rules file that are no codes of a committee: what whoever writes one is told of them. */

/** Of the fields that `where` and `by` ask for. */
export const RULE_FIELDS = {
  meeting: ['会议类型', 'type of the meeting'], type: ['类型', 'type'], class: ['门类', 'class'],
  outcome: ['出席结果', 'outcome'], form: ['形式', 'form'], occasion: ['场合', 'occasion'], level: ['级别', 'level'],
  role: ['角色', 'role'], origin: ['由何转来', 'what it was before'],
} as const satisfies Words

/** Of the catalogues that a regulation may add to. */
export const RULE_CATALOGUES = {
  meeting_type: ['会议类型', 'types of meetings'], level: ['级别', 'levels'], office: ['职务', 'offices'],
  body_role: ['组织内职务', 'roles in a body'], body_kind: ['组织类别', 'kinds of bodies'],
  service_kind: ['服务类型', 'kinds of service'], recognition_kind: ['奖惩类型', 'kinds of rewards and penalties'],
  exemption_reason: ['免计事由', 'reasons of exemption'], duty_kind: ['履职类别', 'kinds of duties'],
  proposal_step: ['提案状态', 'steps of proposals'], opinion_step: ['信息状态', 'steps of opinions'],
} as const satisfies Words

/** Of what may be chosen under a key. */
export const RULE_CHOICES = {
  ...RULE_CATALOGUES, ...RULE_FIELDS,
  down: ['舍去', 'down'], half_up: ['四舍五入', 'half up'], up: ['进一', 'up'], exact: ['按比例', 'exact'],
  month: ['每月', 'month'], quarter: ['每季度', 'quarter'], half_year: ['每半年', 'half-year'],
  term: ['整个任期', 'term'], period: ['本期', 'period'], calendar_year: ['公历年', 'calendar year'],
  session_year: ['会议年度', 'session year'], days: ['按天', 'days'], months: ['按月', 'months'],
  average: ['平均', 'average'], median: ['中位数', 'median'], highest: ['最高', 'highest'], lowest: ['最低', 'lowest'],
  latest: ['最近一次', 'latest'], trimmed: ['去掉一个最高、一个最低后平均', 'without the highest and the lowest'],
  maximum: ['最高', 'maximum'], add: ['各级相加', 'added up'], always: ['每次都计', 'each time'],
  two_thirds: ['三分之二以上', 'two thirds'], all: ['全部', 'all'], any: ['任一', 'any'],
  meeting: ['会议', 'meeting'], session: ['场次', 'session'], clause: ['各条中', 'clause'],
  fact: ['对每项记录', 'record'], equal: ['平分', 'equal'], whole: ['全部', 'whole'], rest: ['均分其余', 'the rest'],
  none: ['不计', 'none'], instead: ['只计转成的', 'instead'], both: ['两项都计', 'both'], count: ['计', 'count'],
  ignore: ['不计', 'ignore'], begins: ['开始', 'begins'], ends: ['届满', 'ends'], text: ['文字', 'text'],
  in: ['都算', 'inside'], out: ['都不算', 'outside'], integer: ['整数', 'whole number'], boolean: ['是否', 'yes or no'], members: ['委员', 'members'],
} as const satisfies Words
