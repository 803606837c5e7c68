import { printDay } from '../../../core/words/amounts.ts'
import type { Statistic } from '../../../reporting/statistics/schema.ts'
import { annualSpeech } from '../../../reporting/statistics/speech.ts'

/** 年度总结段落 as a document: what the year came to in sentences, and where each number comes from. */

export interface AnnualSpeechDocument {
  title: string
  author: string
  day: string
  captions: string[]
  paragraphs: { about: string; text: string }[]
  sources: { number: string; title: string; shown: string; means: string; records: string }[]
  empty: string
  footer: string
}

export function annualSpeechDocument(committee: string, items: readonly Statistic[]): AnnualSpeechDocument {
  const { paragraphs, sources } = annualSpeech(items, 'zh')
  const [first] = items
  const [from, to, day] = first ? [first.from, first.to, first.asOf] : ['', '', '']
  const means = new Map<string, string>(items.map((item) => [item.key, item.means.zh]))
  return {
    title: `${committee}年度工作数据`,
    author: committee,
    day,
    captions: [`统计期间：${printDay(from)}至${printDay(to)}　数据截至：${printDay(day)}`],
    paragraphs,
    sources: sources.map(({ number, key, title, shown, records }) => ({
      number: String(number),
      title,
      shown,
      means: `${means.get(key) ?? ''}（明细：${records}）`,
      records,
    })),
    empty: '期内没有可统计的记录。',
    footer: `${committee}　数据截至${printDay(day)}`,
  }
}
