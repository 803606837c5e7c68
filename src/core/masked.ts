/** Numbers that belong to a person, shown as far as one needs to recognise them. */

const LONG_NUMBER = /[+＋]?\d(?:[\d\s-]{5,}\d)(?:[Xx])?/g
const SHORTEST = 7
/** A day is no number of anybody. */
const DAY = /^(19|20)\d{2}-?(0?[1-9]|1[0-2])-?(0?[1-9]|[12]\d|3[01])$/

/** Phone and identity numbers inside a text keep their first three and last two digits. */
export const masked = (text: string): string =>
  text.replace(LONG_NUMBER, (found) => {
    const digits = found.replace(/[\s-]/g, '')
    if (digits.length < SHORTEST || DAY.test(found)) return found
    return `${digits.slice(0, 3)}****${digits.slice(-2)}`
  })
