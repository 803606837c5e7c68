import { existsSync, readFileSync, watch } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import type { CaseResult, CasesRun } from '../scoring/cases/run.ts'
import type { Vocabulary } from '../scoring/check/vocabulary.ts'
import type { Regulation } from '../scoring/format/regulation.ts'
import type { sheetView } from '../scoring/wire/sheet.ts'
import { Refused } from './client.ts'
import { documentCommand } from './regulation-document.ts'
import {
  factsIn,
  language,
  load,
  readingsOf,
  regulationIn,
  rulesAmong,
  rulesIn,
  tellErrors,
  vocabularyIn,
  words,
} from './regulation-files.ts'
import { newRegulation } from './regulation-new.ts'
import { simulateCommand } from './simulate.ts'

/** `lvzhi regulation`: a regulation file by itself, without a server and without a database. */

const WATCH_MS = 100

export function regulationCommands(program: Command): void {
  const regulation = program.command('regulation').description('Regulation files: check, try, score, compare')
  const collect = (value: string, all: string[]) => [...all, value]

  regulation
    .command('validate <files...>')
    .description('Every error with its line, column and remedy, and what could never count')
    .option(
      '--catalogue <file>',
      'a list of the committee’s own codes, as its interface answers it',
      collect,
      [],
    )
    .action(async (files: string[], options: { catalogue: string[] }) => {
      let wrong = 0
      const all = rulesAmong(files)
      const vocabulary = await vocabularyIn(options.catalogue)
      for (const file of all) wrong += (await validate(file, vocabulary)) ? 0 : 1
      if (wrong > 0)
        throw new Refused(words(`${wrong} 个文件有错误`, `${wrong} of ${all.length} files have errors`))
    })

  regulation
    .command('test <paths...>')
    .description('Run cases.yaml beside each rules.yaml')
    .option('--watch', 'run again as a file is saved')
    .option('--explain', 'how the total of each case that failed came to be')
    .action(async (paths: string[], options: TestOptions) => {
      const failed = await testAll(paths, options)
      if (options.watch) return watchAll(paths, options)
      if (failed > 0) throw new Refused(words(`${failed} 个案例未通过`, `${failed} cases failed`))
    })

  regulation
    .command('score <rules>')
    .description('Score facts given as JSON: rank, member, total, grade, list, place in it, and what follows')
    .requiredOption('--facts <file>', 'facts as docs/facts.schema.json describes them')
    .option('--option <clause=reading>', 'switch a reading on', collect, [])
    .option('--json', 'everything, for programs, with exact figures beside the rounded ones')
    .action(async (rules: string, options: ScoreOptions) => {
      const [{ sheetOf }, { sheetView }] = await Promise.all([
        import('../scoring/apply/sheet.ts'),
        import('../scoring/wire/sheet.ts'),
      ])
      const loaded = await regulationIn(rules)
      const rows = sheetOf(await factsIn(options.facts), loaded, readingsOf(options.option))
      const view = sheetView(loaded, rows)
      if (options.json) console.log(JSON.stringify(view, null, 2))
      else for (const row of view.members) console.log(rowText(loaded, row))
    })

  regulation
    .command('explain <rules>')
    .description('How one member’s total came to be')
    .requiredOption('--facts <file>', 'facts as JSON')
    .requiredOption('--member <id>', 'members[].id of the facts')
    .option('--option <clause=reading>', 'switch a reading on', collect, [])
    .option('--language <language>', 'zh or en', language())
    .action(async (rules: string, options: ScoreOptions & { member: string; language: string }) => {
      const [{ sheetOf }, { treeOf }, { renderTree }, { compile }] = await Promise.all([
        import('../scoring/apply/sheet.ts'),
        import('../scoring/words/explain.ts'),
        import('../scoring/words/render.ts'),
        import('../scoring/apply/compile.ts'),
      ])
      const loaded = await regulationIn(rules)
      const document = await factsIn(options.facts)
      const readings = readingsOf(options.option)
      const row = sheetOf(document, loaded, readings).find(({ memberId }) => memberId === options.member)
      if (!row)
        throw new Refused(words(`资料里没有委员 ${options.member}`, `There is no member ${options.member}`))
      const compiled = compile(loaded, readings)
      const tree = treeOf(row.memberId, row.lines, compiled, document.period.to, row.standing)
      console.log(renderTree(tree, options.language === 'en' ? 'en' : 'zh'))
    })

  regulation
    .command('diff <before> <after>')
    .description('What changed, in clauses')
    .option('--json', 'for programs')
    .action(async (before: string, after: string, options: { json?: boolean }) => {
      const { differences, text } = await import('../scoring/check/difference.ts')
      const version = async (file: string) => ({
        regulation: await regulationIn(file),
        source: readFileSync(rulesIn(file), 'utf8'),
      })
      const changes = differences(await version(before), await version(after))
      if (options.json) {
        console.log(text(changes))
        return
      }
      for (const { of, kind, slots } of changes) {
        console.log(`${{ added: '+', removed: '-', changed: '~' }[kind]} ${of}`)
        for (const slot of slots) console.log(`    ${slot.slot}: ${text(slot.before)} → ${text(slot.after)}`)
      }
      if (changes.length === 0) console.log(words('没有差别', 'No difference'))
    })

  simulateCommand(regulation)
  documentCommand(regulation)

  regulation
    .command('new <folder>')
    .description('A commented file to start from')
    .option(
      '--from <name>',
      'one of the regulations that come with the product, in the place of an empty one',
    )
    .action((folder: string, options: { from?: string }) => newRegulation(folder, options.from))
}

/** Rank, member, total, grade; the list and the place in it; what follows. */
function rowText({ lists }: Regulation, row: ReturnType<typeof sheetView>['members'][number]): string {
  const { rank, memberId, total, grade, list, place, consequences } = row
  const follows = consequences.map(({ title }) => title[language()]).join(words('、', ', '))
  const inList = list === null ? ['', ''] : [lists[list]?.title[language()] ?? list, place ?? '–']
  return [rank ?? '–', memberId, total, grade ?? '', ...inList, follows].join('\t')
}

interface TestOptions {
  watch?: boolean
  explain?: boolean
}

interface ScoreOptions {
  facts: string
  option: string[]
  json?: boolean
}

async function validate(file: string, vocabulary: Vocabulary): Promise<boolean> {
  const loaded = await load(file, vocabulary)
  if (loaded.ok) console.log(`${file}: ${words('没有错误', 'no errors')}`)
  else tellErrors(file, loaded.errors)
  return loaded.ok
}

/** Runs the cases of every path; answers how many failed. */
async function testAll(paths: readonly string[], { explain }: TestOptions): Promise<number> {
  const { runCases } = await import('../scoring/cases/run.ts')
  const { renderTree } = await import('../scoring/words/render.ts')
  const explained = ({ tree }: CaseResult) => (explain ? renderTree(tree, language()) : '')
  let [passed, failed] = [0, 0]
  for (const file of rulesAmong(paths)) {
    const loaded = await load(file)
    const cases = path.join(path.dirname(file), 'cases.yaml')
    if (!loaded.ok) {
      tellErrors(file, loaded.errors)
      failed += 1
    } else if (!existsSync(cases)) {
      console.log(`${file}: ${words('旁边没有 cases.yaml', 'there is no cases.yaml beside it')}`)
      failed += 1
    } else {
      const run = tellCases(cases, runCases(readFileSync(cases, 'utf8'), loaded.regulation), explained)
      passed += run.passed
      failed += run.failed
    }
  }
  console.log(words(`${passed} 个案例通过，${failed} 个未通过`, `${passed} cases passed, ${failed} failed`))
  return failed
}

function tellCases(
  file: string,
  run: CasesRun,
  explained: (result: CaseResult) => string,
): { passed: number; failed: number } {
  if (!run.ok) {
    tellErrors(file, run.errors)
    return { passed: 0, failed: 1 }
  }
  const failed = run.results.filter((result) => !result.passed)
  for (const result of failed) {
    console.log(`${file}: ${result.name}`)
    for (const { message } of result.differences) console.log(`  ${message[language()]}`)
    const text = explained(result).trimEnd()
    if (text !== '') console.log(text.replaceAll(/^/gm, '    '))
  }
  return { passed: run.results.length - failed.length, failed: failed.length }
}

/** Until the person ends it: again whenever a file beside the rules is saved. */
function watchAll(paths: readonly string[], options: TestOptions): Promise<void> {
  let waiting: NodeJS.Timeout | undefined
  for (const file of rulesAmong(paths)) {
    watch(path.dirname(file), () => {
      clearTimeout(waiting)
      waiting = setTimeout(
        () => void testAll(paths, options).catch((error) => console.error(error.message)),
        WATCH_MS,
      )
    })
  }
  return new Promise(() => {})
}
