import type { Profile } from '../../../core/import-profile.ts'
import type { Answer, Answers } from '../../../core/import-questions.ts'
import type { CellClaim, PersonRow } from './claim.ts'
import { claimRows } from './claims.ts'
import type { Reading } from './containers/read.ts'
import { ask, shiftDecision } from './decisions.ts'
import { findIdCards } from './detect.ts'
import { type EntrySink, keptEntries, numberEntries } from './entry-book.ts'
import type { Layout } from './layout.ts'
import { detectAll, isReadable } from './layouts.ts'
import type { Meaning } from './legend.ts'
import { misplacedCells } from './misplaced.ts'
import { planCell } from './plan-cells.ts'
import { checkTotals, newTotals, tally, tallyRow } from './plan-checks.ts'
import { numberPlanned, type ResolvedEvent, resolveEvent } from './plan-events.ts'
import { refuseTables, sheetFacts } from './plan-tables.ts'
import type { Plan, PlanFrame, RefusedPlan, Rung } from './plan-types.ts'
import {
  warnHidden,
  warnNumbers,
  warnOtherHeader,
  warnSkipped,
  warnUnits,
  warnUnread,
} from './plan-warnings.ts'
import { findPerson, NO_ROW, newWork, numbersAreOurs, type Person, type Work } from './plan-work.ts'
import { warnColumns } from './warn-columns.ts'
import { indexWorld, type World, type WorldIndex } from './world.ts'

type PlanSource = {
  reading: Reading
  profile: Profile
  world: World | WorldIndex
  /** The day of the upload: what lies after it was not held yet. */
  today?: string | undefined
}

/**
 * Plans the attendance of a file: what every cell says, whom and which session it is about, what is new, and
 * what a person must decide. Writes nothing and knows no clock: the same file, world, profile and answers give
 * the same plan. Refuses files with ID-card numbers and files without a table of attendance.
 */
export function planAttendance(source: PlanSource, answers: Answers = {}): Plan | RefusedPlan {
  const kept = keptEntries()
  const made = planInto(source, answers, kept)
  if (made.verdict === 'refuse') return made
  const { meetingIds: _, sessionIds: __, ...plan } = made
  numberEntries(kept.entries, made.events)
  return { ...plan, entries: kept.entries }
}

/** The same; entries go to `sink` as they are made, so that a long file needs no memory for them. */
export function planInto(source: PlanSource, answers: Answers, sink: EntrySink): PlanFrame | RefusedPlan {
  const { reading, profile, today } = source
  const index = 'memberById' in source.world ? source.world : indexWorld(source.world)
  const tables = reading.tables.filter((table) => profile.tables?.includes(table.name) ?? !table.hidden)
  for (const table of tables) {
    const ref = findIdCards(table)
    if (ref) return refuseTables('id_card_numbers', [], reading, `${table.name}!${ref}`)
  }
  const layouts = detectAll(tables, profile, index)
  const readable = layouts.filter(isReadable)
  if (readable.length === 0) return refuseTables(null, layouts, reading, null)
  const work = newWork(index, profile, answers, sink)
  const lastRows = new Map(readable.map((layout) => [layout, planTable(work, layout, today)]))
  for (const layout of layouts) if (!isReadable(layout)) warnSkipped(work, layout)
  for (const layout of readable) {
    warnUnread(work, layout)
    warnColumns(work, layout)
  }
  for (const table of reading.tables)
    if (table.hidden && !tables.includes(table)) warnHidden(work, table.name)
  numberPlanned(work.book)
  return finish(work, layouts, lastRows, readable[0]!)
}

/** Answers the last row with data, counted from 1; 0 where there is none. */
function planTable(work: Work, layout: Layout, today: string | undefined): number {
  const scope = { numbersAreOurs: numbersAreOurs(layout, work.index), year: onlyYear(layout) }
  if (!scope.numbersAreOurs) warnNumbers(work, layout)
  const doubted = goesByDay(layout) ? doubtedEvents(work, layout, scope) : new Set<string>()
  const hold = holdMisplaced(work, layout, today)
  const totals = newTotals()
  const unitDiffers = new Set<string>()
  let lastRow = 0
  for (const claim of claimRows(layout, work.profile)) {
    if (claim.kind === 'ignored') {
      work.rows.push({
        ...NO_ROW,
        table: layout.table.name,
        row: claim.row + 1,
        ref: claim.ref,
        raw: claim.raw,
        result: 'ignored_footer',
        reason: claim.reason,
      })
      tallyRow(totals, claim)
      if (claim.reason === 'other_header') warnOtherHeader(work, layout, claim.row)
      continue
    }
    const events = claim.cells.map((cell) =>
      hold(resolveEvent(work.book, layout.table.name, cell.event, doubted.has(eventKeyOf(cell)))),
    )
    const year = scope.year ?? yearOf(claim.cells[0])
    const person = findPerson(work, claim.evidence, claim.personKey, { ...scope, year })
    totals.people += 1
    lastRow = claim.row + 1
    for (const [at, cell] of claim.cells.entries()) {
      const meaning: Meaning | null = planCell(work, layout, claim, cell, events[at]!, person)
      tally(totals, cell.col, meaning)
    }
    if (person.kind === 'member' && person.unitDiffers) unitDiffers.add(claim.nameRef ?? '')
    addRow(work, layout, claim, person)
  }
  checkTotals(work, layout, totals)
  if (unitDiffers.size > 0) warnUnits(work, layout, [...unitDiffers])
  return lastRow
}

/** Where cells stand under the wrong header, nothing of the table is taken before a person has looked. */
function holdMisplaced(
  work: Work,
  layout: Layout,
  today: string | undefined,
): (event: ResolvedEvent) => ResolvedEvent {
  const refs = misplacedCells(layout, work.index, today)
  if (refs.length === 0) return (event) => event
  const { name } = layout.table
  const id = `columns_shifted:${name}`
  let answer: Answer | undefined
  for (const ref of refs) {
    answer = ask(work.decisions, id, `${name}!${ref}`, () => shiftDecision(name, refs))
  }
  if (answer?.choice === 'aligned') return (event) => event
  if (answer) return (event) => ({ ...event, skip: true })
  return (event) => ({ ...event, heldBy: event.heldBy ?? id })
}

function onlyYear(layout: Layout): number | null {
  return layout.years.years.length === 1 ? layout.years.years[0]! : null
}

function yearOf(cell: CellClaim | undefined): number | null {
  const day = cell?.event.day.day
  return day ? Number(day.slice(0, 4)) : null
}

/**
 * Meetings matched by their day alone where several marked members were not invited: another body may have met
 * that day, so the match is asked about.
 */
function doubtedEvents(
  work: Work,
  layout: Layout,
  scope: { year: number | null; numbersAreOurs: boolean },
): Set<string> {
  const doubted = new Set<string>()
  const counts = new Map<string, { marked: number; strangers: number }>()
  const trial = newWork(work.index, work.profile, work.decisions.answers, NOWHERE)
  for (const claim of claimRows(layout, work.profile)) {
    if (claim.kind !== 'person') continue
    const person = findPerson(trial, claim.evidence, claim.personKey, scope)
    if (person.kind !== 'member') continue
    for (const cell of claim.cells) {
      if (cell.raw.trim() === '') continue
      const event = resolveEvent(trial.book, layout.table.name, cell.event)
      const invited = event.matchedBy?.startsWith('date') ? event.targets[0]?.invited : undefined
      if (!invited) continue
      const count = counts.get(eventKeyOf(cell)) ?? { marked: 0, strangers: 0 }
      count.marked += 1
      if (!invited.has(person.member.id)) count.strangers += 1
      counts.set(eventKeyOf(cell), count)
    }
  }
  for (const [key, count] of counts) if (isDoubtful(count)) doubted.add(key)
  return doubted
}

const NOWHERE = { take() {}, overrule() {} }

// A matrix, or a list without titles, may say no more than the day.
function goesByDay(layout: Layout): boolean {
  return layout.shape === 'W' || (layout.shape === 'L' && !layout.blocks[0]?.fields.has('event'))
}

function eventKeyOf({ event, col }: CellClaim): string {
  return `${event.title}\n${event.dayText}\n${event.ref === null ? '' : col}`
}

// One or two strangers among many are walk-ins; more than that speak of another body's meeting.
function isDoubtful({ marked, strangers }: { marked: number; strangers: number }): boolean {
  return strangers * 2 > marked || (strangers >= 2 && strangers * 8 > marked)
}

/** All rows are of one member, who is told once. */
const isOfOne = ({ shape, form }: Layout): boolean => shape === 'M' || form !== undefined

// In a list each row is one entry, which says it all; only open names are named again.
function addRow(work: Work, layout: Layout, claim: PersonRow, person: Person): void {
  if (layout.shape === 'L' && person.kind === 'member') return
  const last = work.rows.at(-1)
  if (isOfOne(layout) && last?.table === layout.table.name && last.row === null) return
  const member = person.kind === 'member' ? person.member : null
  const rung: Rung | null = person.kind === 'member' ? person.rung : null
  const id = `name:${claim.personKey}`
  work.rows.push({
    table: layout.table.name,
    row: isOfOne(layout) ? null : claim.row + 1,
    ref: claim.nameRef,
    raw: claim.nameRaw,
    memberId: member?.id ?? null,
    memberNo: member?.memberNo ?? null,
    rung,
    result: person.kind === 'open' && work.decisions.byId.has(id) ? person.result : null,
    decisionId: work.decisions.byId.has(id) ? id : null,
    reason: null,
  })
}

function finish(
  work: Work,
  layouts: Layout[],
  lastRows: ReadonlyMap<Layout, number>,
  first: Layout,
): PlanFrame {
  const { entries, book, rows, warnings } = work
  const decisions = [...work.decisions.byId.values()].filter(
    (decision) =>
      decision.refCount > 0 ||
      decision.answer !== undefined ||
      decision.kind === 'new_event' ||
      decision.kind === 'near_event',
  )
  return {
    verdict: 'import',
    kind: 'attendance',
    shape: first.shape,
    tables: sheetFacts(layouts, lastRows, rows),
    events: [...book.events.values()].filter(
      (event) => event.match === 'matched' || entries.events.has(event.key),
    ),
    rows,
    decisions,
    warnings,
    totals: work.totals,
    counts: {
      ...entries.counts,
      ignored_footer: rows.filter((row) => row.result === 'ignored_footer').length,
      openDecisions: decisions.filter((decision) => !decision.answer).length,
    },
    meetingIds: [...entries.meetingIds],
    sessionIds: [...entries.sessionIds],
  }
}
