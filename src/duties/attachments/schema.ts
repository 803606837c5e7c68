import { z } from 'zod'
import { ExternalId, Id, Instant } from '../../core/fields.ts'
import { ATTACHMENT_PURPOSES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'

export const ATTACHMENT_FILE_MAX = 10 * 1024 * 1024

export const OWNERS = ['dutyRecordId', 'leaveRequestId', 'meetingId'] as const
export type Owner = (typeof OWNERS)[number]

export const Purpose = coded(ATTACHMENT_PURPOSES).meta({
  description: '`evidence` or `photo` of a duty record, `leave_paper`, or a paper of a meeting.',
})

/** What a file of each kind of record may be for. */
export const PURPOSES: Record<Owner, readonly z.infer<typeof Purpose>[]> = {
  dutyRecordId: ['evidence', 'photo'],
  leaveRequestId: ['leave_paper'],
  meetingId: ['agenda', 'minutes', 'photo'],
}

export const AttachmentFields = z.strictObject({
  dutyRecordId: Id.nullable().default(null).meta({ description: 'One of the three records is named.' }),
  leaveRequestId: Id.nullable().default(null),
  meetingId: Id.nullable().default(null),
  purpose: Purpose,
  externalId: ExternalId.nullable().default(null),
})
export type AttachmentFields = z.infer<typeof AttachmentFields>

/** The parts of an upload as the contract tells them. */
export const AttachmentUpload = z
  .strictObject({
    file: z.string().meta({
      description: 'PDF, PNG, JPEG, DOCX, XLSX or UTF-8 text, as its bytes say; up to 10 MiB.',
      override: { format: 'binary' },
    }),
    ...AttachmentFields.shape,
  })
  .meta({
    id: 'AttachmentUpload',
    example: {
      dutyRecordId: '0197f6a0-0000-7000-8000-000000000001',
      purpose: 'evidence',
      file: '(bytes)',
    },
  })

export const AttachmentOutput = z.object({
  name: z.string(),
  contentType: z.string().meta({ description: 'As the bytes of the file say.' }),
  size: z.int(),
  sha256: z.string(),
  uploadedAt: Instant,
})
