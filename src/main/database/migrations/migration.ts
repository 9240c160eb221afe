import type { DatabaseSync } from 'node:sqlite'

/** One step of the schema, forward only. Released steps are never edited: a change is a new file. */
export interface Migration {
  /** The `user_version` after it; one more than the step before. */
  readonly version: number
  /** Runs inside a transaction of its own. */
  readonly apply: (db: DatabaseSync) => void
}
