import { MECHANISMS } from '../mechanisms/all.ts'
import { list, type RefusalWords } from '../mechanisms/mechanism.ts'
import type { Words } from '../notation/vocabulary.ts'

/** The words of every refusal of a file, by code; `values` are what the code speaks of. */
const REFUSALS: Record<string, RefusalWords> = {
  ...Object.assign({}, ...MECHANISMS.map(({ refusals }) => refusals)),
  unknown_key: ([key, near, allowed]) => ({
    zh: `没有“${key}”这个项${near ? `；是否应为“${near}”` : ''}。可用的项：${list(allowed)}`,
    en: `there is no key "${key}"${near ? `; did you mean "${near}"?` : '.'} Known keys: ${list(allowed)}`,
  }),
  missing: ([key]) => ({ zh: `缺少“${key}”`, en: `"${key}" is missing` }),
  wrong_type: ([key, expected, actual]) => ({
    zh: `“${key}”应为${TYPES[expected ?? ''] ?? expected}${actual === 'list' ? '，只能写一个' : ''}`,
    en: `"${key}" takes ${expected === 'record' || expected === 'object' ? 'a block of keys' : (expected ?? 'another value')}${actual === 'list' ? ', and one only' : ''}`,
  }),
  not_allowed: ([actual, near, allowed]) => ({
    zh: `“${actual}”不在可用值之内${near ? `；是否应为“${near}”` : ''}。可用值：${allowed}`,
    en: `"${actual}" is not allowed${near ? `; did you mean "${near}"?` : '.'} Allowed: ${allowed}`,
  }),
  too_small: ([minimum]) => ({ zh: `不能小于${minimum}`, en: `must be at least ${minimum}` }),
  too_big: ([maximum]) => ({ zh: `不能大于${maximum}`, en: `must be at most ${maximum}` }),
  too_long: ([maximum]) => ({
    zh: `文件超过${maximum}个字符`,
    en: `the file has more than ${maximum} characters`,
  }),
  too_deep: ([most]) => ({
    zh: `嵌套超过${most}层`,
    en: `it nests deeper than ${most} levels`,
  }),
  too_slow: ([seconds]) => ({
    zh: `${seconds}秒内没有读完：请写得短些、简单些`,
    en: `it was not read within ${seconds} seconds: make it shorter and simpler`,
  }),
  yaml: ([message]) => ({ zh: `不是正确的 YAML：${message}`, en: `not valid YAML: ${message}` }),
  duplicate_key: () => ({ zh: '同一个项写了两次', en: 'the same key is there twice' }),
  points: () => ({
    zh: '应为分值，例如 -2、12.5 或 "25/2"',
    en: 'expected points such as -2, 12.5 or "25/2"',
  }),
  day: ([word]) => ({
    zh: `“${word}”不是存在的日期；应写作 2019-01-01`,
    en: `"${word}" is no existing day; it is written 2019-01-01`,
  }),
  empty: () => ({ zh: '至少要有一项', en: 'must hold at least one entry' }),
  part: () => ({ zh: '份额应在 0 与 1 之间，例如 1/2', en: 'a part is between 0 and 1, such as 1/2' }),
  code: ([word]) => ({
    zh: `“${word}”不是编码：编码由小写字母、数字和下划线组成，以字母开头`,
    en: `"${word}" is no code: a code is lower-case letters, digits and underscores, a letter first`,
  }),
  clause_code: ([word]) => ({
    zh: `“${word}”不能作条款编号：以文字开头，不含空格，例如 TC-04、第五条`,
    en: `"${word}" cannot be a clause number: it starts with a letter and has no spaces, such as TC-04`,
  }),
  regulation_code: () => ({
    zh: '规则编码由小写字母、数字和连字符组成，例如 tongcheng-2019',
    en: 'the code of a regulation is lower-case letters, digits and hyphens, such as tongcheng-2019',
  }),
  unknown_group: ([group, names]) => withNear('没有这个分组', 'there is no group', group, names),
  unknown_clause: ([clause, names]) => withNear('没有这个条款', 'there is no clause', clause, names),
  unknown_reading: ([reading, names]) => withNear('没有这种读法', 'there is no reading', reading, names),
  unknown_outcome: ([outcome, names]) => withNear('没有这个出席结果', 'there is no outcome', outcome, names),
  outcome_of_session: ([outcome]) => ({
    zh: `“${outcome}”只用于场次；请写 per: session`,
    en: `"${outcome}" is an outcome of a session; add per: session`,
  }),
  outcome_needed: () => ({
    zh: '出席条款须写明哪些结果计分（where: { outcome: … }）',
    en: 'an attendance clause must say which outcomes count (where: { outcome: … })',
  }),
  use_meeting: () => ({
    zh: '出席条款用 meeting 写会议类型',
    en: 'an attendance clause names meeting types by meeting',
  }),
  use_type: () => ({
    zh: 'meeting 只用于出席条款；此处用 type',
    en: 'meeting is for attendance clauses; use type',
  }),
  only_of_attendance: ([key]) => ({
    zh: `“${key}”只用于出席条款`,
    en: `"${key}" is for attendance clauses only`,
  }),
  not_of_attendance: ([key]) => ({
    zh: `出席条款不能用“${key}”`,
    en: `"${key}" is not for attendance clauses`,
  }),
  attendance_of_session: () => ({
    zh: '按场次计分时不需要 attendance',
    en: 'a clause per session has no attendance rule: each session counts by itself',
  }),
  otherwise_of_needs: () => ({
    zh: 'otherwise 与 needs 一起写：条件不满足时怎样计',
    en: 'otherwise goes with needs: it says what is left where the condition does not hold',
  }),
  group_circle: ([group]) => ({ zh: `分组“${group}”套住了自己`, en: `group "${group}" is inside itself` }),
  taken_name: ([name]) => ({
    zh: `“${name}”已另有所指，请换一个名称`,
    en: `"${name}" means something else already`,
  }),
  omitted_but_there: ([clause]) => ({
    zh: `“${clause}”已写成条款，不能同时列为未写入`,
    en: `"${clause}" is a clause of this file and cannot be omitted as well`,
  }),
  share_words: () => ({
    zh: '份额写作“1 of 3”（3人署名中的第1人）或“unsigned of 3”',
    en: 'a share is written "1 of 3" (the first of 3 who signed) or "unsigned of 3"',
  }),
  one_kind: ([kinds, names]) => ({
    zh: `每个事实要写明一个种类，例如 attendance: plenary；现有：${list(kinds) || '无'}。其他可用的项：${list(names)}`,
    en: `a fact has one kind, such as attendance: plenary; found: ${list(kinds) || 'none'}. Other keys: ${list(names)}`,
  }),
  other_regulation: ([code]) => ({
    zh: `这些案例不属于规则“${code}”`,
    en: `these cases are not for regulation "${code}"`,
  }),
  unknown_expectation: ([name, names]) =>
    withNear('没有这个条款、分组或 total、grade', 'there is no clause, group, total or grade', name, names),
  part_of_figures: ([clause]) => ({
    zh: `“${clause}”没有可按比例取的分值（只能是分值、分级表或 ladder）`,
    en: `"${clause}" has no figures to take a part of (a figure, a table or a ladder)`,
  }),
  points_of_measure: () => ({
    zh: 'bands、places、target 只用于写了 measure 的条款',
    en: 'bands, places and target are for a clause with a measure',
  }),
  places_of_place: () => ({
    zh: '按名次给分写 measure: { place: … } 与 points: { places: … }，places 不与其他 measure 同用',
    en: 'points by rank are written measure: { place: … } with points: { places: … }, and places go with nothing else',
  }),
  compare_first: ([code]) => ({
    zh: `不能比较“${code}”：它自己要先与他人比较、有条件，或就是总分`,
    en: `"${code}" cannot be compared: it compares members itself, depends on a condition, or is the total`,
  }),
  only_of_bodies: ([key]) => ({
    zh: `“${key}”只用于给组织计分的规则；请在文件里写明 subject，例如 subject: sector`,
    en: `"${key}" is for regulations that score bodies: say which kind, such as subject: sector`,
  }),
  above_zero: () => ({ zh: '应大于 0', en: 'must be above 0' }),
  band: () => ({
    zh: '此处写数字，例如 90: 20',
    en: 'this is a number, such as 90: 20',
  }),
  list_of_whom: () => ({
    zh: '名单要写 who（哪些人）或 each（每个哪类组织一份）',
    en: 'a list says who, or each (one list for each body of a kind)',
  }),
  each_of_periods: () => ({
    zh: 'each: period 与 over: { periods: … } 一起写：在这几期里每一期都要成立',
    en: 'each: period goes with over: { periods: … }: it must hold in each of them',
  }),
  count_bound: () => ({
    zh: '计数条件要写 atLeast 或 atMost',
    en: 'a count says atLeast or atMost',
  }),
  points_bound: () => ({
    zh: '得分条件写 atLeast 或 below 之一',
    en: 'points are compared by atLeast or by below, one of them',
  }),
  count_never: () => ({
    zh: 'atMost 小于 atLeast，永远不会成立',
    en: 'atMost is below atLeast: it can never hold',
  }),
  condition_circle: ([code]) => ({
    zh: `条件“${code}”引用了自己`,
    en: `condition "${code}" leads back to itself`,
  }),
  unknown_condition: ([name, names]) => withNear('没有这个条件', 'there is no condition', name, names),
  unknown_points: ([name, names]) =>
    withNear('没有这个条款、分组或 total', 'there is no clause, group or total', name, names),
  needs_outermost: () => ({
    zh: 'needs 只用于最外层的分组，里面的分组不能再有 needs',
    en: 'needs is for an outermost group, and for none inside it',
  }),
  points_of_needing: () => ({
    zh: '只能看没有 needs 的分组或条款的得分',
    en: 'only points of groups and clauses that need nothing themselves are known here',
  }),
  running_or_times: () => ({
    zh: '写 running（连续几期）或 times（任内几期）之一',
    en: 'it says running (periods in a row) or times (in the mandate), one of them',
  }),
  repeated_of_trigger: () => ({
    zh: '连续或多次只用于 triggers',
    en: 'what is repeated is a condition of triggers only',
  }),
  repeated_what: () => ({
    zh: '以前各期只知道总分、等次和名次：of 写 points: total、grade、top、bottom，或由它们组合',
    en: 'of earlier periods the total, the grade and the place are known: of says points: total, grade, top or bottom, or combines them',
  }),
  counts_or_when: () => ({
    zh: '条款写 counts（按事实计分）、when（满足条件一次给分）、measure（按测得的数值给分）之一',
    en: 'a clause says counts (points for facts), when (once a condition holds) or measure (by a value), one of them',
  }),
  not_of_condition: ([key]) => ({
    zh: `写 when 或 measure 的条款不能用“${key}”`,
    en: `"${key}" is not for a clause with when or measure`,
  }),
  points_of_points: () => ({
    zh: '给分的条件不能再看得分',
    en: 'points cannot depend on a condition about points',
  }),
  place_of_trigger: () => ({
    zh: '名次条件只用于 triggers；等次的名额写作 top',
    en: 'a place is a condition of triggers only; the quota of a grade is top',
  }),
  percent: () => ({ zh: '百分比大于 0、不超过 100', en: 'a share is above 0 and at most 100 percent' }),
  grade_of_trigger: () => ({
    zh: '等次条件只用于 triggers：定等次时还没有等次',
    en: 'a grade is a condition of triggers only: there is none yet while it is found',
  }),
  unknown_grade: ([name, names]) => withNear('没有这个等次', 'there is no grade', name, names),
  grades_order: () => ({
    zh: '等次按分数线从高到低排列',
    en: 'grades go from the highest limit to the lowest',
  }),
}

/** What can never match is told with what there is. */
const DEAD: Record<string, RefusalWords> = {
  unknown_kind: ([kind, kinds]) =>
    withNear(
      '系统没有这类记录',
      'no record is of the kind',
      kind,
      kinds,
      `可用：${list(kinds)}`,
      `There are: ${list(kinds)}`,
    ),
  kind_of_people: ([kind, kinds]) => ({
    zh: `组织自己没有“${kind}”这类记录（有：${list(kinds)}）；计其委员的，请写 of: members`,
    en: `a body has no "${kind}" of its own (it has ${list(kinds)}); for those of its people write of: members`,
  }),
  field_of_kind: ([kind, field, fields]) => ({
    zh: `“${kind}”没有“${field}”这个字段，永远不会符合${fields ? `；可用：${list(fields)}` : ''}`,
    en: `"${kind}" has no field "${field}": it would never match${fields ? `. It has ${list(fields)}` : ''}`,
  }),
  unknown_code: ([code, codes, catalogue]) =>
    catalogue
      ? withNear(
          `目录 ${catalogue} 里没有`,
          `the catalogue ${catalogue} has no`,
          code,
          codes,
          `本会自有的代码写进文件的 catalogues: { ${catalogue}: { ${code}: 名称 } }`,
          `a code of the committee's own goes into the file as catalogues: { ${catalogue}: { ${code}: name } }`,
        )
      : withNear(
          '没有这个代码',
          'there is no code',
          code,
          codes,
          `可用：${list(codes)}`,
          `There are: ${list(codes)}`,
        ),
  unknown_body: ([code, codes]) => withNear('本会没有这个组织', 'the committee has no body', code, codes),
  unknown_step: ([step, steps, kind, catalogue]) =>
    withNear(
      `“${kind}”没有这个状态，永远不计分：`,
      `"${kind}" never reaches the step`,
      step,
      steps,
      steps
        ? `可用：${list(steps)}${catalogue ? `；本会自有的状态写进 catalogues: { ${catalogue}: … }` : ''}`
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
    zh: `“${kind}”的数量没有单位“${unit}”${units ? `；可用：${list(units)}` : '，这类记录没有数量；自设类别的数写作 quantity: { attribute: 字段, each: 1 }'}`,
    en: `"${kind}" has no amount in "${unit}"${units ? `; there is ${list(units)}` : ': it has no amount at all; a number of a kind of your own is quantity: { attribute: field, each: 1 }'}`,
  }),
  replaces_at_meeting: ([kind]) => ({
    zh: `replaces 用于同一会议上的两条（出席、发言）；“${kind}”不在会议上，此项不起作用`,
    en: `replaces is for two clauses at the same meeting (attendance, speech); "${kind}" stands at none, so it would do nothing`,
  }),
  duty_kind_class: ([code]) => ({
    zh: `履职类别要写归类：${code}: { name: 名称, class: service }`,
    en: `a kind of duty has a class: ${code}: { name: Name, class: service }`,
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

const first = (names = ''): string => names.split(',')[0] ?? ''

/** Types as zod names them, in Chinese. */
const TYPES: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '若干项',
  record: '若干项',
}

/** With the nearest of the known names; `remedyZh` and `remedyEn` say what to do where it is none of them. */
function withNear(zh: string, en: string, name = '', names = '', remedyZh = '', remedyEn = ''): Words {
  const near = nearest(name, names.split(','))
  return {
    zh: `${zh}“${name}”${near ? `；是否应为“${near}”` : ''}${remedyZh && `。${remedyZh}`}`,
    en: `${en} "${name}"${near ? `; did you mean "${near}"?` : remedyEn && '.'}${remedyEn && ` ${remedyEn}`}`,
  }
}

/** The words of a refusal; a code without words of its own shows what the schema said. */
export function wordsFor(code: string, values: readonly string[]): Words {
  const words = REFUSALS[code] ?? DEAD[code]
  return words ? words(values) : { zh: `此处的值不合规定（${code}）`, en: code }
}

/** The name that is nearest to a mistyped one, if any is near enough to be meant. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(name.length / 3))
  let best: string | undefined
  let bestAt = most + 1
  for (const candidate of names) {
    const distance = distanceOf(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestAt && distance < Math.max(candidate.length, 1)) [best, bestAt] = [candidate, distance]
  }
  return best
}

/** Edit distance: letters to change, add or drop; two that changed places count as one. */
function distanceOf(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] ?? 0
}
