import { describe, expect, it } from 'vitest'
import { codeAt, codeKey, readCode } from '../../src/duties/sign-ins/codes.ts'

/** 签到码: good for a moment, and for what it was made for. */

describe('codes', () => {
  const key = codeKey('s')
  const at = new Date('2019-12-31T04:00:10.000Z')
  const id = '0197f6a0-1234-7000-8000-000000000001'

  it('is good in its half minute and the next, and says what it stands for', () => {
    const { code, nextAt, validUntil } = codeAt(key, 'window', id, at)
    expect([nextAt, validUntil]).toEqual(['2019-12-31T04:00:30.000Z', '2019-12-31T04:01:00.000Z'])
    for (const later of [0, 19_999, 49_999]) {
      expect(readCode(key, 'window', code, new Date(at.getTime() + later))?.id).toBe(id)
    }
    for (const off of [50_000, -11_000]) {
      expect(readCode(key, 'window', code, new Date(at.getTime() + off))).toBeUndefined()
    }
  })

  it('of the other kind, of another secret, bent or cut, stands for nothing', () => {
    const { code } = codeAt(key, 'window', id, at)
    expect(readCode(key, 'person', code, at)).toBeUndefined()
    expect(readCode(codeKey('t'), 'window', code, at)).toBeUndefined()
    for (let i = 0; i < code.length; i += 1) {
      const bent = code.slice(0, i) + (code[i] === 'A' ? 'B' : 'A') + code.slice(i + 1)
      expect(readCode(key, 'window', bent, at)).toBeUndefined()
    }
    for (const wrong of ['', code.slice(1), `${code}A`, `${code}=`, '签到'.repeat(21)]) {
      expect(readCode(key, 'window', wrong, at)).toBeUndefined()
    }
  })
})
