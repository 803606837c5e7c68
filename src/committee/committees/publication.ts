import { z } from 'zod'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db } from '../../storage/storage.ts'
import type { CommitteeSettings } from '../../storage/tables/record.ts'

/** Whether and how a committee shows what its members did: nothing leaves the office until it is switched on. */

const AUDIENCES = ['members', 'units', 'public'] as const
export type Audience = (typeof AUDIENCES)[number]

/** What may be said of a member beside the name; `rank`, `total`, `groups` and `figures` need the mode `ranks`. */
const SHOWN_FIELDS = [
  'rank',
  'total',
  'grade',
  'groups',
  'figures',
  'sector',
  'memberGroup',
  'memberNo',
] as const
const Fields = z.array(z.enum(SHOWN_FIELDS)).max(SHOWN_FIELDS.length)

const FIELDS_DEFAULT = {
  members: ['rank', 'total', 'grade', 'groups', 'sector', 'memberGroup'],
  units: ['rank', 'total', 'grade', 'sector'],
  public: ['grade', 'sector'],
} as const

const DAYS_DEFAULT = 7

export const Publication = z
  .strictObject({
    enabled: z.boolean().default(false).meta({ description: 'Nothing is published while it is off.' }),
    verifyDays: z.int().min(0).max(90).default(DAYS_DEFAULT).meta({
      description: 'Days that members have to look at their own part; 0: they are not asked.',
    }),
    objectionDays: z.int().min(1).max(365).default(30).meta({
      description: 'Days after publishing in which an appeal against the report may be opened.',
    }),
    fields: z
      .strictObject({
        members: Fields.default([...FIELDS_DEFAULT.members]),
        units: Fields.default([...FIELDS_DEFAULT.units]),
        public: Fields.default([...FIELDS_DEFAULT.public]),
      })
      .prefault({})
      .meta({ description: 'What each audience sees of a member beside the name.' }),
  })
  .meta({ id: 'Publication' })
export type Publication = z.infer<typeof Publication>

const ShownFields = z.array(z.string())
/** As it is answered: nothing is left out. */
export const PublicationInForce = z.object({
  enabled: z.boolean(),
  verifyDays: z.int(),
  objectionDays: z.int(),
  fields: z.object({ members: ShownFields, units: ShownFields, public: ShownFields }),
})

/** The committee's own words, with the defaults where it says nothing. */
export const publicationIn = ({ publication }: CommitteeSettings): Publication =>
  Publication.parse(publication ?? {})

export async function publicationOf(db: Db, committeeId: string): Promise<Publication> {
  const row = await findRow(inCommittee(db, committeeId), 'committees', committeeId)
  return publicationIn(row!.settings)
}
