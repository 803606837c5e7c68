import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startServer } from '../src/main.ts'
import { type Body, type Client, clientOf } from './client.ts'
import { readStory } from './committee.ts'
import { APPEALS, calendarAt, publishTheYear } from './end-of-year.ts'
import { takePictures, type Visit } from './pictures.ts'
import type { Office } from './publish.ts'
import { step, table } from './show.ts'
import { exported, type Records } from './steps.ts'
import { LOGINS, liveTheYear } from './year.ts'

/**
 * A year of an invented committee in half a minute: starts the product on an empty database and does everything
 * over HTTP, from the set-up to the ranked report. `npm run demo`; the files go to `out/`.
 */

const OUT = path.join(import.meta.dirname, '..', 'out')
/** Whose archives are written: the capped one, the one who lost points, the one who joined in June. */
const ARCHIVES = ['09005', '09015', '09068']
const EXPLAINED = '09012'

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lvzhi-demo-'))
  try {
    await demonstrate(path.join(folder, 'demo.db'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function demonstrate(databaseUrl: string): Promise<void> {
  const begin = performance.now()
  const calendar = calendarAt('2019-12-31')
  const config = {
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    secret: 'only for this demonstration, gone with its folder',
    logLevel: 'silent',
    trustProxy: false as const,
  }
  const server = await startServer(config, calendar.clock)
  try {
    const client = clientOf(server.url)
    const story = readStory()
    console.log(`\n${story.committee.name} · 2019年 · ${server.url}\n`)
    const { period, ranking, records, office } = await liveTheYear(client, story, server.setupToken!)
    await writeFiles(client, period, records)
    await show(client, period, ranking, records)
    const committee = story.committee.code
    const report = await publishTheYear(office, {
      committee,
      logins: LOGINS,
      period,
      records,
      turnTo: calendar.turnTo,
    })
    await writePublished({ office, report, records, url: server.url, committee, logins: LOGINS })
    const seconds = ((performance.now() - begin) / 1000).toFixed(1)
    console.log(`\n${client.count()} 次请求 · requests，${seconds} s，文件在 out/ · files in out/\n`)
  } finally {
    await server.close()
  }
}

interface Published {
  office: Office
  report: Body
  records: Records
  url: string
  committee: string
  logins: { password: string }
}

/** What is printed, handed out and looked at once the report is published. */
async function writePublished({ office, report, records, url, committee, logins }: Published): Promise<void> {
  const reportId = report.id
  const memberId = records.members.get(APPEALS.memberNo)!.id
  const files = {
    'ranking.pdf': { kind: 'report', format: 'pdf', reportId },
    'notice.docx': { kind: 'notice', format: 'docx', reportId, memberId },
    'notice.pdf': { kind: 'notice', format: 'pdf', reportId, memberId },
  }
  for (const [name, wanted] of Object.entries(files)) {
    await step(
      `导出 out/${name}`,
      async () => {
        const bytes = await exported(office.reviewer, wanted)
        writeFileSync(path.join(OUT, name), bytes)
        return bytes.length
      },
      (size) => `${size} 字节 · bytes`,
    )
  }
  const visits: Visit[] = [
    { file: 'overview.png', login: 'admin', path: '/board' },
    { file: 'ranking.png', login: 'admin', path: '/board/ranking' },
    { file: 'ranking-dark.png', login: 'admin', path: '/board/ranking', dark: true },
    { file: 'member.png', login: 'admin', path: `/board/members/${memberId}` },
    { file: 'own-record-phone.png', login: APPEALS.memberNo, path: '/board/me', phone: true },
    { file: 'members-report.png', login: APPEALS.memberNo, path: `/board/published/${reportId}` },
    { file: 'public-report-phone.png', path: `/board/public/${committee}/${reportId}`, phone: true },
  ]
  await step(
    '公示页面截图 · board',
    () => takePictures({ url, committee, password: logins.password }, visits, path.join(OUT, 'board')),
    (count) => `${count} 张，out/board/ · pictures`,
  )
}

async function writeFiles(client: Client, period: Body, records: Records): Promise<void> {
  mkdirSync(OUT, { recursive: true })
  for (const format of ['xlsx', 'csv'] as const) {
    await step(
      `导出 out/ranking.${format}`,
      async () => {
        const bytes = await exported(client, { kind: 'ranking', format, periodId: period.id })
        writeFileSync(path.join(OUT, `ranking.${format}`), bytes)
        return bytes.length
      },
      (size) => `${size} 字节 · bytes`,
    )
  }
  for (const memberNo of ARCHIVES) {
    await step(
      `履职档案 out/archive-${memberNo}.json`,
      async () => {
        const member = records.members.get(memberNo)!
        const archive = await client.get(`/v1/members/${member.id}/archive?periodId=${period.id}`)
        writeFileSync(path.join(OUT, `archive-${memberNo}.json`), `${JSON.stringify(archive, null, 2)}\n`)
        return member.name
      },
      (name) => name,
    )
  }
}

async function show(client: Client, period: Body, ranking: Body, records: Records): Promise<void> {
  const titles: Body[] = ranking.groups
  const rows = ranking.items
    .slice(0, 10)
    .map((row: Body) => [
      row.rank,
      row.memberNo,
      row.name,
      row.sector?.name ?? '',
      ...titles.map(({ code }) => points(row.groups.find((group: Body) => group.code === code)?.points ?? 0)),
      points(row.total),
      row.grade ?? '',
    ])
  const header = ['名次', '编号', '姓名', '界别', ...titles.map(({ title }) => title), '总分', '等次']
  console.log(`\n${ranking.period.name} 前十名 · top ten\n`)
  console.log(table(header, rows))
  const member = records.members.get(EXPLAINED)!
  const score = await client.get(`/v1/members/${member.id}/score?periodId=${period.id}&text=zh`)
  console.log(`\n${member.name}的得分从哪里来 · where the points of one member come from\n`)
  console.log(score.text.trimEnd())
}

const points = (value: number): string => value.toFixed(2)

await main()
