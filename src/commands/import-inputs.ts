import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { termOperations } from '../committee/terms/resource.ts'
import { messageOf } from '../core/errors.ts'
import { append } from '../core/long-lists.ts'
import type { importProfileOperations } from '../exchange/imports/profiles.ts'
import type { Answer } from '../http/operation.ts'
import { type Client, Refused } from './client.ts'

/** What an import is given on the command line: the sheet, what is known of it, and answers to its questions. */

export type GivenAnswer = { id?: string; group?: string; answer: unknown }

export function formOf(file: string, settings: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(settings)) form.set(name, value)
  form.set('file', new Blob([bytesOf(file)]), path.basename(file))
  return form
}

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file))
  } catch (error) {
    throw new Refused(`${file} cannot be read (${messageOf(error)}) · 文件无法读取`, 2)
  }
}

export function answersIn(file: string): GivenAnswer[] {
  const answers = readJson(file)
  const fits = (answer: Partial<GivenAnswer> | null) =>
    (typeof answer?.id === 'string' || typeof answer?.group === 'string') && answer.answer
  if (Array.isArray(answers) && answers.every(fits)) return answers
  throw new Refused(
    `${file} holds no list of answers such as [{"id": "…", "answer": {"choice": "…"}}] · 不是回答的列表`,
    2,
  )
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Refused(`${file} is no JSON file (${messageOf(error)}) · 不是有效的 JSON 文件`, 2)
  }
}

/** What is known of a source: a JSON file, or the name of a profile that the committee keeps. */
export async function profileOf(client: Client, written: string): Promise<Record<string, string>> {
  if (existsSync(written)) return { profile: JSON.stringify(readJson(written)) }
  if (/\.json$/i.test(written) || written.includes('/')) readJson(written)
  const names: string[] = []
  for (let cursor = ''; ; ) {
    const page: Answer<typeof importProfileOperations.list> = await client.get(
      `/v1/import-profiles?limit=200${cursor}`,
    )
    const item = page.items.find(({ name }) => name === written)
    if (item) return { profileId: item.id }
    append(
      names,
      page.items.map(({ name }) => name),
    )
    if (!page.nextCursor) break
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
  throw new Refused(
    `${written} is neither a file nor a saved profile (${names.join(', ')}) · 既不是文件，也不是已保存的导入配置`,
    2,
  )
}

/** The id of the term that is written by its id, its number or its name. */
export async function termNamed(client: Client, written: string): Promise<string> {
  const { items } = await client.get<Answer<typeof termOperations.list>>('/v1/terms?limit=200')
  const matches = items.filter(({ id, number, name }) => [id, String(number), name].includes(written.trim()))
  if (matches.length === 1) return matches[0]!.id
  const known = items.map(({ number, name }) => `${number} ${name}`).join(', ')
  throw new Refused(
    `No single term is ${written}: write the id, number or name of one (${known}) · 没有或不止一个届次是“${written}”，请写明编号、届数或名称：${known}`,
    2,
  )
}
