/** Names of tables and columns: `memberNo` in code, `member_no` in SQL. */

const snakes = new Map<string, string>()

/** Kept, because a page of a list asks for each of its columns; there are as many as the tables have. */
export function snake(name: string): string {
  let text = snakes.get(name)
  if (text === undefined) {
    text = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    snakes.set(name, text)
  }
  return text
}

export const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
