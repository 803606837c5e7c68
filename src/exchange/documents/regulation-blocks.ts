import type { Block, BlockCell, BlockDocument } from '../typeset/blocks.ts'
import type { RegulationPaper } from './data/regulation-paper.ts'

/** A regulation in Word: the same data as its template has, as paragraphs and tables. */

const label = (text: string): BlockCell => ({ text, label: true })
const heading = (text: string): Block => ({ kind: 'heading', text })
const notes = (all: readonly string[]): Block[] => all.map((text) => ({ kind: 'note', text }))

export function regulationBlocks(paper: RegulationPaper): BlockDocument {
  const { title, author, day, footer, cases } = paper
  const blocks: Block[] = [
    { kind: 'title', text: title },
    { kind: 'table', widths: [18, 82], rows: paper.head.map((pair) => [label(pair.label), pair.value]) },
    heading(paper.practiceHeading),
    ...notes(paper.practice.map((line, at) => `${at + 1}. ${line}`)),
    ...paper.sections.flatMap(({ heading: words, columns, rows }): Block[] => [
      heading(words),
      {
        kind: 'table',
        widths: [40, 60],
        header: columns,
        rows: rows.map(({ head, text, told }) => [
          text === null ? head : `${head}\n${text}`,
          told.map((one) => `${one.slot}：${one.text}`).join('\n'),
        ]),
      },
    ]),
    ...(cases
      ? [
          heading(cases.heading),
          ...notes([cases.note]),
          {
            kind: 'table' as const,
            widths: [38, 24, 38],
            header: ['情形', '应得', '怎样算得'],
            rows: cases.rows.map(({ name, facts, results, sums }, at) => [
              [`${at + 1}. ${name}`, ...facts].join('\n'),
              results.join('\n'),
              sums.join('\n'),
            ]),
          },
        ]
      : []),
    ...notes(paper.remarks),
    heading(paper.signing),
    {
      kind: 'table',
      widths: [16, 36, 12, 36],
      rows: paper.signers.map((who) => [
        label(who),
        '\n',
        label('日期'),
        { text: '年　　月　　日', align: 'right' },
      ]),
    },
  ]
  return { title, author, day, landscape: false, footer, blocks }
}
