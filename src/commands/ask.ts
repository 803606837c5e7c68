import { createInterface } from 'node:readline/promises'
import { Refused } from './client.ts'

/** A line from the terminal; a password is not shown. Without a terminal the environment must say it. */
export async function ask(question: string, hidden = false): Promise<string> {
  if (!process.stdin.isTTY) throw new Refused(`${question}: no terminal to ask on · 没有终端可供输入`, 2)
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: true })
  if (hidden) {
    const { output } = lines as unknown as { output: { write(text: string): boolean } }
    const write = output.write.bind(output)
    output.write = (text: string) => (text.includes(question) ? write(text) : write(''))
  }
  const answer = await lines.question(`${question}: `)
  lines.close()
  if (hidden) process.stdout.write('\n')
  return answer
}
