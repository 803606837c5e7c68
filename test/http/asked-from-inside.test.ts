import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { contractRoutes } from '../../src/app.ts'

const SRC = path.join(import.meta.dirname, '..', '..', 'src')

it('an operation that is asked from inside is imported: its name stands where it is declared, and nowhere again', () => {
  const names = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const whole = names.map((name) => readFileSync(path.join(SRC, name), 'utf8')).join('\n')
  // Words such as `login` are fields as well.
  const ids = contractRoutes().map(({ operationId }) => operationId)
  const twice = ids.filter((id) => /[A-Z]/.test(id) && whole.split(`'${id}'`).length > 2)
  expect(twice).toEqual([])
})
