import { beginCorrection } from '../../committee/open-period.ts'
import { AppError, type FieldError } from '../../core/errors.ts'
import { refusalOf } from '../../http/execute.ts'
import { type Call, type Operations, writeAs } from '../../http/operations.ts'
import type { Principal, Route } from '../../http/route.ts'
import type { Change, Storage, Tx } from '../../storage/storage.ts'
import type { CorrectionRequest, Subject } from '../../storage/tables/reports.ts'

/**
 * A correction is a request of this very interface, sent on behalf of whoever proposed it, that may move closed periods:
 * the record's own rules hold, its earlier version is kept, and what it touched is told.
 */

/** What a correction would touch, or has touched. */
export interface Touched {
  subjects: Subject[]
  memberIds: string[]
  periodIds: string[]
}

/** Requests that write facts; everything else has nothing to do with a closed period. */
const FACTS = new Set([
  'duties.record',
  'duties.declare',
  'meetings.settle',
  'leave.request',
  'leave.decide',
  'proposals.review',
  'proposals.feedback',
  'members.manage',
])

const inRequest = (code: string, en: string, zh: string): AppError => {
  const errors = [{ pointer: '/request/path', code, detail: en }]
  return new AppError('rule_violation', { en, zh }, { errors, fields: { rule: `corrections.${code}` } })
}

/** The route that a correction runs; refused where it writes no facts. */
function correctable(operations: Operations, { method, path }: CorrectionRequest) {
  const match = operations.matching(method, path)
  if (!match || !FACTS.has(match.target.permission) || match.target.prepare) {
    throw inRequest(
      'writes_facts',
      `${method} ${path.slice(0, 200)} is no request that writes facts: send what you would send if the period were open`,
      `${method} ${path.slice(0, 200)} 不是登记事实的请求：请填周期未关闭时本应发送的请求`,
    )
  }
  return match
}

export interface Run {
  operations: Operations
  storage: Storage
  clock: () => Date
  principal: Principal
  seen: number | null
  /** An appeal is upheld in an open period as well. */
  open?: true
}

/** Runs the request in this transaction, closed periods or not. */
export async function runCorrection(tx: Tx, request: CorrectionRequest, run: Run): Promise<Touched> {
  const { target: route, params } = correctable(run.operations, request)
  const subjects = new Map<string, Subject>()
  const members = new Set<string>()
  const watching: Tx = {
    ...tx,
    emit: (change: Change, committeeId?: string) => {
      const { subjectType: type, subjectId: id } = change
      subjects.set(`${type}/${id}`, { type, id })
      if (change.members !== 'all') for (const member of change.members ?? []) members.add(member)
      return tx.emit(change, committeeId)
    },
  }
  const moved = beginCorrection(watching)
  await sent(watching, route, params, request, run)
  if (moved.periods.size === 0 && !moved.locked && !run.open) {
    throw inRequest(
      'closed_period',
      'The request moves no closed period and nothing that is locked: send it itself',
      '此请求不涉及已关闭的考核周期，也不涉及已锁定的内容：请直接发送该请求',
    )
  }
  return { subjects: [...subjects.values()], memberIds: [...members], periodIds: [...moved.periods] }
}

/** What the request would be refused with is told whole; whose rule it was is in `refusal`. */
async function sent(
  tx: Tx,
  route: Route,
  params: Record<string, string>,
  { body }: CorrectionRequest,
  { principal, storage, clock, seen }: Run,
): Promise<void> {
  if (route.precondition && seen === null) {
    throw inRequest(
      'seen',
      'Send `seen`: the version of the record that you read (the first number of its ETag)',
      '请带上 seen：您读取时该记录的版本号（ETag 的第一个数字）',
    )
  }
  const call: Call = {
    principal,
    params,
    body,
    storage,
    clock,
    ifMatch: seen === null ? { any: true } : { versions: [seen] },
    requestId: tx.requestId,
  }
  try {
    await writeAs(tx, route, call)
  } catch (error) {
    const known = refusalOf(storage, error)
    if (!(known instanceof AppError)) throw error
    throw refused(known)
  }
}

function refused(cause: AppError): AppError {
  const { code, detail, extras } = cause
  const errors = extras.errors?.map(placed) ?? [{ pointer: '/request', code, detail: detail.en }]
  const refusal = { code, ...detail, ...extras.fields }
  return new AppError(
    'rule_violation',
    { en: `The request is refused: ${detail.en}`, zh: `此请求不被接受：${detail.zh}` },
    { errors, fields: { rule: 'corrections.request', refusal } },
    cause,
  )
}

const placed = (error: FieldError): FieldError =>
  error.pointer === undefined
    ? { pointer: '/request/path', code: error.code, detail: error.detail }
    : { ...error, pointer: `/request/body${error.pointer}` }

/** Leaves the transaction with what was found and without an effect. */
class Tried extends Error {
  readonly touched: Touched
  constructor(touched: Touched) {
    super('tried')
    this.touched = touched
  }
}

/** What the request would touch; nothing of it stays. Throws what the request would be refused with. */
export async function tryCorrection(request: CorrectionRequest, run: Run): Promise<Touched> {
  const { committeeId, actor } = run.principal
  try {
    return await run.storage.write(committeeId, { actor, requestId: 'trial' }, async (tx) => {
      throw new Tried(await runCorrection(tx, request, run))
    })
  } catch (error) {
    if (error instanceof Tried) return error.touched
    throw error
  }
}
