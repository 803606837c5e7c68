import { z } from 'zod'
import { Day, Id } from '../../core/fields.ts'
import { REPORT_STATES, REPORT_VERIFICATIONS } from '../../core/words/reports.ts'
import { inWords } from '../../core/words/word.ts'
import { dutyRecordOperations } from '../../duties/duty-records/resource.ts'
import { leaveRequestOperations } from '../../duties/leave-requests/resource.ts'
import { operation } from '../../http/operation.ts'
import { appealOperations } from '../appeals/resource.ts'
import { Archive } from '../archive/schema.ts'
import { MemberPartShape } from '../reports/member-part.ts'
import { verificationOperations } from '../reports/verifications.ts'

const Memberships = z
  .object({
    items: z.array(
      z.object({
        id: Id,
        termId: Id,
        memberNo: z.string(),
        name: z.string(),
        validFrom: Day,
        validTo: Day.nullable(),
      }),
    ),
  })
  .meta({ id: 'MyMemberships' })

const MyReports = z
  .object({
    items: z.array(
      z.object({
        reportId: Id,
        memberId: Id,
        title: z.string(),
        number: z.int(),
        state: inWords(z.string(), REPORT_STATES),
        periodId: Id,
        verifyUntil: Day.nullable(),
        verification: inWords(z.string(), REPORT_VERIFICATIONS)
          .nullable()
          .meta({ description: 'What you said of it.' }),
      }),
    ),
  })
  .meta({ id: 'MyReports' })

export const listMyMemberships = operation('listMyMemberships', Memberships)
export const listMyReports = operation('listMyReports', MyReports)
export const getMyArchive = operation('getMyArchive', Archive)
export const getMyReport = operation('getMyReport', MemberPartShape)
export const requestMyLeave = leaveRequestOperations.step('requestMyLeave')
export const declareMyDuty = dutyRecordOperations.step('declareMyDuty')
export const verifyMyReport = verificationOperations.step('verifyMyReport')
export const openMyAppeal = appealOperations.step('openMyAppeal')
