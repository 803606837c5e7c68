import type { AppError } from '../../core/errors.ts'
import { sha256 } from '../../core/ids.ts'
import type { Decision } from '../../core/import-questions.ts'
import { masked } from '../../core/masked.ts'
import { noteClearRead } from '../../http/clear-reads.ts'
import { forbidden } from '../../http/rights.ts'
import type { Context, Principal } from '../../http/route.ts'
import { sightOf } from '../../http/sight.ts'
import { ownImport, planned } from './own-import.ts'
import { resultsOf } from './result/standing.ts'
import type { Import } from './store.ts'

/**
 * Who sees what a sheet says. Any cell may hold a phone, a day of birth or an illness, in columns that nobody has
 * understood too, so that it is all or nothing: those who may see personal data of all members, and a department's own
 * people what their department brought. To whoever else may import, an import tells how it goes, and no cell of it.
 */
const seesSheet = (principal: Principal, { ownerOrganizationId: by }: Import): boolean =>
  sightOf(principal, { recorded: { by, with: 'imports.run' } }) !== 'masked'

/** The plan of an import whose cells this principal may see; 403 for others, before anything is told of it. */
export async function seenImport(context: Context<{ id: string }>) {
  const row = await ownImport(context)
  if (!seesSheet(context.principal, row)) throw withheldSheet()
  await noteClearRead(context, 'imports', [row.id])
  return planned(row)
}

const withheldSheet = (): AppError =>
  forbidden({
    en: 'What a sheet says is shown to those with personal.read and records.read: ask one of them, or an administrator for these scopes; GET /v1/imports/{id} tells how the import goes',
    zh: '表格内容含个人信息，须有 personal.read 和 records.read 权限才能查看：请联系有权限的人员，或请管理员授权；导入进度见 GET /v1/imports/{id}',
  })

/** Of an import, what this principal may see; `maskedFields` names what is withheld. */
export function importView(row: Import, principal: Principal) {
  const clear = seesSheet(principal, row)
  const decisions = row.decisions.map((decision) => ({
    suggested: null,
    answer: null,
    ...decision,
  }))
  return {
    ...row,
    refusal: clear ? row.error : maskedTexts(row.error),
    results: resultsOf(row),
    summary: clear ? row.summary : countsIn(row.summary),
    decisions: clear ? decisions : decisions.map(withoutWords),
    maskedFields: clear ? [] : ['summary', 'decisions'],
  }
}

function maskedTexts(error: { zh: string; en: string } | null) {
  return error && { ...error, zh: masked(error.zh), en: masked(error.en) }
}

/** Numbers and whether; what quotes a sheet is text or a list. */
function countsIn(value: unknown): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value ?? {})) {
    if (typeof item === 'number' || typeof item === 'boolean') kept[key] = item
    else if (item !== null && typeof item === 'object' && !Array.isArray(item)) kept[key] = countsIn(item)
  }
  return kept
}

const WITHHELD = {
  zh: '问题引用了表格内容，须有 personal.read 和 records.read 权限才能查看',
  en: 'The question quotes the sheet: it is shown to those with personal.read and records.read',
}

/** That there is a question, what kind, where, and what may be chosen; its id is made of words of the sheet. */
const withoutWords = <D extends Pick<Decision, 'id'>>(decision: D) => ({
  ...decision,
  id: sha256(decision.id).slice(0, 16),
  group: '',
  candidates: [],
  question: WITHHELD,
  evidence: {},
  suggested: null,
  answer: null,
})
