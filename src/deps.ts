import type { TypesetSettings } from './exchange/typeset/settings.ts'
import type { Jobs } from './storage/jobs.ts'
import type { Storage } from './storage/storage.ts'

/** What every use case may need; built in `main.ts`, handed down, never global. */
export interface Deps {
  readonly storage: Storage
  readonly clock: () => Date
  /** Signs cursors, access tokens and refresh successors. */
  readonly secret: string
  /** Hash of the one-time token that makes the first administrator; undefined once there is one. */
  readonly setup: { tokenHash: string | undefined }
  /** Work in the background; routes store a job and wake the runner. */
  readonly jobs: Jobs
  /** Templates and fonts that the office adds to those that documents are set with. */
  readonly documents?: TypesetSettings
}
