import { newId } from '../../core/ids.ts'
import { insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'

/**
 * The catalogues that a new committee starts with. They are data: a committee renames, adds and retires items; the
 * codes are what regulations and statistics speak of. `class` groups types for regulations.
 */
type Item = readonly [code: string, name: string, className?: string]

export const CATALOGUES: Record<string, readonly Item[]> = {
  meeting_type: [
    ['plenary', '全体会议', 'statutory'],
    ['sc_meeting', '常委会议', 'statutory'],
    ['chairs_meeting', '主席会议', 'statutory'],
    ['party_leadership', '党组会议', 'statutory'],
    ['sg_meeting', '秘书长会议', 'statutory'],
    ['committee_meeting', '专委会会议', 'body'],
    ['committee_activity', '专委会活动', 'activity'],
    ['sector_activity', '界别活动', 'activity'],
    ['group_activity', '委员小组活动', 'activity'],
    ['all_member_study', '全体委员学习会', 'study'],
    ['sc_topic', '专题议政性常委会议', 'consultation'],
    ['topic_consultation', '专题协商会', 'consultation'],
    ['come_consult_district', '请你来协商（区级）', 'consultation'],
    ['come_consult_grassroots', '基层协商', 'consultation'],
    ['sector_consultation', '界别协商', 'consultation'],
    ['counterpart_consultation', '对口协商', 'consultation'],
    ['proposal_consultation', '提案办理协商', 'consultation'],
    ['leader_face_to_face', '党政领导与委员面对面协商', 'consultation'],
    ['online_consultation', '网络协商', 'consultation'],
    ['research', '调研', 'research'],
    ['inspection', '视察', 'research'],
    ['study_tour', '考察', 'research'],
    ['yearend_inspection', '年末集中视察', 'research'],
    ['supervision_topic', '专项民主监督', 'supervision'],
    ['supervision_dispatched', '派驻监督小组活动', 'supervision'],
    ['appraisal', '民主评议', 'supervision'],
    ['proposal_supervision', '提案督办', 'supervision'],
    ['invited_supervisor', '特邀监督员活动', 'supervision'],
    ['forum', '政协讲坛', 'study'],
    ['micro_forum', '微论坛', 'study'],
    ['salon', '议政沙龙', 'study'],
    ['opinion_salon', '社情民意沙龙', 'study'],
    ['training', '委员培训', 'study'],
    ['reading', '读书活动', 'study'],
    ['party_day', '主题党日', 'study'],
    ['studio', '委员工作室活动', 'service'],
    ['parlour', '委员会客厅', 'service'],
    ['three_services', '三服务', 'service'],
    ['law_service', '法律服务团活动', 'service'],
    ['public_school', '名师公益学堂', 'service'],
    ['seven_deliveries', '七送', 'service'],
    ['visit', '走访', 'service'],
    ['charity', '公益慈善', 'service'],
    ['poverty_relief', '扶贫帮困', 'service'],
    ['history_talk', '文史宣讲', 'outreach'],
    ['history_outreach', '文史进社区', 'outreach'],
    ['overseas_ambassador', '海外传播大使活动', 'outreach'],
    ['arts', '书画雅集', 'outreach'],
    ['celebration', '纪念庆祝', 'outreach'],
    ['condolence', '慰问', 'outreach'],
    ['higher_level_meeting', '上级政协会议', 'external'],
    ['department_invited', '部门邀请', 'external'],
    ['government_meeting', '党委政府会议', 'external'],
    ['county_meeting', '住县委员参加县政协会议', 'external'],
  ],
  level: [
    ['district', '区级'],
    ['city', '市级'],
    ['province', '省级'],
    ['national', '全国'],
  ],
  office: [
    ['member', '委员'],
    ['standing_member', '常务委员', 'standing'],
    ['chair', '主席', 'leader'],
    ['vice_chair', '副主席', 'leader'],
    ['secretary_general', '秘书长', 'leader'],
    ['deputy_secretary_general', '副秘书长'],
    ['party_secretary', '党组书记', 'party'],
    ['party_member', '党组成员', 'party'],
  ],
  body_role: [
    ['member', '委员'],
    ['director', '主任'],
    ['deputy_director', '副主任'],
    ['convener', '召集人'],
    ['deputy_convener', '副召集人'],
    ['liaison', '联络员'],
  ],
  leave_type: [
    ['personal', '事假'],
    ['sick', '病假'],
    ['official', '公假'],
    ['other', '其他'],
  ],
  not_filed_reason: [
    ['state_secret', '涉及国家秘密'],
    ['prohibited', '党和国家政策禁止'],
    ['party_internal', '中共党组织内部事务'],
    ['democratic_party_internal', '民主党派、团体内部事务'],
    ['in_litigation', '进入诉讼、仲裁、复议或检察程序'],
    ['academic', '纯学术探讨'],
    ['personal_matter', '为本人或亲属解决个人问题'],
    ['advertising', '宣传、推介具体作品或产品'],
    ['accusation', '指名举报'],
    ['empty', '内容空泛，没有具体建议'],
    ['duplicate', '与已立案提案重复'],
    ['beyond_level', '超出本级职权'],
    ['in_progress', '已在办理'],
    ['not_a_proposal', '不符合提案形式'],
  ],
  reply_category: [
    ['a', '已解决或采纳', 'resolved'],
    ['b', '列入计划逐步解决', 'partly_or_planned'],
    ['c', '留作参考', 'reference'],
    ['d', '不可行或超出职权', 'infeasible'],
  ],
  holiday: [],
  makeup_workday: [],
  plan_kind: [
    ['consultation', '协商'],
    ['leader_face_to_face', '党政领导与委员面对面协商'],
    ['sector_and_counterpart', '界别协商、对口协商'],
    ['studio', '委员之家、委员工作室活动'],
    ['grassroots', '基层协商'],
    ['research', '专题调研'],
    ['supervision', '民主监督'],
    ['study', '学习'],
    ['service', '联系服务'],
    ['other', '其他'],
  ],
  exemption_reason: [
    ['study', '学习进修'],
    ['abroad', '出国（境）'],
    ['illness', '长期病休'],
    ['maternity', '生育'],
    ['posting', '挂职、外派'],
    ['other', '其他'],
  ],
}

/** Writes the catalogues of a new committee. */
export async function seedCatalogues(tx: Tx): Promise<void> {
  for (const [catalogue, items] of Object.entries(CATALOGUES)) {
    for (const [index, [code, name, className]] of items.entries()) {
      const row = {
        id: newId(),
        catalogue,
        code,
        name,
        class: className ?? null,
        parentCode: null,
        validFrom: null,
        validTo: null,
        sortOrder: index,
        externalId: null,
      }
      await insertRow(tx, 'catalogueItems', row, { type: 'catalogue_item.created' })
    }
  }
}
