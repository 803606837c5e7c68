import type { Language } from '../../core/words/word.ts'
import type { Window } from '../mechanisms/window.ts'

/** Names of the parts of a period in which a clause counts anew. */

const ORDINALS = {
  zh: ['一', '二', '三', '四'],
  en: ['first', 'second', 'third', 'fourth'],
} as const
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** `第三季度`, `the third quarter`: the part in which a day lies; empty where there are no parts. */
export function partText(window: Window | null, day: string, lang: Language): string {
  const month = Number(day.slice(5, 7))
  const zh = lang === 'zh'
  switch (window) {
    case null:
      return ''
    case 'term':
      return zh ? '本届' : 'the term'
    case 'month':
      return zh ? `${month}月` : MONTHS[month - 1]!
    case 'quarter': {
      const quarter = Math.ceil(month / 3) - 1
      return zh ? `第${ORDINALS.zh[quarter]}季度` : `the ${ORDINALS.en[quarter]} quarter`
    }
    case 'half_year':
      if (zh) return month <= 6 ? '上半年' : '下半年'
      return `the ${month <= 6 ? 'first' : 'second'} half-year`
  }
}
