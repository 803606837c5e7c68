// biome-ignore-all format: -- a dictionary is read as a list

import { ORGANIZATION_KINDS } from './members.ts'
import type { Words } from './word.ts'

/** The words of the catalogues that a new committee starts with; it renames, adds and retires items by itself. */

const OTHER = ['其他', 'other'] as const

export const MEETING_TYPES = {
  plenary: ['全体会议', 'plenary'], sc_meeting: ['常委会议', 'standing committee'],
  chairs_meeting: ['主席会议', 'meeting of the chairs'], party_leadership: ['党组会议', 'party leadership group'],
  sg_meeting: ['秘书长会议', 'meeting of the secretary-general'],
  committee_meeting: ['专委会会议', 'special committee'],
  committee_activity: ['专委会活动', 'activity of a special committee'],
  sector_activity: ['界别活动', 'activity of a sector'], group_activity: ['委员小组活动', 'activity of a group'],
  all_member_study: ['全体委员学习会', 'study of all members'], office_study: ['机关集中学习', 'study of the office'],
  sc_topic: ['专题议政性常委会议', 'standing committee on a topic'],
  topic_consultation: ['专题协商会', 'consultation on a topic'],
  come_consult_district: ['请你来协商（区级）', 'come and consult (district)'],
  come_consult_grassroots: ['基层协商', 'grassroots consultation'],
  sector_consultation: ['界别协商', 'consultation of a sector'],
  counterpart_consultation: ['对口协商', 'counterpart consultation'],
  proposal_consultation: ['提案办理协商', 'consultation on a proposal'],
  leader_face_to_face: ['党政领导与委员面对面协商', 'consultation with leaders face to face'],
  online_consultation: ['网络协商', 'online consultation'], research: ['调研', 'research'],
  inspection: ['视察', 'inspection'], study_tour: ['考察', 'study tour'],
  yearend_inspection: ['年末集中视察', 'inspection at the end of the year'],
  supervision_topic: ['专项民主监督', 'supervision on a topic'],
  supervision_dispatched: ['派驻监督小组活动', 'activity of a supervision group'], appraisal: ['民主评议', 'appraisal'],
  proposal_supervision: ['提案督办', 'supervision of a proposal'],
  invited_supervisor: ['特邀监督员活动', 'activity of invited supervisors'], forum: ['政协讲坛', 'forum'],
  micro_forum: ['微论坛', 'micro-forum'], salon: ['议政沙龙', 'salon'],
  opinion_salon: ['社情民意沙龙', 'salon on opinions'], training: ['委员培训', 'training'],
  reading: ['读书活动', 'reading'], party_day: ['主题党日', 'party day'],
  studio: ['委员工作室活动', 'activity of a studio'], parlour: ['委员会客厅', 'parlour'],
  three_services: ['三服务', 'three services'], law_service: ['法律服务团活动', 'activity of the law service'],
  public_school: ['名师公益学堂', 'public school'], seven_deliveries: ['七送', 'seven deliveries'],
  visit: ['走访', 'visit'], charity: ['公益慈善', 'charity'], poverty_relief: ['扶贫帮困', 'poverty relief'],
  history_talk: ['文史宣讲', 'history talk'], history_outreach: ['文史进社区', 'history outreach'],
  overseas_ambassador: ['海外传播大使活动', 'activity of overseas ambassadors'], arts: ['书画雅集', 'arts'],
  celebration: ['纪念庆祝', 'celebration'], condolence: ['慰问', 'condolence'],
  higher_level_meeting: ['上级政协会议', 'meeting of a higher level'],
  department_invited: ['部门邀请', 'invited by a department'],
  government_meeting: ['党委政府会议', 'meeting of party and government'],
  county_meeting: ['住县委员参加县政协会议', 'meeting of the county'],
} as const satisfies Words

/** Of meeting types and of duties, in the order of the archive (DOMAIN 3.2). */
export const DUTY_CLASSES = {
  statutory: ['例会', 'statutory'], body: ['专委会会议', 'special committee'],
  consultation: ['协商', 'consultation'], research: ['调研视察', 'research'],
  supervision: ['民主监督', 'supervision'], activity: ['专委会、界别、小组活动', 'activity'], study: ['学习', 'study'],
  service: ['联系服务', 'service'], outreach: ['文史联谊宣传', 'outreach'], external: ['受邀外部', 'external'],
  other: ['其他会议活动', 'other'],
} as const satisfies Words

export const RECOGNITION_CLASSES = {
  reward: ['奖励', 'reward'], penalty: ['处分', 'penalty'],
} as const satisfies Words

export const LEVELS = {
  district: ['区级', 'district'], city: ['市级', 'city'], province: ['省级', 'province'],
  national: ['全国', 'national'],
} as const satisfies Words

export const OFFICES = {
  member: ['委员', 'member'], standing_member: ['常务委员', 'standing member'], chair: ['主席', 'chair'],
  vice_chair: ['副主席', 'vice chair'], secretary_general: ['秘书长', 'secretary-general'],
  deputy_secretary_general: ['副秘书长', 'deputy secretary-general'],
  party_secretary: ['党组书记', 'secretary of the party leadership group'],
  party_member: ['党组成员', 'member of the party leadership group'],
} as const satisfies Words

export const BODY_ROLES = {
  member: ['委员', 'member'], director: ['主任', 'director'], deputy_director: ['副主任', 'deputy director'],
  convener: ['召集人', 'convener'], deputy_convener: ['副召集人', 'deputy convener'], liaison: ['联络员', 'liaison'],
} as const satisfies Words

export const LEAVE_TYPES = {
  personal: ['事假', 'personal leave'], sick: ['病假', 'sick leave'], official: ['公假', 'official leave'],
  other: OTHER,
} as const satisfies Words

const NOT_FILED_REASONS = {
  state_secret: ['涉及国家秘密', 'state secret'], prohibited: ['党和国家政策禁止', 'prohibited by policy'],
  party_internal: ['中共党组织内部事务', 'internal to the party'],
  democratic_party_internal: ['民主党派、团体内部事务', 'internal to a democratic party or organisation'],
  in_litigation: ['进入诉讼、仲裁、复议或检察程序', 'in litigation'], academic: ['纯学术探讨', 'academic'],
  personal_matter: ['为本人或亲属解决个人问题', 'a personal matter'], advertising: ['宣传、推介具体作品或产品', 'advertising'],
  accusation: ['指名举报', 'accusation'], empty: ['内容空泛，没有具体建议', 'without content'],
  duplicate: ['与已立案提案重复', 'duplicate'], beyond_level: ['超出本级职权', 'beyond the level'],
  in_progress: ['已在办理', 'being handled already'], not_a_proposal: ['不符合提案形式', 'not a proposal'],
  unstated: ['未注明原因', 'unstated'],
} as const satisfies Words

const REPLY_CATEGORIES = {
  a: ['已解决或采纳', 'resolved or adopted'], b: ['列入计划逐步解决', 'planned'], c: ['留作参考', 'for reference'],
  d: ['不可行或超出职权', 'infeasible'],
} as const satisfies Words

export const PLAN_KINDS = {
  consultation: ['协商', 'consultation'], leader_face_to_face: MEETING_TYPES.leader_face_to_face,
  sector_and_counterpart: ['界别协商、对口协商', 'consultation of sectors and counterparts'],
  studio: ['委员之家、委员工作室活动', 'activity of homes and studios'],
  grassroots: ['基层协商', 'grassroots consultation'], research: ['专题调研', 'research on a topic'],
  supervision: ['民主监督', 'supervision'], study: ['学习', 'study'], service: ['联系服务', 'service'], other: OTHER,
} as const satisfies Words

const PLACE_KINDS = {
  studio: ['委员工作室', 'studio'], home: ['委员之家', 'home'], parlour: ['委员会客厅', 'parlour'], other: OTHER,
} as const satisfies Words

export const SERVICE_KINDS = {
  three_services: MEETING_TYPES.three_services, seven_deliveries: MEETING_TYPES.seven_deliveries,
  charity: MEETING_TYPES.charity, volunteering: ['志愿服务', 'volunteering'],
  law_service: ['法律服务', 'law service'], poverty_relief: MEETING_TYPES.poverty_relief,
  visit: MEETING_TYPES.visit, other: OTHER,
} as const satisfies Words

export const RECOGNITION_KINDS = {
  excellent_member: ['优秀委员', 'excellent member'], five_star: ['五星', 'five stars'],
  commendation: ['表彰', 'commendation'], excellent_unit: ['先进集体', 'excellent unit'],
  criticism: ['批评', 'criticism'], talk_reminder: ['谈话提醒', 'reminder in a talk'],
  circular: ['通报', 'circular'],
} as const satisfies Words

export const EXEMPTION_REASONS = {
  study: ['学习进修', 'study'], abroad: ['出国（境）', 'being abroad'], illness: ['长期病休', 'illness'],
  maternity: ['生育', 'maternity'], posting: ['挂职、外派', 'posting'], other: OTHER,
} as const satisfies Words

/** By the name of the catalogue, in the order of their items. */
export const CATALOGUE_WORDS = {
  meeting_type: MEETING_TYPES,
  level: LEVELS,
  office: OFFICES,
  body_role: BODY_ROLES,
  leave_type: LEAVE_TYPES,
  not_filed_reason: NOT_FILED_REASONS,
  reply_category: REPLY_CATEGORIES,
  holiday: {},
  makeup_workday: {},
  plan_kind: PLAN_KINDS,
  place_kind: PLACE_KINDS,
  service_kind: SERVICE_KINDS,
  recognition_kind: RECOGNITION_KINDS,
  exemption_reason: EXEMPTION_REASONS,
  body_kind: ORGANIZATION_KINDS,
  proposal_step: {},
  opinion_step: {},
} as const satisfies Record<string, Words>
