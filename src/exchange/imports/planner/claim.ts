import type { Meaning } from './legend.ts'
import type { EventText } from './match-meeting.ts'
import type { Evidence } from './match-member.ts'
import type { CellKind } from './table.ts'

/** What the rows of a sheet claim, as they are walked. */

/** A cell that says something about attendance, before anybody looked up whom and what it means. */
export type CellClaim = {
  col: number
  raw: string
  kind: CellKind
  event: EventText
  note: string
  /** What it says by the column that it stands in. */
  stated?: string | undefined
  /** The heading above the row, where there is one that states something. */
  heading?: Heading | undefined
}

export type RowClaim =
  | {
      kind: 'person'
      row: number
      /** What a question about the person is keyed by; the rows of one person's sheet share it. */
      personKey: string
      nameRef: string | null
      nameRaw: string
      evidence: Evidence
      cells: CellClaim[]
    }
  | { kind: 'ignored'; row: number; ref: string; raw: string; cells: readonly string[]; reason: string }

export type PersonRow = Extract<RowClaim, { kind: 'person' }>

/** A heading within the rows that may state what holds for those below it. */
export type Heading = { text: string; word: string; meaning: Meaning | null }
