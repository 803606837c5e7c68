import { AppError } from '../../core/errors.ts'
import { textIn } from '../../core/text-in.ts'
import { declaredStatistics } from '../../duties/declared-statistics/resource.ts'
import { dutyRecords } from '../../duties/duty-records/resource.ts'
import { instructions } from '../../duties/instructions/resource.ts'
import { opinionAdoptions } from '../../duties/opinions/adoptions.ts'
import { opinions } from '../../duties/opinions/resource.ts'
import { places } from '../../duties/places/resource.ts'
import { planItems } from '../../duties/plan-items/resource.ts'
import { proposals } from '../../duties/proposals/resource.ts'
import {
  convertProposal,
  declineProposal,
  fileProposal,
  submitProposal,
} from '../../duties/proposals/review.ts'
import { recognitions } from '../../duties/recognitions/resource.ts'
import { researchReports } from '../../duties/research-reports/resource.ts'
import { rosterEntries } from '../../duties/rosters/resource.ts'
import { serviceRecords } from '../../duties/service-records/resource.ts'
import { speeches } from '../../duties/speeches/resource.ts'
import { suggestions } from '../../duties/suggestions/resource.ts'
import { takeStep } from '../../http/action.ts'
import type { Action } from '../../http/record.ts'
import { createRecord, type Fields, type Resource } from '../../http/record.ts'
import { requirePermission } from '../../http/rights.ts'
import type { Context, Principal } from '../../http/route.ts'
import { bodyOf } from '../../http/validate.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { RecordResource } from './planner/records/record-table.ts'
import type { TABLE_OF } from './record-world-store.ts'

/** The use cases behind a row of a sheet: those of the resource's own routes, with their rules and permissions. */

/** Tables of which a sheet makes rows; what follows speaks of any of them, by the columns that all have. */
export type MadeTable = (typeof TABLE_OF)[RecordResource] | 'opinionAdoptions'
export type AnyResource = Resource<MadeTable>
type AnyAction = Action<MadeTable>

/** A step is an action of the record, or a record of another resource that names it; an action may make one as well. */
type Step =
  | { action: AnyAction; makes?: { table: MadeTable; named: string } }
  | { create: AnyResource; naming: string }

interface UseCases {
  resource: AnyResource
  steps: Readonly<Record<string, Step>>
}

const of = (resource: AnyResource, steps: UseCases['steps'] = {}): UseCases => ({ resource, steps })
const act = (action: AnyAction): Step => ({ action })
/** Steps of the record's own life, by their verbs. */
const stepsNamed = ({ steps }: AnyResource, ...verbs: string[]): UseCases['steps'] =>
  Object.fromEntries(verbs.map((verb) => [verb, act(steps!.find((step) => step.verb === verb)!)]))

export const USE_CASES: Readonly<Record<RecordResource, UseCases>> = {
  proposals: of(proposals, {
    submit: act(submitProposal),
    file: act(fileProposal),
    decline: act(declineProposal),
    convert: { ...act(convertProposal), makes: { table: 'opinions', named: 'convertedOpinionId' } },
  }),
  opinions: of(opinions, {
    ...stepsNamed(opinions, 'submit'),
    adopt: { create: opinionAdoptions, naming: 'opinionId' },
    instruct: { create: instructions, naming: 'opinionId' },
  }),
  speeches: of(speeches),
  'service-records': of(serviceRecords),
  'research-reports': of(researchReports, {
    ...stepsNamed(researchReports, 'submit', 'approve', 'send'),
  }),
  recognitions: of(recognitions),
  'duty-records': of(dutyRecords),
  instructions: of(instructions),
  'plan-items': of(planItems),
  suggestions: of(suggestions),
  'roster-entries': of(rosterEntries),
  places: of(places),
  'declared-statistics': of(declaredStatistics),
}

/** Every resource that an import can have made rows of, by its table. */
export function resourceOfTable(table: string): AnyResource | undefined {
  for (const { resource, steps } of Object.values(USE_CASES)) {
    if (resource.table === table) return resource
    for (const step of Object.values(steps))
      if ('create' in step && step.create.table === table) return step.create
  }
  return undefined
}

/** The importer must hold what the route would ask for. */
export function mayWrite(principal: Principal, permission: string): void {
  requirePermission(principal, permission, {
    en: `This needs the permission ${permission}`,
    zh: `需要 ${permission} 权限`,
  })
}

/** `named`: the record names it, and so it goes after the record when both are taken back. */
export type Made = { table: MadeTable; row: Row<MadeTable>; named?: true }

/** Creates the record of a row and takes its steps, in the open transaction; the record stands first. */
export async function recordRow(
  tx: Tx,
  name: RecordResource,
  planned: { body: Fields; steps: readonly { name: string; body: Fields }[] },
  context: Context,
): Promise<Made[]> {
  const { resource, steps } = USE_CASES[name]
  let row = await within(null, () => create(tx, resource, planned.body, context))
  const made: Made[] = []
  for (const { name: stepName, body } of planned.steps) {
    const step = steps[stepName]!
    await within(stepName, async () => {
      if ('create' in step) {
        const child = await create(tx, step.create, { ...body, [step.naming]: row.id }, context)
        made.push({ table: step.create.table, row: child })
        return
      }
      row = await take(tx, resource, step.action, row, body, context)
      const { makes } = step
      const id = makes && textIn(row, makes.named)
      if (!id) return
      made.push({ table: makes.table, row: (await findRow(tx, makes.table, id))!, named: true })
    })
  }
  return [{ table: resource.table, row }, ...made]
}

async function create(
  tx: Tx,
  resource: AnyResource,
  body: Fields,
  context: Context,
): Promise<Row<MadeTable>> {
  mayWrite(context.principal, resource.permission.write)
  return createRecord(tx, resource, bodyOf(resource.input, body), context)
}

async function take(
  tx: Tx,
  resource: AnyResource,
  action: AnyAction,
  row: Row<MadeTable>,
  body: Fields,
  context: Context,
): Promise<Row<MadeTable>> {
  mayWrite(context.principal, action.permission)
  const input = action.body ? bodyOf(action.body, body) : {}
  return takeStep(tx, resource, action, row, input, context)
}

/** A refusal tells the step of the row in which it came; of the create it tells none. */
async function within<T>(step: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || step === null) throw error
    const { code, detail, extras } = error
    throw new AppError(code, detail, { ...extras, fields: { ...extras.fields, step } }, error)
  }
}
