import { parseSync, Visitor } from 'oxc-parser'

/** Small faults that somebody could make in a file, each of which a test has to see. */

export interface Mutation {
  /** What it does, such as `< → <=`. */
  what: string
  start: number
  end: number
  replacement: string
  line: number
  /** The line as it stands. */
  text: string
}

const BINARY: Record<string, string> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
}
/** In texts that are SQL. */
const SQL: readonly [pattern: RegExp, replacement: string][] = [
  [/>=/g, '>'],
  [/<=/g, '<'],
  [/<>/g, '='],
  [/ is null\b/g, ' is not null'],
  [/ is not null\b/g, ' is null'],
  [/ = (?=')/g, ' <> '],
  [/ desc\b/g, ' asc'],
]
const IS_SQL = /\b(?:select|update|insert|delete|where)\b/i
/** How much at once, how long, how often: another number does the same at another price. */
const TUNING = /^(?:export )?const [A-Z_]+_(?:MS|SECONDS|MAX|MB|ONCE|TOGETHER|QUERY)\b/
/** Words for people are looked at by other tests than faults: what is said in either language, and where it is chosen. */
const WORDS = new Set(['zh', 'en', 'description', 'title', 'example', 'summary'])
/** What comes first of two: the sign alone says it, whatever its size. */
const IS_ORDER = /[\w)\]] < [a-z][^?]*\? -1 : (?:1|[^?]+\? 1 : 0)$/
const IS_LANGUAGE = /^(?:isZh|zh|lang === 'zh')$/

interface Node {
  type: string
  start: number
  end: number
}

/** All mutations of a file in TypeScript, in the order of its text. */
export function mutationsOf(name: string, source: string): Mutation[] {
  const { program, errors } = parseSync(name, source)
  if (errors.length > 0) throw new Error(`${name} cannot be parsed: ${errors[0]!.message}`)
  const mutations: Mutation[] = []
  const signs: { start: number; end: number }[] = []
  const isSign = (node: Node, value: number) =>
    value === 1 && signs.some(({ start, end }) => start <= node.start && node.end <= end)
  const add = (what: string, { start, end }: { start: number; end: number }, replacement: string) => {
    const before = source.slice(0, start)
    const from = before.lastIndexOf('\n') + 1
    const to = source.indexOf('\n', start)
    const text = source.slice(from, to < 0 ? undefined : to).trim()
    if (TUNING.test(text)) return
    mutations.push({ what, start, end, replacement, line: before.split('\n').length, text })
  }
  const operator = (node: Node & { operator: string; left: Node; right: Node }) => {
    const other = BINARY[node.operator]
    if (!other || isText(node.left) || isText(node.right)) return
    add(`${node.operator} → ${other}`, { start: node.left.end, end: node.right.start }, ` ${other} `)
  }
  const sql = (node: Node) => {
    const text = source.slice(node.start, node.end)
    if (!IS_SQL.test(text)) return
    for (const [pattern, replacement] of SQL) {
      for (const match of text.matchAll(pattern)) {
        const start = node.start + match.index
        add(
          `${match[0].trim()} → ${replacement.trim()}`,
          { start, end: start + match[0].length },
          replacement,
        )
      }
    }
  }
  new Visitor({
    BinaryExpression: (node) => operator(node as never),
    LogicalExpression: (node) => operator(node as never),
    UnaryExpression: (node) => {
      if (node.operator === '!') add('! removed', node, source.slice(node.argument.start, node.argument.end))
    },
    ConditionalExpression: ({ test, consequent, alternate }) => {
      if (IS_ORDER.test(source.slice(test.start, alternate.end)))
        signs.push({ start: consequent.start, end: alternate.end })
      if (IS_LANGUAGE.test(source.slice(test.start, test.end))) return
      const [yes, no] = [consequent, alternate].map(({ start, end }) => source.slice(start, end))
      add('branches exchanged', { start: consequent.start, end: alternate.end }, `${no} : ${yes}`)
    },
    Literal: (node) => {
      if (typeof node.value === 'boolean') add(`${node.value} → ${!node.value}`, node, String(!node.value))
      else if (typeof node.value === 'number') {
        if (!isSign(node, node.value)) add(`${node.value} + 1`, node, String(node.value + 1))
      } else if (typeof node.value === 'string') sql(node)
    },
    TemplateLiteral: (node) => sql(node),
    ExpressionStatement: (node) => {
      const { expression } = node
      const call = expression.type === 'AwaitExpression' ? expression.argument : expression
      if (call.type === 'CallExpression') add('call removed', node, ';')
    },
    IfStatement: ({ test }) => {
      if (['Identifier', 'CallExpression', 'AwaitExpression', 'MemberExpression'].includes(test.type))
        add('condition turned', test, `!(${source.slice(test.start, test.end)})`)
    },
    ArrayExpression: ({ start, end, elements }) => {
      const [first, second] = elements
      if (first?.type !== 'Literal' || second?.type !== 'Literal') return
      if (isSet(source, start, end)) return
      const [one, two] = [first, second].map(({ start, end }) => source.slice(start, end))
      add('first two exchanged', { start: first.start, end: second.end }, `${two}, ${one}`)
    },
    ObjectExpression: ({ properties }) => {
      for (const property of properties) {
        if (property.type !== 'Property' || property.value.type === 'Literal') continue
        if (property.key.type !== 'Identifier' || WORDS.has(property.key.name)) continue
        const comma = source[property.end] === ',' ? 1 : 0
        add(`${property.key.name} removed`, { start: property.start, end: property.end + comma }, '')
      }
    },
  }).visit(program)
  return mutations.sort((a, b) => a.start - b.start || a.end - b.end)
}

/** Keys under which lists of words are sets: the refusals of a route, the states that a step starts from. */
const SETS = /(?:failures|refuses|from|personal): $/

/** Whether a list is asked only for what is in it: its order says nothing. */
function isSet(source: string, start: number, end: number): boolean {
  const [before, after] = [source.slice(0, start), source.slice(end)]
  if (
    /^(?: as const)?\)?\.(?:includes|some|every)\(/.test(after) ||
    /new Set\($/.test(before) ||
    SETS.test(before)
  )
    return true
  const named = /const ([A-Z_a-z]+)(?:: [^=\n]+)? = $/.exec(before)
  if (!named) return false
  const uses = [...source.matchAll(new RegExp(`\\b${named[1]}\\b(\\.(?:includes|some|every)\\()?`, 'g'))]
  return uses.length > 1 && uses.slice(1).every(([, asked]) => asked !== undefined)
}

const isText = (node: Node & { value?: unknown }): boolean =>
  node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string')
