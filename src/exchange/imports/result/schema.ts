import { z } from 'zod'
import { TONES } from '../../../core/words/imports.ts'
import { coded } from '../../../core/words/word.ts'
import type { Operation } from '../../../http/operation.ts'
import { operation } from '../../../http/operation.ts'

const Words = z.object({ zh: z.string(), en: z.string() })

const Tone = coded(TONES).nullable()

const SheetPiece = z
  .object({
    tables: z.array(z.object({ name: z.string(), rows: z.int(), open: z.int() })),
    table: z.string(),
    from: z.int(),
    rows: z.array(
      z.object({
        row: z.int(),
        header: z.boolean(),
        tone: Tone,
        text: Words.nullable(),
        cells: z
          .array(z.object({ text: z.string(), tone: Tone, columns: z.int(), rows: z.int() }))
          .meta({ description: 'A cell that a merge covers is left out.' }),
      }),
    ),
  })
  .meta({ id: 'ImportSheet', description: 'Up to 50 rows of the sheet as it looks, with their outcomes.' })

export const getImportSheet = operation('getImportSheet', SheetPiece)

export const getImportResult: Operation<unknown> = { operationId: 'getImportResult' }
