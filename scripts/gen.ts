import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import type { z } from 'zod'
import { PERMISSIONS, ROLE_PERMISSIONS, ROLES } from '../src/access/permissions.ts'
import { contractRoutes } from '../src/app.ts'
import { ERRORS } from '../src/core/errors.ts'
import { columnName, wordsOf } from '../src/exchange/imports/planner/records/record-header.ts'
import {
  type CellReading,
  RECORD_RESOURCES,
  type RecordColumn,
} from '../src/exchange/imports/planner/records/record-table.ts'
import { recordTable } from '../src/exchange/imports/planner/records/record-tables.ts'
import { THINGS } from '../src/exchange/imports/planner/records/record-texts.ts'
import {
  ROSTER_FIELDS,
  ROSTER_NEEDS,
  type RosterField,
  rosterWords,
  UNIT_POST_WORDS,
} from '../src/exchange/imports/planner/roster-columns.ts'
import { jsonSchemaOf, plainSchema, type Schema } from '../src/http/json-schema.ts'
import { openapiOf } from '../src/openapi.ts'
import { CasesFile } from '../src/scoring/cases/file.ts'
import { FactsDocument } from '../src/scoring/facts.ts'
import { RegulationFile } from '../src/scoring/format/regulation.ts'
import { formsOf } from '../src/scoring/notation/shaped.ts'
import { regulationCodes } from './regulation-codes.ts'

/** Writes what is made from the code: `npm run gen`; with `--check` it only compares. */

const ROOT = path.join(import.meta.dirname, '..')
const MADE = 'Made by `npm run gen`; change the code, not this file.'

function openapi(): string {
  const yaml = stringify(openapiOf(contractRoutes()), {
    lineWidth: 110,
    blockQuote: 'literal',
    aliasDuplicateObjects: false,
  })
  return `# ${MADE}\n${yaml}`
}

/** One row per code, by status. */
function errors(): string {
  const rows = Object.entries(ERRORS)
    .sort(([, a], [, b]) => a.status - b.status)
    .map(([code, { status, zh, en }]) => `| ${status} | \`${code}\` | ${zh} | ${en} |`)
  return `# Problem codes · 错误代码

${MADE} Source: \`src/core/errors.ts\`.

Every failure is a problem document (RFC 9457) whose \`code\` is one of these. A code is stable for ever and never
reused; \`GET /problems/{code}\` answers with its row. 每个失败的回答都带有下列 \`code\` 之一；代码永久不变，不会改作他用。

| status | code | 说明 | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

function permissions(): string {
  const cell = (role: (typeof ROLES)[number], permission: string) =>
    (ROLE_PERMISSIONS[role] as readonly string[]).includes(permission) ? '✓' : ' '
  const rows = Object.entries(PERMISSIONS).map(
    ([permission, meaning]) =>
      `| \`${permission}\` | ${ROLES.map((role) => cell(role, permission)).join(' | ')} | ${meaning} |`,
  )
  const operations = Map.groupBy(contractRoutes(), (route) => route.permission)
  const lists = [...operations.entries()]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([permission, routes]) =>
        `- \`${permission}\`: ${routes.map((one) => `\`${one.operationId}\``).join(', ')}`,
    )
  return `# Permissions · 权限

${MADE} Source: \`src/access/permissions.ts\`.

A route names one permission; a role is a set of them; whatever is not given is denied. A clerk acts only on the
records of their departments, a member sees only their own. An API key holds the permissions that it was given.

| permission | ${ROLES.join(' | ')} | meaning |
| --- | ${ROLES.map(() => ':-:').join(' | ')} | --- |
${rows.join('\n')}

## Which operation needs which

\`public\` needs no credential, \`any\` any valid one.

${lists.join('\n')}
`
}

function factsSchema(): string {
  const schema = jsonSchemaOf(FactsDocument, { io: 'input', unrepresentable: 'any' })
  const titled = { title: 'Facts of one period: what scoring takes in', ...plainSchema(schema) }
  return `${JSON.stringify(titled, null, 2)}\n`
}

/** For editors, of the cases beside a regulation; what a fact of a case may say follows from its kind. */
function casesSchema(): string {
  const schema = jsonSchemaOf(CasesFile, { io: 'input', unrepresentable: 'any' })
  return `${JSON.stringify({ $comment: MADE, ...schema }, null, 2)}\n`
}

/** For editors: keys, values and their forms. What clauses say of one another, only the service checks. */
function regulationSchema(): string {
  const definitions: Record<string, Schema> = {}
  const schemaOf = (schema: z.ZodType): Schema => {
    const { $schema: _, ...told } = jsonSchemaOf(schema, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const shaped = formsOf.get(zodSchema)
        if (!shaped) return
        jsonSchema.$ref = `#/$defs/${shaped.name}`
        if (shaped.name in definitions) return
        // Named before its forms are told: a condition holds conditions.
        definitions[shaped.name] = {}
        definitions[shaped.name] = { anyOf: shaped.forms.map(schemaOf) }
      },
    })
    return told
  }
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A regulation as data: rules.yaml',
    ...schemaOf(RegulationFile),
    $defs: definitions,
  }
  return `${JSON.stringify(plainSchema(schema), null, 2)}\n`
}

/** The columns of every resource that is read from sheets. */
function importColumns(): string {
  const sections = RECORD_RESOURCES.map((resource) => {
    const table = recordTable(resource)
    const rows = table.columns
      .filter((column) => !column.cellOf)
      .map((column) => {
        const [name, ...others] = wordsOf(column).filter((word) => !word.includes('.'))
        return `| ${name} | ${others.join(' ')} | ${readingOf(column)} | ${fieldOf(column)} | ${column.required ? '✓' : ' '} |`
      })
    const groups = (table.oneOf ?? []).map(
      (group) =>
        `At least one of these is filled in every row · 每行至少填一格: ${group.map((field) => columnName(table, field)).join('、')}.`,
    )
    return `## ${table.title.zh} · \`${resource}\`

| column · 列 | also written · 又作 | a cell holds · 格内填写 | becomes · 成为 | needed · 必填 |
| --- | --- | --- | --- | :-: |
${rows.join('\n')}
${groups.length > 0 ? `\n${groups.join('\n')}\n` : ''}`
  })
  return `# Columns of rosters and record sheets · 名册和记录表的列

${MADE} Sources: \`src/exchange/imports/planner/roster-columns.ts\`, \`records/\`. How they are read: \`docs/imports.md\`.

${rosterColumns()}
# Record sheets · 记录表

Spaces, width and bracketed units of a header do not matter; the names of fields are header words too. What tells members
of one name apart is stored nowhere. A duty record has the columns of its kind beside those below: each of its fields
by its title or its name.

${sections.join('\n')}`
}

/** The columns of a roster, one row a field of a member. */
function rosterColumns(): string {
  const rows = ROSTER_FIELDS.map((field) => {
    const [name, ...others] = rosterWords(field)
    return `| ${name} | ${others.join(' ')} | ${ROSTER_READINGS[field]} | \`${field}\` | ${ROSTER_NEEDS.includes(field) ? '✓' : ' '} |`
  })
  const [unitPost, ...others] = UNIT_POST_WORDS
  rows.push(
    `| ${unitPost} | ${others.join(' ')} | unit, and the post behind it · 单位，后接职务 | \`unit\`, \`post\` |   |`,
  )
  return `## 名册 · \`members\`

| column · 列 | also written · 又作 | a cell holds · 格内填写 | field · 字段 | needed · 必填 |
| --- | --- | --- | --- | :-: |
${rows.join('\n')}

The header has a name and two more of these. A blank cell states nothing and erases nothing. Brackets behind a name
(sex, ethnic group, party, sector, unit) are no part of it; anything else in them, and a mark such as \`*\`, refuses the
row. 空格不改动已有内容；姓名后的括注不算姓名，不明的括注和标记不予接受。
`
}

const BODY = 'name of a body; one that is unknown is created · 名称，没有的将新建'
const ROSTER_READINGS: Record<RosterField, string> = {
  memberNo: 'text · 文字',
  name: 'one name · 一个姓名',
  sex: '男 / 女',
  nation: 'text · 文字',
  politics: 'up to three, with 、 or a space between them · 至多三项',
  sector: BODY,
  committee: BODY,
  group: BODY,
  offices: 'titles of the catalogue `office`, with 、 or a space between them · 目录 office 里的名称',
  unit: 'text · 文字',
  post: 'text · 文字',
  phone: 'one number; a mobile has 11 digits · 一个号码，手机号 11 位',
  validFrom: 'day · 日期',
  validTo: 'day · 日期',
  note: 'text · 文字',
}

const READINGS: Record<CellReading['kind'], string> = {
  line: 'text · 文字',
  prose: 'text of several lines · 多行文字',
  integer: 'whole number · 整数',
  day: 'day · 日期',
  span: 'day, or first and last day · 日期或起止日期',
  month: 'month · 月份',
  flag: '是 / 否',
  choice: 'one of · 之一: ',
  text_of: 'one of · 之一',
  catalogue: 'code or title of · 代码或名称: ',
  thing: 'name or number of · 名称或编号: ',
  member: 'one member · 一位委员',
  members: 'members, with 、 ，or ； between them · 多位委员',
  measure: 'a type of meeting, or 应到、实到、请假、缺席、提案、社情民意 … · 会议类别或统计项目',
  adoptions: 'levels, with （综合） behind one that was combined with others · 各级采用，可注（综合）',
  leaders: 'title and name of each leader · 批示领导的职务和姓名',
  clue: '',
}

function readingOf({ read }: RecordColumn): string {
  const text = READINGS[read.kind]
  if (read.kind === 'choice') {
    return `${text}${Object.values(read.words)
      .map((words) => words.split(' ')[0])
      .join('、')}`
  }
  if (read.kind === 'catalogue') return `${text}\`${read.catalogue}\``
  if (read.kind === 'thing') return `${text}${THINGS[read.of]!.en}`
  if (read.kind === 'members' && read.orOrganization) return `${text}, or one organization · 或一个组织`
  if (read.kind !== 'clue') return text
  return read.clue === 'day' ? 'its day · 其日期' : 'as on the roster · 与名册一致'
}

function fieldOf({ field, into, step, read }: RecordColumn): string {
  if (read.kind === 'clue') return `which ${read.of.join(' or ')} · 用以分清`
  return step ? `\`${into ?? field}\` of the step \`${step}\`` : `\`${into ?? field}\``
}

/** File, and what it should hold. */
export const made: Record<string, () => string> = {
  'openapi.yaml': openapi,
  'docs/errors.md': errors,
  'docs/permissions.md': permissions,
  'docs/import-columns.md': importColumns,
  'docs/regulation-codes.md': () => regulationCodes(MADE),
  'docs/facts.schema.json': factsSchema,
  'regulations/schema.json': regulationSchema,
  'regulations/cases.schema.json': casesSchema,
}

function main(check: boolean): void {
  const stale: string[] = []
  for (const [name, make] of Object.entries(made)) {
    const file = path.join(ROOT, name)
    const text = make()
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    stale.push(name)
    if (check) continue
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`wrote ${name}`)
  }
  if (check && stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')}. Run npm run gen and commit what it writes.`)
    process.exitCode = 1
  } else if (stale.length === 0) console.log('Everything that is made from the code is current.')
}

if (import.meta.main) main(process.argv.includes('--check'))
