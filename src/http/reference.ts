import {
  type Content,
  isReference,
  type OpenApi,
  type Operation,
  type Parameter,
  type Reference,
  type Response,
} from './contract.ts'
import { namedBy, type Schema } from './json-schema.ts'

/** The contract as one page of HTML without a script: operations by tag, then the shapes that they speak of. */

type Components = OpenApi['components']

export function referencePage(contract: OpenApi): string {
  const { info, tags, components } = contract
  const all = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const sections = tags.map(({ name, description }) => {
    const own = all.filter(({ operation }) => operation.tags.includes(name))
    return `<h2 id="${esc(name)}">${esc(name)}</h2><p class="about">${esc(description)}</p>${own
      .map((operation) => operationHtml(operation, components))
      .join('')}`
  })
  const shapes = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${esc(name)}"><summary>${esc(name)}</summary><div>${shapeHtml(schema)}</div></details>`,
  )
  const links = [...tags.map(({ name }) => name), 'shapes'].map(
    (name) => `<li><a href="#${esc(name)}">${esc(name)}</a></li>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(info.title)} API</title>
<link rel="stylesheet" href="/docs/reference.css">
</head>
<body>
<nav aria-label="Contents"><ul>${links.join('')}</ul></nav>
<main>
<h1>${esc(info.title)} API <small>${esc(info.version)}</small></h1>
${prose(info.description)}
<p><a href="/openapi.json">openapi.json</a></p>
${sections.join('\n')}
<h2 id="shapes">shapes</h2>
${shapes.join('\n')}
</main>
</body>
</html>
`
}

type Listed = { path: string; method: string; operation: Operation }

function operationHtml({ path, method, operation }: Listed, components: Components): string {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    resolved(parameter, components.parameters),
  )
  return `<details id="${esc(operation.operationId)}">
<summary><span class="method ${esc(method)}">${esc(method.toUpperCase())}</span> <code class="path">${esc(path)}</code> ${esc(operation.summary)}</summary>
<div>${prose(operation.description)}${parameterTable(parameters)}${bodyHtml(operation.requestBody?.content)}${responseTable(operation.responses, components)}</div>
</details>`
}

function parameterTable(parameters: Parameter[]): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(
    (parameter) =>
      `<tr><td><code>${esc(parameter.name)}</code></td><td>${esc(parameter.in)}${parameter.required ? ', required' : ''}</td><td>${typeHtml(parameter.schema)}</td><td>${inline(parameter.description)}</td></tr>`,
  )
  return `<h3>Parameters</h3><table>${rows.join('')}</table>`
}

function bodyHtml(content: Content = {}): string {
  const [body] = Object.entries(content)
  if (!body) return ''
  const [type, { schema, example }] = body
  const shown = example ? `<pre>${esc(JSON.stringify(example, null, 2))}</pre>` : ''
  return `<h3>Body</h3><p><code>${esc(type)}</code>: ${typeHtml(schema)}</p>${shown}`
}

function responseTable(responses: Operation['responses'], components: Components): string {
  const rows = Object.entries(responses).map(([status, given]) => {
    const { content = {}, description }: Response = resolved(given, components.responses)
    const shapes = Object.entries(content).map(
      ([type, { schema }]) => `${typeHtml(schema)} <code>${esc(type)}</code>`,
    )
    return `<tr><td>${esc(status)}</td><td>${inline(description)}</td><td>${shapes.join('')}</td></tr>`
  })
  return `<h3>Answers</h3><table>${rows.join('')}</table>`
}

/** What a node says itself, or the component that it names. */
const resolved = <T extends Parameter | Response>(node: T | Reference, components: Record<string, T>): T =>
  isReference(node) ? components[namedBy(node)![1]]! : node

function shapeHtml(schema: Schema): string {
  const { properties = {}, required = [] } = schema
  const rows = Object.entries(properties).map(
    ([name, response]) =>
      `<tr><td><code>${esc(name)}</code>${required.includes(name) ? '' : '?'}</td><td>${typeHtml(response)}</td><td>${inline(response.description)}</td></tr>`,
  )
  return `${prose(schema.description)}${rows.length > 0 ? `<table>${rows.join('')}</table>` : typeHtml(schema)}`
}

/** A type in a few words, with a link where it has a name. */
function typeHtml(schema: Schema | undefined): string {
  if (!schema) return ''
  const [part, name] = namedBy(schema) ?? []
  if (part === 'schemas') return `<a href="#schema-${esc(name)}">${esc(name)}</a>`
  const options = schema.anyOf ?? schema.oneOf
  if (options) return options.map(typeHtml).join(' or ')
  if (schema.enum) return schema.enum.map((value) => `<code>${esc(value)}</code>`).join(' ')
  if (schema.type === 'array') return `list of ${typeHtml(schema.items)}`
  const type = [schema.type ?? 'anything'].flat().join(' or ')
  if (Object.keys(schema.properties ?? {}).length === 0)
    return esc([type, schema.format, limits(schema)].filter(Boolean).join(', '))
  return shapeHtml(schema)
}

function limits(schema: Schema): string {
  const words: [string, string][] = [
    ['minimum', 'from '],
    ['maximum', 'to '],
    ['minLength', 'at least '],
    ['maxLength', 'at most '],
    ['default', 'default '],
  ]
  const limits = words.filter(([key]) => schema[key] !== undefined)
  return limits.map(([key, word]) => `${word}${JSON.stringify(schema[key])}`).join(' ')
}

const prose = (text: unknown): string =>
  String(text ?? '')
    .split(/\n\n+/)
    .filter(Boolean)
    .map((paragraph) => `<p>${inline(paragraph)}</p>`)
    .join('')

/** The little markdown that the contract uses. */
const inline = (text: unknown): string =>
  esc(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\n/g, '<br>')

const esc = (text: unknown): string =>
  String(text ?? '').replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!,
  )
