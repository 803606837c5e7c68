import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Refused } from './client.ts'
import { language, REGULATIONS, words } from './regulation-files.ts'

/** A folder to begin a regulation in: an empty one with a clause to change, or a copy of one that we know. */

export async function newRegulation(folder: string, from: string | undefined): Promise<void> {
  const name = path.basename(path.resolve(folder))
  await refuseName(name)
  if (existsSync(path.join(folder, 'rules.yaml')))
    throw new Refused(words(`${folder} 已有 rules.yaml`, `${folder} has a rules.yaml already`))
  const texts = from === undefined ? { rules: RULES, cases: CASES } : textsOf(from)
  mkdirSync(folder, { recursive: true })
  for (const [file, text, schema] of [
    ['rules.yaml', texts.rules, 'schema.json'],
    ['cases.yaml', texts.cases, 'cases.schema.json'],
  ] as const) {
    const named = text.replace(/^regulation: .*$/m, `regulation: ${name}`)
    const known = named.replace(/^(# yaml-language-server: \$schema=).*$/m, `$1${schemaFrom(folder, schema)}`)
    writeFileSync(path.join(folder, file), known)
  }
  console.log(
    words(
      `已建 ${folder}：改 rules.yaml，用 lvzhi regulation test ${folder} --watch 试算`,
      `Made ${folder}: change rules.yaml, try it with lvzhi regulation test ${folder} --watch`,
    ),
  )
}

/** The name of the folder is the code of the regulation: one that its file would be refused for is refused here. */
async function refuseName(name: string): Promise<void> {
  const [{ RegulationCode }, { wordsFor }] = await Promise.all([
    import('../scoring/format/regulation.ts'),
    import('../scoring/check/refusals.ts'),
  ])
  if (RegulationCode.safeParse(name).success) return
  const rule = wordsFor('regulation_code', [])[language()]
  throw new Refused(
    words(
      `“${name}”不能作规则的名称：${rule}。中文名称写在 rules.yaml 的 title 里`,
      `"${name}" cannot be the name of a regulation: ${rule}. What people read is the title in rules.yaml`,
    ),
    2,
  )
}

function textsOf(from: string): { rules: string; cases: string } {
  const source = path.join(REGULATIONS, from)
  if (!/^[a-z0-9-]+$/.test(from) || !existsSync(source))
    throw new Refused(words(`没有规则 ${from}`, `There is no regulation ${from}`), 2)
  const read = (file: string) => readFileSync(path.join(source, file), 'utf8')
  return { rules: read('rules.yaml'), cases: read('cases.yaml') }
}

/** Where an editor finds the schema, seen from the folder. */
const schemaFrom = (folder: string, schema: string): string =>
  path.relative(path.resolve(folder), path.join(REGULATIONS, schema)).replaceAll(path.sep, '/')

const RULES = `# yaml-language-server: $schema=
# 写法：每行一个“项: 值”。冒号、逗号、括号、引号用半角，冒号后空一格；缩进用空格，每层两个。
# 说明见 docs/regulations.zh.md，可计的记录和可用的代码见 docs/regulation-codes.md。
regulation: 名称
# 办法的全称；需要英文时写作 { zh: 中文名称, en: English name }
title: 委员履职考核办法
# 出处：制定机关、文号、年份
source: 某某区政协，某年
# 考核期：calendar_year 按公历年，session_year 按会议年度
period: calendar_year

# 分组：几条条款合在一起封顶；名称自定
groups:
  提案:
    title: 提案
    text: 提案得分最高20分
    cap: 20 # 封顶

# 条款：用原文的编号，text 照抄原文
clauses:
  第一条:
    title: 提交提案
    text: 每提交1件提案计5分
    counts: proposal # 计什么
    points: 5 # 每件多少分
    within: 提案 # 归哪一组

# 等次：分数线从高到低；最后一个没有 min，其余都归它
grades:
  - { grade: 优秀, min: 20 }
  - { grade: 合格, min: 10 }
  - { grade: 不合格 }
`

const CASES = `# yaml-language-server: $schema=
# 案例：写下情况和手工算得的分数，lvzhi regulation test 逐一核对。
regulation: 名称
year: 2026
cases:
  - name: 五件提案计25分，封顶20分
    facts:
      - { proposal: individual, day: 2026-03-01, times: 5 }
    expect: { 第一条: 20, 提案: 20, total: 20, grade: 优秀 }
`
