import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { PERMISSIONS, ROLE_PERMISSIONS, ROLES } from '../src/access/permissions.ts'
import { contractRoutes } from '../src/app.ts'
import { ERRORS } from '../src/core/errors.ts'
import { type Json, plainSchema } from '../src/http/json-schema.ts'
import { openapiOf } from '../src/openapi.ts'
import { FactsDocument } from '../src/scoring/facts.ts'
import { RegulationFile } from '../src/scoring/format.ts'
import { formsOf } from '../src/scoring/shaped.ts'

/** Writes what is made from the code: `npm run gen`; with `--check` it only compares. */

const ROOT = path.join(import.meta.dirname, '..')
const MADE = 'Made by `npm run gen`; change the code, not this file.'

function openapi(): string {
  const yaml = stringify(openapiOf(contractRoutes()), {
    lineWidth: 110,
    blockQuote: 'literal',
    aliasDuplicateObjects: false,
  })
  return `# ${MADE}\n${yaml}`
}

/** One row per code, by status. */
function errors(): string {
  const rows = Object.entries(ERRORS)
    .sort(([, a], [, b]) => a.status - b.status)
    .map(([code, { status, zh, en }]) => `| ${status} | \`${code}\` | ${zh} | ${en} |`)
  return `# Problem codes · 错误代码

${MADE} Source: \`src/core/errors.ts\`.

Every failure is a problem document (RFC 9457) whose \`code\` is one of these. A code is stable for ever and never
reused; \`GET /problems/{code}\` answers with its row. 每个失败的回答都带有下列 \`code\` 之一；代码永久不变，不会改作他用。

| status | code | 说明 | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

function permissions(): string {
  const cell = (role: (typeof ROLES)[number], permission: string) =>
    (ROLE_PERMISSIONS[role] as readonly string[]).includes(permission) ? '✓' : ' '
  const rows = Object.entries(PERMISSIONS).map(
    ([permission, meaning]) =>
      `| \`${permission}\` | ${ROLES.map((role) => cell(role, permission)).join(' | ')} | ${meaning} |`,
  )
  const operations = Map.groupBy(contractRoutes(), (route) => route.permission)
  const lists = [...operations.entries()]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([permission, routes]) =>
        `- \`${permission}\`: ${routes.map((one) => `\`${one.operationId}\``).join(', ')}`,
    )
  return `# Permissions · 权限

${MADE} Source: \`src/access/permissions.ts\`.

A route names one permission; a role is a set of them; whatever is not given is denied. A clerk acts only on the
records of their departments, a member sees only their own. An API key holds the permissions that it was given.

| permission | ${ROLES.join(' | ')} | meaning |
| --- | ${ROLES.map(() => ':-:').join(' | ')} | --- |
${rows.join('\n')}

## Which operation needs which

\`public\` needs no credential, \`any\` any valid one.

${lists.join('\n')}
`
}

function factsSchema(): string {
  const schema = z.toJSONSchema(FactsDocument, { io: 'input', unrepresentable: 'any' })
  const titled = { title: 'Facts of one period: what scoring takes in', ...(plainSchema(schema) as object) }
  return `${JSON.stringify(titled, null, 2)}\n`
}

/** For editors: keys, values and their forms. What clauses say of one another, only the service checks. */
function regulationSchema(): string {
  const definitions: Json = {}
  const schemaOf = (schema: z.ZodType): Json => {
    const { $schema: _, ...told } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const shaped = formsOf.get(zodSchema)
        if (!shaped) return
        jsonSchema.$ref = `#/$defs/${shaped.name}`
        if (shaped.name in definitions) return
        // Named before its forms are told: a condition holds conditions.
        definitions[shaped.name] = {}
        definitions[shaped.name] = { anyOf: shaped.forms.map(schemaOf) }
      },
    })
    return told
  }
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A regulation as data: rules.yaml',
    ...schemaOf(RegulationFile),
    $defs: definitions,
  }
  return `${JSON.stringify(plainSchema(schema), null, 2)}\n`
}

/** File, and what it should hold. */
export const made: Record<string, () => string> = {
  'openapi.yaml': openapi,
  'docs/errors.md': errors,
  'docs/permissions.md': permissions,
  'docs/facts.schema.json': factsSchema,
  'regulations/schema.json': regulationSchema,
}

function main(check: boolean): void {
  const stale: string[] = []
  for (const [name, make] of Object.entries(made)) {
    const file = path.join(ROOT, name)
    const text = make()
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    stale.push(name)
    if (check) continue
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`wrote ${name}`)
  }
  if (check && stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')}. Run npm run gen and commit what it writes.`)
    process.exitCode = 1
  } else if (stale.length === 0) console.log('Everything that is made from the code is current.')
}

if (import.meta.main) main(process.argv.includes('--check'))
