import { describe, expect, test } from 'vitest'
import { fraction, type Points, parseText, whole } from '../../src/core/points.ts'
import { rank, reaches } from '../../src/scoring/apply/rank.ts'

const member = (memberId: string, total: string, ranked = true) => ({
  memberId,
  ranked,
  total: parseText(total),
})

describe('rank', () => {
  test('ties share a rank and the next rank skips', () => {
    const ranks = rank([member('d', '70'), member('b', '90'), member('a', '90'), member('c', '80')])
    expect(ranks.map(({ memberId, rank }) => [memberId, rank])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 3],
      ['d', 4],
    ])
  })

  test('totals that are printed alike are a tie', () => {
    const ranks = rank([member('a', '25/6'), member('b', '417/100'), member('c', '833/200')])
    expect(ranks.map(({ memberId, rank }) => [memberId, rank])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ])
  })

  test('members who are not ranked come last without a rank and take none away', () => {
    const ranks = rank([member('chair', '99', false), member('a', '10'), member('b', '20')])
    expect(ranks.map(({ memberId, rank }) => [memberId, rank])).toEqual([
      ['b', 1],
      ['a', 2],
      ['chair', null],
    ])
  })
})

describe('grade', () => {
  const grades = [{ grade: '优秀', min: whole(85) }, { grade: '称职', min: whole(60) }, { grade: '不称职' }]
  const first = (total: Points) => grades.find((_, at) => reaches({ grades }, total, at))?.grade
  test.each([
    ['85', '优秀'],
    ['84', '称职'],
    ['60', '称职'],
    ['5999/100', '不称职'],
  ])('%s points', (total, grade) => {
    expect(first(parseText(total))).toBe(grade)
  })

  test('speaks of the total as printed', () => {
    expect(first(fraction(59_996, 1000))).toBe('称职')
  })
})
