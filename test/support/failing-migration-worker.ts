import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { serveDatabase } from '../../src/main/database/worker/serve-database.ts'

/** A later migration step that changes something and then throws. */
serveDatabase([
  ...allMigrations,
  {
    version: allMigrations.at(-1)!.version + 1,
    apply: (db) => db.exec(`DELETE FROM assets; INSERT INTO no_such_table VALUES (1)`),
  },
])
