import { describe, expect, it } from 'vitest'
import {
  addDays,
  dayInZone,
  dayOf,
  daysInclusive,
  daysInMonth,
  instantOf,
  isDay,
  minuteOf,
  monthsFrom,
  overlaps,
  startOfDay,
  within,
} from '../../src/core/days.ts'

/** What everything that counts by days leans on: each range at its first and last day, and one day beyond. */

describe('a day', () => {
  it.each([
    ['1899-12-31', false],
    ['1900-01-01', true],
    ['2199-12-31', true],
    ['2200-01-01', false],
    ['2019-00-15', false],
    ['2019-01-00', false],
    ['2019-01-01', true],
    ['2019-01-31', true],
    ['2019-01-32', false],
    ['2019-12-31', true],
    ['2019-13-01', false],
    ['2019-02-28', true],
    ['2019-02-29', false],
    ['2020-02-29', true],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['2019-04-31', false],
    ['2019-4-3', false],
    ['2019-04-03T00:00', false],
    [' 2019-04-03', false],
  ])('%s: %s', (text, exists) => expect(isDay(text)).toBe(exists))

  it.each([
    [2019, 3, 5, '2019-03-05'],
    [2019, 2, 29, undefined],
    [2019, 0, 1, undefined],
    [2019, 13, 1, undefined],
    [99, 1, 1, undefined],
  ])('of %i, %i, %i is %s', (year, month, day, text) => expect(dayOf(year, month, day)).toBe(text))

  it.each([
    [2019, 1, 31],
    [2019, 2, 28],
    [2020, 2, 29],
    [2019, 4, 30],
    [2019, 12, 31],
  ])('%i-%i has %i', (year, month, days) => expect(daysInMonth(year, month)).toBe(days))
})

describe('a range', () => {
  it.each([
    ['2018-12-31', false],
    ['2019-01-01', true],
    ['2019-12-31', true],
    ['2020-01-01', false],
  ])('has its first and its last day: %s %s', (day, inside) => {
    expect(within(day, '2019-01-01', '2019-12-31')).toBe(inside)
  })

  it('is open where an end is', () => {
    expect(within('1900-01-01', null, '2019-12-31')).toBe(true)
    expect(within('2020-01-01', null, '2019-12-31')).toBe(false)
    expect(within('2199-12-31', '2019-01-01', null)).toBe(true)
    expect(within('2018-12-31', '2019-01-01', null)).toBe(false)
    expect(within('2019-06-01', null, null)).toBe(true)
  })

  it.each([
    ['2019-03-05', '2019-03-05', 1],
    ['2019-03-05', '2019-03-06', 2],
    ['2019-03-05', '2019-03-04', 0],
    ['2019-01-01', '2019-12-31', 365],
    ['2020-01-01', '2020-12-31', 366],
    // Clocks were put forward in these years; days are days all the same.
    ['1988-04-01', '1988-09-30', 183],
  ])('%s to %s: %i days', (from, to, days) => expect(daysInclusive(from, to)).toBe(days))

  it.each([
    ['2019-03-05', 0, '2019-03-05'],
    ['2019-02-28', 1, '2019-03-01'],
    ['2020-02-28', 1, '2020-02-29'],
    ['2019-12-31', 1, '2020-01-01'],
    ['2019-01-01', -1, '2018-12-31'],
    ['2019-01-01', 365, '2020-01-01'],
  ])('%s and %i days: %s', (day, count, result) => expect(addDays(day, count)).toBe(result))

  it.each([
    ['2019-11-30', '2020-02-01', ['2019-11', '2019-12', '2020-01', '2020-02']],
    ['2019-12-31', '2019-12-31', ['2019-12']],
    ['2019-05-01', '2019-04-30', []],
  ])('the months from %s to %s', (from, to, months) => expect(monthsFrom(from, to)).toEqual(months))
})

describe('an instant', () => {
  it.each([
    ['2019-12-31T15:59:59.999Z', '2019-12-31'],
    ['2019-12-31T16:00:00.000Z', '2020-01-01'],
    ['2019-12-31T16:00:00.001Z', '2020-01-01'],
    // What was asked for last is remembered by the minute: an earlier one is no later one.
    ['2019-12-31T15:59:00.000Z', '2019-12-31'],
  ])('%s is in the day %s', (instant, day) => expect(dayInZone(new Date(instant))).toBe(day))

  it('has another day in another zone', () => {
    const instant = new Date('2019-12-31T16:30:00.000Z')
    expect([dayInZone(instant), dayInZone(instant, 'UTC'), dayInZone(instant)]).toEqual([
      '2020-01-01',
      '2019-12-31',
      '2020-01-01',
    ])
  })

  it('of a day and a time of it, and back', () => {
    expect(startOfDay('2020-01-01').toISOString()).toBe('2019-12-31T16:00:00.000Z')
    expect(instantOf('2020-01-01', '09:30').toISOString()).toBe('2020-01-01T01:30:00.000Z')
    expect(instantOf('2020-01-01', '09:30:59').toISOString()).toBe('2020-01-01T01:30:00.000Z')
    expect(minuteOf('2019-12-31T16:05:59.000Z')).toBe('2020-01-01 00:05')
  })
})

describe('a span has a day of a range', () => {
  it.each([
    ['2018-01-01', '2018-12-31', false],
    ['2018-01-01', '2019-03-01', true],
    ['2019-03-31', null, true],
    ['2019-04-01', null, false],
    ['2018-01-01', null, true],
    ['2019-03-05', '2019-03-06', true],
    ['2018-01-01', '2019-02-28', false],
  ])('%s to %s: %s', (validFrom, validTo, expected) => {
    expect(overlaps({ validFrom, validTo }, '2019-03-01', '2019-03-31')).toBe(expected)
  })
})
