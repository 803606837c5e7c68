import { Command, CommanderError } from 'commander'
import { accessCommands } from './commands/access.ts'
import { Refused } from './commands/client.ts'
import { databaseCommands } from './commands/database.ts'
import { explainCommand } from './commands/explain.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { regulationCommands } from './commands/regulation.ts'
import { statisticsCommand } from './commands/statistics.ts'
import { messageOf } from './core/errors.ts'
import { serve } from './serve.ts'

/** The command line: `serve` runs the product, everything else speaks HTTP to it or looks after its database. */

const EXIT_REFUSED = 1
const EXIT_USAGE = 2

function commandLine(): Command {
  const program = new Command('lvzhi')
    .description('The duty record of a consultative committee · 委员履职档案')
    .exitOverride()
    .showHelpAfterError()
  program
    .command('serve')
    .description(
      'Migrate and serve (DATABASE_URL, HOST, PORT, LVZHI_SECRET, LOG_LEVEL, TRUST_PROXY, LVZHI_TEMPLATES, LVZHI_FONTS)',
    )
    .action(serve)
  accessCommands(program)
  importCommand(program)
  exportCommand(program)
  explainCommand(program)
  statisticsCommand(program)
  regulationCommands(program)
  databaseCommands(program)
  return program
}

// Whoever reads the first lines and goes (`| head`) ends the command quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

try {
  await commandLine().parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE
  else {
    console.error(messageOf(error))
    process.exitCode = error instanceof Refused ? error.exitCode : EXIT_REFUSED
  }
}
