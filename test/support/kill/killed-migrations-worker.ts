import { writeSync } from 'node:fs'
import { serveDatabase } from '../../../src/main/database/worker/serve-database.ts'
import { longMigrations } from './long-migrations.ts'

// Said from here, so that the kill falls into the copy or one of the steps and not into starting the thread.
writeSync(1, 'working\n')
serveDatabase(
  longMigrations.map(({ version, apply }) => ({
    version,
    apply: (db) => {
      writeSync(1, `step ${version}\n`)
      apply(db)
    },
  })),
)
