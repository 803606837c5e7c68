import { readConfig } from './config.ts'
import { environment } from './core/environment.ts'
import { targetOf } from './storage/open.ts'

/** Runs the product until it is told to end. Apart from the command line, whose commands a server never needs in memory. */
export async function serve(): Promise<void> {
  const { startServer } = await import('./main.ts')
  // Before the settings are read: they make a file beside what is taken for the path of a database.
  if (environment.DATABASE_URL) targetOf(environment.DATABASE_URL)
  const server = await startServer(readConfig(environment))
  for (const name of server.migrations) console.log(`migrated ${name}`)
  // In one piece: who waits for the first line reads the token with it.
  console.log(
    `lvzhi listens on ${server.url} · 服务地址 ${server.url}` +
      (server.setupToken
        ? `\nThere is no administrator yet · 还没有管理员。Make the first one · 请创建：\n` +
          `  npx lvzhi admin create --url ${server.url} --token ${server.setupToken} --committee CODE --name NAME --login LOGIN`
        : ''),
  )
  const stop = () => {
    server.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
