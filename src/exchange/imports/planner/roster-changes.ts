import { normalizeMobile, normalizeName, normalizeUnit } from './names.ts'
import type { RosterValues } from './roster-columns.ts'
import { ROSTER_FIELDS, type RosterField } from './roster-columns.ts'
import type { RosterRow } from './roster-rows.ts'
import { BODY_FIELDS, type BodyField, type HeldValues } from './roster-world.ts'

/** What a row of a roster would change of its member: exactly that is written by the commit, and nothing else. */

const isBody = (field: RosterField): field is BodyField => BODY_FIELDS.some((one) => one === field)

/** A roster adds offices of the catalogue and ends none; a body that is one of several held is no change. */
export function changesOf(
  held: HeldValues,
  stated: RosterValues,
  offices: readonly string[],
): RosterRow['changes'] {
  return ROSTER_FIELDS.flatMap((field): RosterRow['changes'] => {
    if (field === 'offices') {
      const before = held.offices ?? []
      const added = (stated.offices ?? []).filter((name) => offices.includes(name) && !before.includes(name))
      if (added.length === 0) return []
      return [{ field, from: before.join(' ') || null, to: [...before, ...added].join(' ') }]
    }
    const to = stated[field]
    if (to === undefined) return []
    if (isBody(field)) {
      const before = held[field] ?? []
      return before.includes(to) ? [] : [{ field, from: before.join('、') || null, to }]
    }
    const from = held[field] ?? null
    return from !== null && sameText(field, from, to) ? [] : [{ field, from, to }]
  })
}

/** Width, spaces and the code point of a middle dot are noise. */
function sameText(field: RosterField, from: string, to: string): boolean {
  if (field === 'name') return normalizeName(from) === normalizeName(to)
  if (field === 'phone' && normalizeMobile(from).includes(to)) return true
  return from.normalize('NFKC').trim() === to.normalize('NFKC').trim()
}

export function sameValues(a: RosterValues, b: RosterValues): boolean {
  return ROSTER_FIELDS.every((field) => String(a[field] ?? '') === String(b[field] ?? ''))
}

/**
 * Reads a cell of unit and post by what is known of either: unit and post as they stand say nothing new, and behind the
 * known unit stands the post. Where nothing is known the whole is the unit. False: where one ends cannot be told, and
 * unit and post stay as they are.
 */
export function readUnitAndPost(values: RosterValues, held: HeldValues | undefined): boolean {
  const { unitPost: text } = values
  delete values.unitPost
  if (text === undefined) return true
  const unit = values.unit ?? held?.unit
  const post = values.post ?? held?.post ?? ''
  if (unit === undefined) {
    if (post !== '') return false
    values.unit = text
    return true
  }
  if ([unit, unit + post].map(normalizeUnit).includes(normalizeUnit(text))) return true
  const [whole, known] = [text, unit].map((one) => one.normalize('NFKC').replace(/\s+/g, ''))
  if (whole!.startsWith(known!)) values.post ??= whole!.slice(known!.length).replace(/^[、,;]/, '')
  // Beside a column of units, a cell without the unit is the post.
  else if (values.unit !== undefined) values.post ??= text
  else return false
  return true
}
