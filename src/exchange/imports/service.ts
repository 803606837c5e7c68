import { checkOpen } from '../../committee/open-period.ts'
import { AppError } from '../../core/errors.ts'
import { newId, sha256 } from '../../core/ids.ts'
import { requireOwner } from '../../http/rights.ts'
import type { Principal } from '../../http/route.ts'
import { enqueue } from '../../storage/enqueue.ts'
import { dropParts, storePartedFile } from '../../storage/files.ts'
import { after, from } from '../../storage/from.ts'
import { changeRow, insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { EventData } from '../../storage/tables/record.ts'
import { learnAlias } from './aliases.ts'
import { type GivenAnswer, namesOf, settledBy } from './given-answers.ts'
import { checkRecords, importsSince } from './record-checks.ts'
import type { ImportFields } from './schema.ts'
import { findImport, type Import } from './store.ts'

/** The steps of an import: upload, answer, commit, revert. Each stores a job; the jobs do the work. */

export interface Upload {
  fields: ImportFields
  fileName: string
  contentType: string
  size: number
  sha256: string
  /** Behind a function: a retry is known by the hash, and its bytes are kept anew. */
  fileId: () => string
}

const IN_FLIGHT: readonly Import['state'][] = ['planning', 'planned', 'committing']

export async function startImport(tx: Tx, upload: Upload, principal: Principal): Promise<Import> {
  const { fields, fileName } = upload
  const running = await sameInFlight(tx, upload)
  const fileId = upload.fileId()
  if (running) {
    await dropParts(tx, fileId)
    return running
  }
  const { contentType, sha256: hash, size } = upload
  const createdBy = principal.actor
  await storePartedFile(tx, { id: fileId, name: fileName, contentType, sha256: hash, size, createdBy })
  const id = newId()
  const job = await enqueue(tx, 'import.plan', { importId: id }, principal.actor, `import.plan/${id}`)
  const row = {
    id,
    resource: fields.resource,
    fileId,
    fileName,
    fileSha256: upload.sha256,
    profile: fields.profile,
    onConflict: fields.onConflict,
    state: 'planning' as const,
    summary: {},
    decisions: [],
    answers: {},
    planHash: settingsHash(fields),
    planSeq: 0,
    chunks: 0,
    cursor: 0,
    termId: fields.termId ?? null,
    sameFileAs: await committedBefore(tx, upload.sha256),
    jobId: job.id,
    ownerOrganizationId: fields.ownerOrganizationId ?? principal.departments?.[0] ?? null,
    error: null,
    externalId: fields.externalId,
  }
  return insertRow(tx, 'imports', row, { type: 'import.created' })
}

const settingsHash = (fields: ImportFields): string =>
  sha256(JSON.stringify([fields.resource, fields.profile, fields.onConflict, fields.termId ?? null]))

/** The same bytes with the same settings are one import while it is in flight. */
async function sameInFlight(tx: Tx, upload: Upload): Promise<Import | undefined> {
  const row = await from(tx, 'imports', {
    fileSha256: upload.sha256,
    planHash: settingsHash(upload.fields),
    state: IN_FLIGHT,
  })
    .pick('id')
    .first()
  return row && findImport(tx, tx.committeeId, row.id)
}

async function committedBefore(tx: Tx, fileSha256: string): Promise<string | null> {
  const row = await from(tx, 'imports', { fileSha256, state: 'committed' })
    .pick('id')
    .orderBy('-createdAt')
    .first()
  return row?.id ?? null
}

function inState(row: Import, ...states: string[]): void {
  if (states.includes(row.state)) return
  throw new AppError('state_conflict', {
    en: `The import is ${row.state}; this step starts from ${states.join(' or ')}`,
    zh: `导入当前状态为 ${row.state}，此步骤须从 ${states.join(' 或 ')} 开始`,
  })
}

/** Stores answers and plans anew: an answer may raise a question, and must pass every later check. */
export async function answerDecisions(
  tx: Tx,
  row: Import,
  answers: readonly GivenAnswer[],
  principal: Principal,
): Promise<Import> {
  inState(row, 'planned')
  const { settled, errors } = settledBy(row.decisions, answers)
  if (errors.length > 0) {
    throw new AppError(
      'rule_violation',
      {
        en: `${errors.length} answers do not fit their decisions; see errors`,
        zh: `有 ${errors.length} 个回答与问题不符，详见 errors`,
      },
      { errors },
    )
  }
  for (const [index, { remember, answer }] of answers.entries()) {
    for (const name of remember ? namesOf(row.decisions, answers[index]!) : [])
      await learnAlias(tx, row.id, name, answer, `/answers/${index}/answer/memberNo`)
  }
  const merged = { ...row.answers, ...settled }
  const job = await enqueue(tx, 'import.plan', { importId: row.id }, principal.actor, `import.plan/${row.id}`)
  return changeRow(
    tx,
    'imports',
    row,
    { answers: merged, state: 'planning', jobId: job.id },
    { type: 'import.answered' },
  )
}

/** Checks that the plan still holds, then hands it to the job that commits it. */
export async function commitImport(
  tx: Tx,
  row: Import,
  { leaveOpen, acceptWarnings }: { leaveOpen: boolean; acceptWarnings: boolean },
  principal: Principal,
): Promise<Import> {
  inState(row, 'planned')
  const open = row.decisions.filter((decision) => !decision.answer).length
  if (open > 0 && !leaveOpen) {
    throw new AppError(
      'decisions_open',
      {
        en: `${open} decisions are open: answer them, or send leaveOpen to commit the rest`,
        zh: `还有 ${open} 个问题未决定：请先回答，或带上 leaveOpen 只提交其余部分`,
      },
      { fields: { open } },
    )
  }
  const { mustAccept = 0 } = row.summary
  if (mustAccept > 0 && !acceptWarnings) {
    throw new AppError(
      'decisions_open',
      {
        en: `${mustAccept} warnings of the plan must be looked at (GET plan): send acceptWarnings once they are`,
        zh: `计划中有 ${mustAccept} 条提示须先确认（见 plan）：核对后带上 acceptWarnings 再提交`,
      },
      { fields: { open, mustAccept } },
    )
  }
  await checkRecords(tx, row, principal)
  await checkStillTrue(tx, row)
  await checkSessions(tx, row, principal)
  const job = await enqueue(
    tx,
    'import.commit',
    { importId: row.id },
    principal.actor,
    `import.commit/${row.id}`,
  )
  return changeRow(
    tx,
    'imports',
    row,
    { state: 'committing', cursor: 0, jobId: job.id },
    { type: 'import.commit_started' },
  )
}

/** 409 with what changed since the plan was made, as far as the plan rests on it. */
async function checkStillTrue(tx: Tx, row: Import): Promise<void> {
  const { sessionIds = [], meetingIds = [] } = row.summary
  const subjects = new Set([...sessionIds, ...meetingIds])
  const events = await from(tx, 'events', {
    seq: after(row.planSeq),
    subjectType: ['meetingSessions', 'meetings', 'members', 'bodyRoles', 'organizations', 'imports'],
  })
    .pick('seq', 'type', 'subjectType', 'subjectId', 'at', 'data')
    .orderBy('seq')
  const moved = events.filter((event) => {
    if (event.subjectType === 'imports')
      return event.type === 'attendance.recorded' && touches(event.data, subjects)
    return ['meetingSessions', 'meetings'].includes(event.subjectType) ? subjects.has(event.subjectId) : true
  })
  const changed = [...moved.map(({ data: _, ...event }) => event), ...(await importsSince(tx, row))]
  if (changed.length === 0) return
  throw new AppError(
    'plan_outdated',
    {
      en: `${changed.length} changes since the plan touch it, first ${changed[0]!.type}: plan again (POST decisions with an empty list), look, and commit`,
      zh: `制定计划之后有 ${changed.length} 处相关改动，第一处是 ${changed[0]!.type}：请重新计划（提交空的 answers）再提交`,
    },
    { fields: { changes: changed.slice(0, 50) } },
  )
}

const touches = (data: EventData, subjects: ReadonlySet<string>): boolean =>
  (data.marks ?? []).some(([sessionId]) => subjects.has(sessionId))

/** All sessions of the plan must take marks, from this principal. */
async function checkSessions(tx: Tx, row: Import, principal: Principal): Promise<void> {
  const { sessionIds = [] } = row.summary
  for (let start = 0; start < sessionIds.length; start += 500) {
    const sessions = await from(tx, 'meetingSessions', { id: sessionIds.slice(start, start + 500) })
    const meetings = await from(tx, 'meetings', { id: [...new Set(sessions.map((row) => row.meetingId))] })
    const meetingOf = new Map(meetings.map((meeting) => [meeting.id, meeting]))
    const rows = sessions.map(({ state, day, meetingId }) => {
      const { title, ownerOrganizationId, startsOn } = meetingOf.get(meetingId)!
      return { state, day, title, ownerOrganizationId, startsOn }
    })
    const settled = rows.find((session) => session.state === 'settled')
    if (settled) {
      throw new AppError('state_conflict', {
        en: `"${settled.title}" on ${settled.day} is settled: reopen the session with a reason, then commit`,
        zh: `${settled.day}“${settled.title}”已结算：请先说明理由重新打开该场次`,
      })
    }
    for (const { title, day, ownerOrganizationId } of rows) {
      requireOwner(principal, ownerOrganizationId, {
        en: `"${title}" on ${day} belongs to another department, which imports its own rolls`,
        zh: `${day}“${title}”由其他部门组织，应由该部门导入`,
      })
    }
    await checkOpen(tx, ...new Set(rows.map((session) => session.startsOn)))
  }
}

export async function revertImport(tx: Tx, row: Import, principal: Principal): Promise<Import> {
  inState(row, 'committed')
  await checkRecords(tx, row, principal)
  await checkSessions(tx, row, principal)
  const job = await enqueue(
    tx,
    'import.revert',
    { importId: row.id },
    principal.actor,
    `import.revert/${row.id}`,
  )
  return changeRow(
    tx,
    'imports',
    row,
    { state: 'reverting', jobId: job.id },
    { type: 'import.revert_started' },
  )
}
