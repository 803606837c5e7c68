import type { Field, Profile } from '../../../core/import-profile.ts'
import { smallest } from '../../../core/long-lists.ts'
import { cutDay, type DayText, isOnlyDay, NO_YEAR, parseDay, parseDayCell } from './dates.ts'
import { fieldOfHeader } from './headers.ts'
import type { Block, Column, Layout } from './layout.ts'
import type { EventText } from './match-meeting.ts'
import { normalizeTitle } from './names.ts'
import {
  cellKind,
  cellRef,
  DATE_CELL,
  kindAt,
  type Line,
  mergedText,
  NUMBER_CELL,
  TEXT_CELL,
} from './table.ts'
import { aboutOf } from './titles.ts'

/** What a sheet says of a meeting: in a row, over a column, or above the table. */

/** What a row says about its meeting; equal texts share one object, so that a meeting is looked up once. */
export function rowEvent(
  layout: Layout,
  profile: Profile,
  block: Block,
  get: (field: Field) => string,
  line: Line,
  known: Map<string, EventText>,
): EventText {
  const title = get('event').trim() || (profile.defaults?.event ?? '')
  const dayText = get('date') || (profile.defaults?.date ?? '')
  const dateCol = block.fields.get('date')
  const kind = dateCol === undefined ? TEXT_CELL : kindAt(line.kinds, dateCol)
  const time = get('time')
  const part = get('part')
  const keys = profile.sessionKey ? sessionKeys(layout, profile.sessionKey, line) : null
  const key = keys
    ? `${keys.event}\n${keys.session}\n${dayText}`
    : `${title}\n${dayText}\n${kind}\n${time}\n${part}`
  const found = known.get(key)
  if (found) return found
  const day = withPart(parseDayCell(dayText, kind, layout.table.date1904, layout.years), time, part, profile)
  const event: EventText = {
    title: keys && title === '' ? keys.event : title,
    dayText: [dayText, time, part].filter((text) => text.trim() !== '').join(' '),
    day,
    sheetTitle: layout.sheetTitle,
    externalId: keys?.event ?? null,
    sessionExternalId: keys?.session ?? null,
    ref: block.fields.has('event') ? cellRef(line.row, block.fields.get('event')!) : null,
  }
  known.set(key, event)
  return event
}

function withPart(day: DayText, time: string, part: string, profile: Profile): DayText {
  if (profile.sessionKey || (time.trim() === '' && part.trim() === '')) return day
  const more = parseDay(`2000-01-01 ${part} ${time}`, NO_YEAR)
  return { ...day, part: more.part ?? day.part, time: more.time ?? day.time }
}

function sessionKeys(
  layout: Layout,
  templates: { event: string; session: string },
  { cells }: Line,
): { event: string; session: string } {
  const fill = (template: string) =>
    template.replace(/\{([^{}]+)\}/g, (_, word: string) => {
      const column = layout.columns.find((one) => one.header.some((text) => text === word.trim()))
      return column ? (cells[column.col] ?? '').trim() : ''
    })
  return { event: fill(templates.event), session: fill(templates.session) }
}

/** The meeting that a matrix column stands for: title and day may share a cell, or stand one over the other. */
export function columnEvent(layout: Layout, column: Column): EventText {
  const { table } = layout
  const titles: string[] = []
  const days: string[] = []
  let serial: DayText | null = null
  for (const row of layout.headerRows) {
    const text = mergedText(table, row, column.col)
    if (text !== '' && cellKind(table, row, column.col) === DATE_CELL) {
      serial = parseDayCell(text, DATE_CELL, table.date1904, layout.years)
    }
  }
  for (const text of column.header) {
    if (serial && /^\d+(\.\d+)?$/.test(text)) continue
    const cut = isOnlyDay(text) || /^\d{1,2}$/.test(text) ? null : cutDay(text)
    if (cut) {
      days.push(cut.dayText)
      if (normalizeTitle(cut.text) !== '' && fieldOfHeader(cut.text, null) === null) titles.push(cut.text)
    } else if (isOnlyDay(text) || /^\d{1,2}$/.test(text))
      days.push(/^\d{1,2}$/.test(text) ? `${text}日` : text)
    else titles.push(text)
  }
  const written = days.join(' ').replace(/月\s+(?=\d)/g, '月')
  const day = serial ? withPart(serial, '', written, {}) : parseDay(written, layout.years)
  return {
    title:
      titles
        .at(-1)
        ?.replace(/\s*\n\s*/g, '')
        .trim() ?? '',
    dayText: serial ? (serial.day ?? '') : written,
    day,
    sheetTitle: layout.sheetTitle,
    externalId: null,
    sessionExternalId: null,
    ref: cellRef(layout.headerRows.at(-1) ?? 0, column.col),
  }
}

/** The one meeting of a sign-in sheet, from the lines above its table, or above one block of it. */
export function sheetEvent(layout: Layout, profile: Profile, block: Block): EventText {
  const { labels, sheetTitle, dayText: day } = block.about ?? aboutOf(layout.table, layout.titleRows)
  const told = labels.get('event')?.text ?? profile.defaults?.event
  const dayText = labels.get('date')?.text ?? profile.defaults?.date ?? day
  const kind = /^\d{5}(\.\d+)?$/.test(dayText) ? NUMBER_CELL : 0
  return {
    title: told ?? sheetTitle,
    dayText,
    day: parseDayCell(dayText, kind, layout.table.date1904, layout.years),
    sheetTitle,
    externalId: null,
    sessionExternalId: null,
    ref: labels.get('event')?.ref ?? null,
    ...(layout.start === undefined && !block.about
      ? {}
      : { sheetRef: cellRef(layout.firstRow, smallest(block.fields.values())) }),
  }
}
