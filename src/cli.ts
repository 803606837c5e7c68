import { Command } from 'commander'
import { accessCommands } from './commands/access.ts'
import { Refused } from './commands/client.ts'
import { databaseCommands } from './commands/database.ts'
import { explainCommand } from './commands/explain.ts'
import { importCommand } from './commands/import.ts'
import { regulationCommands } from './commands/regulation.ts'
import { statisticsCommand } from './commands/statistics.ts'
import { readConfig } from './config.ts'
import { targetOf } from './storage/open.ts'

/** The command line: `serve` runs the product, everything else speaks HTTP to it or looks after its database. */

const EXIT_REFUSED = 1
const EXIT_USAGE = 2

export function commandLine(): Command {
  const program = new Command('lvzhi')
    .description('The duty record of a consultative committee · 委员履职档案')
    .exitOverride()
    .showHelpAfterError()
  program
    .command('serve')
    .description('Migrate and serve (DATABASE_URL, HOST, PORT, LVZHI_SECRET, LOG_LEVEL, TRUST_PROXY)')
    .action(serve)
  accessCommands(program)
  importCommand(program)
  explainCommand(program)
  statisticsCommand(program)
  regulationCommands(program)
  databaseCommands(program)
  return program
}

async function serve(): Promise<void> {
  const { startServer } = await import('./main.ts')
  // Before the settings are read: they make a file beside what is taken for the path of a database.
  if (process.env['DATABASE_URL']) targetOf(process.env['DATABASE_URL'])
  const server = await startServer(readConfig(process.env))
  for (const name of server.migrations) console.log(`migrated ${name}`)
  console.log(`lvzhi listens on ${server.url} · 服务地址 ${server.url}`)
  if (server.setupToken) {
    console.log(
      `There is no administrator yet · 还没有管理员。Make the first one · 请创建：\n` +
        `  npx lvzhi admin create --url ${server.url} --token ${server.setupToken} --committee CODE --name NAME --login LOGIN`,
    )
  }
  const stop = () => {
    server.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(EXIT_REFUSED)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

// Whoever reads the first lines and goes (`| head`) ends the command quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

try {
  await commandLine().parseAsync(process.argv)
} catch (error) {
  const { code, exitCode, message } = error as { code?: string; exitCode?: number; message: string }
  if (code?.startsWith('commander.')) process.exitCode = exitCode === 0 ? 0 : EXIT_USAGE
  else {
    console.error(message)
    process.exitCode = error instanceof Refused ? error.exitCode : EXIT_REFUSED
  }
}
