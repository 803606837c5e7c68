import { catalogueItemOperations } from '../../committee/catalogues/resource.ts'
import { memberOperations } from '../../committee/members/resource.ts'
import { organizationOperations } from '../../committee/organizations/resource.ts'
import { termOperations } from '../../committee/terms/resource.ts'
import { dayInZone } from '../../core/days.ts'
import { AppError } from '../../core/errors.ts'
import { append } from '../../core/long-lists.ts'
import { dutyKindOperations } from '../../duties/duty-kinds/resource.ts'
import { dutyReportOperations } from '../../duties/duty-reports/resource.ts'
import { recognitionOperations } from '../../duties/recognitions/resource.ts'
import type { Items, Operation } from '../../http/operation.ts'
import { type Operations, readAs } from '../../http/operations.ts'
import { getArchive, getArchiveOfDays } from '../../reporting/archive/schema.ts'
import { handoverOperations } from '../../reporting/handovers/resource.ts'
import { getMyData } from '../../reporting/me/data.ts'
import { periodOperations } from '../../reporting/periods/resource.ts'
import { getReportContent } from '../../reporting/reports/content.ts'
import { getReportMember } from '../../reporting/reports/member-part.ts'
import { listStatistics } from '../../reporting/statistics/schema.ts'
import { getRegulation } from '../../scoring/regulations/schema.ts'
import { answeredFor } from '../exports/answered.ts'
import type { Sink } from '../exports/files/sink.ts'
import type { Asker } from '../exports/lists/list-export.ts'
import type { Made, MakeContext, Maker, Parameters } from '../exports/maker.ts'
import type { Format } from '../exports/schema.ts'
import type { BlockDocument } from '../typeset/blocks.ts'
import { annualSpeechBlocks, archiveBlocks, dutyReportBlocks, formBlocks, noticeBlocks } from './blocks.ts'
import { type Account, frozenAccount, liveAccount, ofDays, type Stretch } from './data/account.ts'
import { annualSpeechDocument } from './data/annual-speech.ts'
import { committeeWords } from './data/committee-words.ts'
import { dataCopyDocument } from './data/data-copy.ts'
import { daysBetween } from './data/days-between.ts'
import { dutyReportDocument } from './data/duty-report.ts'
import { noticeDocument } from './data/notice.ts'
import { type Personal, registrationForm } from './data/registration-form.ts'
import { regulationPaper } from './data/regulation-paper.ts'
import { storedVersion } from './data/stored-regulation.ts'
import { termArchive } from './data/term-archive.ts'
import { regulationBlocks } from './regulation-blocks.ts'
import { tableBlocks } from './table-document.ts'

/** Documents of members: read as whoever asked may read it, laid out by a template, or given as the data itself. */

type Reading = Pick<MakeContext, 'operations' | 'asker'>

const PAGE = '200'
/** More notices than these in one file are not tagged for readers that speak: each has a file of its own for that. */
const TAGGED_MAX = 20

/** One document in the format that was asked for. */
async function laidOut<T extends object>(
  { typesetter }: Pick<MakeContext, 'typesetter'>,
  format: Format,
  sink: Sink,
  document: { template: string; data: T; blocks: (data: T) => BlockDocument; tagged?: boolean },
): Promise<Pick<Made, 'missingGlyphs'>> {
  const { template, data, blocks, tagged } = document
  if (format === 'json') {
    await sink.write(Buffer.from(`${JSON.stringify(data, null, 2)}\n`))
    return { missingGlyphs: [] }
  }
  const set =
    format === 'pdf' ? await typesetter.pdf(template, data, tagged) : await typesetter.docx(blocks(data))
  await sink.write(set.bytes)
  return { missingGlyphs: set.missingGlyphs }
}

/** The member in the period, as a report has frozen it or as the records say today. */
async function accountOf({ operations, asker }: Reading, parameters: Parameters): Promise<Account> {
  const { memberId, reportId, periodId, asOf } = parameters
  if (reportId) {
    const call = { ...asker, params: { id: reportId, memberId: memberId! } }
    return frozenAccount(await answeredFor('/reportId', reportId, operations.of(getReportMember), call))
  }
  const query = { periodId, ...(asOf ? { asOf } : {}) }
  const call = { ...asker, params: { id: memberId! }, query }
  return liveAccount(await answeredFor('/memberId', memberId!, operations.of(getArchive), call))
}

const memberOf = ({ operations, asker }: Reading, id: string) =>
  answeredFor('/memberId', id, operations.of(memberOperations.read), { ...asker, params: { id } })

const termOf = ({ operations, asker }: Reading, id: string) =>
  answeredFor('/memberId', id, operations.of(termOperations.read), { ...asker, params: { id } })

const notice: Maker = {
  check: (context, parameters) => accountOf(context, parameters),
  async make(context, parameters, format, sink) {
    const account = await accountOf(context, parameters)
    const data = noticeDocument(context.committee.name, [account])
    const document = { template: 'notice', data, blocks: noticeBlocks }
    const set = await laidOut(context, format, sink, document)
    return { fileName: `notice-${account.memberNo}`, rows: 1, columns: [], ...set }
  },
}

/** Everybody of a report, in its order. */
const notices: Maker = {
  check: ({ operations, asker }, { reportId }) => contentOf({ operations, asker }, reportId!),
  async make(context, { reportId }, format, sink) {
    const { operations, asker, progress, committee } = context
    const { items } = await contentOf(context, reportId!)
    const route = operations.of(getReportMember)
    const accounts: Account[] = []
    for (const { memberId } of items) {
      const call = { ...asker, params: { id: reportId!, memberId } }
      accounts.push(frozenAccount(await answeredFor('/reportId', reportId!, route, call)))
      if (accounts.length % 50 === 0) await progress(accounts.length, items.length + 1)
      // Requests that wait go first.
      await new Promise((resolve) => setImmediate(resolve))
    }
    const data = noticeDocument(committee.name, accounts)
    const made = { fileName: 'notices', rows: accounts.length, columns: [] }
    if (format === 'jsonl') {
      await sink.write(Buffer.from(data.notices.map((one) => `${JSON.stringify(one)}\n`).join('')))
      return { ...made, missingGlyphs: [] }
    }
    const tagged = accounts.length <= TAGGED_MAX
    const document = { template: 'notice', data, blocks: noticeBlocks, tagged }
    return { ...made, ...(await laidOut(context, format, sink, document)) }
  },
}

const contentOf = ({ operations, asker }: Reading, id: string) =>
  answeredFor('/reportId', id, operations.of(getReportContent), { ...asker, params: { id } })

const registration: Maker = {
  check: (context, parameters) => accountOf(context, parameters),
  async make(context, parameters, format, sink) {
    const account = await accountOf(context, parameters)
    const member = await memberOf(context, account.memberId)
    const { name: term } = await termOf(context, member.termId)
    const { sex, nation, birthDate, politics } = member
    const personal: Personal = { sex, nation, birthDate, politics, term }
    const data = registrationForm(context.committee.name, account, personal)
    const document = { template: 'registration_form', data, blocks: formBlocks }
    const set = await laidOut(context, format, sink, document)
    return { fileName: `registration-form-${account.memberNo}`, rows: 1, columns: [], ...set }
  },
}

const dutyReportOf = ({ operations, asker }: Reading, id: string) =>
  answeredFor('/dutyReportId', id, operations.of(dutyReportOperations.read), { ...asker, params: { id } })

const dutyReport: Maker = {
  check: (context, { dutyReportId }) => dutyReportOf(context, dutyReportId!),
  async make(context, { dutyReportId }, format, sink) {
    const body = await dutyReportOf(context, dutyReportId!)
    const member = await memberOf(context, body.memberId)
    const data = dutyReportDocument(context.committee.name, body, member)
    const document = { template: 'duty_report', data, blocks: dutyReportBlocks }
    const set = await laidOut(context, format, sink, document)
    return { fileName: `duty-report-${member.memberNo}-${body.year}`, rows: 1, columns: [], ...set }
  },
}

const archive: Maker = {
  check: (context, { memberId }) => memberOf(context, memberId!),
  async make(context, { memberId }, format, sink) {
    const member = await memberOf(context, memberId!)
    const term = await termOf(context, member.termId)
    const served = await servedIn(context, member, term)
    const { accounts } = served
    const data = termArchive({
      committee: context.committee.name,
      term,
      member,
      ...served,
      handovers: await allOf(context, handoverOperations.list, { memberId: member.id }),
      dutyReports: await allOf(context, dutyReportOperations.list, { memberId: member.id, sort: 'year' }),
      recognitions: await allOf(context, recognitionOperations.list, { memberId: member.id }),
    })
    const document = { template: 'term_archive', data, blocks: archiveBlocks }
    const set = await laidOut(context, format, sink, document)
    const rows = accounts.reduce((sum, { entries }) => sum + entries.flatMap(({ items }) => items).length, 0)
    return { fileName: `archive-${member.memberNo}`, rows, columns: [], ...set }
  },
}

/** Kinds of periods of which each day is in one: an archive lists no entry twice. */
const YEARS = ['calendar_year', 'session_year']

interface Mandate {
  id: string
  validFrom: string
  validTo: string | null
}

/** All days of the mandate that are over: by the years of its periods, and what lies in none by calendar years. */
async function servedIn(
  context: MakeContext,
  { id: memberId, validFrom, validTo }: Mandate,
  { startsOn, endsOn }: { startsOn: string; endsOn: string },
): Promise<{ accounts: Stretch[]; further: Account[]; asOf: string }> {
  const today = dayInZone(context.asker.clock())
  const first = later(validFrom, startsOn)
  const last = [validTo ?? endsOn, endsOn, today].reduce(earlier)
  const all = await allOf(context, periodOperations.list, { sort: 'startsOn' })
  const touching = all.filter((period) => period.startsOn <= last && period.endsOn >= first)
  const [years, further]: Account[][] = [[], []]
  for (const [at, { id: periodId, kind }] of touching.entries()) {
    const account = await accountOf(context, { memberId, periodId }).catch(nothing)
    if (account) (YEARS.includes(kind) ? years : further)!.push(account)
    await context.progress(at, touching.length + 1)
  }
  const stretches: Stretch[] = [...years!]
  for (const { from, to } of daysBetween(
    years!.map(({ period }) => period),
    first,
    last,
  )) {
    const call = { ...context.asker, params: { id: memberId }, query: { from, to } }
    const days = await answeredFor('/memberId', memberId, context.operations.of(getArchiveOfDays), call)
    if (days.entries.length > 0) stretches.push(ofDays(days))
  }
  stretches.sort((a, b) => (a.period.from < b.period.from ? -1 : 1))
  return { accounts: stretches, further: further!, asOf: last < first ? today : last }
}

const earlier = (a: string, b: string): string => (a < b ? a : b)
const later = (a: string, b: string): string => (a > b ? a : b)

/** A period in which nothing of the member is scored. */
function nothing(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'unknown_reference') return
  throw error
}

async function allOf<T>(
  { operations, asker }: Reading,
  operation: Operation<Items<T>>,
  query: Record<string, string>,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const asked: Record<string, string> = { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) }
    const { body }: { body: Items<T> } = await readAs(operations.of(operation), { ...asker, query: asked })
    append(items, body.items)
    cursor = body.nextCursor
  } while (cursor)
  return items
}

/** As `allOf`; nothing for who may not read them: a regulation is readable without. */
const seenOf = <T>(reading: Reading, operation: Operation<Items<T>>): Promise<T[]> =>
  allOf(reading, operation, {}).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'forbidden') return []
    throw error
  })

const copyOf = async (operations: Operations, asker: Asker) =>
  (await readAs(operations.of(getMyData), asker)).body

const dataCopy: Maker = {
  check: ({ operations, asker }) => copyOf(operations, asker),
  async make(context, _parameters, format, sink) {
    const copy = await copyOf(context.operations, context.asker)
    const name = String(copy.tables.members?.[0]?.name ?? '')
    const data = dataCopyDocument(context.committee.name, name, copy)
    const set = await laidOut(context, format, sink, { template: 'table', data, blocks: tableBlocks })
    const rows = data.parts.reduce((sum, part) => sum + part.rows.length, 0)
    return { fileName: 'my-data', rows, columns: [], ...set }
  },
}

const figuresOf = async ({ operations, asker }: Reading, { filter = {} }: Parameters) =>
  (await readAs(operations.of(listStatistics), { ...asker, query: { compare: 'previous_year', ...filter } }))
    .body.items

const speech: Maker = {
  check: (context, parameters) => figuresOf(context, parameters),
  async make(context, parameters, format, sink) {
    const data = annualSpeechDocument(context.committee.name, await figuresOf(context, parameters))
    const document = { template: 'annual_speech', data, blocks: annualSpeechBlocks }
    const set = await laidOut(context, format, sink, document)
    return { fileName: 'annual-speech', rows: data.sources.length, columns: [], ...set }
  },
}

const versionOf = ({ operations, asker }: Reading, id: string) =>
  answeredFor('/regulationId', id, operations.of(getRegulation), { ...asker, params: { id } })

const regulation: Maker = {
  check: (context, { regulationId }) => versionOf(context, regulationId!),
  async make(context, { regulationId }, format, sink) {
    const stored = await versionOf(context, regulationId!)
    const words = committeeWords(
      await seenOf(context, catalogueItemOperations.list),
      await seenOf(context, dutyKindOperations.list),
      await seenOf(context, organizationOperations.list),
    )
    const data = regulationPaper(storedVersion(stored, context.committee.name, words))
    const document = { template: 'regulation', data, blocks: regulationBlocks }
    const set = await laidOut(context, format, sink, document)
    const rows = data.sections.reduce((sum, section) => sum + section.rows.length, 0)
    return { fileName: `regulation-${stored.name}-${stored.number}`, rows, columns: [], ...set }
  },
}

export const DOCUMENT_MAKERS = {
  annual_speech: speech,
  notice,
  notices,
  registration_form: registration,
  duty_report: dutyReport,
  term_archive: archive,
  regulation,
  data_copy: dataCopy,
}
