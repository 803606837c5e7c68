/** The prose of the contract: what no schema can say. */

export const INFO = {
  title: 'lvzhi 履职',
  license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
  description: `The duty record of a consultative committee: one fact is recorded once, and every number can be walked back to it.

**Credentials.** \`Authorization: Bearer\` with an access token (\`POST /v1/auth/login\`, ten minutes, renewed by its refresh token) or an API key (\`lvk_…\`). An operation names the permission that it needs as \`x-permission\`; \`docs/permissions.md\` lists what each role may.

**Failures** are problems (RFC 9457): \`code\` is stable and the only thing to branch on, \`errors\` names every field that is wrong, \`requestId\` finds the log line. Texts are Chinese or English by \`Accept-Language\`. \`GET /problems/{code}\` explains a code.

**Changes.** A read answers with an \`ETag\`; a change that feeds a score must send it back as \`If-Match\`. Send a fresh \`Idempotency-Key\` with a POST and repeat it with a retry: the first answer comes again. \`validateOnly=true\` tries a write without doing it.

**Lists** come in pages: follow \`nextCursor\` while \`hasMore\`. With \`fields\` the items hold these fields and no others. With \`modifiedSince\` withdrawn records show as tombstones.

**Unknown fields and parameters** are refused. New fields may appear in answers at any time, and new values in enumerations: ignore what you do not know.

Days are \`YYYY-MM-DD\` in the committee's zone, instants are UTC.`,
}

export const TAGS: Record<string, string> = {
  operations: 'Probes, metrics, this document',
  auth: 'Set-up, sessions, one’s own password',
  users: 'Logins of people · 用户',
  'user-roles': 'What a user may do, from when to when · 用户角色',
  'api-keys': 'Credentials of machines · 接口密钥',
  committees: 'One’s own committee and those below it · 政协组织',
  'catalogue-items': 'Types and levels as data: meeting types, offices, sectors’ kinds · 目录',
  terms: 'Terms of the committee · 届次',
  'plenary-sessions': 'Yearly plenary sessions of a term · 全体会议',
  organizations: 'Sectors, special committees, groups, streets, units · 组织',
  members: 'A person’s membership of one term · 委员',
  persons: 'The human behind memberships of several terms; duplicates are merged · 人员',
  'change-requests': 'What members want changed on their own record · 信息变更申请',
  'body-roles': 'Membership of sectors, committees and groups, by day · 组织任职',
  offices: 'Offices within the committee, by day · 政协职务',
  exemptions: 'Spans in which a member is not counted · 免计',
  meetings: 'Meetings and activities, and who is expected · 会议活动',
  'meeting-sessions': 'Half-days of a meeting, each with its own roll · 场次',
  attendance: 'Rolls: who was expected and who came · 出席',
  'sign-in-windows': 'From when to when members sign in to a session · 签到时段',
  'speaker-requests': 'Who asks to speak at a session, and who was called · 发言名单',
  'leave-policies': 'What leave asks for, and who decides on it · 请假规定',
  'leave-requests': 'Leave: asked for, decided · 请假',
  proposals: 'Proposals and the steps of their life · 提案',
  'proposal-assignments': 'The units that handle a proposal, and until when · 交办',
  'proposal-contacts': 'A unit met a proposer · 面商',
  'proposal-replies': 'Replies of units, by category, with what they promise · 答复',
  'proposal-urgings': 'Units that were urged · 催办',
  'proposal-feedbacks': 'What each proposer says of the handling and its result · 反馈',
  public: 'What anybody may read, once a committee has opened it · 公开查询',
  opinions: 'Reports of public opinion · 社情民意',
  'opinion-adoptions': 'Who adopted an opinion, at which level · 采用',
  'plan-items': 'The annual plan: what is wanted, and what became of it · 年度计划',
  'research-reports': 'Research reports, from the draft until they are sent · 调研报告',
  'supervision-groups': 'Groups that the committee sends to departments · 民主监督小组',
  suggestions: 'Points put to a unit, and what it made of them · 意见建议',
  'opinion-issues': 'Issues that carry opinions, several combined or one · 期刊',
  'opinion-feedbacks': 'What was heard of an opinion · 反馈',
  instructions: 'What leaders wrote on a document · 批示',
  milestones: 'Steps of a committee’s own that a proposal or an opinion has reached · 进展',
  speeches: 'Speeches at meetings, oral and written · 大会发言',
  rosters: 'Teams and schools: who stands on them · 名册',
  'roster-entries': 'A person on a roster, from day to day · 名册人员',
  places: 'Studios, homes and parlours of members · 履职场所',
  'service-records': 'Service and outreach: who went, what came of it · 联系服务',
  'declared-statistics':
    'Counts of a year as an office declares them, beside what the records give · 申报统计与对照',
  'archive-handovers': 'Archives of a term, given to members and to the archive · 档案移交',
  recognitions: 'Rewards and penalties of members and bodies · 奖惩',
  assessments: 'What raters gave members and bodies, confirmed by another person · 评议',
  'duty-kinds': 'Kinds of duty that a committee adds, with their fields · 履职记录类型',
  'duty-records': 'Records of those kinds, declared and verified · 履职记录',
  attachments: 'Files that belong to a record · 附件',
  regulations: 'Scoring regulations as files, in versions · 考核办法',
  scores: 'A member’s points and archive, down to the facts · 得分与履职档案',
  periods: 'Spans that are scored and closed · 考核周期',
  ranking: 'The ranking of a period · 排名',
  statistics: 'The numbers of the yearly report, each opened to its records · 统计',
  'entry-timeliness': 'Whether departments record what they organised in time · 录入及时性',
  'duty-reports': 'What members of the standing committee say of their year, by a day · 年度履职报告',
  reports: 'Frozen, numbered reports of a period, from the draft until they are published · 通报',
  'report-verifications': 'What members say of their own part · 委员核对',
  'published-reports': 'Reports as each audience is shown them · 晾晒',
  corrections: 'The only writes that a closed period takes, decided by another person · 更正',
  appeals: 'A member objects; somebody who entered nothing of it decides · 申诉',
  schedules: 'Reports and reminders that are made of themselves · 定期任务',
  trends: 'The same days of each year beside each other · 趋势',
  me: 'What a member sees and says of themselves; the box of notices · 委员自助',
  exports: 'Lists, reports and documents as files · 导出',
  'export-templates': 'Columns of a list kept under a name · 导出模板',
  'import-aliases': 'Whom names mean that nobody bears, as people decided · 导入别名',
  'import-profiles': 'What is remembered of a source’s sheets · 导入配置',
  imports: 'Sheets: planned, decided, committed, reverted · 导入',
  jobs: 'Background work and its progress · 任务',
  events: 'One cursor for every change; the audit log · 事件与审计',
  backups: 'Copies of the database · 备份',
}

const text = { type: 'string' } as const

export const PARAMETERS = {
  IdempotencyKey: {
    in: 'header',
    name: 'Idempotency-Key',
    description: 'A fresh UUID; a retry repeats it and gets the first answer. Kept 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IdempotencyKeyRequired: {
    in: 'header',
    name: 'Idempotency-Key',
    required: true,
    description: 'A fresh UUID; a retry repeats it and gets the first answer. Kept 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    in: 'header',
    name: 'If-Match',
    description: 'The ETag that you read, or `*`.',
    schema: text,
    example: '"3"',
  },
  IfMatchRequired: {
    in: 'header',
    name: 'If-Match',
    required: true,
    description:
      'The ETag that you read, so that nobody overwrites a change unseen; `*` for whatever stands.',
    schema: text,
    example: '"3"',
  },
  IfNoneMatch: {
    in: 'header',
    name: 'If-None-Match',
    description: 'The ETag that you hold: 304 while it is current.',
    schema: text,
  },
} as const

export const HEADERS = {
  'Request-Id': {
    description:
      'Yours, if you sent one of 1 to 128 letters, digits, dots, dashes or underscores; else a new one.',
    schema: text,
  },
  ETag: { description: 'Version, what your role sees of it, and encoding.', schema: text },
  Location: { description: 'Where the record is.', schema: text },
  'Operation-Location': { description: 'The job that does it.', schema: text },
  'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 0 } },
  'Idempotency-Replayed': { description: '`true` where this is the first answer again.', schema: text },
  Link: { description: 'First, previous and next page (RFC 8288).', schema: text },
} as const

export const SECURITY = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token of POST /v1/auth/login, or an API key.',
  },
} as const

export const NOT_MODIFIED = {
  description: 'What you hold is current.',
  headers: {
    'Request-Id': { $ref: '#/components/headers/Request-Id' },
    ETag: { $ref: '#/components/headers/ETag' },
  },
} as const

/** Names of refusals that many operations share, by their codes. */
export const SHARED_NAMES: Record<string, string> = {
  'bad_request validation_failed': 'BadRequest',
  'bad_request malformed_json validation_failed': 'BadBody',
  'bad_request validation_failed cursor_invalid cursor_mismatch': 'BadListRequest',
  'bad_request malformed_json validation_failed idempotency_key_required': 'BadBodyOrNoKey',
}
