import { CATALOGUES } from '../src/committee/catalogues/seed.ts'
import { keysOf } from '../src/core/records.ts'
import { CATALOGUE_WORDS, DUTY_CLASSES, RECOGNITION_CLASSES } from '../src/core/words/catalogues.ts'
import { EXIT_REASONS } from '../src/core/words/members.ts'
import { RULE_CATALOGUES, RULE_FIELDS } from '../src/core/words/regulations.ts'
import {
  CONSEQUENCES,
  FACT_STEPS,
  FILTER_WORDS,
  GRADE_COLOURS,
  OUTCOMES,
  UNITS,
} from '../src/core/words/scoring.ts'
import { type Word, type Words, wordOf } from '../src/core/words/word.ts'
import {
  CODE_FIELDS,
  type CodeField,
  FACT_KINDS,
  type Kind,
  kindsFor,
  type Values,
} from '../src/scoring/check/kinds.ts'
import { CONDITION, MEASURE } from '../src/scoring/format/regulation.ts'
import { NAMED_MEETING_OUTCOMES, NAMED_OUTCOMES } from '../src/scoring/mechanisms/match.ts'

/** `docs/regulation-codes.md`: every code that a regulation may name, with its words in both languages. */

const CLASSES: Words = { ...DUTY_CLASSES, ...RECOGNITION_CLASSES }

/** The catalogues that clauses and conditions ask for, and where. */
const ASKED = {
  meeting_type: '`meeting`, `type`, `occasion`',
  level: '`level`',
  office: '`who: { office: … }`, `start: { office: … }`',
  body_role: '`who: { bodyRole: … }`',
  body_kind: '`who: { bodyKind: … }`, `subject`, `each`',
  service_kind: '`type`',
  recognition_kind: '`type`',
  exemption_reason: '`exempt`',
} as const

const shown = (code: string) => `\`${code}\``
const both = ([zh, en]: Word) => (zh === en ? zh : `${zh} ${en}`)
/** `filed` 立案 filed. */
const named = (code: string, words: Words) => `${shown(code)} ${both(wordOf(words, code) ?? ['', ''])}`.trim()
const listed = (codes: readonly string[], words: Words) => codes.map((code) => named(code, words)).join(', ')
const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** The kinds that a regulation of bodies may count: of the body itself, or of its people, too. */
function kindsOfBodies(of?: 'all'): Record<string, Kind> {
  const { [CONDITION]: _, [MEASURE]: __, ...kinds } = kindsFor('sector', of)
  return kinds
}

function valuesText(field: CodeField, values: Values): string {
  if ('words' in values)
    return `whatever is entered: ${values.words.en} · 录入时自定的编码：${values.words.zh}`
  if ('codes' in values) return listed(values.codes, FILTER_WORDS[field] ?? {})
  if ('catalogue' in values) {
    const also = listed(values.also ?? [], CLASSES)
    return `catalogue · 目录 ${shown(values.catalogue)}${also && `; ${also}`}`
  }
  const classes = (CATALOGUES[values.classesOf] ?? []).flatMap(([, , ofItem]) => ofItem ?? [])
  const found = listed([...new Set(classes)], CLASSES)
  return `class of the item in · 所属门类，见目录 ${shown(values.classesOf)}${found && `: ${found}`}`
}

/** One kind of fact: its steps, its fields, its units. */
function kindText(kind: string, { zh, en, steps, leveled, ownSteps, fields, units }: Kind): string {
  const ofSession = NAMED_OUTCOMES.filter((outcome) => !NAMED_MEETING_OUTCOMES.includes(outcome))
  const own = `catalogue · 目录 ${shown(ownSteps ?? '')}`
  const rows = [
    ['steps · 状态', listed(steps, FACT_STEPS)],
    ["steps of the committee's own · 自设状态", ownSteps ? own : ''],
    [
      'steps with a level · 有级别的状态',
      leveled.length > 0 ? `${listed(leveled, FACT_STEPS)}${ownSteps ? `; ${own}` : ''}` : '',
    ],
    ...CODE_FIELDS.map((field) => {
      const values = fields[field]
      return [`${shown(field)} ${both(RULE_FIELDS[field])}`, values ? valuesText(field, values) : '']
    }),
    ...(kind === 'attendance'
      ? [
          [`\`outcome\` ${both(RULE_FIELDS.outcome)}`, listed(NAMED_MEETING_OUTCOMES, OUTCOMES)],
          ['`outcome` with · 另写 `per: session`', listed(ofSession, OUTCOMES)],
        ]
      : []),
    [
      '`attributes` 附加字段 further fields',
      kind === 'record' ? 'as the kind of duty has them · 由履职类别自定' : '',
    ],
    ['unit of `quantity`, `sum` · 数量单位', listed(units, UNITS)],
  ].filter(([, codes]) => codes !== '')
  const head = `### ${shown(kind)} · ${zh} · ${en}`
  return rows.length > 0 ? `${head}\n\n${tableOf(['key · 项', 'codes · 代码'], rows)}\n` : `${head}\n`
}

function catalogueText(catalogue: keyof typeof ASKED): string {
  const [zh, en] = RULE_CATALOGUES[catalogue]
  const words: Words = CATALOGUE_WORDS[catalogue]
  const items = CATALOGUES[catalogue]!
  const withClass = items.some(([, , ofItem]) => ofItem !== null && Object.hasOwn(CLASSES, ofItem))
  const rows = items.map(([code, , ofItem]) => {
    const [title, meaning] = wordOf(words, code)!
    return [shown(code), title, meaning, ...(withClass ? [ofItem ? named(ofItem, CLASSES) : ''] : [])]
  })
  const heads = ['code · 代码', '名称', 'name', ...(withClass ? ['class · 门类'] : [])]
  return `### ${shown(catalogue)} · ${zh} · ${en}\n\n${ASKED[catalogue]}\n\n${tableOf(heads, rows)}\n`
}

const wordsTable = (words: Words) =>
  tableOf(
    ['code · 代码', '名称', 'name'],
    Object.entries(words).map(([code, [zh, en]]) => [shown(code), zh, en]),
  )

export function regulationCodes(made: string): string {
  const ofBodies = kindsOfBodies()
  const sections = (kinds: Record<string, Kind>) =>
    Object.entries(kinds).map(([kind, definition]) => kindText(kind, definition))
  const more = Object.entries(kindsOfBodies('all')).filter(([kind]) => !Object.hasOwn(FACT_KINDS, kind))
  const own = Object.keys(ofBodies).map(shown)
  return `# Codes that a regulation may name · 规则里可用的代码

${made} Sources: \`src/scoring/check/kinds.ts\`, \`src/core/words/\`.

What \`counts\` may name, the steps of a ladder or of a \`status\`, and what stands in the fields that \`where\`, \`by\` and \`who\`
ask for. Catalogues are the committee's own: below are those that a new one starts with; it renames, adds and retires items,
and \`GET /v1/catalogue-items?catalogue=meeting_type\` lists what it has. A code that is in no catalogue is refused when the
file is uploaded; one of the committee's own is brought along under \`catalogues\`. Facts from elsewhere (\`lvzhi regulation
score\`) may have kinds, codes and units of their own, such as ${listed(['half_day', 'day', 'yuan'], UNITS)}.

规则里可以写的代码都在本页：\`counts\` 计什么，\`ladder\` 和 \`status\` 有哪些状态，\`where\`、\`by\`、\`who\` 的各项填什么。目录由本会自行维护，
以下是新建时的内容，本会可以改名、增加、停用；现有的用 \`GET /v1/catalogue-items?catalogue=meeting_type\` 查。
目录里没有的代码，上传时不予接受；本会自设的写进文件的 \`catalogues\`。用 \`lvzhi regulation score\` 计算外来数据时，种类、代码、单位可以另有。

## \`counts\` · 计什么

${sections(FACT_KINDS).join('\n')}
## Regulations of bodies · 给组织计分的规则

With \`subject\` a clause counts what the body has of its own: ${own.join(', ')}.
With \`of: members\` it counts what its people have: every kind above, and \`member_total\`; with \`of: all\` both.

写了 \`subject\` 的规则，条款计组织自己的 ${own.join('、')}；
写 \`of: members\` 的条款计其委员的记录，即上列各种和 \`member_total\`；写 \`of: all\` 的两者都计。

${sections(Object.fromEntries(more)).join('\n')}
## Catalogues · 目录

Those of duty kinds (\`duty_kind\`) and of steps of a committee's own (\`proposal_step\`, \`opinion_step\`) begin empty.
履职类别（\`duty_kind\`）和自设状态（\`proposal_step\`、\`opinion_step\`）的目录起初是空的。

${keysOf(ASKED).map(catalogueText).join('\n')}
## Reasons of leaving, consequences, colours · 离任原因、结果、颜色

\`exit\` of a condition · 条件的 \`exit\`

${wordsTable(EXIT_REASONS)}

\`then\` of a trigger; a word of the committee's own is possible. 触发项的 \`then\`，也可自定。

${wordsTable(CONSEQUENCES)}

\`colour\` of a grade · 等次的 \`colour\`

${wordsTable(GRADE_COLOURS)}
`
}
