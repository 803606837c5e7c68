import type { Storage } from '../../storage/storage.ts'
import type { Tree } from '../words/explain.ts'
import { renderTree } from '../words/render.ts'
import { recordOf, titledRecords } from './fact-records.ts'

/** The explanation as text, with what people call the facts. */
export async function explanation(
  storage: Storage,
  committeeId: string,
  tree: Tree,
  language: 'zh' | 'en',
): Promise<string> {
  const ids = [tree, ...tree.apart].flatMap(factIdsIn)
  const records = await titledRecords(storage, committeeId, ids)
  const titles = new Map<string, string>()
  for (const id of ids) {
    const titled = records.get(recordOf(id).join('/'))
    if (titled) titles.set(id, titled.title)
  }
  return renderTree(tree, language, { titles })
}

function factIdsIn({ clauses, groups }: Pick<Tree, 'groups' | 'clauses'>): string[] {
  return [...clauses.flatMap(({ lines }) => lines.map(({ factId }) => factId)), ...groups.flatMap(factIdsIn)]
}
