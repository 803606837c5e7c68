import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { expect, it } from 'vitest'

/**
 * Where the compiler is told something that it does not see by itself, and where one table is asked without `from`. The
 * numbers may go down: whoever takes one away writes the new one here.
 */

const ROOT = path.join(import.meta.dirname, '..')
/** Files with a question of one table that `from` does not ask, and why. */
const IN_SQL = [
  // One text for each kind, of one table or two: it is counted, and its first rows are shown.
  'src/reporting/periods/blockers.ts',
  // The day of a key comes from an index of its own on SQLite.
  'src/http/idempotency.ts',
]
const CEILINGS = { casts: 106, fieldsByText: 0, any: 4 }

function counted() {
  const counts = { casts: 0, fieldsByText: 0, any: 0 }
  const oneTable: string[] = []
  for (const name of globSync('src/**/*.ts', { cwd: ROOT })) {
    const text = readFileSync(path.join(ROOT, name), 'utf8')
    const { program } = parseSync(name, text)
    const sql = (raw: string) => {
      const plain = raw.replace(/\s+/g, ' ').trim()
      const simple = /^select [\w", *.]+ from \w+( \w+)? where (\w+\.)?committee_id = \? /i.test(plain)
      if (IN_SQL.includes(name)) return
      if (simple && !/ join | union |exists|\(/.test(plain)) oneTable.push(`${name}: ${plain.slice(0, 70)}`)
    }
    new Visitor({
      TSAsExpression: ({ typeAnnotation }) => {
        if (text.slice(typeAnnotation.start, typeAnnotation.end) !== 'const') counts.casts += 1
      },
      TSAnyKeyword: () => {
        counts.any += 1
      },
      MemberExpression: ({ computed, property }) => {
        if (!computed || property.type !== 'Literal' || typeof property.value !== 'string') return
        if (/^\w+$/.test(property.value)) counts.fieldsByText += 1
      },
      Literal: ({ value }) => {
        if (typeof value === 'string') sql(value)
      },
      TemplateLiteral: ({ quasis, expressions }) => {
        if (expressions.length === 0) sql(quasis[0]!.value.cooked ?? '')
      },
    }).visit(program)
  }
  return { counts, oneTable }
}

it('casts, fields by text and shapes of anything get fewer; one table is asked by from()', () => {
  const { counts, oneTable } = counted()
  for (const [what, ceiling] of Object.entries(CEILINGS)) {
    const count = counts[what as keyof typeof counts]
    expect(count, what).toBeLessThanOrEqual(ceiling)
    expect(count, `${what}: write the new number`).toBeGreaterThan(ceiling - 25)
  }
  expect(oneTable).toEqual([])
})
