import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { contractRoutes } from '../../src/app.ts'
import * as catalogues from '../../src/core/words/catalogues.ts'
import * as duties from '../../src/core/words/duties.ts'
import { WORDS_NOW } from '../../src/core/words/explanations.ts'
import * as exportWords from '../../src/core/words/exports.ts'
import * as importWords from '../../src/core/words/imports.ts'
import * as meetings from '../../src/core/words/meetings.ts'
import * as members from '../../src/core/words/members.ts'
import * as proposals from '../../src/core/words/proposals.ts'
import { entryRole, entryStatus } from '../../src/core/words/records.ts'
import * as regulations from '../../src/core/words/regulations.ts'
import * as reports from '../../src/core/words/reports.ts'
import * as scoring from '../../src/core/words/scoring.ts'
import { codesOf, LANGUAGES, sayIn, termOf, type Words, wordsOf } from '../../src/core/words/word.ts'
import { breakdownOf } from '../../src/exchange/documents/data/breakdown.ts'
import { stateOf } from '../../src/exchange/documents/data/duty-report.ts'
import { classesOf } from '../../src/exchange/documents/data/registration-form.ts'
import { printed } from '../../src/exchange/exports/lists/cells.ts'
import { columnsOf, type ListColumn, listName } from '../../src/exchange/exports/lists/columns.ts'
import { entriesHtml } from '../../src/pages/record.ts'
import { itemText, kindText, valueText } from '../../src/scoring/words/sentences.ts'

/** A code has one word, in one place, and nobody who reads is shown the code instead. */

const AREAS = {
  catalogues,
  duties,
  exports: exportWords,
  imports: importWords,
  meetings,
  members,
  proposals,
  regulations,
  reports,
  scoring,
}
/** Dictionaries of dictionaries, by catalogue and by field. */
const { CATALOGUE_WORDS, ...plainCatalogues } = catalogues
const { FILTER_WORDS, ...plainScoring } = scoring
const DICTIONARIES = Object.entries({ ...AREAS, catalogues: plainCatalogues, scoring: plainScoring }).flatMap(
  ([area, all]) => Object.entries(all).map(([name, words]): [string, Words] => [`${area}.${name}`, words]),
)
/** Without the settings of a rules file: `all` and `text` are everybody's. */
const CODES = new Set(
  DICTIONARIES.flatMap(([name, words]) => (name.startsWith('regulations.') ? [] : codesOf(words))),
)
const HAN = /\p{Script=Han}/u
/** Nobody says left_early or leftEarly. */
const RAW = /[a-z]_[a-z]|[a-z][A-Z]/

describe('a dictionary', () => {
  it.each(DICTIONARIES)('%s has a word for each code in both languages', (_name, words) => {
    const wrong = Object.entries(words).filter(
      ([, [zh, en]]) => !HAN.test(zh) || HAN.test(en) || RAW.test(en),
    )
    expect(wrong).toEqual([])
  })

  it('calls no two states of one life alike', () => {
    const lives = DICTIONARIES.filter(([name]) => /STATES$/.test(name))
    expect(lives.length).toBeGreaterThan(15)
    const wrong = lives.flatMap(([name, words]) =>
      [0, 1].flatMap((at) => {
        const all = Object.values(words).map((word) => word[at])
        return new Set(all).size === all.length ? [] : [name]
      }),
    )
    expect(wrong).toEqual([])
  })
})

/** Settings of a program, which have no word that says more. */
const TECHNICAL: Record<string, readonly string[]> = {
  importProfiles: [
    'settings.shape',
    'settings.encoding',
    'settings.delimiter',
    'settings.signatureNonblank',
    'settings.fillDown',
  ],
  corrections: ['request.method'],
}

/** Every column of a list whose values are one of a few. */
const ENUMS = contractRoutes().flatMap((route) => {
  const columns = columnsOf(route) ?? []
  const items = columns.length > 0 ? bare(route.response!).shape!['items']! : undefined
  const item = items && bare(bare(items).element!)
  return columns.flatMap((column): [string, ListColumn, string[]][] => {
    const type = column.names ? undefined : typeAt(item!, column.path)
    const list = listName(route)
    if (!type || TECHNICAL[list]?.includes(column.key)) return []
    const codes = type.entries ? Object.keys(type.entries) : codesOf(column.words ?? {})
    return codes.length > 0 ? [[`${route.operationId}: ${list}.${column.key}`, column, codes]] : []
  })
})

interface Def {
  innerType?: z.ZodType
  out?: z.ZodType
  element?: z.ZodType
  shape?: Record<string, z.ZodType>
  entries?: Record<string, string>
}
function bare(type: z.ZodType): Def {
  const def = type.def as Def
  return def.innerType || def.out ? bare((def.innerType ?? def.out)!) : def
}
function typeAt(item: Def, [head, ...rest]: readonly string[]): Def | undefined {
  const type = item.shape?.[head!]
  if (!type) return undefined
  const own = bare(type)
  const one = own.element ? bare(own.element) : own
  return rest.length === 0 ? one : typeAt(one, rest)
}

describe('an export', () => {
  it('has columns of codes', () => expect(ENUMS.length).toBeGreaterThan(80))

  it.each(ENUMS)('%s is told in words', (_name, column, codes) => {
    for (const code of codes) {
      expect(printed(code, column, 'zh', undefined)).toMatch(HAN)
      expect(printed(code, column, 'en', undefined)).not.toMatch(RAW)
      expect(printed(code, column, 'fields', undefined)).toBe(code)
    }
  })
})

describe('an entry of the archive', () => {
  const STATUSES = codesOf(meetings.SESSION_COUNTS).map((name) => `${name} 2`)
  const ENTRIES = [
    ['/meetings/x', [...STATUSES, STATUSES.join(', ')], [null]],
    ['/proposals/x', codesOf(proposals.PROPOSAL_STATES), ['first', 'cosigner', 'contributor']],
    ['/opinions/x', codesOf(proposals.OPINION_STATES), ['author']],
    ['/speeches/x', codesOf(duties.SPEECH_STATES), codesOf(duties.SPEECH_ROLES)],
    ['/research-reports/x', codesOf(duties.RESEARCH_STATES), codesOf(duties.RESEARCH_ROLES)],
    ['/assessments/x', codesOf(duties.ASSESSMENT_STATES), [null]],
    ['/duty-records/x', codesOf(duties.VERIFICATIONS), [null]],
    ['/service-records/x', [null], [null]],
  ] as const
  const entry = (source: string, status: string | null, role: string | null, verification: string) =>
    ({ day: '2019-03-01', title: '题', source, status, role, verification, unit: null, lines: [] }) as never

  it.each(ENTRIES)('%s is told in words on pages and on paper', (source, statuses, roles) => {
    for (const status of statuses)
      for (const role of roles) {
        const items = codesOf(duties.ENTRY_VERIFICATIONS).map((one) => entry(source, status, role, one))
        const [paper] = classesOf({ entries: [{ class: 'x', title: '类', items }] })
        for (const row of paper!.items)
          expect(`${row.status}${row.role}${row.verification}`).not.toMatch(/[a-z]/)
        for (const language of LANGUAGES) {
          const text = `${entryStatus(status, source, language)} ${entryRole(role, source, language)}`
          expect(text).not.toMatch(language === 'zh' ? /[a-z]/ : RAW)
          const html = String(entriesHtml([{ class: 'x', title: 'T', items }], sayIn(language)))
          expect(html.replace(/<[^>]*>/g, ' ')).not.toMatch(RAW)
        }
      }
  })
})

describe('paper', () => {
  it.each(codesOf(duties.DUTY_REPORT_STATES))('a duty report is %s in words', (state) => {
    const body = { state, dueOn: '2020-01-10', submittedOn: null, decidedOn: null, note: null }
    expect(stateOf(body as never)[0]!.value).toMatch(HAN)
  })

  it.each(codesOf(scoring.LOSS_REASONS))('points lost to %s are told in words', (reason) => {
    const lost = [{ reason, amount: 1, limit: null, where: '' }]
    const line = {
      factId: 'f',
      day: '2019-03-01',
      step: null,
      full: 2,
      points: 1,
      lost,
      record: 1,
      arithmetic: { because: null },
    }
    const clause = {
      code: 'c',
      article: 'c',
      title: { zh: '条' },
      points: 1,
      cap: null,
      floor: null,
      lines: [line],
    }
    const score = { start: null, groups: [], clauses: [clause] }
    const rows = breakdownOf({ score, entries: [] } as never)
    expect(rows.map((row) => row.lost).join('')).toMatch(HAN)
    expect(rows.map((row) => row.lost).join('')).not.toMatch(/[a-z]/)
  })
})

describe('an explanation', () => {
  const VALUES = Object.entries(FILTER_WORDS).flatMap(([field, words]) =>
    codesOf(words).map((code): [string, string] => [field, code]),
  )
  it.each(VALUES)('%s %s is told in words', (field, code) => {
    expect(valueText(field, code, WORDS_NOW, 'zh')).toMatch(/^[^“a-z]+$/)
    expect(valueText(field, code, WORDS_NOW, 'en')).not.toMatch(RAW)
    expect(valueText(field, code, WORDS_NOW, 'en')).not.toContain('"')
  })

  it.each(codesOf(scoring.FACT_KIND_WORDS))('%s is counted in words', (kind) => {
    expect(kindText(kind, WORDS_NOW, 'zh')).toMatch(/^[^“a-z]+$/)
    expect(itemText(kind, 3, 'zh')).toMatch(HAN)
    expect(itemText(kind, 3, 'en')).not.toMatch(RAW)
  })
})

describe('a page', () => {
  it.each(DICTIONARIES)('%s is told in the language of whoever looks', (_name, words) => {
    for (const code of codesOf(words)) {
      expect(termOf(words, code, sayIn('zh'))).toMatch(HAN)
      expect(termOf(words, code, sayIn('en'))).not.toMatch(HAN)
    }
  })
})

it('a catalogue that a committee starts with has the words of its codes', () => {
  for (const words of Object.values(CATALOGUE_WORDS))
    for (const [zh] of Object.values<Words[string]>(words)) expect(zh).toMatch(HAN)
})

it('a schema that is described, defaulted or nullable keeps its words', () => {
  const route = contractRoutes().find(({ operationId }) => operationId === 'listMembers')!
  const sex = columnsOf(route)!.find(({ key }) => key === 'sex')!
  expect(sex.words).toBe(members.SEXES)
  expect(wordsOf(route.response!)).toBeUndefined()
})

describe('another Chinese word of a code', () => {
  /** Places where a code's name stands beside Chinese that is no label of it. */
  const OTHERWISE: Record<string, readonly string[]> = {
    // Synonyms that sheets use; the first word is the dictionary's.
    'exchange/imports/planner/': ['*'],
    // What a tag of the contract groups.
    'openapi-words.ts': ['*'],
    // How a cell is to be filled in.
    'exchange/imports/templates/records.ts': ['*'],
    // Examples.
    'duties/duty-reports/resource.ts': ['text'],
    'duties/proposals/schema.ts': ['leader'],
    'duties/suggestions/resource.ts': ['text'],
    // What a form says of a field that was filled in wrongly.
    'pages/forms/form.ts': ['required', 'custom'],
    // What a button does, and a choice that is followed by whom.
    'pages/forms/verification.ts': ['confirmed', 'disputed'],
    'pages/forms/appeals.ts': ['missing'],
    'pages/forms/import-questions.ts': ['member'],
    // What stands where there is nothing, and the text of a block.
    'exchange/documents/blocks.ts': ['text'],
    'exchange/documents/regulation-blocks.ts': ['text'],
    'exchange/documents/data/data-copy.ts': ['none'],
    'exchange/documents/data/registration-form.ts': ['none'],
    'exchange/documents/data/term-archive.ts': ['none'],
    'exchange/exports/make.ts': ['none'],
    'exchange/exports/ranked/paper.ts': ['none'],
    'exchange/exports/files/sheet-styles.ts': ['text'],
    'commands/database.ts': ['missing'],
    'scoring/check/refusals.ts': ['record'],
    // Sentences about a slot of a regulation.
    'scoring/mechanisms/best.ts': ['meeting'],
    'scoring/mechanisms/start.ts': ['days'],
    'scoring/words/standing-rules.ts': ['text'],
  }
  const ROOT = path.join(import.meta.dirname, '../../src')
  // `code: '词'`, `code: ['词'`, and an option of a form; what a page says once a step is done is `step: say('…')`.
  const LABEL = /(?<![\w.])(?:'?([\w-]+)'?: \[?|value: '([\w-]+)', label: say\()'[^'\n]*\p{Script=Han}/gu

  const labels = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('core/words/'))
    .flatMap((name) =>
      [...readFileSync(path.join(ROOT, name), 'utf8').matchAll(LABEL)]
        .map((match) => (match[1] ?? match[2])!)
        .filter((code) => CODES.has(code) && !['zh', 'en'].includes(code))
        .map((code): [string, string] => [name, code]),
    )
  const placeOf = (name: string) => Object.keys(OTHERWISE).find((place) => name.startsWith(place))
  const isKnown = ([name, code]: [string, string]) => {
    const known = OTHERWISE[placeOf(name) ?? ''] ?? []
    return known.includes('*') || known.includes(code)
  }

  it('stands nowhere but among the words', () => {
    expect(labels.filter((label) => !isKnown(label))).toEqual([])
  })

  it('is excused only where it stands', () => {
    const needed = new Set(labels.map(([name]) => placeOf(name)))
    expect(Object.keys(OTHERWISE).filter((place) => !needed.has(place))).toEqual([])
  })
})
