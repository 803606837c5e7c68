import { z } from 'zod'
import type { Audience } from '../../committee/committees/publication.ts'
import { PUBLICATION_MODES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import type { RankingRow, ReportHead } from '../../storage/tables/reports.ts'
import { FigureHeads, FigureValues } from '../ranking/figures.ts'

/** What an audience is shown of a published report: full ranks, bands only, or nothing by name. Pure. */

export type Mode = keyof typeof PUBLICATION_MODES

const Mode = coded(PUBLICATION_MODES).nullable()

export const Audiences = z
  .strictObject({ members: Mode.default(null), units: Mode.default(null), public: Mode.default(null) })
  .meta({
    id: 'ReportAudiences',
    description:
      '`ranks`: everybody with a rank; `bands`: names under their grade, in the order of the alphabet; `unnamed`: ' +
      'how many have which grade; null: nothing.',
    example: { members: 'ranks', units: 'bands', public: null },
  })
export type Audiences = z.infer<typeof Audiences>

export const ShownMember = z
  .object({
    name: z.string(),
    memberNo: z.string().optional(),
    rank: z.int().nullable().optional(),
    total: z.number().optional(),
    grade: z.string().nullable().optional(),
    sector: z.string().nullable().optional(),
    memberGroup: z.string().nullable().optional(),
    groups: z.array(z.object({ code: z.string(), points: z.number() })).optional(),
    figures: FigureValues,
  })
  .meta({ id: 'PublishedMember', description: 'Only what the committee shows this audience.' })
export type ShownMember = z.infer<typeof ShownMember>

export const ShownReport = z
  .object({
    mode: coded(PUBLICATION_MODES),
    committee: z.object({ code: z.string(), name: z.string() }),
    period: z.object({ name: z.string(), from: z.string(), to: z.string() }),
    regulation: z.object({ title: z.string(), number: z.int() }),
    interim: z.boolean(),
    asOf: z.string(),
    counts: z.object({ members: z.int(), ranked: z.int(), unranked: z.int() }),
    groups: z.array(z.object({ code: z.string(), title: z.string() })),
    figures: FigureHeads,
    bands: z.array(
      z.object({
        grade: z.string().nullable(),
        members: z.int(),
        names: z.array(ShownMember).meta({ description: 'Empty where nothing is shown by name.' }),
      }),
    ),
    items: z.array(ShownMember).meta({ description: 'In the order of the ranking; empty but for `ranks`.' }),
    unranked: z.array(ShownMember),
  })
  .meta({ id: 'ShownReport' })
export type ShownReport = z.infer<typeof ShownReport>

/** A band of so few that its number names them is shown without a number, in the mode without names. */
const SMALL_BAND = 3

/** `rows` in the order of the report; the alphabetical order of bands is theirs by `order`. */
export function shownTo(
  audience: Audience,
  mode: Mode,
  {
    head,
    rows,
    fields,
  }: { head: ReportHead; rows: readonly RankingRow[]; fields: Record<Audience, readonly string[]> },
): ShownReport {
  const shown = new Set(fields[audience])
  // Places and totals tell a rank: bands keep both back, whatever the committee shows elsewhere.
  if (mode !== 'ranks') for (const field of ['rank', 'total', 'groups', 'figures']) shown.delete(field)
  const memberOf = (row: RankingRow) => memberFields(row, shown)
  const ranked = rows.filter(({ rank }) => rank !== null)
  const named = mode !== 'unnamed'
  const bands = head.grades.map(({ grade }) => {
    const own = ranked.filter((row) => row.grade === grade)
    const names = mode === 'bands' ? own.toSorted(byName).map(memberOf) : []
    return { grade, members: own.length, names }
  })
  return {
    mode,
    committee: head.committee,
    period: { name: head.period.name, from: head.period.from, to: head.period.to },
    regulation: { title: head.regulation.title, number: head.regulation.number },
    interim: head.interim,
    asOf: head.asOf,
    counts: head.counts,
    groups: shown.has('groups') ? head.groups : [],
    ...(shown.has('figures') && head.figures ? { figures: head.figures } : {}),
    bands: named ? bands : merged(bands),
    items: mode === 'ranks' ? ranked.map(memberOf) : [],
    unranked: named
      ? rows
          .filter(({ rank }) => rank === null)
          .toSorted(byName)
          .map(memberOf)
      : [],
  }
}

const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin')
const byName = (a: RankingRow, b: RankingRow): number =>
  collator.compare(a.name, b.name) || (a.memberNo < b.memberNo ? -1 : 1)

function memberFields(row: RankingRow, shown: ReadonlySet<string>): ShownMember {
  return {
    name: row.name,
    ...(shown.has('memberNo') ? { memberNo: row.memberNo } : {}),
    ...(shown.has('rank') ? { rank: row.rank } : {}),
    ...(shown.has('total') ? { total: row.total } : {}),
    ...(shown.has('grade') ? { grade: row.grade } : {}),
    ...(shown.has('sector') ? { sector: row.sector?.name ?? null } : {}),
    ...(shown.has('memberGroup') ? { memberGroup: row.memberGroup?.name ?? null } : {}),
    ...(shown.has('groups') ? { groups: row.groups } : {}),
    ...(shown.has('figures') && row.figures ? { figures: row.figures } : {}),
  }
}

/** Small bands join the one above or below, so that a count names nobody. */
function merged(bands: ShownReport['bands']): ShownReport['bands'] {
  const kept: ShownReport['bands'] = []
  for (const band of bands) {
    const last = kept.at(-1)
    if (last && (band.members < SMALL_BAND || last.members < SMALL_BAND)) {
      const grade = [last.grade, band.grade].map((grade) => grade ?? '无等次').join('、')
      kept[kept.length - 1] = { grade, members: last.members + band.members, names: [] }
    } else kept.push(band)
  }
  return kept
}
