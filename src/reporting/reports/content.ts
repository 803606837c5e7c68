import { z } from 'zod'
import { Id } from '../../core/fields.ts'
import { operation } from '../../http/operation.ts'
import { RankingRow } from '../ranking/schema.ts'
import { Head } from './resource.ts'

const Content = z
  .object({ reportId: Id, head: Head, items: z.array(RankingRow) })
  .meta({ id: 'ReportContent' })

export const getReportContent = operation('getReportContent', Content)
