import type { Json } from './json-schema.ts'

/** The contract as one page of HTML without a script: operations by tag, then the shapes that they speak of. */

interface Contract {
  info: Json
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Json>>
  components: Record<string, Json>
}

export function referencePage(contract: Contract): string {
  const { info, tags, components } = contract
  const all = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const sections = tags.map(({ name, description }) => {
    const own = all.filter(({ operation }) => (operation['tags'] as string[]).includes(name))
    return `<h2 id="${esc(name)}">${esc(name)}</h2><p class="about">${esc(description)}</p>${own
      .map((one) => operationHtml(one, components))
      .join('')}`
  })
  const shapes = Object.entries(components['schemas']!).map(
    ([name, schema]) =>
      `<details id="schema-${esc(name)}"><summary>${esc(name)}</summary><div>${shapeHtml(schema as Json)}</div></details>`,
  )
  const links = [...tags.map(({ name }) => name), 'shapes'].map(
    (name) => `<li><a href="#${esc(name)}">${esc(name)}</a></li>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(info['title'])} API</title>
<link rel="stylesheet" href="/docs/reference.css">
</head>
<body>
<nav aria-label="Contents"><ul>${links.join('')}</ul></nav>
<main>
<h1>${esc(info['title'])} API <small>${esc(info['version'])}</small></h1>
${prose(info['description'])}
<p><a href="/openapi.json">openapi.json</a></p>
${sections.join('\n')}
<h2 id="shapes">shapes</h2>
${shapes.join('\n')}
</main>
</body>
</html>
`
}

type Listed = { path: string; method: string; operation: Json }

function operationHtml({ path, method, operation }: Listed, components: Record<string, Json>): string {
  const parameters = ((operation['parameters'] ?? []) as Json[]).map((one) => resolved(one, components))
  return `<details id="${esc(operation['operationId'])}">
<summary><span class="method ${esc(method)}">${esc(method.toUpperCase())}</span> <code class="path">${esc(path)}</code> ${esc(operation['summary'])}</summary>
<div>${prose(operation['description'])}${parameterTable(parameters)}${bodyHtml(operation['requestBody'] as Json | undefined)}${responseTable(operation['responses'] as Record<string, Json>, components)}</div>
</details>`
}

function parameterTable(parameters: Json[]): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${esc(one['name'])}</code></td><td>${esc(one['in'])}${one['required'] ? ', required' : ''}</td><td>${typeHtml(one['schema'] as Json)}</td><td>${inline(one['description'])}</td></tr>`,
  )
  return `<h3>Parameters</h3><table>${rows.join('')}</table>`
}

function bodyHtml(body: Json | undefined): string {
  if (!body) return ''
  const [[type, media]] = Object.entries(body['content'] as Record<string, Json>) as [[string, Json]]
  const example = media['example'] ? `<pre>${esc(JSON.stringify(media['example'], null, 2))}</pre>` : ''
  return `<h3>Body</h3><p><code>${esc(type)}</code>: ${typeHtml(media['schema'] as Json)}</p>${example}`
}

function responseTable(responses: Record<string, Json>, components: Record<string, Json>): string {
  const rows = Object.entries(responses).map(([status, given]) => {
    const response = resolved(given, components)
    const content = Object.entries((response['content'] ?? {}) as Record<string, Json>)
    const shapes = content.map(
      ([type, { schema }]) => `${typeHtml(schema as Json)} <code>${esc(type)}</code>`,
    )
    return `<tr><td>${esc(status)}</td><td>${inline(response['description'])}</td><td>${shapes.join('')}</td></tr>`
  })
  return `<h3>Answers</h3><table>${rows.join('')}</table>`
}

function resolved(node: Json, components: Record<string, Json>): Json {
  const match = /^#\/components\/(\w+)\/(.+)$/.exec(String(node['$ref'] ?? ''))
  return match ? (components[match[1]!]![match[2]!] as Json) : node
}

function shapeHtml(schema: Json): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>)
  const required = (schema['required'] ?? []) as string[]
  const rows = properties.map(
    ([name, one]) =>
      `<tr><td><code>${esc(name)}</code>${required.includes(name) ? '' : '?'}</td><td>${typeHtml(one)}</td><td>${inline(one['description'])}</td></tr>`,
  )
  return `${prose(schema['description'])}${rows.length > 0 ? `<table>${rows.join('')}</table>` : typeHtml(schema)}`
}

/** A type in a few words, with a link where it has a name. */
function typeHtml(schema: Json | undefined): string {
  if (!schema) return ''
  const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema['$ref'] ?? ''))?.[1]
  if (name) return `<a href="#schema-${esc(name)}">${esc(name)}</a>`
  const options = (schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined
  if (options) return options.map(typeHtml).join(' or ')
  if (schema['enum']) return (schema['enum'] as unknown[]).map((one) => `<code>${esc(one)}</code>`).join(' ')
  if (schema['type'] === 'array') return `list of ${typeHtml(schema['items'] as Json)}`
  const type = [schema['type'] ?? 'anything'].flat().join(' or ')
  if (Object.keys((schema['properties'] ?? {}) as Json).length === 0)
    return esc([type, schema['format'], limits(schema)].filter(Boolean).join(', '))
  return shapeHtml(schema)
}

function limits(schema: Json): string {
  const words: [string, string][] = [
    ['minimum', 'from '],
    ['maximum', 'to '],
    ['minLength', 'at least '],
    ['maxLength', 'at most '],
    ['default', 'default '],
  ]
  const said = words.filter(([key]) => schema[key] !== undefined)
  return said.map(([key, word]) => `${word}${JSON.stringify(schema[key])}`).join(' ')
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
