import { newId } from '../../core/ids.ts'
import { isKeyOf } from '../../core/records.ts'
import { CATALOGUE_WORDS } from '../../core/words/catalogues.ts'
import type { Word } from '../../core/words/word.ts'
import { insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'

type Catalogue = keyof typeof CATALOGUE_WORDS

/** Classes group items for regulations and statistics: by catalogue, the codes of each. */
const CLASSES = {
  meeting_type: {
    statutory: 'plenary sc_meeting chairs_meeting party_leadership sg_meeting',
    body: 'committee_meeting',
    activity: 'committee_activity sector_activity group_activity',
    study: 'all_member_study office_study forum micro_forum salon opinion_salon training reading party_day',
    consultation:
      'sc_topic topic_consultation come_consult_district come_consult_grassroots sector_consultation counterpart_consultation proposal_consultation leader_face_to_face online_consultation',
    research: 'research inspection study_tour yearend_inspection',
    supervision: 'supervision_topic supervision_dispatched appraisal proposal_supervision invited_supervisor',
    service:
      'studio parlour three_services law_service public_school seven_deliveries visit charity poverty_relief',
    outreach: 'history_talk history_outreach overseas_ambassador arts celebration condolence',
    external: 'higher_level_meeting department_invited government_meeting county_meeting',
  },
  office: {
    standing: 'standing_member',
    leader: 'chair vice_chair secretary_general',
    party: 'party_secretary party_member',
  },
  reply_category: {
    resolved: 'a',
    partly_or_planned: 'b',
    reference: 'c',
    infeasible: 'd',
  },
  recognition_kind: {
    reward: 'excellent_member five_star commendation excellent_unit',
    penalty: 'criticism talk_reminder circular',
  },
} as const satisfies Partial<Record<Catalogue, Record<string, string>>>

type Item = readonly [code: string, name: string, className: string | null]

const classOf = (catalogue: string, code: string): string | null =>
  Object.entries(isKeyOf(CLASSES, catalogue) ? CLASSES[catalogue] : {}).find(([, codes]) =>
    codes.split(' ').includes(code),
  )?.[0] ?? null

/**
 * The catalogues that a new committee starts with. They are data: a committee renames, adds and retires items; the codes
 * are what regulations and statistics speak of.
 */
export const CATALOGUES: Record<string, readonly Item[]> = Object.fromEntries(
  Object.entries(CATALOGUE_WORDS).map(([catalogue, words]) => [
    catalogue,
    Object.entries<Word>(words).map(([code, [name]]): Item => [code, name, classOf(catalogue, code)]),
  ]),
)

/** Writes the catalogues of a new committee. */
export async function seedCatalogues(tx: Tx): Promise<void> {
  for (const [catalogue, items] of Object.entries(CATALOGUES)) {
    for (const [index, [code, name, className]] of items.entries()) {
      const row = {
        id: newId(),
        catalogue,
        code,
        name,
        class: className,
        parentCode: null,
        validFrom: null,
        validTo: null,
        sortOrder: index,
        externalId: null,
      }
      await insertRow(tx, 'catalogueItems', row, { type: 'catalogue_item.created' })
    }
  }
}
