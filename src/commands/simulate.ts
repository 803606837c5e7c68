import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { environment } from '../core/environment.ts'
import type { Answer } from '../http/operation.ts'
import type { periodOperations } from '../reporting/periods/resource.ts'
import type { Effect, Effects } from '../scoring/apply/simulation.ts'
import { clientFrom, Refused } from './client.ts'
import { factsIn, regulationIn, rulesIn, words } from './regulation-files.ts'

/** `lvzhi regulation simulate`: a draft against a real year, on a server or on facts in a file. */

const SHOWN_MAX = 50

interface Options {
  period?: string
  against?: string
  facts?: string
  url?: string
  json?: boolean
}

export function simulateCommand(regulation: Command): void {
  regulation
    .command('simulate <draft>')
    .description('Who moves, by how much, through which clause')
    .option('--period <name>', 'name or id of a period on the server')
    .option('--against <rules>', 'the rules that hold now, with --facts')
    .option('--facts <file>', 'facts as docs/facts.schema.json describes them')
    .option('--url <url>', 'server')
    .option('--json', 'everything, for programs')
    .action(async (draft: string, options: Options) => {
      const outcome = options.period ? await onServer(draft, options) : await onFacts(draft, options)
      if (options.json) console.log(JSON.stringify(outcome, null, 2))
      else tell(outcome)
    })
}

/** A server knows what the members are called. */
interface Named extends Omit<Effects, 'effects'> {
  readonly effects: readonly (Effect & { memberNo?: string; name?: string })[]
}

async function onServer(draft: string, { period, url }: Options): Promise<Named> {
  const client = clientFrom(environment, url)
  const { items } = await client.get<Answer<typeof periodOperations.list>>('/v1/periods?limit=200')
  const match = items.find((item) => item.id === period || item.name === period)
  if (!match) throw new Refused(words(`没有考核周期 ${period}`, `There is no period ${period}`))
  const source = readFileSync(rulesIn(draft), 'utf8')
  return client.post('/v1/regulations/simulate', { periodId: match.id, source })
}

async function onFacts(draft: string, { against, facts }: Options): Promise<Named> {
  if (!against || !facts) {
    const say = words(
      '请用 --period 指明服务器上的周期，或用 --against 和 --facts 给出现行规则和事实文件',
      'Name a period of the server by --period, or give --against with the rules that hold and --facts',
    )
    throw new Refused(say, 2)
  }
  const [{ sheetOf }, { effectsOf }] = await Promise.all([
    import('../scoring/apply/sheet.ts'),
    import('../scoring/apply/simulation.ts'),
  ])
  const document = await factsIn(facts)
  const outcomes = async (rules: string) =>
    sheetOf(document, await regulationIn(rules)).map(({ standing, ...row }) => ({
      ...row,
      grade: standing.grade,
    }))
  return effectsOf(await outcomes(against), await outcomes(draft))
}

function tell({ members, up, down, regraded, effects }: Named): void {
  console.log(
    words(
      `${members} 人计分，${up} 人上升，${down} 人下降，${regraded} 人等次改变`,
      `${members} members, ${up} up, ${down} down, ${regraded} in another grade`,
    ),
  )
  for (const { memberId, memberNo, name, before, after, moved, clauses } of effects.slice(0, SHOWN_MAX)) {
    const who = name === undefined ? memberId : `${memberNo} ${name}`
    const ranks = `${before?.rank ?? '–'} → ${after?.rank ?? '–'}`
    const grades = before?.grade === after?.grade ? '' : `\t${before?.grade ?? '–'} → ${after?.grade ?? '–'}`
    console.log(
      `${moved > 0 ? '+' : ''}${moved}\t${who}\t${before?.total ?? '–'} → ${after?.total ?? '–'}\t${ranks}${grades}`,
    )
    for (const { clause, before: was, after: is } of clauses) console.log(`\t${clause}: ${was} → ${is}`)
  }
  const rest = effects.length - SHOWN_MAX
  if (rest > 0)
    console.log(words(`还有 ${rest} 人，全部见 --json`, `and ${rest} more: all of them by --json`))
}
