import { ruleViolation } from '../../core/errors.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db } from '../../storage/storage.ts'

/** Refuses a code that the committee's catalogue does not have. */
export async function checkCode(
  db: Db,
  committeeId: string,
  catalogue: string,
  code: string,
  pointer: string,
): Promise<void> {
  const row = await from(inCommittee(db, committeeId), 'catalogueItems', { catalogue, code, deletedAt: null })
    .pick('id')
    .first()
  if (row) return
  throw ruleViolation(
    `catalogue.${catalogue}`,
    {
      en: `${code} is not in the catalogue ${catalogue}: GET /v1/catalogue-items?catalogue=${catalogue} lists the codes`,
      zh: `目录 ${catalogue} 里没有 ${code}：可用 GET /v1/catalogue-items?catalogue=${catalogue} 查代码`,
    },
    pointer,
  )
}
