// biome-ignore-all format: -- a dictionary is read as a list

import { FACT_KIND_WORDS } from './scoring.ts'

/**
 * What fields are called on paper: by their name, or `list.field` where a list calls it otherwise. In English a field is
 * called as its name is (`englishField`).
 */

export const FIELDS = {
  'attendance.session.day': '日期', 'attendance.session.part': '时段', 'attendance.session.number': '序号',
  'attendance.meeting.title': '会议名称', id: '标识', externalId: '外部标识', version: '版本', createdAt: '录入时间',
  updatedAt: '更新时间', deletedAt: '撤回时间', maskedFields: '隐去的字段', name: '名称', 'members.name': '姓名', code: '代码',
  number: '序号', title: '标题', kind: '类别', type: '类型', class: '门类', level: '级别', state: '状态', status: '状态',
  note: '备注', reason: '事由', year: '年度', month: '月份', day: '日期', dayTo: '至', from: '起', to: '止', text: '内容',
  content: '内容', summary: '摘要', category: '类别', form: '形式', role: '角色', part: '时段', place: '地点',
  unit: '工作单位', post: '职务', startsOn: '开始日期', endsOn: '结束日期', answerBy: '答复截止日', startTime: '开始时间', endTime: '结束时间',
  validFrom: '起始日期', validTo: '截止日期', 'members.validFrom': '任职开始', 'members.validTo': '任职结束',
  sortOrder: '排序', memberNo: '委员编号', nameVariants: '曾用名', sex: '性别', nation: '民族', birthDate: '出生日期',
  politics: '政治面貌', phone: '手机', entryReason: '进入方式', exitReason: '离任原因', ranked: '参加排名', pinyin: '拼音',
  sector: '界别', memberGroup: '委员小组', person: '个人', personId: '个人标识', term: '届次', termId: '届次标识',
  member: '委员', memberId: '委员标识', memberIds: '委员标识', organization: '组织', organizationId: '组织标识',
  organizationIds: '组织标识', owner: '负责部门', ownerOrganization: '负责部门', ownerOrganizationId: '负责部门标识',
  parentId: '上级标识', parent: '上级', parentCode: '上级代码', aliases: '别名', office: '政协职务', catalogue: '目录',
  signatureDeadline: '联名截止', login: '登录名', displayName: '显示名', userId: '用户标识', prefix: '前缀', scopes: '权限',
  expiresAt: '到期时间', revokedAt: '撤销时间', lastUsedAt: '最近使用', publicProposals: '公开提案', publication: '发布设置',
  limits: '时限', zone: '时区', fields: '字段', before: '更正前', after: '更正后', submittedAt: '提交时间',
  submittedOn: '提交日期', submittedBy: '提交人', decidedBy: '决定人', decidedAt: '决定时间', decidedOn: '决定日期',
  decision: '决定', decisionNote: '决定说明', detail: '说明', names: '姓名', typeCode: '会议类型', topic: '议题',
  participationMode: '参加方式', graceMinutes: '迟到宽限（分钟）', capacity: '容量', organizerIds: '主办组织标识',
  organizers: '主办组织', purpose: '用途', presidingMember: '主持人', presidingMemberId: '主持人标识', planItem: '计划项目',
  planItemId: '计划项目标识', placeId: '场所标识', supervisionGroup: '民主监督小组', supervisionGroupId: '监督小组标识',
  sitesVisited: '考察点', guests: '来宾', documents: '会议材料', minutes: '纪要', sessions: '场次', cancelReason: '取消原因',
  seriesId: '系列标识', mergedInto: '并入', mergedIntoId: '并入标识', mergedOn: '并案日期', picked: '指定邀请',
  invitationRule: '邀请范围', invited: '受邀', leaveType: '请假类型', method: '登记方式', means: '签到方式', session: '场次',
  sessionId: '场次标识', sessionIds: '场次标识', meeting: '会议', meetingId: '会议标识', presence: '出席情况',
  arrivedAt: '到会时间', importId: '导入标识', import: '导入', response: '答复', respondedAt: '答复时间',
  waitingNumber: '候补号', legal: '可办步骤', ahead: '前面人数', calledAt: '请发言时间', spokeAt: '发言时间',
  maxHalfDays: '最多半天数', approverOffice: '审批职务', noticeDays: '提前天数', writtenOnly: '只收书面',
  maxRequests: '最多次数', retroactive: '补请', approverMember: '审批人', approverMemberId: '审批人标识',
  proposerKind: '提出方式', plenarySession: '全体会议', plenarySessionId: '全体会议标识', serialNo: '流水号',
  signers: '署名委员', lineageOf: '前案', lineageOfId: '前案标识', publicity: '公开意愿', caseNo: '案号', filedOn: '立案日期',
  notFiledReason: '不立案原因', notFiledOn: '不立案日期', returnedReason: '退回原因', returnedOn: '反馈日期',
  convertedTo: '转为', convertedOn: '转办日期', convertedOpinion: '转为信息', convertedOpinionId: '转为信息标识',
  withdrawnOn: '撤回日期', assignedOn: '交办日期', round: '轮次', repliedOn: '答复日期', closedOn: '办结日期',
  archivedOn: '归档日期', givenBy: '移交人', takenBy: '接收人', recipient: '接收方', handedOn: '移交日期', exportId: '导出标识', export: '导出', feedbackDueOn: '反馈截止日期', rehandledOn: '再办理日期', continuedBy: '后续提案',
  continuedByIds: '后续提案标识', field: '项目', change: '变化', since: '起始日期', publishedOn: '公开日期', keyOn: '重点提案日期', keyLeader: '督办领导', keyLeaderLevel: '督办级别',
  keySupervisor: '督办单位', excellentOn: '优秀提案日期', proposal: '提案', proposalId: '提案标识', assignment: '交办',
  assignmentId: '交办标识', dueOn: '到期日期', extendedTo: '延期至', extensionReason: '延期原因',
  extensionApprovedBy: '延期批准人', transferReason: '退办原因', way: '联系方式', contactedOn: '联系日期',
  promiseDueOn: '承诺期限', promiseKeptOn: '承诺兑现日期', suggestionsTotal: '建议条数', suggestionsAdopted: '采纳条数',
  urgedOn: '催办日期', attitude: '对态度', result: '对结果', comment: '意见', defaulted: '逾期视为', proposers: '提案人',
  stage: '阶段', units: '承办单位', likeness: '相似度', shared: '相同词语', authorIds: '作者标识', authors: '作者',
  reflectorIds: '反映人标识', reflectors: '反映人', reflector: '反映人', reflectorIdentity: '反映人身份', outcome: '结果',
  adoptedBy: '采用单位', issueIds: '期次标识', issues: '期次', opinion: '社情民意信息', opinionId: '信息标识',
  opinionIds: '信息标识', opinions: '社情民意信息', issue: '期次', issueId: '期次标识', publicationTitle: '刊物',
  adoptedOn: '采用日期', issuedOn: '编发日期', receivedOn: '收到日期', target: '目标', floor: '至少', approvedOn: '批准日期',
  approvedBy: '批准人', approvedAt: '批准时间', cancelledOn: '取消日期', asOf: '数据截至', done: '完成', reachedOn: '达成日期',
  records: '记录', members: '委员', sentOn: '报送日期', returnReason: '退回原因', headMember: '组长',
  headMemberId: '组长标识', hosts: '派驻单位', researchReport: '调研报告', researchReportId: '调研报告标识', raisedOn: '提出日期',
  declaredCount: '申报条数', answeredOn: '答复日期', doneOn: '落实日期', speech: '发言', speechId: '发言标识',
  leaderName: '领导姓名', leaderTitle: '领导职务', leaderLevel: '领导级别', isPrincipal: '主要领导', instructedOn: '批示日期',
  roster: '名册', rosterId: '名册标识', batch: '批次', address: '地址', stars: '星级', leadMember: '牵头委员',
  leadMemberId: '牵头委员标识', days: '天数', team: '服务队', peopleServed: '服务人数', outsiders: '非委员人数', hours: '小时',
  problemsRaised: '反映问题', problemsSolved: '解决问题', visits: '走访次数', awardedOn: '日期', raterKind: '评议方',
  rater: '评议人', points: '得分', assessedOn: '评议日期', enteredBy: '录入方', evidence: '佐证', dutyKind: '履职类别',
  dutyKindId: '履职类别标识', selfDeclared: '自报', verification: '核实', verifiedBy: '核实人', verifiedAt: '核实时间',
  verificationNote: '核实说明', dutyRecordId: '履职记录标识', dutyRecord: '履职记录', leaveRequestId: '请假标识',
  leaveRequest: '请假', contentType: '文件类型', size: '大小', sha256: '校验值', uploadedAt: '上传时间', source: '来源',
  sourceHash: '规则校验值', options: '选项', subject: '对象', author: '起草人', effectiveFrom: '生效日期',
  activatedAt: '启用时间', regulation: '规则', regulationId: '规则标识', settledBy: '结算人', closedBy: '关闭人',
  closedAt: '关闭时间', count: '数量', mayAccept: '可接受', next: '下一步', first: '前几条', rank: '名次', total: '总分',
  fraction: '精确分', grade: '等次', list: '名单', listRank: '名单名次', provisional: '暂定', groups: '分项', figures: '另计',
  period: '考核周期', periodId: '考核周期标识', periodIds: '考核周期标识', periods: '考核周期', interim: '中期',
  rulesHash: '规则校验值', inputHash: '依据校验值', contentHash: '内容校验值', head: '概要', 'reports.members': '委员数',
  correctionIds: '更正标识', corrections: '更正', previousId: '上一版标识', preparedBy: '编制人', verifyUntil: '核对截止',
  publishedBy: '发布人', publishedAt: '发布时间', audiences: '发布范围', legalBasis: '依据', jobId: '任务标识', job: '任务',
  error: '错误', reversed: '冲销', added: '新增', reasons: '原因', report: '通报', reportId: '通报标识', saidBy: '表示人',
  mode: '方式', request: '请求', seen: '事件序号', subjects: '对象', proposedBy: '提出人', appealId: '申诉标识',
  appeal: '申诉', subjectType: '对象类型', subjectId: '对象标识', seq: '事件序号', readAt: '阅读时间', clause: '条款',
  factId: '事实标识', fact: '事实', openedBy: '提出人', handler: '经办人', acceptedAt: '受理时间', at: '时间', step: '步骤',
  key: '指标', value: '数值', numerator: '分子', denominator: '分母', rule: '口径', parts: '分项', excluded: '未计入', noted: '另注',
  range: '范围', plan: '计划', missingMonths: '未开展月份', byOrganization: '各部门', previous: '上年', label: '名称',
  counted: '计数', onTime: '及时', late: '逾期', missing: '缺录', longestDelay: '最长延迟', enteredOn: '录入日期',
  delay: '延迟天数', years: '各年', now: '本年', task: '任务', frequency: '频率', daysAfter: '顺延天数', active: '启用',
  nextOn: '下次日期', lastOn: '上次日期', createdBy: '创建人', settings: '设置', resource: '资料类别', fileName: '文件名',
  fileSha256: '文件校验值', onConflict: '冲突处理', sameFileAs: '相同文件', decisions: '待决定', refusal: '拒绝原因',
  subjectVersion: '对象版本', actor: '操作人', requestId: '请求标识', data: '数据', hash: '校验值', meetings: '会议',
  samePlace: '同一地点', titleSimilarity: '标题相似度', overlap: '重合', score: '得分', strong: '高度疑似',
  twoDepartments: '两部门', token: '令牌', until: '截止', attachment: '附件', filter: '筛选', columns: '列',
  labels: '标题方式', format: '格式', parameters: '参数', missingGlyphs: '缺字', 'place.name': '场所',
  'reflectors.names': '反映委员', 'organizations.names': '组织', 'limits.reply': '答复时限',
  'limits.extension': '延期时限', 'limits.transfer': '退办时限', 'limits.feedback': '反馈时限', 'limits.entry': '录入时限',
  'limits.appeal': '申诉时限', 'publication.enabled': '开启发布', 'publication.verifyDays': '核对天数',
  'publication.objectionDays': '异议天数', 'publication.fields': '发布字段', 'invitationRule.all': '全体',
  'invitationRule.offices': '按职务', 'invitationRule.organizationIds': '按组织', 'head.committee': '政协',
  'head.counts': '人数', 'head.grades': '各等次人数', 'head.figures': '另计项目', 'audiences.members': '委员可见', 'audiences.units': '单位可见',
  'audiences.public': '公众可见', 'request.method': '请求方法', 'request.path': '请求路径', 'request.body': '请求内容',
  rules: '口径明细', 'range.least': '最少', 'range.most': '最多', 'plan.items': '计划项数', 'plan.wanted': '计划数',
  'plan.floor': '计划下限', 'plan.met': '达到计划', 'now.attendance': '本期出席', 'now.opinions': '本期信息',
  'now.speeches': '本期发言', 'now.proposals': '本期提案', 'now.members': '本期人数', 'before.attendance': '上期出席',
  'before.opinions': '上期信息', 'before.speeches': '上期发言', 'before.proposals': '上期提案',
  'before.members': '上期人数', 'before.total': '更正前总分', 'before.rank': '更正前名次', 'before.grade': '更正前等次',
  rows: '行数', 'settings.shape': '表式', 'settings.headerRow': '表头行', 'settings.encoding': '编码',
  'settings.delimiter': '分隔符', 'settings.columns': '列对应', 'settings.fillDown': '向下填充',
  'settings.legend': '符号说明', 'settings.valueMap': '值对应', 'settings.blankPolicy': '空格含义',
  'settings.signatureNonblank': '签名即到', 'settings.sessionKey': '场次识别', 'settings.tables': '分表',
  opensAt: '签到开始', closesAt: '签到结束', windowId: '签到时段标识', window: '签到时段', signedAt: '签到时间', signedBy: '登记人',
  'attendance.value': '出席率', 'attendance.numerator': '实到场次', 'attendance.denominator': '应到场次',
  'attendance.rule': '出席率口径', 'attendance.asOf': '数据截至', 'attendance.excluded': '未计入出席率的场次', byType: '各类会议', nothing: '零履职',
  'records.proposal': FACT_KIND_WORDS.proposal[0], 'records.opinion': FACT_KIND_WORDS.opinion[0],
  'records.speech': FACT_KIND_WORDS.speech[0],
  'records.research_report': FACT_KIND_WORDS.research_report[0],
  'records.service': FACT_KIND_WORDS.service[0], 'records.recognition': FACT_KIND_WORDS.recognition[0],
  'records.record': FACT_KIND_WORDS.record[0], fingerprint: '表头特征', measure: '统计项目', declared: '申报数',
  computed: '记录数', differs: '不一致', declaredStatisticId: '申报统计标识', 'results.total': '总数',
  'results.applied': '已录入', 'results.failed': '未录入', 'results.unprocessed': '未处理', table: '工作表', row: '行',
  columnIndex: '列号', column: '列', header: '列名', 'message.zh': '说明', 'message.en': '说明（英文）', hint: '建议',
  ref: '位置', of: '所属会议', 'stated.expected': '表中应到', 'stated.present': '表中实到', 'stated.leave': '表中请假',
  'stated.absent': '表中缺席', 'counted.expected': '各行应到', 'counted.present': '各行实到', 'counted.leave': '各行请假',
  'counted.absent': '各行缺席', differing: '不一致项', waits: '尚待决定', 'settings.defaults': '默认值',
  'settings.fields': '字段对应', 'settings.dutyKind': '履职类别',
} as const satisfies Readonly<Record<string, string>>

type Named = Readonly<Record<string, string>>
const ZH: Named = FIELDS

/** Parts of what a column is about, behind its word. */
const PARTS: Named = {
  name: '', title: '', code: '代码', memberNo: '编号', day: '日期', part: '时段', number: '序号', names: '',
  organizationId: '标识', from: '起', to: '止', zh: '', en: '（英文）', caseNo: '案号', year: '年度',
}

/** The Chinese word of a column of a list, as `members` and `sector.name`; undefined where there is none. */
export function chineseField(list: string, key: string): string | undefined {
  const own = ZH[`${list}.${key}`] ?? ZH[key]
  if (own) return own
  const [head, ...rest] = key.split('.')
  const word = ZH[head!]
  if (rest.length === 0 || !word) return undefined
  if (head === 'member' && rest[0] === 'name') return ZH['members.name']
  if (head === 'member' && rest[0] === 'memberNo') return ZH.memberNo
  const part = PARTS[rest.at(-1)!] ?? ZH[rest.at(-1)!]
  return part === undefined ? undefined : `${word}${part}`
}

/** `sector.name` is `Sector`, `validFrom` is `Valid from`. */
export function englishField(key: string): string {
  const [head, ...rest] = key.split('.')
  const tail = rest.filter((part) => !['name', 'title', 'names'].includes(part))
  const words = [head!, ...tail].join(' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2')
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}
