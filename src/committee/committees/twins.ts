import { inCommittee } from '../../storage/from.ts'
import { INSTALLATION } from '../../storage/installation.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'

/**
 * Before there was a directory, two committees could be made with one code at the same moment. The directory lists the
 * younger under another code; here its record says so too, with its version and its event, as any change does. Answers
 * the codes that changed.
 */
export async function renameTwins(storage: Storage): Promise<{ from: string; to: string }[]> {
  const twins = await storage.query<{ id: string; code: string }>(
    `select d.listed_id as id, d.code from committee_directory d
       join committees c on c.committee_id = d.listed_id and c.id = d.listed_id
      where d.committee_id = ? and c.code <> d.code`,
    [INSTALLATION],
  )
  const renamed: { from: string; to: string }[] = []
  for (const { id, code } of twins) {
    await storage.write(id, { actor: 'setup', requestId: 'upgrade' }, async (tx) => {
      const row = (await findRow(inCommittee(tx, id), 'committees', id))!
      await changeRow(tx, 'committees', row, { code }, { type: 'committee.renamed_code' })
      if (row.code !== code) renamed.push({ from: row.code, to: code })
    })
  }
  return renamed
}
