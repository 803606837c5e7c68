import { expect, it } from 'vitest'
import { mutationsOf } from '../scripts/campaign/mutations.ts'

/** The faults that a campaign puts into the core: each is one that somebody could write. */

const faultsIn = (source: string) =>
  mutationsOf('file.ts', source).map(
    ({ what, start, end, replacement }) =>
      `${what}: ${source.slice(0, start)}${replacement}${source.slice(end)}`,
  )

it.each<[string, string[]]>([
  ['a < b', ['< → <=: a <= b']],
  ['a === b && !c', ['=== → !==: a !== b && !c', '&& → ||: a === b || !c', '! removed: a === b && c']],
  ['const on = true', ['true → false: const on = false']],
  ['const days = 7', ['7 + 1: const days = 8']],
  ['const WAIT_MS = 7', []],
  ["const text = 'a' + b", []],
  ['await save(row)', ['call removed: ;']],
  ['if (open(row)) go', ['condition turned: if (!(open(row))) go']],
  ['const x = a ? b : c', ['branches exchanged: const x = a ? c : b']],
  ["const x = isZh ? '日' : lang === 'zh' ? '月' : zh ? '年' : 'year'", []],
  [
    'x.sort((a, b) => (a.id < b.id ? -1 : 1))',
    [
      'call removed: ;',
      '< → <=: x.sort((a, b) => (a.id <= b.id ? -1 : 1))',
      'branches exchanged: x.sort((a, b) => (a.id < b.id ? 1 : -1))',
    ],
  ],
  [
    'd < 0 ? -1 : 1',
    [
      '< → <=: d <= 0 ? -1 : 1',
      '0 + 1: d < 1 ? -1 : 1',
      'branches exchanged: d < 0 ? 1 : -1',
      '1 + 1: d < 0 ? -2 : 1',
      '1 + 1: d < 0 ? -1 : 2',
    ],
  ],
  ["const order = ['first', 'second']", ["first two exchanged: const order = ['second', 'first']"]],
  ['f({ seen, en: text })', ['call removed: ;', 'seen removed: f({  en: text })']],
  [
    "query('select id from t where ends_on >= ? and deleted_at is null')",
    [
      'call removed: ;',
      ">= → >: query('select id from t where ends_on > ? and deleted_at is null')",
      "is null → is not null: query('select id from t where ends_on >= ? and deleted_at is not null')",
    ],
  ],
])('%s', (source, faults) => expect(faultsIn(source)).toEqual(faults))

it('names the line', () => {
  const [mutation] = mutationsOf('file.ts', '// one\n  x > y\n')
  expect(mutation).toMatchObject({ line: 2, text: 'x > y' })
})
