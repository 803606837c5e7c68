import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { HANDOVER_RECIPIENTS } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { recordOperations } from '../../http/operation.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'

/** 届末移交: the archive of a member's term was given out of hand: who gave it, who took it, which file it was. */

export const archiveHandovers = declared({
  table: 'archiveHandovers',
  path: '/archive-handovers',
  one: { en: 'hand-over of an archive', zh: '档案移交', PascalCase: 'ArchiveHandover' },
  input: z.strictObject({
    memberId: Id.meta({ description: 'The membership whose archive it is.' }),
    exportId: Id.nullable()
      .default(null)
      .meta({ description: 'The export that made the file, where it was made here.' }),
    givenBy: Line(100).meta({ description: 'Who gave it: the person, and for which office.' }),
    takenBy: Line(100).meta({ description: 'Who took it and signed.' }),
    recipient: coded(HANDOVER_RECIPIENTS).default('member'),
    handedOn: Day,
    note: Line(500).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['memberId', 'exportId'],
  by: ['memberId', 'recipient'],
  during: ['handedOn', 'Handed over on or after.', 'Handed over on or before.'],
  sorts: ['handedOn'],
  defaultSort: 'handedOn',
  permission: { read: 'duties.read', write: 'reports.prepare' },
  ownRows: (principal) => ofPerson(principal.personId),
  checks: checkHandover,
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    givenBy: '区政协办公室　经办人',
    takenBy: '委员本人',
    handedOn: '2022-03-10',
  },
})

interface Handover {
  memberId: string
  exportId: string | null
  handedOn: string
}

/** The file is of this member, and nothing is handed over before it is there. */
async function checkHandover(tx: Tx, { memberId, exportId, handedOn }: Handover): Promise<void> {
  const today = dayInZone(new Date(tx.at))
  if (handedOn > today) {
    throw ruleViolation(
      'archive_handovers.handed_by_today',
      {
        en: `Today is ${today}: nothing is handed over on a day to come`,
        zh: `今日为 ${today}，移交日期不能晚于今日`,
      },
      '/handedOn',
    )
  }
  if (exportId === null) return
  const made = await findRow(tx, 'exports', exportId)
  if (made?.kind === 'term_archive' && made.parameters.memberId === memberId) return
  throw ruleViolation(
    'archive_handovers.own_file',
    {
      en: 'The export is no archive of this member: name the one of the kind term_archive that was handed over',
      zh: '该导出不是此委员的届末档案（term_archive）',
    },
    '/exportId',
  )
}

export const handoverOperations = recordOperations<'archiveHandovers'>(archiveHandovers)
