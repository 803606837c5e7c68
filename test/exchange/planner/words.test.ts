import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, isDay } from '../../../src/core/days.ts'
import { inMemory } from '../../../src/exchange/imports/planner/containers/bytes.ts'
import { tellEncoding, textOf } from '../../../src/exchange/imports/planner/containers/encoding.ts'
import {
  cutDay,
  dayOfSerial,
  isOnlyDay,
  parseDay,
  parseDayCell,
  yearsOf,
} from '../../../src/exchange/imports/planner/dates.ts'
import { headerKey } from '../../../src/exchange/imports/planner/headers.ts'
import {
  buildLegend,
  meaningOfSymbol,
  meaningOfWord,
  nearestWords,
  parseLegend,
} from '../../../src/exchange/imports/planner/legend.ts'
import {
  looksLikeName,
  normalizeMobile,
  normalizeName,
  normalizeSector,
  normalizeTitle,
  splitName,
} from '../../../src/exchange/imports/planner/names.ts'
import { DATE_CELL, NUMBER_CELL } from '../../../src/exchange/imports/planner/table.ts'

const IN_2025 = { years: [2025], from: null, to: null }

describe('names', () => {
  test.each([
    ['冯 一 舟', '冯一舟'],
    ['冯　一\u00a0舟\ufeff', '冯一舟'],
    ['阿里木•热合曼', '阿里木·热合曼'],
    ['阿里木・热合曼', '阿里木·热合曼'],
    ['阿里木．热合曼', '阿里木·热合曼'],
    ['王𠮷安', '王𠮷安'],
    ['冯一舟*', '冯一舟'],
    ['Ｐａｕｌ Smith', 'paulsmith'],
  ])('%s is %s', (raw, key) => expect(normalizeName(raw)).toBe(key))

  test('a character is never corrected', () => {
    expect(normalizeName('沈见山')).not.toBe(normalizeName('沈见衫'))
    expect(normalizeName('王𠮷安')).not.toBe(normalizeName('王吉安'))
    expect(normalizeName('阿里木热合曼')).not.toBe(normalizeName('阿里木·热合曼'))
  })

  test('spaces anywhere change nothing, and the key is its own key', () => {
    const char = fc.constantFrom(...'冯一舟卫青禾𠮷䶮·')
    const space = fc.constantFrom('', ' ', '　', '\u00a0', '\u200b')
    fc.assert(
      fc.property(fc.array(fc.tuple(char, space), { minLength: 2, maxLength: 8 }), (pairs) => {
        const bare = pairs.map(([one]) => one).join('')
        expect(normalizeName(pairs.flat().join(''))).toBe(normalizeName(bare))
        expect(normalizeName(normalizeName(bare))).toBe(normalizeName(bare))
      }),
    )
  })

  test('what stands in brackets is split off as evidence', () => {
    expect(splitName('韩小满（教育界）')).toEqual({ key: '韩小满', brackets: ['教育界'] })
    expect(splitName('卫青禾 (女, 回族)')).toEqual({ key: '卫青禾', brackets: ['女,回族'] })
  })

  test('footers and headers are no names', () => {
    for (const text of ['合计', '姓名', '填表人：李某', '12', '', '共 3 人', '应到'])
      expect(looksLikeName(text)).toBe(false)
    for (const text of ['冯一舟', '阿里木·热合曼', 'Paula Fletcher', '韩小满（教育界）'])
      expect(looksLikeName(text)).toBe(true)
  })

  test('phones, sectors, titles and headers', () => {
    expect(normalizeMobile('+86 130-0000-0101')).toEqual(['13000000101'])
    expect(normalizeMobile('13000000101/13000000102')).toEqual(['13000000101', '13000000102'])
    expect(normalizeMobile('1.38E+10')).toEqual([])
    expect(normalizeSector('总工会 界')).toBe('总工会')
    expect(normalizeTitle('“智慧水务”　视察（第 2 期）')).toBe(normalizeTitle('"智慧水务"视察(第2期)'))
    expect(headerKey('姓\n名：')).toBe('姓名')
    expect(headerKey('会议（次）')).toBe('会议')
  })
})

describe('days', () => {
  test.each([
    ['2025-03-12', '2025-03-12', null],
    ['2025/3/5', '2025-03-05', null],
    ['2025.3.5', '2025-03-05', null],
    ['2025年3月5日上午', '2025-03-05', 'am'],
    ['2025-3-5 14:30', '2025-03-05', 'pm'],
    ['2025-03-05T19:00:00', '2025-03-05', 'evening'],
    ['2025年3月5日（星期三）下午3:00', '2025-03-05', 'pm'],
    ['20250305', '2025-03-05', null],
    ['２０２５年３月５日', '2025-03-05', null],
    ['二〇二五年三月十五日', '2025-03-15', null],
    ['2025-03-05 00:00:00', '2025-03-05', null],
    ['3月5日晚上', '2025-03-05', 'evening'],
    ['3.5', '2025-03-05', null],
    ['45721', '2025-03-05', null],
    ['2025-3-5 全天', '2025-03-05', 'day'],
  ])('%s', (raw, day, part) => expect(parseDay(raw, IN_2025)).toMatchObject({ day, part, problem: null }))

  test.each([
    ['2025/2/30', 'no_such_day'],
    ['2月29日', 'no_such_day'],
    ['2025-13-01', 'no_such_day'],
    ['待定', 'not_a_date'],
    ['', 'not_a_date'],
  ])('%s is no day', (raw, problem) => expect(parseDay(raw, IN_2025)).toMatchObject({ day: null, problem }))

  test('a day without a year needs exactly one possible year', () => {
    expect(parseDay('9.18')).toMatchObject({ day: null, problem: 'no_year' })
    expect(parseDay('9.18', { years: [2024, 2025], from: null, to: null })).toMatchObject({ day: null })
    const span = yearsOf(['统计时间：2024年12月1日至2025年11月30日'], undefined)
    expect(parseDay('12月5日', span).day).toBe('2024-12-05')
    expect(parseDay('3月5日', span).day).toBe('2025-03-05')
  })

  test('a title that contradicts the told year leaves the year open', () => {
    expect(yearsOf(['2024年度考勤表'], 2025).years).toHaveLength(2)
    expect(yearsOf(['2025年度考勤表'], 2025).years).toEqual([2025])
    expect([...yearsOf(['2024-2025年度考勤表'], undefined).years].sort()).toEqual([2024, 2025])
  })

  test('ranges keep both ends', () => {
    expect(parseDay('3月5日-7日', IN_2025)).toMatchObject({ day: '2025-03-05', to: '2025-03-07' })
    expect(parseDay('2025年2月25日—28日')).toMatchObject({ day: '2025-02-25', to: '2025-02-28' })
    expect(parseDay('2025.2.25至3.2')).toMatchObject({ day: '2025-02-25', to: '2025-03-02' })
    expect(parseDay('3月7日-5日', IN_2025)).toMatchObject({ day: null })
  })

  test('serials of both systems, and the day that never was', () => {
    expect(dayOfSerial(44197, false).day).toBe('2021-01-01')
    expect(dayOfSerial(44197 - 1462, true).day).toBe('2021-01-01')
    expect(dayOfSerial(60, false)).toMatchObject({ day: null, problem: 'no_such_day' })
    expect(dayOfSerial(59, false).day).toBe('1900-02-28')
    expect(dayOfSerial(45721.604, false)).toMatchObject({ day: '2025-03-05', part: 'pm' })
    expect(parseDayCell('45721', DATE_CELL, false, IN_2025).day).toBe('2025-03-05')
  })

  test('a number 9.1 may be 1 or 10 September', () => {
    expect(parseDayCell('9.1', NUMBER_CELL, false, IN_2025).day).toBe(null)
    expect(parseDayCell('9.18', NUMBER_CELL, false, IN_2025).day).toBe('2025-09-18')
  })

  test('every day survives every way of writing it', () => {
    fc.assert(
      fc.property(fc.nat(40_000), (days) => {
        const day = addDays('1960-01-01', days)
        const [year, month, date] = day.split('-').map(Number)
        for (const text of [
          day,
          `${year}年${month}月${date}日`,
          `${year}/${month}/${date}`,
          `${year}.${month}.${date}`,
          day.replaceAll('-', ''),
        ]) {
          expect(parseDay(text).day).toBe(day)
        }
        expect(parseDay(`${month}月${date}日下午`, { years: [year!], from: null, to: null })).toMatchObject({
          day,
          part: 'pm',
        })
        expect(dayOfSerial(21_916 + days, false).day).toBe(day)
      }),
    )
  })

  test('any text gives a day that exists or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(isDay(parseDay(text, IN_2025).day ?? '2025-01-01')).toBe(true)
      }),
    )
  })

  test('a day inside a title is cut out', () => {
    expect(cutDay('五届十二次常委会议（3月12日上午）')).toMatchObject({
      text: '五届十二次常委会议',
      dayText: '3月12日上午',
    })
    expect(cutDay('五届十二次常委会议')).toBe(null)
    for (const text of ['3月', '12日下午', '上午', '3月12日', '2025-03-12', '9:00'])
      expect(isOnlyDay(text)).toBe(true)
    for (const text of ['五届十二次常委会议', '姓名', '']) expect(isOnlyDay(text)).toBe(false)
  })
})

describe('legends', () => {
  const show = (text: string) =>
    parseLegend(text).map(
      ({ symbol, meaning }) => `${symbol}${meaning ? (meaning.leaveType ?? meaning.status) : '?'}`,
    )

  test.each([
    [
      '注：√出席　△事假　○病假　☆公假　×缺席　+迟到　–早退',
      ['√present', '△personal', '○sick', '☆official', '×absent', '+late', '–left_early'],
    ],
    ['考勤：出席√ 请假△ 缺席×', ['√present', '△leave_approved', '×absent']],
    ['√ 出席  △ 请假  × 缺席', ['√present', '△leave_approved', '×absent']],
    ['到会打√，请假打△', ['√present', '△leave_approved']],
    ['“√”表示出席，“△”表示请假（事假），空白表示缺席', ['√present', '△personal', '空白absent']],
    ['√出席，△迟到或早退，○事假、病假', ['√present', '△?', '○leave_approved']],
    ['1=出席，0=缺席', ['1present', '0absent']],
    ['到：出席 假：请假', ['到present', '假leave_approved']],
    ['应到：30人　实到：27人　请假：1人　缺席：2人', []],
    ['9.18请假,10.5缺席', []],
  ])('%s', (text, expected) => expect(show(text)).toEqual(expected))

  test('the exact glyph wins over its sign, and filled is not hollow', () => {
    const legend = legendOf('√出席 △迟到 ▲早退 ×缺席')
    expect(meaningOfSymbol(legend, '▲')?.status).toBe('left_early')
    expect(meaningOfSymbol(legend, ' ✓ ')?.status).toBe('present')
    expect(meaningOfSymbol(legend, '╳')?.status).toBe('absent')
    expect(meaningOfSymbol(legend, 'x')?.status).toBe('absent')
    expect(meaningOfSymbol(legendOf('√出席 △迟到'), '▲')).toBe(undefined)
    expect(meaningOfSymbol(legendOf('√出席 ○病假'), '0')).toBe(undefined)
    expect(meaningOfSymbol(legendOf('√出席 ○病假'), '●')).toBe(undefined)
  })

  test('a mark explained twice, differently, is no mark', () => {
    const legend = legendOf('√出席 √缺席 ×缺席')
    expect(meaningOfSymbol(legend, '√')).toBe(undefined)
    expect(meaningOfSymbol(legend, '✔')).toBe(undefined)
    expect(meaningOfSymbol(legend, '×')?.status).toBe('absent')
  })

  test('whatever order and separators an office uses, no mark takes its neighbour’s word', () => {
    const signs = ['√', '△', '○', '☆', '×', '+', '◇', '◆']
    const words = ['出席', '事假', '病假', '公假', '缺席', '迟到', '早退', '列席']
    const separator = fc.constantFrom(' ', '　', '，', '；', '、', '\n', '。')
    const between = fc.constantFrom('', ' ', '：', '=', '表示', '为')
    fc.assert(
      fc.property(
        fc.shuffledSubarray(signs, { minLength: 2 }),
        fc.shuffledSubarray(words, { minLength: 8 }),
        separator,
        between,
        fc.boolean(),
        fc.constantFrom('', '注：', '符号说明:'),
        (marks, meanings, gap, join, wordFirst, lead) => {
          const link = wordFirst && /表示|为/.test(join) ? '' : join
          const text =
            lead +
            marks
              .map((mark, at) => (wordFirst ? meanings[at] + link + mark : mark + link + meanings[at]))
              .join(gap)
          for (const { symbol, meaning } of parseLegend(text)) {
            expect(meaning, text).toEqual(meaningOfWord(meanings[marks.indexOf(symbol)]!))
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('words alone speak for themselves, proxies and absence of a word do not', () => {
    expect(meaningOfWord('已 签到')?.status).toBe('present')
    expect(meaningOfWord('因病请假')).toEqual({ status: 'leave_approved', leaveType: 'sick' })
    for (const text of ['代签', '未确认', '出差', '√', '', '电话请假'])
      expect(meaningOfWord(text)).toBe(undefined)
  })

  test.each([
    ['缺岗', ['缺席', '缺勤', '无故缺席']],
    ['全天出勤', ['出席', '已出席', '出勤']],
    ['无法参加', ['未参加', '未参会', '不参加']],
    ['没参会', ['未到会', '未参加', '未参会']],
    ['未签到', ['未到', '未到会', '无故未到']],
    ['未缺席', ['出席', '已出席', '部分出席']],
    ['未确认', []],
    ['待定', []],
    ['参加待确认', []],
    ['假未批', ['请假待批', '请假申请']],
  ])('%s is like %j: a hint reverses no negation and decides nothing', (word, hints) =>
    expect(nearestWords(word)).toEqual(hints),
  )

  function legendOf(text: string) {
    return buildLegend(
      parseLegend(text).map((pair) => ({ ...pair, ref: 'A1' })),
      {},
    )
  }
})

describe('encodings', () => {
  const decodeText = (bytes: Uint8Array, told?: string) => {
    const encoded = tellEncoding(inMemory(bytes), told)
    return encoded && { ...encoded, text: [...textOf(inMemory(bytes), encoded)].join('') }
  }
  const gbk = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb3, 0xf6, 0xcf, 0xaf, 0xc7, 0xe9, 0xbf, 0xf6])

  test('a mark, strict UTF-8, GB18030 that reads as Chinese, UTF-16 by its zeros', () => {
    expect(decodeText(gbk)).toMatchObject({ encoding: 'gb18030', text: '姓名,出席情况', bom: false })
    expect(decodeText(new TextEncoder().encode('\ufeff姓名'))).toMatchObject({
      encoding: 'utf-8',
      text: '姓名',
      bom: true,
    })
    expect(decodeText(new TextEncoder().encode('姓名'))).toMatchObject({ encoding: 'utf-8', bom: false })
    const wide = Buffer.from('姓名\t2025-03-12\n', 'utf16le')
    expect(decodeText(wide)).toMatchObject({ encoding: 'utf-16le', bom: false })
  })

  test('a told encoding is obeyed or refused, never replaced', () => {
    expect(decodeText(gbk, 'gb18030')?.text).toBe('姓名,出席情况')
    expect(decodeText(gbk, 'utf-8')).toBe(undefined)
  })
})
