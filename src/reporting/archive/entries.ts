import type { Rate } from '../../core/rates.ts'
import { DUTY_CLASSES } from '../../core/words/catalogues.ts'
import { WORDS_NOW } from '../../core/words/explanations.ts'
import { attendanceRates, type Tally, tallyOf } from '../../duties/attendance/status.ts'
import { type Fact, sessionIn } from '../../scoring/facts.ts'
import type { ScoreLine } from '../../scoring/lines.ts'
import { FACT_RECORDS, factRecord, recordOf, type Titled } from '../../scoring/store/fact-records.ts'
import { lineView } from '../../scoring/wire/schema.ts'
import { untitled } from '../../scoring/words/conditions.ts'

/** What a member did in a period, as the archive lists it. Pure: the same facts and lines give the same entries. */

export interface ArchiveAttendance {
  /** A report that was printed before it was counted says nothing of who did not sign up. */
  tally: Omit<Tally, 'notSignedUp'> & Partial<Tally>
  rates: Rate[]
}

/** Session by session, in the readings of the rate that are in use. */
export function attendanceOf(facts: readonly Fact[], asOf: string): ArchiveAttendance {
  const sessions = facts.flatMap((fact) => sessionIn(fact) ?? [])
  return { tally: tallyOf(sessions.map(({ status }) => status)), rates: attendanceRates(sessions, asOf) }
}

/** Classes of meetings and of duties, in the order of the archive; the headings of records follow. */
const CLASS_TITLES: Record<string, string> = Object.fromEntries([
  ...Object.entries(DUTY_CLASSES).map(([code, [title]]) => [code, title]),
  ...Object.entries(FACT_RECORDS).flatMap(([kind, { heading }]) => (heading ? [[kind, heading[0]]] : [])),
])

/** Entries by duty class, in the order of the classes; each with the lines that it gave. */
export function entriesOf(
  facts: readonly Fact[],
  lines: readonly ScoreLine[],
  titles: ReadonlyMap<string, Titled>,
  words = WORDS_NOW,
) {
  const names = untitled(words)
  const records = facts.filter((fact) => fact.scope !== 'session')
  const linesOf = Map.groupBy(lines, (line) => line.factId)
  const items = records.map((fact) => {
    const [kind, id] = recordOf(fact.id)
    const { title, state, unit, createdAt } = titles.get(`${kind}/${id}`)!
    const { path, heading } = factRecord(kind)
    return {
      class: heading ? kind : (fact.class ?? 'other'),
      day: fact.day,
      title,
      role: fact.role ?? null,
      status: kind === 'attendance' ? statusText(fact) : state,
      source: `${path}/${id}`,
      unit,
      enteredAt: createdAt,
      verification: fact.verified ? 'confirmed' : 'unverified',
      lines: (linesOf.get(fact.id) ?? []).map((line) => lineView(line, names)),
    }
  })
  const byClass = Map.groupBy(items, (item) => item.class)
  // A class that the committee added by itself comes last, under its own name.
  const classes = new Set([...Object.keys(CLASS_TITLES), ...byClass.keys()])
  return [...classes].flatMap((className) => {
    const own = byClass.get(className)
    return own ? [{ class: className, title: CLASS_TITLES[className] ?? className, items: own }] : []
  })
}

/** Sessions by what happened, such as `present 6, leave 2`. */
function statusText({ sessions }: Fact): string {
  if (!sessions) return ''
  const { eligible: _, ...counts } = sessions
  return Object.entries(counts)
    .filter(([, count]) => (count ?? 0) > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
