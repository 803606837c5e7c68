/** What the demonstration prints: a line per step while it works, and tables that line up in Chinese. */

export interface Step {
  /** Replaces what the running step says, on a terminal. */
  tell(text: string): void
}

/** Runs one step and prints what it came to and how long it took. */
export async function step<T>(
  label: string,
  work: (step: Step) => Promise<T>,
  result: (value: T) => string = () => '',
): Promise<T> {
  const begin = performance.now()
  const live = process.stdout.isTTY
  const tell = (text: string) => {
    if (live) process.stdout.write(`\r\x1b[K  · ${label} ${text}`)
  }
  tell('…')
  const value = await work({ tell })
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  if (live) process.stdout.write('\r\x1b[K')
  console.log(`  ✓ ${pad(label, 32)} ${pad(result(value), 50)} ${seconds.padStart(5)} s`)
  return value
}

/** A bar of twenty places for work that knows its total. */
export function bar(done: number, total: number): string {
  if (total === 0) return ''
  const filled = Math.round((done / total) * 20)
  return `${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${done}/${total}`
}

const WIDE = /[\p{Script=Han}\u3000-\u303F\uFF00-\uFF60“”]/u

/** Columns that a text takes on a terminal: a Chinese character is two wide. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : 1
  return width
}

export const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text

/** A table as text; columns of numbers stand at the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(cell) : cell)))
  const widths = header.map((title, at) =>
    Math.max(widthOf(title), ...texts.map((row) => widthOf(row[at] ?? ''))),
  )
  const right = header.map((_, at) => rows.length > 0 && rows.every((row) => isNumber(row[at])))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (right[at] ? padStart(cell, widths[at]!) : pad(cell, widths[at]!)))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('──')
  return [line(header), rule, ...texts.map(line)].join('\n')
}

const isNumber = (cell: string | number | undefined): boolean =>
  typeof cell === 'number' || /^-?\d+(\.\d+)?$/.test(cell ?? '')
