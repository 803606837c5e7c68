import type { Operations } from '../../http/operations.ts'
import type { ExportParameters, MissingGlyph } from '../../storage/tables/exports.ts'
import type { Typesetter } from '../typeset/typesetter.ts'
import type { Sink } from './files/sink.ts'
import type { Asker } from './lists/list-export.ts'
import type { Format } from './schema.ts'

/** What makes an export of one kind, and what it is given. */

export interface MakeContext {
  operations: Operations
  asker: Asker
  committee: { name: string }
  typesetter: Typesetter
  progress(done: number, total: number): Promise<void>
}

/** What was asked, as it is kept with the export. */
export type Parameters = ExportParameters

export interface Made {
  /** Without the ending. */
  fileName: string
  rows: number
  columns: string[]
  missingGlyphs: MissingGlyph[]
}

export interface Maker {
  /** Throws what would keep it from being made: asked before anything is stored. */
  check(
    context: Pick<MakeContext, 'operations' | 'asker'>,
    parameters: Parameters,
    format: Format,
  ): Promise<unknown>
  make(context: MakeContext, parameters: Parameters, format: Format, sink: Sink): Promise<Made>
}
