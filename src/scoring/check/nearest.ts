import type { Words } from '../notation/vocabulary.ts'

/** With the nearest of the known names; `remedyZh` and `remedyEn` say what to do where it is none of them. */
export function withNear(zh: string, en: string, name = '', names = '', remedyZh = '', remedyEn = ''): Words {
  const near = nearest(name, names.split(','))
  return {
    zh: `${zh}“${name}”${near ? `；是否应为“${near}”` : ''}${remedyZh && `。${remedyZh}`}`,
    en: `${en} "${name}"${near ? `; did you mean "${near}"?` : remedyEn && '.'}${remedyEn && ` ${remedyEn}`}`,
  }
}

/** The name that is nearest to a mistyped one, if any is near enough to be meant. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(name.length / 3))
  let best: string | undefined
  let bestAt = most + 1
  for (const candidate of names) {
    const distance = distanceOf(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestAt && distance < Math.max(candidate.length, 1)) [best, bestAt] = [candidate, distance]
  }
  return best
}

/** Edit distance: letters to change, add or drop; two that changed places count as one. */
function distanceOf(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] ?? 0
}
