import { isKeyOf } from '../../core/records.ts'
import { MECHANISMS } from '../mechanisms/all.ts'
import { list, type RefusalWords } from '../mechanisms/mechanism.ts'
import type { Words } from '../notation/vocabulary.ts'
import { DEAD_WORDS } from './dead-words.ts'
import { choicesText, codesText } from './meant.ts'
import { withNear } from './nearest.ts'
import { exampleOf, figureWords, MISPLACED } from './remedies.ts'
import { MARKS } from './slip-marks.ts'
import { YAML_ERRORS } from './yaml-words.ts'

/** The words of every refusal of a file, by code; `values` are what the code speaks of. */
const REFUSALS: Record<string, RefusalWords> = {
  ...Object.assign({}, ...MECHANISMS.map(({ refusals }) => refusals)),
  unknown_key: ([key, near, allowed]) => ({
    zh: `没有“${key}”这个项${near ? `；是否应为“${near}”` : ''}。可用的项：${list(allowed)}`,
    en: `there is no key "${key}"${near ? `; did you mean "${near}"?` : '.'} Known keys: ${list(allowed)}`,
  }),
  missing: ([key = '']) => {
    // Of a clause `counts_or_when` says more.
    const { zh, en } = exampleOf(key === 'counts' ? 'condition' : key)
    return { zh: `缺少“${key}”${zh}`, en: `"${key}" is missing${en}` }
  },
  wrong_type: ([key = '', expected, actual]) => ({
    zh: `“${key}”应为${TYPES[expected ?? ''] ?? expected}${actual === 'list' ? '，只能写一个' : ''}${exampleOf(key).zh}`,
    en: `"${key}" takes ${expected === 'record' || expected === 'object' ? 'a block of keys' : (expected ?? 'another value')}${actual === 'list' ? ', and one only' : ''}${exampleOf(key).en}`,
  }),
  not_allowed: ([actual, near, allowed]) => ({
    zh: `“${actual}”不在可用值之内${near ? `；是否应为“${near}”` : ''}。可用值：${choicesText(allowed)}`,
    en: `"${actual}" is not allowed${near ? `; did you mean "${near}"?` : '.'} Allowed: ${list(allowed)}`,
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
  yaml: ([code = '', message]) => ({
    zh: `不是正确的 YAML：${isKeyOf(YAML_ERRORS, code) ? YAML_ERRORS[code] : message}`,
    en: `not valid YAML: ${message}`,
  }),
  full_width: (found) => fullWidth(found),
  blank_after_colon: ([example]) => ({
    zh: `冒号后要有空格，请写作“${example}”`,
    en: `a colon is followed by a blank: write "${example}"`,
  }),
  blank_after_dash: ([example]) => ({
    zh: `“-”后要有空格，请写作“${example}”`,
    en: `a hyphen is followed by a blank: write "${example}"`,
  }),
  tab: ([lines]) => ({
    zh: `用制表符（Tab）缩进${ofLines(lines).zh}，请改用空格，每层两个`,
    en: `a tab as indentation${ofLines(lines).en}: write blanks, two for each level`,
  }),
  wide_blank: ([lines]) => ({
    zh: `用全角空格缩进${ofLines(lines).zh}，请改用半角空格，每层两个`,
    en: `a full-width blank as indentation${ofLines(lines).en}: write plain blanks, two for each level`,
  }),
  indent: ([is, should]) => ({
    zh: `这一行缩进了${is}个空格，应为${should}个`,
    en: `this line is indented by ${is}, and belongs at ${should}`,
  }),
  unclosed_quote: ([quote]) => ({
    zh: `此处的引号 ${quote} 没有闭合，请在文字末尾补上 ${quote}`,
    en: `the quote ${quote} is not closed: write ${quote} where the text ends`,
  }),
  unclosed_bracket: ([open, close]) => ({
    zh: `此处的“${open}”没有闭合，请补上“${close}”`,
    en: `the "${open}" is not closed: write "${close}" where it ends`,
  }),
  bracket_too_many: ([bracket]) => ({
    zh: `多了一个“${bracket}”，请删去，或补上与它成对的括号`,
    en: `there is a "${bracket}" too many: take it out, or write the bracket that it closes`,
  }),
  unopened_bracket: ([open, close]) => ({
    zh: `此处缺少“${open}”，后面的“${close}”没有与它成对的括号`,
    en: `there is no "${open}" here for the "${close}" that follows`,
  }),
  missing_comma: () => ({
    zh: '两项之间缺少逗号，请在此处写“, ”',
    en: 'there is no comma between two entries: write ", " here',
  }),
  needs_quotes: ([quoted]) => ({
    zh: `这段文字含有 YAML 的符号，请加引号，写作 ${quoted}`,
    en: `this text holds marks of YAML: put it in quotes, as ${quoted}`,
  }),
  not_utf8: () => ({
    zh: '此处的文字无法识别：文件多半以 GBK 编码保存，请另存为 UTF-8 编码（另存为 → 编码 → UTF-8）；若已是 UTF-8，请重新输入此处的文字',
    en: 'this text cannot be read: the file was probably saved as GBK. Save it as UTF-8; where it is UTF-8 already, write the text here again',
  }),
  duplicate_key: () => ({ zh: '同一个项写了两次', en: 'the same key is there twice' }),
  points: ([word = '', key = '']) => figureWords(word, key),
  day: ([word]) => ({
    zh: `“${word}”不是存在的日期；应写作 2019-01-01`,
    en: `"${word}" is no existing day; it is written 2019-01-01`,
  }),
  empty: () => ({ zh: '至少要有一项', en: 'must hold at least one entry' }),
  part: () => ({ zh: '份额应在 0 与 1 之间，例如 1/2', en: 'a part is between 0 and 1, such as 1/2' }),
  code: ([word, meant]) =>
    meant
      ? {
          zh: `此处写编码，“${word}”应为${meant
            .split(',')
            .map((code) => `“${code}”`)
            .join('或')}`,
          en: `"${word}" is written by its code: ${list(meant)}`,
        }
      : {
          zh: `“${word}”不是编码：编码由小写字母、数字和下划线组成，以字母开头；中文名称另写在 words 里`,
          en: `"${word}" is no code: a code is lower-case letters, digits and underscores, a letter first; what it is called goes into words`,
        },
  clause_code: ([word]) => ({
    zh: `“${word}”不能作条款或分组的编号：以文字开头，不含空格，例如 TC-04、第五条`,
    en: `"${word}" cannot name a clause or a group: it starts with a letter and has no spaces, such as TC-04`,
  }),
  regulation_code: () => ({
    zh: '规则编码由小写字母、数字和连字符组成，以字母开头，例如 tongcheng-2019',
    en: 'the code of a regulation is lower-case letters, digits and hyphens, a letter first, such as tongcheng-2019',
  }),
  unknown_group: ([group, names]) => withNear('没有这个分组', 'there is no group', group, names),
  unknown_clause: ([clause, names]) => withNear('没有这个条款', 'there is no clause', clause, names),
  unknown_reading: ([reading, names]) => withNear('没有这种读法', 'there is no reading', reading, names),
  unknown_outcome: ([outcome, names]) =>
    withNear(
      '没有这个出席结果',
      'there is no outcome',
      outcome,
      names,
      `可用：${codesText(names, 'outcome')}`,
      `There are: ${list(names)}`,
    ),
  outcome_of_session: ([outcome]) => ({
    zh: `“${outcome}”只用于场次；请写 per: session`,
    en: `"${outcome}" is an outcome of a session; add per: session`,
  }),
  outcome_needed: () => ({
    zh: '出席条款须写明哪些结果计分，例如 where: { outcome: attended }（出席）、leave_approved（请假）、absent（缺席）',
    en: 'an attendance clause must say which outcomes count, such as where: { outcome: attended }',
  }),
  use_meeting: () => ({
    zh: '出席条款用 meeting 写会议类型，例如 where: { meeting: plenary }',
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
  case_kind: ([kind, kinds]) =>
    withNear(
      '规则不计这类事实，系统也没有这类记录',
      'the regulation counts no such kind, and no record is of the kind',
      kind,
      kinds,
      `可用：${list(kinds)}`,
      `There are: ${list(kinds)}`,
    ),
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
    zh: '此处写数字，不带“%”和“分”，例如 90: 20',
    en: 'this is a number without a sign of percent, such as 90: 20',
  }),
  list_of_whom: () => ({
    zh: '名单要写 who（哪些人）或 each（每个哪类组织一份）',
    en: 'a list says who, or each (one list for each body of a kind)',
  }),
  each_of_periods: () => ({
    zh: 'each: period 与 over: { periods: … } 一起写：在这几期里每一期都要成立',
    en: 'each: period goes with over: { periods: … }: it must hold in each of them',
  }),
  window_of_group: () => ({
    zh: '分组的 window 与 start、cap、floor 一起写：每一段各自先给、封顶、保底',
    en: 'the window of a group goes with its start, cap or floor, which are then anew in each part',
  }),
  two_fields: () => ({
    zh: '两个字段的分级表写两个不同的字段，例如 by: [level, form]',
    en: 'a table by two fields names two that differ, such as by: [level, form]',
  }),
  count_bound: () => ({
    zh: '没有写界限：次数写 atLeast 或 atMost，例如 { counts: opinion, atLeast: 1 }；比率和附加字段写 atLeast 或 below',
    en: 'there is no limit: a count says atLeast or atMost, such as { counts: opinion, atLeast: 1 }; a rate and a further field say atLeast or below',
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
  unknown_condition: ([name, names]) =>
    withNear(
      '没有这个条件',
      'there is no condition',
      name,
      names,
      names && `conditions 里有：${list(names)}`,
      names && `conditions has: ${list(names)}`,
    ),
  unknown_points: ([name, names]) =>
    withNear(
      '没有这个条款或分组',
      'there is no clause, group or total',
      name,
      names,
      `可用：${list(names)}（total 是总分）`,
      `There are: ${list(names)}`,
    ),
  unit_outermost: () => ({
    zh: 'unit（单位）只能写在最外层的组；组内各条用同一单位，记在总分之外',
    en: 'only an outermost group has a unit: what is inside is counted in it, beside the total',
  }),
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
  grade_max: () => ({
    zh: '等次只写下限 min：从高到低排列，够不上上一等的就是下一等，例如 60 至 90 分写作 min: 60',
    en: 'a grade has only a min: grades go from the highest down, and who misses one gets the next, so 60 to 90 is min: 60',
  }),
  share_of_list: ([share]) => ({
    zh: `百分比写作 { share: ${share}, round: down }（round：down 舍去、half_up 四舍五入、up 进一）`,
    en: `a share is written { share: ${share}, round: down } (round: down, half_up or up)`,
  }),
  table_in_table: () => ({
    zh: '分级表（by、is）不能写在另一张表里，也不能作封顶、下限：两个字段都要分时，写成几条条款，用 where 区分',
    en: 'a table (by, is) stands in no other table and is no limit: for two fields write several clauses, told apart by where',
  }),
  under_is: () => ({
    zh: 'article 和 text 只用于 conditions 里的条件，其余各项放在 is 之下：{ article: …, is: { … } }；别处写这个条件的名称',
    en: 'article and text are for the conditions of conditions, with the rest under is: { article: …, is: { … } }; elsewhere write its name',
  }),
  grades_order: () => ({
    zh: '等次按分数线从高到低排列',
    en: 'grades go from the highest limit to the lowest',
  }),
}

/** `全角冒号“：”、逗号“，”`, and what is written instead. */
function fullWidth(found: readonly string[]): Words {
  const marks = found.flatMap((character) => (MARKS[character] ? [{ ...MARKS[character], character }] : []))
  // Quotes are not quoted themselves.
  const shown = (mark: string) => (/["'“”‘’＂]/.test(mark) ? ` ${mark} ` : `“${mark}”`)
  const ofKind = [...Map.groupBy(marks, ({ zh }) => zh).values()].map((same) => ({
    ...same[0]!,
    given: same.map(({ character }) => shown(character)).join(''),
    put: [...new Set(same.map(({ put }) => shown(put)))].join(''),
  }))
  return {
    zh: `用了全角${ofKind.map(({ zh, given }) => zh + given).join('、')}，请改为半角${ofKind.map(({ put }) => put).join('')}`,
    en: `full-width ${ofKind.map(({ en, given }) => `${en} ${given.trim()}`).join(', ')}: write ${ofKind.map(({ put }) => put.trim()).join(' ')}`,
  }
}

const ofLines = (lines = '1'): Words =>
  lines === '1' ? { zh: '', en: '' } : { zh: `（共${lines}行）`, en: ` (${lines} lines)` }

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

/** The words of a refusal; a code without words of its own shows what the schema said. */
export function wordsFor(code: string, values: readonly string[]): Words {
  const words = REFUSALS[code] ?? DEAD_WORDS[code] ?? MISPLACED[code]
  return words ? words(values) : { zh: `此处的值不合规定（${code}）`, en: code }
}
