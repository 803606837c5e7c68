/** What one part of a campaign has seen. */
export interface Outcome {
  name: string
  ok: boolean
  /** It could not run here, for the reason in `figures`. */
  skipped?: boolean
  figures: string
}
