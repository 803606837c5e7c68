import { ruleViolation } from '../../core/errors.ts'
import type { Db } from '../../storage/storage.ts'

/** Refuses a code that the committee's catalogue does not have. */
export async function checkCode(
  db: Db,
  committeeId: string,
  catalogue: string,
  code: string,
  pointer: string,
): Promise<void> {
  const row = await db
    .selectFrom('catalogueItems')
    .select('id')
    .where('committeeId', '=', committeeId)
    .where('catalogue', '=', catalogue)
    .where('code', '=', code)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
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
