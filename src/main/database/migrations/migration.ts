import type { DatabaseSync } from 'node:sqlite'

/** One schema step, forward only. Released steps are never edited: a change is a new file. */
export interface Migration {
  /** The `user_version` after it; one more than the previous step's. */
  readonly version: number
  /** Runs inside its own transaction. */
  readonly apply: (db: DatabaseSync) => void
}
