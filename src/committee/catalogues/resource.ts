import { z } from 'zod'
import { Code, Count, Day, ExternalId, Line } from '../../core/fields.ts'
import { recordOperations } from '../../http/operation.ts'
import { declared } from '../declared/declared.ts'

const CatalogueItem = z.strictObject({
  catalogue: Code.meta({ example: 'meeting_type' }),
  code: Code,
  name: Line(100),
  class: Code.nullable().default(null).meta({ description: 'What regulations may count together.' }),
  parentCode: Code.nullable().default(null),
  validFrom: Day.nullable().default(null),
  validTo: Day.nullable().default(null),
  sortOrder: Count(100_000).default(0),
  externalId: ExternalId.nullable().default(null),
})

/** Types are data: codes are for ever, names are free, a retired item keeps its records. */
export const catalogueItems = declared({
  table: 'catalogueItems',
  path: '/catalogue-items',
  one: { en: 'catalogue item', zh: '目录项', PascalCase: 'CatalogueItem' },
  input: CatalogueItem,
  output: z.object({}),
  fixed: ['catalogue', 'code'],
  by: ['catalogue', 'code'],
  filters: z.object({ catalogue: Code.optional() }),
  sorts: ['sortOrder', 'code'],
  defaultSort: 'sortOrder',
  permission: { read: 'committee.read', write: 'committee.manage' },
  members: async () => 'all',
  range: ['validFrom', 'validTo'],
  example: { catalogue: 'meeting_type', code: 'river_walk', name: '巡河活动', class: 'activity' },
})

export const catalogueItemOperations = recordOperations<'catalogueItems'>(catalogueItems)
