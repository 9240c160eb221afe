import { writeSync } from 'node:fs'
import { serveDatabase } from '../../../src/main/database/worker/serve-database.ts'
import { longMigrations } from './long-migrations.ts'

// Written from here, so that the kill hits the copy or a step rather than the thread's startup.
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
