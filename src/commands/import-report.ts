import { append } from '../core/long-lists.ts'
import { entriesOf } from '../core/records.ts'
import type { getImport, getImportPlan, listImportEntries, RowError } from '../exchange/imports/schema.ts'
import type { Answer } from '../http/operation.ts'
import type { Client } from './client.ts'

/** What became of a sheet, as the command line tells it to a person. */

export type Import = Answer<typeof getImport>
type Plan = Answer<typeof getImportPlan>

const SHOWN_MAX = 50

export async function report(client: Client, file: string, row: Import): Promise<void> {
  const { counts = {}, committed } = row.summary
  const parts = Object.entries(counts).filter(([name, count]) => Number(count) > 0 && name !== 'entries')
  const counted = parts.map(([name, count]) => `${name} ${count}`).join(', ')
  console.log(
    [`${file}: ${row.state}`, counted, `import ${row.id}`].filter((part) => part !== '').join(' · '),
  )
  if (row.sameFileAs) {
    console.log(
      `  同一文件已由导入 ${row.sameFileAs} 提交过\n  import ${row.sameFileAs} committed the same file`,
    )
  }
  if (row.refusal) {
    console.log(`  ${row.refusal.zh}\n  ${row.refusal.en}`)
    return
  }
  if (committed) {
    console.log(
      `  created ${committed.created}, changed ${committed.changed}, unchanged ${committed.unchanged}`,
    )
  }
  const roster = row.summary.shape === 'roster'
  const planned = row.state === 'planned'
  if (roster || planned || (row.summary.warnings ?? 0) > 0) {
    const plan = await client.get<Plan>(`/v1/imports/${row.id}/plan`)
    if (planned) tellReading(row, plan.tables)
    if (roster) tellNewNames(row, plan.tables[0]!.newNames!)
    tellWarnings(row, plan.warnings)
  }
  if (['roster', 'records'].includes(row.summary.shape ?? '')) await tellRefused(client, row)
  tellDecisions(row)
}

/** How the sheets were understood, and saved profiles that know their header. */
function tellReading(row: Import, tables: Plan['tables']): void {
  for (const { name, skipped, evidence = [], confidence } of tables) {
    if (skipped || evidence.length === 0) continue
    console.log(`  ${name} (${Math.round(100 * confidence)} %)`)
    for (const { zh, en } of evidence) console.log(`    ${zh}\n    ${en}`)
  }
  for (const { name } of row.summary.profiles ?? []) {
    console.log(
      `  导入配置“${name}”与表头相同：--profile ${name}\n  Profile “${name}” knows this header: --profile ${name}`,
    )
  }
}

const BODIES = { sectors: '界别', committees: '专委会', groups: '活动组' }

/** Bodies that a roster names and the committee did not know: a slip of the pen would become one of them. */
function tellNewNames(row: Import, newNames: Record<keyof typeof BODIES, string[]>): void {
  const [zh, en] = row.state === 'planned' ? ['将新建', 'would create'] : ['新建', 'new']
  for (const [kind, word] of entriesOf(BODIES)) {
    const names = newNames[kind]
    if (names.length > 0)
      console.log(`  ${zh}${word}：${names.join('、')}\n  ${en} ${kind}: ${names.join(', ')}`)
  }
}

function tellWarnings(row: Import, warnings: Plan['warnings']): void {
  for (const { table, ref, message, mustBeAccepted } of warnings.slice(0, SHOWN_MAX)) {
    const place = ref ? `${table}!${ref} ` : ''
    console.log(`  ${mustBeAccepted ? '!' : '·'} ${place}${message.zh}\n    ${message.en}`)
  }
  if (row.state !== 'planned' || !row.summary.mustAccept) return
  console.log(
    '  标 ! 的提示须先核对：核对后加 --accept-warnings 再导入\n' +
      '  Look at those marked !, then import again with --accept-warnings',
  )
}

/** Cells of rows that are not taken, each with what to do. */
async function tellRefused(client: Client, row: Import): Promise<void> {
  const wrong: (RowError & { table: string })[] = []
  let page: number | null = 1
  while (page !== null && wrong.length <= SHOWN_MAX) {
    const entries: Answer<typeof listImportEntries> = await client.get(
      `/v1/imports/${row.id}/entries?page=${page}`,
    )
    for (const { table, errors = [] } of entries.items) {
      append(
        wrong,
        errors.map((error) => ({ table, ...error })),
      )
    }
    page = entries.nextPage
  }
  for (const { table, errors } of row.summary.committed?.refused ?? []) {
    append(
      wrong,
      errors.map((error) => ({ table, ...error })),
    )
  }
  for (const { table, ref, header, message } of wrong.slice(0, SHOWN_MAX)) {
    console.log(`  ! ${table}!${ref} ${header} ${message.zh}\n    ${message.en}`)
  }
  if (wrong.length > SHOWN_MAX) {
    const where = `GET /v1/imports/${row.id}/entries`
    console.log(
      `  只显示前 ${SHOWN_MAX} 处，其余见 ${where}\n  The first ${SHOWN_MAX}; all of them: ${where}`,
    )
  }
}

function tellDecisions(row: Import): void {
  const open = row.decisions.filter((decision) => !decision.answer)
  for (const { id, question, refs, refCount, candidates, choices } of open.slice(0, SHOWN_MAX)) {
    const more = refCount > refs.length ? ` … (${refCount})` : ''
    console.log(`  ? ${id} ${question.zh}\n    ${question.en}`)
    console.log(`    ${refs.slice(0, 10).join(' ')}${refs.length > 10 ? ` … (${refCount})` : more}`)
    for (const candidate of candidates) console.log(`    - ${candidateText(candidate)}`)
    console.log(`    choices · 可选：${choices.join(', ')}`)
  }
  if (open.length === 0) return
  if (open.length > SHOWN_MAX) console.log(`  … ${open.length}`)
  const first = open[0]!
  const [choice] = first.choices
  const [{ memberNo = undefined } = {}] = first.candidates
  const chosen = choice === 'member' && memberNo ? { choice, memberNo } : { choice }
  const answer = JSON.stringify([{ id: first.id, answer: chosen }])
  console.log(
    `  回答写成 JSON 文件，用 --decide 交回，例如：\n  Answer in a JSON file for --decide, such as:\n    ${answer}`,
  )
}

const candidateText = (candidate: Import['decisions'][number]['candidates'][number]): string =>
  (['memberNo', 'name', 'sector', 'unit', 'title', 'day', 'part', 'session'] as const)
    .flatMap((field) => (candidate[field] ? [String(candidate[field])] : []))
    .join(' ')
