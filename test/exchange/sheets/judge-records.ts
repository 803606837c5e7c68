import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import type { RefusedPlan } from '../../../src/exchange/imports/planner/plan-types.ts'
import { planRecords } from '../../../src/exchange/imports/planner/records/plan-records.ts'
import type {
  RecordPlan,
  RecordRow,
} from '../../../src/exchange/imports/planner/records/record-plan-types.ts'
import { recordTable } from '../../../src/exchange/imports/planner/records/record-tables.ts'
import { resourceOf } from '../../../src/exchange/imports/planner/resource-of.ts'
import type { Made } from './committee.ts'
import { fileOf } from './grid.ts'
import { blankVerdict, compareQuestions, type Verdict } from './judge.ts'
import type { Random } from './random.ts'
import { type RecordSheet, recordWorldOf } from './records.ts'

/** A plan of records against what the sheet was made from; what the sheet is about is told by nobody. */
export async function judgedRecords(
  sheet: RecordSheet,
  made: Made,
  random: Random,
): Promise<Verdict & { file: { name: string } }> {
  const file = fileOf([sheet.grid], random)
  const plan = await recordPlanOf(file, made)
  const verdict = blankVerdict()
  if (plan.verdict === 'refuse')
    return { file, ...verdict, refused: `${plan.refusal.code}: ${plan.refusal.message.zh}` }
  if (plan.resource !== sheet.resource) return { file, ...verdict, refused: `read as ${plan.resource}` }
  const wanted = new Map(sheet.rows)
  for (const row of plan.rows) {
    const key =
      sheet.resource === 'declared-statistics' ? `${row.row} ${row.cells['measure']}` : String(row.row)
    const want = wanted.get(key)
    wanted.delete(key)
    const taken = row.result === 'new'
    if (!want) {
      if (taken) verdict.wrong.push(`${key} taken, and says nothing`)
      continue
    }
    if (want.result === 'new') verdict.plain += 1
    if (!taken)
      verdict[want.result === 'new' ? 'missed' : 'reasons'].push(
        ...(row.result === want.result ? [] : [`${key} ${row.result} ${row.errors.map(({ code }) => code)}`]),
      )
    else if (want.result !== 'new') verdict.wrong.push(`${key} taken, should be ${want.result}`)
    else {
      const [credited, more] = [creditedBy(row, sheet.resource), moreOf(row, sheet.resource)]
      if (credited.join(' ') !== want.credited.join(' '))
        verdict.wrong.push(`${key} credits ${credited}, should be ${want.credited}`)
      else if (more !== want.more) verdict.wrong.push(`${key} says ${more}, should be ${want.more}`)
      else verdict.taken += 1
    }
  }
  for (const [key, { result }] of wanted)
    verdict[result === 'new' ? 'missed' : 'silent'].push(`${key} not mentioned`)
  compareQuestions(plan.decisions, sheet, verdict)
  return { file, ...verdict }
}

async function recordPlanOf(
  file: { name: string; bytes: Uint8Array },
  made: Made,
): Promise<RecordPlan | RefusedPlan> {
  const read = await readFile(file.bytes, file.name, {})
  if ('refusal' in read) return { verdict: 'refuse', refusal: read.refusal }
  const found = resourceOf(read.reading, {})
  if ('refusal' in found) return { verdict: 'refuse', refusal: found.refusal }
  if (found.resource === 'attendance')
    return {
      verdict: 'refuse',
      refusal: { code: 'header_not_found', message: { zh: '读成了考勤', en: 'read as attendance' } },
    }
  return planRecords(read.reading, recordTable(found.resource), recordWorldOf(made))
}

function creditedBy(row: RecordRow, resource: string): string[] {
  if (resource !== 'proposals') return row.people.map(({ memberNo }) => memberNo).sort()
  const signers = (row.body!['signers'] ?? []) as { memberId: string; signedOn?: string }[]
  return signers
    .filter(({ signedOn }, at) => at === 0 || signedOn)
    .map(({ memberId }) => row.people.find((one) => one.memberId === memberId)!.memberNo)
    .sort()
}

function moreOf(row: RecordRow, resource: string): string {
  if (resource === 'declared-statistics') return String(row.body!['value'])
  if (resource === 'proposals')
    return `${row.body!['organizationId'] ?? ''} ${row.steps.map(({ name }) => name).join(' ')}`
  const adopted = row.steps
    .filter(({ name }) => name === 'adopt')
    .map(({ body }) => `${body['level']}:${body['kind']}`)
  const leaders = row.steps
    .filter(({ name }) => name === 'instruct')
    .map(({ body }) => `${body['leaderLevel']} ${body['leaderName']}`)
  return [...adopted.sort(), ...leaders].join(' ')
}
