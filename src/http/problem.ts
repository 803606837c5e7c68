import { z } from 'zod'
import type { ErrorCode } from '../core/errors.ts'
import { AppError, codeOf, ERRORS, fieldOf } from '../core/errors.ts'
import { fieldIn } from '../core/records.ts'

/** RFC 9457 problem bodies: every failure of every route has this one form. */

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** What the same request may get past later. */
const RETRYABLE: readonly ErrorCode[] = [
  'request_timeout',
  'idempotency_in_progress',
  'rate_limited',
  'unavailable',
]
const RETRY_SECONDS = 1

const WrongPlace = z
  .object({
    pointer: z
      .string()
      .optional()
      .meta({ description: 'Place in the body (RFC 6901).', example: '/validFrom' }),
    parameter: z.string().optional().meta({ description: 'Name of a query parameter.' }),
    header: z.string().optional().meta({ description: 'Name of a request header.' }),
    code: z.string().meta({ example: 'required' }),
    detail: z.string().meta({ example: 'is required' }),
  })
  .meta({
    id: 'WrongPlace',
    description: 'One place that is wrong; exactly one of pointer, parameter and header names it.',
  })

export const Problem = z
  .looseObject({
    type: z
      .string()
      .meta({ description: 'Where the code is explained.', example: '/problems/validation_failed' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong and what to do, for people.' }),
    instance: z.string(),
    code: z
      .string()
      .meta({ description: 'Stable; the list is docs/errors.md.', example: 'validation_failed' }),
    requestId: z.string(),
    retryable: z.boolean().meta({ description: 'Whether the same request may succeed later.' }),
    errors: z
      .array(WrongPlace)
      .optional()
      .meta({ description: 'All of them up to 100, where places are wrong.' }),
  })
  .meta({
    id: 'Problem',
    description: 'A failure (RFC 9457); some codes add members, such as currentVersion.',
  })

interface ProblemAnswer {
  status: number
  headers: Record<string, string>
  body: Record<string, unknown>
}

/** What a failure says in headers, in whatever form it is told: what is left, and when to come back. */
export function failureHeaders({ code, extras }: AppError): Record<string, string> {
  const headers: Record<string, string> = { ...extras.headers }
  if (RETRYABLE.includes(code) || extras.retryAfter)
    headers['retry-after'] = String(extras.retryAfter ?? RETRY_SECONDS)
  return headers
}

export function problemOf(error: AppError, language: 'zh' | 'en', requestId: string): ProblemAnswer {
  const { status, en, zh } = ERRORS[error.code]
  const retryable = RETRYABLE.includes(error.code)
  const headers: Record<string, string> = {
    'content-type': PROBLEM_TYPE,
    'content-language': language === 'zh' ? 'zh-CN' : 'en',
    'cache-control': 'no-store',
    ...failureHeaders(error),
  }
  return {
    status,
    headers,
    body: {
      type: `/problems/${error.code}`,
      title: language === 'zh' ? zh : en,
      status,
      detail: error.detail[language],
      instance: `urn:request:${requestId}`,
      code: error.code,
      requestId,
      retryable,
      ...(error.extras.errors ? { errors: error.extras.errors } : {}),
      ...error.extras.fields,
    },
  }
}

/** Fastify's own refusals, by its code: any other way two refusals of one status could be mixed up. */
const FRAMEWORK: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media',
  FST_ERR_CTP_INVALID_TYPE: 'unsupported_media',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_BAD_URL: 'bad_request',
  FST_ERR_ASYNC_CONSTRAINT: 'bad_request',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
  FST_REQ_FILE_TOO_LARGE: 'too_large',
  FST_FILES_LIMIT: 'bad_request',
  FST_PARTS_LIMIT: 'bad_request',
  FST_FIELDS_LIMIT: 'bad_request',
  FST_PROTO_VIOLATION: 'bad_request',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media',
}

/** What the reader of multipart bodies says of a broken one; its errors carry no code. */
const BROKEN_PARTS = /^Multipart: |unexpected end of multipart data$/i

/** What went wrong, as an `AppError`; undefined when it is ours and stays generic. */
export function appErrorOf(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  const [statusCode, message] = [fieldIn(error, 'statusCode'), fieldOf(error, 'message')]
  const known = FRAMEWORK[codeOf(error) ?? '']
  if (known) return new AppError(known, { en: message ?? known, zh: ERRORS[known].zh }, {}, error)
  if (error instanceof SyntaxError && statusCode === 400) {
    const en = `The body is not valid JSON: ${error.message}`
    return new AppError('malformed_json', { en, zh: `请求体不是有效的 JSON：${error.message}` }, {}, error)
  }
  if (statusCode === 400 || (error instanceof Error && BROKEN_PARTS.test(error.message)))
    return new AppError('bad_request', { en: message ?? '', zh: ERRORS.bad_request.zh }, {}, error)
  return undefined
}

export const internal = (cause: unknown): AppError =>
  new AppError(
    'internal',
    {
      en: 'Something failed here; nothing was written. Try again, and give the request id to the operator',
      zh: '系统出错，没有写入任何内容。请重试；仍有问题请把请求编号告诉管理员',
    },
    {},
    cause,
  )
