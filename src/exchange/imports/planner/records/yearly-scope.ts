/**
 * Whether a table or a column of counts is of one whole year and counts times: what is declared are counts of years, and
 * half of one, points or hours would be taken for them.
 */

const PART_OF_YEAR =
  /[上下]半年|半年|第?[一二三四1-4]季度|季度|(?<!\d)(?!1\s*[-—–~～至到]\s*12\s*月)\d{1,2}\s*月?\s*[-—–~～至到]\s*\d{1,2}\s*月|(?:[一二三四五六七八九十]|\d{1,2})月份|届以来|任职以来|当选以来|换届以来|历年|(?:截至|截止)(?!(?:\d{4}年)?12月(?:31日|底))/u
const POINTS = /积分|得分|评分|分值|打分|赋分/
const OTHER_UNIT = /^(分|分值|小时|学时|课时|时|天|日|元|万元|人|%|％)$/
const YEAR = /(?<!\d)((?:19|20)\d{2})\s*(?:年|$)/

/** The words of a title, a sheet's name or a note that say another span than one year; null where none does. */
export function otherSpan(texts: readonly string[]): string | null {
  return found(texts, (text) => PART_OF_YEAR.exec(text)?.[0])
}

/** The words that say that points, hours or money are counted. */
export function otherUnit(texts: readonly string[]): string | null {
  return found(texts, (text) => {
    const unit = /单位\s*[:：]\s*([^\s（）()，,。；;]+)/.exec(text)?.[1]
    if (unit !== undefined && OTHER_UNIT.test(unit)) return unit
    return POINTS.exec(text)?.[0]
  })
}

/** The words over a column that say that its counts are not those of this year. */
export function columnOutside(header: readonly string[], year: string): string | null {
  const other = found(header, (text) => {
    const told = YEAR.exec(text)?.[1]
    return told !== undefined && told !== year ? told : undefined
  })
  const unit = found(header, (text) => {
    const inside = /\(([^()]+)\)\s*$/.exec(text)?.[1]?.trim()
    return inside !== undefined && OTHER_UNIT.test(inside) ? inside : undefined
  })
  return other ?? otherSpan(header) ?? unit ?? found(header, (text) => POINTS.exec(text)?.[0])
}

function found(texts: readonly string[], of: (text: string) => string | undefined): string | null {
  for (const text of texts) {
    const word = of(text.normalize('NFKC').replace(/[ \t\u3000]+/g, ''))
    if (word !== undefined) return word
  }
  return null
}
