import { beforeAll, describe, expect, it } from 'vitest'
import { RECORD_RESOURCES } from '../../../src/exchange/imports/planner/records/record-table.ts'
import { number } from '../../support/makers.ts'
import { inEveryWorld } from '../../support/world.ts'
import { around } from './around.ts'
import { SHEET_KINDS, type SheetKind } from './kinds.ts'
import { csv, entriesOf, planned, type Rows, recordsOf, step, tsv, xlsx } from './sheets.ts'

/** Every resource that is read from sheets, by the same road: plan, ask, commit, read back, again, take back. */

inEveryWorld('sheets of records', (world) => {
  let ids: Record<string, string>
  beforeAll(async () => {
    ids = await around(world)
  })

  it('are of every resource', () => {
    expect(SHEET_KINDS.map(({ resource }) => resource).sort()).toEqual([...RECORD_RESOURCES].sort())
  })

  describe.each(SHEET_KINDS)('$resource', (kind) => {
    const fields = { resource: kind.resource, ...kind.fields }
    const sheet = (rows: Rows) => [['某区政协'], kind.header, ...rows]
    const withCell = (row: Rows[number], column: string, cell: string) =>
      row.map((before, at) => (kind.header[at] === column ? cell : before))

    it('imports, reads back, changes nothing the second time, and is taken back', async () => {
      const before = await recordsOf(world, kind.path)
      const rows = kind.rows(ids)
      const plan = await planned(world, csv(sheet(rows)), fields)
      expect(plan, JSON.stringify(await entriesOf(world, plan.id))).toMatchObject({
        state: 'planned',
        decisions: [],
        summary: { shape: 'records', counts: { new: 2, invalid: 0, refused: 0 } },
      })
      const done = await step(world, plan.id, 'commit', {})
      expect(done.summary.committed).toEqual({ created: 2, changed: 0, unchanged: 0, refused: [] })

      const wanted = kind.becomes(ids)
      const made = await madeBy(kind, before)
      expect(made.toSorted((one) => (agrees(one, wanted[0]) ? -1 : 1))).toMatchObject(wanted)

      // The same rows in another order of columns and rows, and in other formats, are known.
      const turned = sheet([...rows].reverse()).map((row) => (row.length === 1 ? row : [...row].reverse()))
      for (const [bytes, name] of [
        [csv(sheet(rows)), 'sheet.csv'],
        [tsv(turned), 'sheet.tsv'],
        [xlsx(sheet(rows)), 'sheet.xlsx'],
      ] as const) {
        const again = await planned(world, bytes, fields, { name })
        expect([name, again.summary.counts]).toMatchObject([name, { new: 0, same: 2, conflict: 0 }])
        const nothing = await step(world, again.id, 'commit', {})
        expect(nothing.summary.committed).toMatchObject({ created: 0, unchanged: 2 })
      }
      expect(await recordsOf(world, kind.path)).toHaveLength(before.length + 2)

      const reverted = await step(world, plan.id, 'revert')
      expect(reverted).toMatchObject({ state: 'reverted', summary: { kept: [] } })
      expect(await recordsOf(world, kind.path)).toEqual(before)
    })

    it('names the cell of a code or a name that there is not', async () => {
      const { column, cell, code } = kind.wrong
      const [first, second] = kind.rows(ids) as [Rows[number], Rows[number]]
      const plan = await planned(world, csv(sheet([withCell(first, column, cell), second])), fields)
      expect(plan.summary.counts).toMatchObject({ invalid: 1, new: 1 })
      const [bad] = (await entriesOf(world, plan.id)).filter((row) => row.result === 'invalid')
      const col = String.fromCharCode(65 + kind.header.indexOf(column))
      expect(bad.errors).toMatchObject([{ code, ref: `${col}3`, header: column, value: cell }])
      expect(bad.errors[0].message).toEqual({ zh: expect.any(String), en: expect.any(String) })
    })

    if (!kind.person) return

    it('asks whom an ambiguous name means, and one answer settles it', async () => {
      const before = await recordsOf(world, kind.path)
      const [first] = kind.rows(ids) as [Rows[number]]
      const named = withCell(first, kind.person!, '李同名')
      const other = kind.header.includes('编号') ? withCell(named, '编号', 'X2') : named
      const rows = [named, ...(other === named ? [] : [differently(kind, other)])]
      const plan = await planned(world, csv(sheet(rows)), fields)
      expect(plan.summary.counts).toMatchObject({ ambiguous_name: rows.length, new: 0 })
      expect(plan.decisions).toHaveLength(rows.length)
      expect(plan.decisions[0]).toMatchObject({
        kind: 'ambiguous_name',
        refCount: 1,
        choices: ['member', 'skip'],
        candidates: [{ memberNo: '09812' }, { memberNo: '09813' }],
      })
      const answer = { choice: 'member', memberNo: '09813' }
      const answers = [{ group: plan.decisions[0].group, answer }]
      const settled = await step(world, plan.id, 'decisions', { answers })
      expect(settled.summary.counts).toMatchObject({ ambiguous_name: 0, new: rows.length, openDecisions: 0 })
      await step(world, plan.id, 'commit', {})
      const made = await madeBy(kind, before)
      for (const one of made) {
        expect(JSON.stringify(one)).toContain(ids['twinB'])
        expect(JSON.stringify(one)).not.toContain(ids['twinA'])
      }
      await step(world, plan.id, 'revert')
      expect(await recordsOf(world, kind.path)).toEqual(before)
    })
  })

  const madeBy = async (kind: SheetKind, before: { id: string }[]) => {
    const had = new Set(before.map((one) => one.id))
    return (await recordsOf(world, kind.path)).filter((one) => !had.has(one.id))
  }

  const agrees = (record: Record<string, unknown>, wanted: Record<string, unknown>) =>
    Object.entries(wanted).every(([name, value]) => typeof value === 'object' || record[name] === value)

  /** Another row of the same person: keys of its own. */
  const differently = (kind: SheetKind, row: Rows[number]) =>
    row.map((cell, at) => {
      if (kind.header[at] === '场所代码') return `studio_${number()}`
      return kind.header[at] === '案号' ? '第18号' : cell
    })
})
