import type { Block, BlockCell, BlockDocument } from '../typeset/blocks.ts'
import type { AnnualSpeechDocument } from './data/annual-speech.ts'
import type { DutyReportDocument } from './data/duty-report.ts'
import type { Labelled, Notice, NoticeDocument } from './data/notice.ts'
import type { FormDocument } from './data/registration-form.ts'
import type { TermArchiveDocument } from './data/term-archive.ts'

/** The documents in Word: the same data as the templates have, as paragraphs and tables. */

const PAIR_WIDTHS = [18, 32, 18, 32]
/** A value of more characters takes the row. */
const SHORT = 22

const label = (text: string): BlockCell => ({ text, label: true })

/** Label and value side by side, two pairs in a row. */
function pairs(all: readonly Labelled[]): Block {
  const rows: BlockCell[][] = []
  let waiting: Labelled | undefined
  const alone = (pair: Labelled) => rows.push([label(pair.label), { text: pair.value, span: 3 }])
  for (const pair of all) {
    const long = [...pair.value].length > SHORT
    if (waiting && !long) {
      rows.push([label(waiting.label), waiting.value, label(pair.label), pair.value])
      waiting = undefined
      continue
    }
    if (waiting) alone(waiting)
    waiting = long ? undefined : pair
    if (long) alone(pair)
  }
  if (waiting) alone(waiting)
  return { kind: 'table', widths: PAIR_WIDTHS, rows }
}

const list = (all: readonly Labelled[]): Block => ({
  kind: 'table',
  widths: [18, 82],
  rows: all.map((pair) => [label(pair.label), pair.value]),
})

const boxes = (all: readonly { title: string; signature: string }[]): Block => ({
  kind: 'table',
  widths: [22, 78],
  rows: all.map(({ title, signature }) => [label(title), { text: `\n\n\n${signature}`, align: 'right' }]),
})

const texts = (kind: 'caption' | 'note' | 'text', all: readonly string[]): Block[] =>
  all.map((text) => ({ kind, text }))
const heading = (text: string): Block => ({ kind: 'heading', text })

/** Spaces of the width of a character, for each level. */
const indent = (level: number): string => '　'.repeat(level)

function noticePart(notice: Notice): Block[] {
  return [
    { kind: 'title', text: notice.title },
    ...texts('caption', notice.captions),
    pairs(notice.who),
    heading('一、结果'),
    pairs(notice.summary),
    heading('二、会议出席'),
    list(notice.attendance),
    heading('三、得分明细'),
    {
      kind: 'table',
      widths: [46, 14, 10, 20, 10],
      header: ['项目', '日期', '应计', '未计原因', '得分'],
      aligns: ['left', 'center', 'right', 'left', 'right'],
      rows: notice.breakdown.map(({ level, text, day, full, lost, points }) => [
        `${indent(level)}${text}`,
        day,
        full,
        lost,
        points,
      ]),
    },
    ...(notice.remarks.length > 0 ? [heading('四、说明'), ...texts('note', notice.remarks)] : []),
    { kind: 'note', text: notice.ask },
    { kind: 'signatures', text: notice.signatures },
  ]
}

export function noticeBlocks({ title, author, day, notices }: NoticeDocument): BlockDocument {
  const blocks = notices.flatMap((notice, at): Block[] =>
    at === 0 ? noticePart(notice) : [{ kind: 'page' }, ...noticePart(notice)],
  )
  const footer = notices.length === 1 ? notices[0]!.footer : title
  return { title, author, day, landscape: false, footer, blocks }
}

function entries(classes: FormDocument['classes'], none: string): Block[] {
  if (classes.length === 0) return [{ kind: 'note', text: none }]
  return classes.flatMap(({ title, items }): Block[] => [
    { kind: 'text', text: `${title}（${items.length}）` },
    {
      kind: 'table',
      widths: [12, 38, 12, 14, 13, 9, 9],
      header: ['日期', '事项', '角色', '情况', '记录部门', '核实', '得分'],
      aligns: ['center', 'left', 'center', 'center', 'center', 'center', 'right'],
      rows: items.map((item) => [
        item.day,
        item.title,
        item.role,
        item.status,
        item.unit,
        item.verification,
        item.points,
      ]),
    },
  ])
}

export function formBlocks(form: FormDocument): BlockDocument {
  const { title, author, day, footer } = form
  const blocks: Block[] = [
    { kind: 'title', text: title },
    ...texts('caption', form.captions),
    pairs(form.who),
    heading('一、履职记录'),
    ...entries(form.classes, form.none),
    heading('二、会议出席'),
    list(form.attendance),
    heading('三、得分'),
    pairs([...form.points, ...form.summary]),
    heading('四、确认与意见'),
    boxes(form.opinions),
  ]
  return { title, author, day, landscape: false, footer, blocks }
}

export function dutyReportBlocks(report: DutyReportDocument): BlockDocument {
  const { title, author, day, footer } = report
  const blocks: Block[] = [
    { kind: 'title', text: title },
    pairs(report.who),
    pairs(report.state),
    ...texts(
      'text',
      report.text.map((paragraph) => `${indent(2)}${paragraph}`),
    ),
    { kind: 'signatures', text: report.signatures },
  ]
  return { title, author, day, landscape: false, footer, blocks }
}

export function archiveBlocks(archive: TermArchiveDocument): BlockDocument {
  const { title, author, day, footer, years, recognitions, dutyReports, periods, none } = archive
  const blocks: Block[] = [
    { kind: 'title', text: title },
    ...texts('caption', archive.captions),
    pairs(archive.who),
    heading('一、各年度情况'),
    rowsOr(years.length === 0 ? none : undefined, {
      kind: 'table',
      widths: [28, 14, 14, 28, 16],
      header: ['考核周期', '总分', '等次', '出席率', '履职记录'],
      aligns: ['left', 'right', 'center', 'center', 'center'],
      rows: years.map((year) => [year.name, year.total, year.grade, year.rate, String(year.entries)]),
    }),
    heading('二、奖惩'),
    rowsOr(recognitions.length === 0 ? '没有奖惩记录。' : undefined, {
      kind: 'table',
      widths: [14, 40, 12, 34],
      header: ['日期', '名称', '级别', '事由'],
      rows: recognitions.map((one) => [one.day, one.title, one.level, one.reason]),
    }),
    heading('三、年度履职报告'),
    ...(dutyReports.length === 0 ? texts('note', ['没有年度履职报告。']) : []),
    ...dutyReports.flatMap((report): Block[] => [
      { kind: 'text', text: report.year },
      pairs(report.state),
      ...texts(
        'text',
        report.text.map((paragraph) => `${indent(2)}${paragraph}`),
      ),
    ]),
    ...periods.flatMap((period): Block[] => [
      { kind: 'page' },
      heading(`${period.name}　${period.span}`),
      { kind: 'note', text: `计分规则：${period.regulation}` },
      ...entries(period.classes, none),
      { kind: 'text', text: '会议出席' },
      list(period.attendance),
      ...(period.points.length > 0 ? [pairs(period.points)] : []),
    ]),
    heading('移交'),
    ...texts('text', archive.handedOver),
    boxes(archive.handOver),
  ]
  return { title, author, day, landscape: false, footer, blocks }
}

export function annualSpeechBlocks(speech: AnnualSpeechDocument): BlockDocument {
  const { title, author, day, footer, paragraphs, sources, empty } = speech
  const blocks: Block[] = [
    { kind: 'title', text: title },
    ...texts('caption', speech.captions),
    ...texts('note', paragraphs.length === 0 ? [empty] : []),
    ...paragraphs.flatMap(({ about, text }): Block[] => [
      heading(about),
      { kind: 'text', text: `${indent(2)}${text}` },
    ]),
  ]
  if (sources.length > 0) {
    blocks.push(heading('数据来源'), {
      kind: 'table',
      widths: [8, 24, 14, 54],
      header: ['编号', '指标', '数值', '口径'],
      aligns: ['center', 'left', 'right', 'left'],
      rows: sources.map((one) => [one.number, one.title, one.shown, one.means]),
    })
  }
  return { title, author, day, landscape: false, footer, blocks }
}

const rowsOr = (instead: string | undefined, table: Block): Block =>
  instead === undefined ? table : { kind: 'note', text: instead }
