import type { Storage } from '../../storage/storage.ts'
import type { Tree } from '../explain.ts'
import { renderTree } from '../render.ts'

/** The explanation as text, with what people call the facts. */
export async function explanation(
  storage: Storage,
  committeeId: string,
  tree: Tree,
  language: 'zh' | 'en',
): Promise<string> {
  return renderTree(tree, language, { titles: await titlesOf(storage, committeeId, tree) })
}

/** What people call the facts of a tree. */
async function titlesOf(storage: Storage, committeeId: string, tree: Tree): Promise<Map<string, string>> {
  const ids = new Map<string, string[]>()
  const visit = (node: Pick<Tree, 'groups' | 'clauses'>) => {
    for (const clause of node.clauses) {
      for (const { factId } of clause.lines) {
        const [kind, id] = factId.split('/') as [string, string]
        ids.set(kind, [...(ids.get(kind) ?? []), id])
      }
    }
    for (const group of node.groups) visit(group)
  }
  visit(tree)
  const titles = new Map<string, string>()
  const tables = {
    attendance: 'meetings',
    proposal: 'proposals',
    opinion: 'opinions',
    speech: 'speeches',
  } as const
  for (const [kind, table] of Object.entries(tables)) {
    const wanted = [...new Set(ids.get(kind) ?? [])]
    if (wanted.length === 0) continue
    const rows = await storage.query<{ id: string; title: string }>(
      `select id, title from ${table} where committee_id = ? and id in (${wanted.map(() => '?').join(', ')})`,
      [committeeId, ...wanted],
    )
    const named = new Map(rows.map((row) => [row.id, row.title]))
    const add = (node: Pick<Tree, 'groups' | 'clauses'>) => {
      for (const clause of node.clauses) {
        for (const { factId } of clause.lines) {
          const [factKind, id] = factId.split('/') as [string, string]
          const title = factKind === kind ? named.get(id) : undefined
          if (title) titles.set(factId, title)
        }
      }
      for (const group of node.groups) add(group)
    }
    add(tree)
  }
  return titles
}
