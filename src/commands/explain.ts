import type { Command } from 'commander'
import type { memberOperations } from '../committee/members/resource.ts'
import { environment } from '../core/environment.ts'
import type { Answer } from '../http/operation.ts'
import type { periodOperations } from '../reporting/periods/resource.ts'
import type { getMemberScore } from '../scoring/wire/member-score.ts'
import { clientFrom, Refused } from './client.ts'

export function explainCommand(program: Command): void {
  program
    .command('explain')
    .argument('<memberNo>', 'number of the member')
    .description('How a member’s total came to be, down to facts, clauses and caps')
    .requiredOption('--period <name>', 'name or id of the period')
    .option('--language <language>', 'zh or en', environment.LANG?.startsWith('en') ? 'en' : 'zh')
    .option('--json', 'the tree as JSON')
    .option('--url <url>', 'server')
    .action(async (memberNo: string, options) => {
      const client = clientFrom(environment, options.url)
      const {
        items: [member],
      } = await client.get<Answer<typeof memberOperations.list>>(
        `/v1/members?memberNo=${encodeURIComponent(memberNo)}`,
      )
      if (!member) throw new Refused(`There is no member ${memberNo} · 没有编号为 ${memberNo} 的委员`)
      const periods = await client.get<Answer<typeof periodOperations.list>>('/v1/periods?limit=200')
      const period = periods.items.find(
        (period) => period.id === options.period || period.name === options.period,
      )
      if (!period) throw new Refused(`There is no period ${options.period} · 没有考核周期 ${options.period}`)
      const query = `periodId=${period.id}&text=${options.language}`
      const score = await client.get<Answer<typeof getMemberScore>>(`/v1/members/${member.id}/score?${query}`)
      if (options.json) console.log(JSON.stringify(score, null, 2))
      else console.log(`${member.name} ${memberNo} · ${period.name}\n\n${score.text}`)
    })
}
