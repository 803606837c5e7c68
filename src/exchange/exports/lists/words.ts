/** What fields and codes are called on paper. English is made of the names themselves. */

/** `field 名称`, then the next; `list.field` where a list calls it otherwise. */
const FIELDS = `
attendance.session.day 日期  attendance.session.part 时段  attendance.session.number 序号
attendance.meeting.title 会议名称
id 标识  externalId 外部标识  version 版本  createdAt 录入时间  updatedAt 更新时间  deletedAt 撤回时间
maskedFields 隐去的字段  name 名称  members.name 姓名  code 代码  number 序号  title 标题  kind 类别
type 类型  class 门类  level 级别  state 状态  status 状态  note 备注  reason 事由  year 年度
month 月份  day 日期  dayTo 至  from 起  to 止  text 内容  content 内容  summary 摘要  category 类别
form 形式  role 角色  part 时段  place 地点  unit 工作单位  post 职务  startsOn 开始日期
endsOn 结束日期  startTime 开始时间  endTime 结束时间  validFrom 起始日期  validTo 截止日期
members.validFrom 任职开始  members.validTo 任职结束  sortOrder 排序  memberNo 委员编号
nameVariants 曾用名  sex 性别  nation 民族  birthDate 出生日期  politics 政治面貌  phone 手机
entryReason 进入方式  exitReason 离任原因  ranked 参加排名  pinyin 拼音  sector 界别
memberGroup 委员小组  person 个人  personId 个人标识  term 届次  termId 届次标识  member 委员
memberId 委员标识  memberIds 委员标识  organization 组织  organizationId 组织标识
organizationIds 组织标识  owner 负责部门  ownerOrganization 负责部门  ownerOrganizationId 负责部门标识
parentId 上级标识  parent 上级  parentCode 上级代码  aliases 别名  office 政协职务  catalogue 目录
signatureDeadline 联名截止  login 登录名  displayName 显示名  userId 用户标识  prefix 前缀  scopes 权限
expiresAt 到期时间  revokedAt 撤销时间  lastUsedAt 最近使用  publicProposals 公开提案
publication 发布设置  limits 时限  zone 时区  fields 字段  before 更正前  after 更正后
submittedAt 提交时间  submittedOn 提交日期  submittedBy 提交人  decidedBy 决定人  decidedAt 决定时间
decidedOn 决定日期  decision 决定  decisionNote 决定说明  detail 说明  names 姓名  typeCode 会议类型
topic 议题  participationMode 参加方式  graceMinutes 迟到宽限（分钟）  capacity 容量
organizerIds 主办组织标识  organizers 主办组织  purpose 用途  presidingMember 主持人
presidingMemberId 主持人标识  planItem 计划项目  planItemId 计划项目标识  placeId 场所标识
supervisionGroup 民主监督小组  supervisionGroupId 监督小组标识  sitesVisited 考察点  guests 来宾
documents 会议材料  minutes 纪要  sessions 场次  cancelReason 取消原因  seriesId 系列标识
mergedInto 并入  mergedIntoId 并入标识  mergedOn 并案日期  picked 指定邀请  invitationRule 邀请范围
invited 受邀  leaveType 请假类型  method 登记方式  means 签到方式  session 场次  sessionId 场次标识
sessionIds 场次标识  meeting 会议  meetingId 会议标识  presence 出席情况  arrivedAt 到会时间
importId 导入标识  import 导入  response 答复  respondedAt 答复时间  waitingNumber 候补号
legal 可办步骤  ahead 前面人数  calledAt 请发言时间  spokeAt 发言时间  maxHalfDays 最多半天数
approverOffice 审批职务  noticeDays 提前天数  writtenOnly 只收书面  maxRequests 最多次数
retroactive 补请  approverMember 审批人  approverMemberId 审批人标识  proposerKind 提出方式
plenarySession 全体会议  plenarySessionId 全体会议标识  serialNo 流水号  signers 署名委员
lineageOf 前案  lineageOfId 前案标识  publicity 公开意愿  caseNo 案号  filedOn 立案日期
notFiledReason 不立案原因  notFiledOn 不立案日期  returnedReason 退回原因  returnedOn 反馈日期
convertedTo 转为  convertedOn 转办日期  convertedOpinion 转为信息  convertedOpinionId 转为信息标识
withdrawnOn 撤回日期  assignedOn 交办日期  round 轮次  repliedOn 答复日期  closedOn 办结日期
archivedOn 归档日期  publishedOn 公开日期  keyOn 重点提案日期  keyLeader 督办领导
keyLeaderLevel 督办级别  keySupervisor 督办单位  excellentOn 优秀提案日期  proposal 提案
proposalId 提案标识  assignment 交办  assignmentId 交办标识  dueOn 到期日期  extendedTo 延期至
extensionReason 延期原因  extensionApprovedBy 延期批准人  transferReason 退办原因  way 联系方式
contactedOn 联系日期  promiseDueOn 承诺期限  promiseKeptOn 承诺兑现日期  suggestionsTotal 建议条数
suggestionsAdopted 采纳条数  urgedOn 催办日期  attitude 对态度  result 对结果  comment 意见
defaulted 逾期视为  proposers 提案人  stage 阶段  units 承办单位  likeness 相似度  shared 相同词语
authorIds 作者标识  authors 作者  reflectorIds 反映人标识  reflectors 反映人  reflector 反映人
reflectorIdentity 反映人身份  outcome 结果  adoptedBy 采用单位  issueIds 期次标识  issues 期次
opinion 社情民意信息  opinionId 信息标识  opinionIds 信息标识  opinions 社情民意信息  issue 期次
issueId 期次标识  publicationTitle 刊物  adoptedOn 采用日期  issuedOn 编发日期  receivedOn 收到日期
target 目标  floor 至少  approvedOn 批准日期  approvedBy 批准人  approvedAt 批准时间
cancelledOn 取消日期  asOf 数据截至  done 完成  reachedOn 达成日期  records 记录  members 委员
sentOn 报送日期  returnReason 退回原因  headMember 组长  headMemberId 组长标识  hosts 派驻单位
researchReport 调研报告  researchReportId 调研报告标识  raisedOn 提出日期  declaredCount 申报条数
answeredOn 答复日期  doneOn 落实日期  speech 发言  speechId 发言标识  leaderName 领导姓名
leaderTitle 领导职务  leaderLevel 领导级别  isPrincipal 主要领导  instructedOn 批示日期  roster 名册
rosterId 名册标识  batch 批次  address 地址  stars 星级  leadMember 牵头委员  leadMemberId 牵头委员标识
days 天数  team 服务队  peopleServed 服务人数  outsiders 非委员人数  hours 小时  problemsRaised 反映问题
problemsSolved 解决问题  visits 走访次数  awardedOn 日期  raterKind 评议方  rater 评议人  points 得分
assessedOn 评议日期  enteredBy 录入方  evidence 佐证  dutyKind 履职类别  dutyKindId 履职类别标识
selfDeclared 自报  verification 核实  verifiedBy 核实人  verifiedAt 核实时间  verificationNote 核实说明
dutyRecordId 履职记录标识  dutyRecord 履职记录  leaveRequestId 请假标识  leaveRequest 请假
contentType 文件类型  size 大小  sha256 校验值  uploadedAt 上传时间  source 来源  sourceHash 规则校验值
options 选项  subject 对象  author 起草人  effectiveFrom 生效日期  activatedAt 启用时间  regulation 规则
regulationId 规则标识  settledBy 核定人  closedBy 关闭人  closedAt 关闭时间  count 数量
mayAccept 可接受  next 下一步  first 前几条  rank 名次  total 总分  fraction 精确分  grade 等次
list 名单  listRank 名单名次  provisional 暂定  groups 分项  period 考核周期  periodId 考核周期标识
periodIds 考核周期标识  periods 考核周期  interim 中期  rulesHash 规则校验值  inputHash 依据校验值
contentHash 内容校验值  head 概要  reports.members 委员数  correctionIds 更正标识  corrections 更正
previousId 上一版标识  preparedBy 编制人  verifyUntil 核对截止  publishedBy 发布人  publishedAt 发布时间
audiences 发布范围  legalBasis 依据  jobId 任务标识  job 任务  error 错误  reversed 冲销  added 新增
reasons 原因  report 通报  reportId 通报标识  saidBy 表示人  mode 方式  request 请求  seen 事件序号
subjects 对象  proposedBy 提出人  appealId 申诉标识  appeal 申诉  subjectType 对象类型
subjectId 对象标识  seq 事件序号  readAt 阅读时间  clause 条款  factId 事实标识  fact 事实
openedBy 提出人  handler 经办人  acceptedAt 受理时间  at 时间  step 步骤  key 指标  value 数值
numerator 分子  denominator 分母  rule 口径  parts 分项  excluded 未计入  range 范围  plan 计划
missingMonths 未开展月份  byOrganization 各部门  previous 上年  label 名称  counted 计数  onTime 及时
late 逾期  missing 缺录  longestDelay 最长延迟  enteredOn 录入日期  delay 延迟天数  years 各年  now 本年
task 任务  frequency 频率  daysAfter 顺延天数  active 启用  nextOn 下次日期  lastOn 上次日期
createdBy 创建人  settings 设置  resource 资料类别  fileName 文件名  fileSha256 文件校验值
onConflict 冲突处理  sameFileAs 相同文件  decisions 待决定  refusal 拒绝原因  subjectVersion 对象版本
actor 操作人  requestId 请求标识  data 数据  hash 校验值  meetings 会议  samePlace 同一地点
titleSimilarity 标题相似度  overlap 重合  score 得分  strong 高度疑似  twoDepartments 两部门  token 令牌
until 截止  attachment 附件  filter 筛选  columns 列  labels 标题方式  format 格式  parameters 参数
missingGlyphs 缺字  place.name 场所  reflectors.names 反映委员  organizations.names 组织
limits.reply 答复时限  limits.extension 延期时限  limits.transfer 退办时限  limits.feedback 反馈时限
limits.entry 录入时限  limits.appeal 申诉时限  publication.enabled 开启发布
publication.verifyDays 核对天数  publication.objectionDays 异议天数  publication.fields 发布字段
invitationRule.all 全体  invitationRule.offices 按职务  invitationRule.organizationIds 按组织
head.committee 政协  head.counts 人数  head.grades 各等次人数  audiences.members 委员可见
audiences.units 单位可见  audiences.public 公众可见  request.method 请求方法  request.path 请求路径
request.body 请求内容  rules 口径明细  range.least 最少  range.most 最多  plan.items 计划项数
plan.wanted 计划数  plan.floor 计划下限  plan.met 达到计划  now.attendance 本期出席
now.opinions 本期信息  now.speeches 本期发言  now.proposals 本期提案  now.members 本期人数
before.attendance 上期出席  before.opinions 上期信息  before.speeches 上期发言
before.proposals 上期提案  before.members 上期人数  before.total 更正前总分  before.rank 更正前名次
before.grade 更正前等次  rows 行数  settings.shape 表式  settings.headerRow 表头行
settings.encoding 编码  settings.delimiter 分隔符  settings.columns 列对应  settings.fillDown 向下填充
settings.legend 符号说明  settings.valueMap 值对应  settings.blankPolicy 空格含义
settings.signatureNonblank 签名即到  settings.sessionKey 场次识别  settings.tables 分表
opensAt 签到开始  closesAt 签到结束  windowId 签到时段标识  window 签到时段  signedAt 签到时间
signedBy 登记人  attendance.value 出席率  attendance.numerator 实到场次  attendance.denominator 应到场次
attendance.rule 出席率口径  attendance.asOf 数据截至  byType 各类会议  nothing 零履职
records.proposal 提案  records.opinion 社情民意  records.speech 发言  records.research_report 调研报告
records.service 服务  records.recognition 奖惩  records.record 其他履职
fingerprint 表头特征  importId 导入标识  measure 统计项目  declared 申报数  computed 记录数  differs 不一致  declaredStatisticId 申报统计标识
results.total 总数  results.applied 已录入  results.failed 未录入  results.unprocessed 未处理
table 工作表  row 行  columnIndex 列号  column 列  header 列名  message.zh 说明  message.en 说明（英文）  hint 建议
ref 位置  of 所属会议  stated.expected 表中应到  stated.present 表中实到  stated.leave 表中请假  stated.absent 表中缺席
counted.expected 各行应到  counted.present 各行实到  counted.leave 各行请假  counted.absent 各行缺席
differing 不一致项  waits 尚待决定
settings.defaults 默认值  settings.fields 字段对应  settings.dutyKind 履职类别
`

const ZH = pairsOf(FIELDS)

function pairsOf(text: string): Map<string, string> {
  const words = text.trim().split(/\s+/)
  const known = new Map<string, string>()
  for (let at = 0; at + 1 < words.length; at += 2) known.set(words[at]!, words[at + 1]!)
  return known
}

/** Parts of what a column is about, behind its word. */
const PARTS: Record<string, string> = {
  name: '',
  title: '',
  code: '代码',
  memberNo: '编号',
  day: '日期',
  part: '时段',
  number: '序号',
  names: '',
  organizationId: '标识',
  from: '起',
  to: '止',
  zh: '',
  en: '（英文）',
  caseNo: '案号',
  year: '年度',
}

/** The Chinese word of a column of a list, as `members` and `sector.name`. */
export function chineseWord(list: string, key: string): string | undefined {
  const own = ZH.get(`${list}.${key}`) ?? ZH.get(key)
  if (own) return own
  const [head, ...rest] = key.split('.')
  if (rest.length === 0) return undefined
  const word = ZH.get(head!)
  if (!word) return undefined
  if (head === 'member' && rest[0] === 'name') return '姓名'
  if (head === 'member' && rest[0] === 'memberNo') return '委员编号'
  const part = PARTS[rest.at(-1)!] ?? ZH.get(rest.at(-1)!)
  return part === undefined ? undefined : `${word}${part}`
}

/** What a list is called on paper, by its name. */
const TITLES = pairsOf(`
users 用户  userRoles 用户角色  api-keys 接口密钥  committees 政协组织  catalogueItems 目录  terms 届次
plenarySessions 全体会议  organizations 组织  members 委员名册  bodyRoles 任职（组织）  offices 政协职务
exemptions 免计  changeRequests 资料更正申请  data-quality 资料核查  meetings 会议活动  meetingSessions 会议场次
attendance 出席记录  responses 会议答复  speakerRequests 发言申请  leavePolicies 请假规定  leaveRequests 请假
proposals 提案  proposalAssignments 提案交办  proposalContacts 提案联系  proposalReplies 提案答复
proposalUrgings 提案催办  proposalFeedbacks 提案反馈  opinions 社情民意信息  opinionAdoptions 信息采用
opinionIssues 信息期次  opinionFeedbacks 信息反馈  speeches 发言  progress 计划进度  planItems 年度计划
researchReports 调研报告  supervisionGroups 民主监督小组  suggestions 建议  instructions 批示  rosters 名册
rosterEntries 名册人员  places 场所  serviceRecords 服务记录  recognitions 奖惩  assessments 评议
declaredStatistics 申报统计  reconciliation 申报与记录对照
dutyKinds 履职类别  dutyRecords 履职记录  dutyReports 年度履职报告  attachments 附件  regulations 计分规则
periods 考核周期  ranking 排名  body-ranking 组织排名  reports 通报  reportVerifications 核对意见
corrections 更正  appeals 申诉  statistics 统计  records 统计明细  entry-timeliness 录入及时性  trends 趋势
schedules 定期任务  imports 导入  importProfiles 导入配置  importAliases 导入别名  events 事件  audit-log 审计记录  exports 导出
exportTemplates 导出模板  falling-participation 参与减少  participation 履职统计  signIns 签到  signInWindows 签到时段
`)

export const listTitle = (list: string): string => TITLES.get(list) ?? '列表'

/** `sector.name` is `Sector`, `validFrom` is `Valid from`. */
export function englishWord(key: string): string {
  const [head, ...rest] = key.split('.')
  const tail = rest.filter((part) => !['name', 'title', 'names'].includes(part))
  const words = [head!, ...tail].join(' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2')
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}

/** `code 文字`, by field; a code that several fields share stands with each. */
const CODES = `
sex: male 男 female 女
entryReason: appointed 协商推荐 added 增补
exitReason: resigned 辞职 revoked 撤销资格 deceased 去世 term_end 届满
means: code 会场扫码 member_code 委员码 desk 签到台
presence: present 出席 late 迟到 left_early 早退 partial 部分出席 observer 列席 leave 请假 absent 缺席
status: present 出席 late 迟到 left_early 早退 partial 部分出席 observer 列席 walk_in 已签到(未报名) leave_approved 请假 leave_pending 请假(待批) leave_refused 请假(未准) absent 缺席 declined 不参加 exempt 免计 unknown 未登记
part: am 上午 pm 下午 evening 晚上 day 全天
participationMode: must_attend 应出席 sign_up 报名参加
purpose: study 学习 business 会务 evidence 佐证 leave_paper 请假条 agenda 议程 minutes 纪要 photo 照片
organizations.kind: sector 界别 special_committee 专门委员会 member_group 委员小组 party_branch 党支部 party_group 党组 street_body 街道委员组 department 部门 participating_unit 参加单位 handling_unit 承办单位
periods.kind: calendar_year 年度 half_year 半年 quarter 季度 month 月度 session_year 届内年度 since_session 自全会起 term_to_date 本届至今 custom 自定
meetings.state: draft 草稿 published 已发布 cancelled 已取消 settled 已核定
meetingSessions.state: open 待核定 settled 已核定 reopened 重新打开
periods.state: open 进行中 settling 核定中 closed 已关闭
leaveRequests.state: submitted 待批 approved 已准 refused 未准 withdrawn 已撤回
proposals.state: draft 草稿 submitted 已提交 under_review 审查中 returned 已退回 filed 已立案 not_filed 不立案 merged 已并案 converted 已转办 assigned 已交办 handling 办理中 replied 已答复 rehandling 再办理 closed 已办结 archived 已归档 withdrawn 已撤回
proposerKind: individual 个人 joint 联名 collective 集体
publicity: unasked 未征询 consented 同意公开 consented_title 同意公开标题 refused 不同意公开
proposalAssignments.role: lead 主办 co 会办 split 分办
proposalAssignments.state: assigned 已交办 transfer_requested 申请退办 transferred 已转办 handling 办理中 replied 已答复
way: visit 上门 call 电话 meeting 座谈 message 函件
attitude: satisfied 满意 basically_satisfied 基本满意 dissatisfied 不满意 none 未表态
result: satisfied 满意 basically_satisfied 基本满意 dissatisfied 不满意 none 未表态
opinions.state: draft 草稿 submitted 已提交 editing 编辑中 kept 留存 returned 已退回 archived 已归档 withdrawn 已撤回
opinionAdoptions.level: district 区级 city 市级 province 省级 national 全国
opinionAdoptions.kind: single 单篇 combined 综合
opinionIssues.kind: single 单篇 combined 综合
opinionFeedbacks.kind: answered 已答复 settled 已解决 planned 列入计划 not_possible 暂不能办
form: oral 口头 written 书面
speeches.role: speaker 发言人 drafter 执笔人
speeches.state: submitted 已提交 listed 已列入 delivered 已发言 not_selected 未列入
researchReports.kind: comprehensive 综合 special 专题
researchReports.state: draft 草稿 submitted 已提交 returned 已退回 approved 已通过 sent 已报送
outcome: formal_recommendation 建议案 other 其他
suggestions.state: raised 已提出 sent 已转送 adopted 已采纳 partly 部分采纳 declined 未采纳 done 已落实
category: member 委员 external 党外 overseas 海外 scholar 专家
assessments.state: unconfirmed 待确认 confirmed 已确认 refused 未通过
verification: unverified 待核实 confirmed 已核实 refused 未通过 asked_back 退回补充 disputed 有异议
evidence: none 不需要 optional 可附 required 必附
enteredBy: department 部门 member 委员 both 均可
dutyReports.state: not_due 未到期 due 待提交 overdue 已逾期 submitted 已提交 returned 已退回 accepted 已审阅
regulations.state: draft 草稿 active 启用 retired 停用
reports.state: making 生成中 failed 失败 draft 草稿 verifying 核对中 submitted 待审 approved 已审定 published 已发布 superseded 已替换 withdrawn 已撤回
reportVerifications.state: confirmed 无异议 disputed 有异议
corrections.state: proposed 待决定 applied 已更正 refused 未通过 withdrawn 已撤回
appeals.kind: line 得分条目 missing_fact 漏记 attendance_status 出席状态
appeals.state: opened 已提出 accepted_for_review 已受理 upheld 成立 partly_upheld 部分成立 rejected 不成立 withdrawn 已撤回
task: report 通报 reminders 提醒
frequency: day 每天 month 每月 quarter 每季度 half_year 每半年 year 每年
users.state: invited 已邀请 active 正常 disabled 停用
response: pending 未答复 accepted 参加 declined 不参加
speakerRequests.state: requested 已申请 called 已请 spoke 已发言 withdrawn 已撤回
`

const CODE_WORDS = new Map(
  CODES.trim()
    .split('\n')
    .map((line): [string, Map<string, string>] => {
      const [field, pairs] = line.split(': ')
      return [field!, pairsOf(pairs!)]
    }),
)

/** What the codes of a field are called; undefined where they are no codes. */
export const codeWords = (list: string, field: string): ReadonlyMap<string, string> | undefined =>
  CODE_WORDS.get(`${list}.${field}`) ?? CODE_WORDS.get(field)

/** Fields that hold a code of a catalogue, which the committee names by itself. */
const CATALOGUES: Record<string, string> = {
  'meetings.typeCode': 'meeting_type',
  'meetings.level': 'level',
  'recognitions.level': 'level',
  'instructions.leaderLevel': 'level',
  'proposals.keyLeaderLevel': 'level',
  'proposals.notFiledReason': 'not_filed_reason',
  'offices.office': 'office',
  'leavePolicies.approverOffice': 'office',
  'leavePolicies.typeCode': 'leave_type',
  'bodyRoles.role': 'body_role',
  'attendance.leaveType': 'leave_type',
  'leaveRequests.leaveType': 'leave_type',
  'exemptions.reason': 'exemption_reason',
  'proposalReplies.category': 'reply_category',
  'planItems.kind': 'plan_kind',
  'places.kind': 'place_kind',
  'serviceRecords.kind': 'service_kind',
  'recognitions.kind': 'recognition_kind',
}

export const catalogueOf = (list: string, field: string): string | undefined => CATALOGUES[`${list}.${field}`]
