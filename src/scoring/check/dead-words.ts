import { list, type RefusalWords } from '../mechanisms/mechanism.ts'
import { catalogueText, codesText, fieldsText } from './meant.ts'
import { withNear } from './nearest.ts'

/** What can never match is told with what there is. */
export const DEAD_WORDS: Readonly<Record<string, RefusalWords>> = {
  unknown_kind: ([kind, kinds]) =>
    withNear(
      '系统没有这类记录',
      'no record is of the kind',
      kind,
      kinds,
      `可用：${codesText(kinds, 'counts')}`,
      `There are: ${list(kinds)}`,
    ),
  kind_of_people: ([kind, kinds]) => ({
    zh: `组织自己没有“${kind}”这类记录（有：${codesText(kinds, 'counts')}）；计其委员的，请另写 of: members`,
    en: `a body has no "${kind}" of its own (it has ${list(kinds)}); for those of its people write of: members`,
  }),
  field_of_kind: ([kind, field, fields]) => ({
    zh: `“${kind}”没有“${field}”这个字段，永远不会符合${fields ? `；可用：${fieldsText(fields)}` : ''}`,
    en: `"${kind}" has no field "${field}": it would never match${fields ? `. It has ${list(fields)}` : ''}`,
  }),
  kind_is_type: ([code, kind, field]) => ({
    zh: `“${code}”是类型，不是一种记录：写 counts: ${kind}, where: { ${field}: ${code}${outcomeOf(kind)} }`,
    en: `"${code}" is a type and no kind of record: write counts: ${kind}, where: { ${field}: ${code}${outcomeOf(kind)} }`,
  }),
  unknown_code: ([code, codes, catalogue, field]) =>
    catalogue
      ? withNear(
          `${catalogueText(catalogue)}里没有`,
          `the catalogue ${catalogue} has no`,
          code,
          codes,
          `${few(codes) && `现有：${codesText(codes, catalogue)}；`}本会自有的代码写进文件的 catalogues: { ${catalogue}: { ${code}: ${itemOf(catalogue, '名称')} } }`,
          `${few(codes) && `It has ${list(codes)}; `}a code of the committee's own goes into the file as catalogues: { ${catalogue}: { ${code}: ${itemOf(catalogue, 'Name')} } }`,
        )
      : withNear(
          '没有这个代码',
          'there is no code',
          code,
          codes,
          `可用：${codesText(codes, field)}`,
          `There are: ${list(codes)}`,
        ),
  unknown_body: ([code, codes]) =>
    withNear(
      '本会没有这个组织',
      'the committee has no body',
      code,
      codes,
      `先建立该组织，或写进 catalogues: { body: { ${code}: { name: 名称, class: 类别 } } }`,
      `Make it first, or bring it along as catalogues: { body: { ${code}: { name: Name, class: kind } } }`,
    ),
  unknown_step: ([step, steps, kind, catalogue]) =>
    withNear(
      `“${kind}”没有这个状态，永远不计分：`,
      `"${kind}" never reaches the step`,
      step,
      steps,
      steps
        ? `可用：${codesText(steps, 'status')}${catalogue ? `；本会自有的状态写进 catalogues: { ${catalogue}: … }` : ''}`
        : '这类记录没有状态',
      steps
        ? `There are: ${list(steps)}${catalogue ? `; a step of the committee's own goes into catalogues: { ${catalogue}: … }` : ''}`
        : 'It has no steps',
    ),
  level_of_step: ([steps]) => ({
    zh: `级别记在状态上，不在记录上：请写明状态，例如 ${first(steps)}（条件写 status，条款写 ladder）`,
    en: `the level stands at the step and not at the record: name the step, such as ${first(steps)} (a condition by status, a clause by a ladder)`,
  }),
  no_level_of_step: ([step, steps]) => ({
    zh: `“${step}”这一步没有级别，永远不会符合；有级别的：${list(steps)}`,
    en: `the step "${step}" has no level: it would never match. These have one: ${list(steps)}`,
  }),
  attributes_of_record: ([kind]) => ({
    zh: `“${kind}”没有附加字段；attributes 只用于自设履职类别（counts: record）`,
    en: `"${kind}" has no further fields; attributes are for duties of a committee's own kinds (counts: record)`,
  }),
  unknown_attribute: ([name, names]) =>
    withNear(
      '所计的履职类别没有这个附加字段',
      'the kinds of duty that are counted have no field',
      name,
      names,
      `可用：${list(names) || '无'}；本会自有的类别连同字段写进 catalogues: { duty_kind: … }`,
      `There are: ${list(names) || 'none'}; a kind of the committee's own goes into catalogues: { duty_kind: … } with its fields`,
    ),
  unit_of_kind: ([kind, unit, units]) => ({
    zh: `“${kind}”的数量没有单位“${unit}”；${units ? `可用：${codesText(units, 'unit')}。` : '这类记录没有数量，'}自设履职类别（counts: record）的数写作 quantity: { attribute: 字段, each: 1 }`,
    en: `"${kind}" has no amount in "${unit}"; ${units ? `there is ${list(units)}. A` : 'it has no amount at all, and a'} number of a kind of your own (counts: record) is quantity: { attribute: field, each: 1 }`,
  }),
  replaces_at_meeting: ([kind]) => ({
    zh: `replaces 用于同一会议上的两条（出席、发言）；“${kind}”不在会议上，此项不起作用`,
    en: `replaces is for two clauses at the same meeting (attendance, speech); "${kind}" stands at none, so it would do nothing`,
  }),
  duty_kind_class: ([code]) => ({
    zh: `履职类别要写归类：${code}: { name: 名称, class: service }`,
    en: `a kind of duty has a class: ${code}: { name: Name, class: service }`,
  }),
  body_class: ([code]) => ({
    zh: `组织要写类别：${code}: { name: 名称, class: special_committee }`,
    en: `a body has a kind: ${code}: { name: Name, class: special_committee }`,
  }),
  fields_of_duty_kind: ([catalogue]) => ({
    zh: `附加字段只用于 duty_kind，不用于 ${catalogue}`,
    en: `further fields are for duty_kind, and not for ${catalogue}`,
  }),
  grade_twice: ([grade]) => ({
    zh: `等次“${grade}”写了两次；同一等次的另一条路写进 needs: { any: [ … ] }`,
    en: `the grade "${grade}" is there twice; another way to it goes into needs: { any: [ … ] }`,
  }),
}

/** An attendance says what it came to. */
const outcomeOf = (kind = ''): string => (kind === 'attendance' ? ', outcome: attended' : '')

/** How an item of the committee's own is written. */
const itemOf = (catalogue: string, name: string): string =>
  catalogue === 'duty_kind' ? `{ name: ${name}, class: service }` : name

const FEW = 12
/** The items of a catalogue that is short enough to be told; else nothing. */
const few = (codes = ''): string => (codes.split(',').length <= FEW ? codes : '')

const first = (names = ''): string => names.split(',')[0] ?? ''
