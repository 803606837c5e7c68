import { expect, it } from 'vitest'
import { newSeen, type SeenAt } from '../../../src/exchange/imports/planner/seen.ts'

const SESSIONS = 400
const MEMBERS = 300
/** Numbers that need two bytes, and numbers that need all four, side by side in the blocks. */
const atOf = (n: number): SeenAt => ({
  entry: n % 7_000 < 3_500 ? n : 0xffff_fff0 - n,
  row: n % 9_000 < 4_500 ? n + 2 : 5,
  facts: Math.imul(n, 0x9e3779b1) >>> 0,
})

it('answers what was said last of every member and session, and nothing of the others', () => {
  const seen = newSeen()
  const eachPair = (work: (session: number, member: number, n: number) => void) => {
    for (let n = 0; n < SESSIONS * MEMBERS; n += 1) work(Math.floor(n / MEMBERS), n % MEMBERS, n)
  }
  // Far numbers of sessions and members, as near ones, in one book.
  const key = (session: number, member: number) => [session * 977, member * 331] as const
  let wrong = 0
  eachPair((session, member, n) => {
    if (seen.find(...key(session, member)) !== undefined) wrong += 1
    seen.set(...key(session, member), atOf(n))
  })
  eachPair((session, member, n) => {
    if (n % 3 === 0) seen.set(...key(session, member), atOf(n + 1))
  })
  eachPair((session, member, n) => {
    const { entry, row, facts } = atOf(n % 3 === 0 ? n + 1 : n)
    const found = seen.find(...key(session, member))
    if (found?.entry !== entry || found.row !== row || found.facts !== facts) wrong += 1
  })
  expect(wrong).toBe(0)
  expect(seen.find(1, 0)).toBeUndefined()
  expect(seen.find(0, MEMBERS * 331)).toBeUndefined()
})
