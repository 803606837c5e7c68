import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordPlan } from '../../../src/exchange/imports/planner/records/record-plan-types.ts'
import type { ImportedRow } from '../../../src/exchange/imports/planner/records/record-world.ts'
import { PEOPLE, planned } from './record-sheets.ts'

/** What a plan of records takes does not hang on the order of the sheet, and is never more than it says. */

const HEADER = ['编号', '案由', '提案者', '界别', '联名人', '联名日期', '归口部门', '提交日期', '不认得的列']
const Proposal = fc
  .record({
    number: fc.constantFrom('', '1', '2', '3', '03'),
    title: fc.constantFrom('照明', '停车', '食堂', ''),
    first: fc.constantFrom(
      '冯一舟',
      '冯 一舟',
      '韩小满',
      '韩小满（教育界）',
      '无此人',
      '民建区委',
      '',
      '冯一舟、阿里木•热合曼',
    ),
    sector: fc.constantFrom('', '总工会', '科技界'),
    others: fc.constantFrom('', '阿里木·热合曼', '冯一舟，韩小满(总工会)', '冯一舟*'),
    signedOn: fc.constantFrom('', '2025-02-26', '2025年2月26日', '二月'),
    owner: fc.constantFrom('', '提案委', 'TA', '无此委'),
    submittedOn: fc.constantFrom('', '2025.3.1', '20250301'),
    noise: fc.constantFrom('', '甲', '乙'),
  })
  // A row of names alone goes on with the one above it, whichever that is.
  .filter(({ number, title, signedOn, owner, submittedOn }) =>
    [number, title, signedOn, owner, submittedOn].some((text) => text !== ''),
  )
  .map((row) => Object.values(row))

const bodies = (of: RecordPlan) =>
  of.rows
    .filter((row) => row.result === 'new')
    .map((row) => JSON.stringify([row.body, row.steps]))
    .sort()

describe('the order of a sheet', () => {
  test('of its rows and its columns changes no body, no number of results and no question', () => {
    fc.assert(
      fc.property(
        fc.array(Proposal, { minLength: 1, maxLength: 12 }),
        fc.shuffledSubarray([...HEADER.keys()], { minLength: HEADER.length }),
        fc.infiniteStream(fc.nat()),
        (rows, columns, chance) => {
          const shuffled = rows
            .map((row) => ({ row, at: chance.next().value as number }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ row }) => row)
          const turn = (row: readonly string[]) => columns.map((column) => row[column]!)
          const straight = planned('proposals', [HEADER, ...rows])
          const turned = planned('proposals', [turn(HEADER), ...shuffled.map(turn)])
          expect(bodies(turned)).toEqual(bodies(straight))
          expect(turned.counts).toEqual(straight.counts)
          const asked = ({ decisions }: RecordPlan) =>
            decisions.map(({ group, refCount }) => [group, refCount]).sort()
          expect(asked(turned)).toEqual(asked(straight))
        },
      ),
      { numRuns: 400 },
    )
  })

  test('nor what is known: what a plan took is the same the next time, and nothing is taken twice', () => {
    fc.assert(
      fc.property(fc.array(Proposal, { minLength: 1, maxLength: 12 }), (rows) => {
        const first = planned('proposals', [HEADER, ...rows])
        const imported = first.rows.flatMap((row, at): ImportedRow[] => {
          const { rowKey, bodyKey, externalId, cells } = row
          const recordId = `r${at}`
          return row.result === 'new'
            ? [{ rowKey, bodyKey: bodyKey!, externalId, cells, recordId, withdrawn: false }]
            : []
        })
        const numbers = imported.flatMap(({ externalId, recordId }) =>
          externalId === null ? [] : [{ externalId, recordId, withdrawn: false }],
        )
        const again = planned('proposals', [HEADER, ...rows], { imported, numbers })
        expect(again.counts.new).toBe(0)
        expect(again.counts.same).toBeGreaterThanOrEqual(first.counts.new)
        const keys = first.rows.filter((row) => row.result === 'new' && row.externalId === null)
        expect(new Set(keys.map((row) => row.bodyKey)).size).toBe(keys.length)
      }),
      { numRuns: 400 },
    )
  })

  test('a body names a member only by a name of theirs', () => {
    const names = new Map(PEOPLE.map(({ no, name }) => [`m${no}`, name]))
    fc.assert(
      fc.property(fc.array(Proposal, { minLength: 1, maxLength: 12 }), (rows) => {
        for (const row of planned('proposals', [HEADER, ...rows]).rows) {
          const signers = (row.body?.['signers'] ?? []) as { memberId: string }[]
          const written = `${row.cells['signers'] ?? ''}${row.cells['coSigners'] ?? ''}`.replace(
            /[•\s]/g,
            '·',
          )
          for (const { memberId } of signers) {
            expect(written.replaceAll('·', '')).toContain(names.get(memberId)!.replaceAll('·', ''))
          }
        }
      }),
      { numRuns: 400 },
    )
  })
})
