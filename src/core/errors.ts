import { fieldIn } from './records.ts'

/**
 * Every failure a client can see. `docs/errors.md`, `GET /problems/{code}` and the error responses in
 * `openapi.yaml` are made from this table; a code is stable for ever and never reused.
 */
export const ERRORS = {
  bad_request: { status: 400, en: 'The request cannot be read', zh: '请求无法读取' },
  malformed_json: { status: 400, en: 'The body is not valid JSON', zh: '请求体不是有效的 JSON' },
  validation_failed: { status: 400, en: 'The request does not match the schema', zh: '请求不符合字段要求' },
  cursor_invalid: { status: 400, en: 'The cursor was not made by this service', zh: '分页游标无效' },
  cursor_mismatch: {
    status: 400,
    en: 'The cursor belongs to another filter or sort',
    zh: '分页游标与筛选或排序条件不符',
  },
  idempotency_key_required: {
    status: 400,
    en: 'This operation needs an Idempotency-Key header',
    zh: '此操作须带 Idempotency-Key 请求头',
  },
  unauthenticated: { status: 401, en: 'A valid token or key is required', zh: '需要有效的令牌或密钥' },
  login_failed: { status: 401, en: 'The login name or the password is wrong', zh: '登录名或密码不正确' },
  forbidden: { status: 403, en: 'Your role does not allow this', zh: '您的角色无权进行此操作' },
  not_owner: {
    status: 403,
    en: 'Another department owns this record',
    zh: '此记录由其他部门负责，您所在部门不能改动',
  },
  not_found: { status: 404, en: 'There is no such resource', zh: '没有这个资源' },
  method_not_allowed: { status: 405, en: 'The resource has no such method', zh: '该资源不支持此方法' },
  not_acceptable: { status: 406, en: 'No available format is acceptable', zh: '没有可接受的返回格式' },
  request_timeout: {
    status: 408,
    en: 'The request did not arrive in time',
    zh: '请求未在规定时间内发送完毕',
  },
  already_exists: { status: 409, en: 'A resource with this key exists', zh: '已有相同标识的资源' },
  state_conflict: {
    status: 409,
    en: 'The state of the resource does not allow this',
    zh: '资源当前状态不允许此操作',
  },
  four_eyes: {
    status: 409,
    en: 'Another person must do this than the one who did the step before',
    zh: '此步骤须由另一人办理',
  },
  in_use: { status: 409, en: 'Other records depend on this resource', zh: '还有其他记录引用此资源' },
  period_closed: { status: 409, en: 'The period is closed to changes', zh: '考核周期已关闭，不能再改' },
  period_unsettled: {
    status: 409,
    en: 'Something keeps the period from closing',
    zh: '考核周期还有事项未了结，不能关闭',
  },
  plan_outdated: {
    status: 409,
    en: 'The records changed since the plan was made',
    zh: '制定导入计划之后，有关记录已有变动',
  },
  decisions_open: { status: 409, en: 'The import has open decisions', zh: '导入还有待决定的问题' },
  idempotency_in_progress: {
    status: 409,
    en: 'A request with this Idempotency-Key is under way',
    zh: '相同 Idempotency-Key 的请求正在处理',
  },
  setup_done: { status: 409, en: 'An administrator exists already', zh: '已有管理员，初始设置已结束' },
  gone: { status: 410, en: 'The resource was withdrawn', zh: '该资源已撤回' },
  stale_version: {
    status: 412,
    en: 'The resource changed since you read it',
    zh: '资源在您读取之后已被改动',
  },
  too_large: { status: 413, en: 'The body is larger than the limit', zh: '请求体超过上限' },
  unsupported_media: { status: 415, en: 'The content type is not understood', zh: '不支持的内容类型' },
  misdirected: {
    status: 421,
    en: 'The request was sent to a name that is not this service’s',
    zh: '请求的域名不属于本服务',
  },
  rule_violation: { status: 422, en: 'The change breaks a rule of the domain', zh: '此改动违反业务规则' },
  unknown_reference: {
    status: 422,
    en: 'A field names something that does not exist',
    zh: '字段引用的对象不存在',
  },
  idempotency_key_reused: {
    status: 422,
    en: 'This Idempotency-Key was used with another request',
    zh: '该 Idempotency-Key 已用于另一个请求',
  },
  regulation_invalid: { status: 422, en: 'The regulation file has errors', zh: '规则文件有错误' },
  precondition_required: {
    status: 428,
    en: 'Send If-Match with the ETag that you read',
    zh: '请在 If-Match 中带上读取时的 ETag',
  },
  rate_limited: { status: 429, en: 'Too many attempts; wait and try again', zh: '尝试过于频繁，请稍后再试' },
  quota_exceeded: {
    status: 429,
    en: 'As much as is allowed is under way or kept already',
    zh: '已达到允许的上限',
  },
  headers_too_large: {
    status: 431,
    en: 'The request headers are larger than the limit',
    zh: '请求头超过上限',
  },
  internal: { status: 500, en: 'Unexpected failure', zh: '系统内部错误' },
  unavailable: { status: 503, en: 'The service cannot answer now', zh: '服务暂时不可用' },
  outcome_unknown: {
    status: 503,
    en: 'Nobody knows whether this was stored',
    zh: '不能确定是否已经保存',
  },
} as const satisfies Record<string, { status: number; en: string; zh: string }>

export type ErrorCode = keyof typeof ERRORS

/** One place in a request that is wrong. Exactly one of pointer, parameter and header names it. */
export interface FieldError {
  readonly pointer?: string
  readonly parameter?: string
  readonly header?: string
  readonly code: string
  readonly detail: string
}

/** A sentence in both languages; problems choose by Accept-Language. */
export interface Text {
  readonly zh: string
  readonly en: string
}

interface ErrorExtras {
  readonly errors?: readonly FieldError[]
  /** Further members of the problem body, such as the current ETag. */
  readonly fields?: Record<string, unknown>
  readonly headers?: Record<string, string>
  readonly retryAfter?: number
}

/** An expected failure. `detail` and `extras` reach the client; `cause` reaches only the log. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: Text
  readonly extras: ErrorExtras

  constructor(code: ErrorCode, detail: Text, extras: ErrorExtras = {}, cause?: unknown) {
    super(detail.en, { cause })
    this.name = 'AppError'
    this.code = code
    this.detail = detail
    this.extras = extras
  }
}

/** A text that whatever was thrown carries under a name; undefined where it carries none. */
export function fieldOf(error: unknown, name: 'code' | 'message' | 'severity' | 'table'): string | undefined {
  const text = fieldIn(error, name)
  return typeof text === 'string' ? text : undefined
}

/** Its code, as the engine, the system or a library gives one. */
export const codeOf = (error: unknown): string | undefined => fieldOf(error, 'code')

/** What was thrown, in its own words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export function notFound(kind: string, id: string): AppError {
  return new AppError('not_found', { en: `There is no ${kind} ${id}`, zh: `没有 ${kind} ${id}` })
}

/** A field whose value is well formed but names nothing that exists in this committee. */
export function unknownReference(pointer: string, id: string): AppError {
  const detail = {
    en: `${pointer} names ${id}, which does not exist here`,
    zh: `${pointer} 指向的 ${id} 不存在`,
  }
  return new AppError('unknown_reference', detail, {
    errors: [{ pointer, code: 'unknown_reference', detail: detail.en }],
  })
}

/** A domain rule refuses the change; `rule` is a stable name such as `attendance.not_before_meeting`. */
export function ruleViolation(rule: string, detail: Text, pointer?: string): AppError {
  const errors = pointer ? [{ pointer, code: rule, detail: detail.en }] : undefined
  return new AppError('rule_violation', detail, { fields: { rule }, ...(errors ? { errors } : {}) })
}
