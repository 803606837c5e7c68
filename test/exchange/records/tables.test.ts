import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { made } from '../../../scripts/gen.ts'
import { RECORD_RESOURCES } from '../../../src/exchange/imports/planner/records/record-table.ts'
import { recordTable } from '../../../src/exchange/imports/planner/records/record-tables.ts'
import { USE_CASES } from '../../../src/exchange/imports/record-use-cases.ts'
import { TABLE_OF } from '../../../src/exchange/imports/record-world-store.ts'

/** The column tables of sheets against the resources that they speak of. */

describe.each(RECORD_RESOURCES)('the columns of %s', (name) => {
  const table = recordTable(name)
  const { resource, steps } = USE_CASES[name]
  const bodyOf = (step: string): object => {
    const of = steps[step]!
    return 'create' in of ? of.create.input.shape : of.action.body!.shape
  }

  it('belong to the resource of that name', () => {
    expect([table.resource, resource.path, resource.table]).toEqual([name, `/${name}`, TABLE_OF[name]])
    expect(table.owned).toBe('ownerOrganizationId' in resource.input.shape)
  })

  it('become fields of its create body, or of a step that it has', () => {
    // Steps that make their bodies themselves are tried by the sheets of each resource.
    const made = new Set(table.steps?.flatMap(({ name, bodies }) => (bodies ? [name] : [])))
    const steady = table.columns.filter(
      ({ read, aside, step = '' }) => read.kind !== 'clue' && !aside && !made.has(step),
    )
    const strange = steady.filter(({ field, into = field, step }) =>
      step ? !(into in bodyOf(step)) : !(into in resource.input.shape),
    )
    expect(strange.map(({ field }) => field)).toEqual([])
    expect((table.steps ?? []).map((step) => step.name)).toEqual(Object.keys(steps))
  })

  it('ask for columns that there are', () => {
    const fields = new Set(table.columns.map(({ field }) => field))
    const asked = [
      ...(table.oneOf ?? []).flat(),
      ...(table.steps ?? []).flatMap((step) => step.needs),
      ...(table.assumes ?? []).map(({ from }) => from),
      ...table.columns.flatMap(({ standsFor = [] }) => standsFor),
      ...table.columns.flatMap(({ read, cellOf }) => [
        ...(read.kind === 'clue' ? read.of : []),
        ...(cellOf ? [cellOf] : []),
      ]),
    ]
    expect(asked.filter((field) => !fields.has(field))).toEqual([])
  })
})

it('stand in the guide as they are', () => {
  const name = 'docs/import-columns.md'
  const file = path.join(import.meta.dirname, '../../..', name)
  expect(readFileSync(file, 'utf8')).toBe(made[name]!())
})
