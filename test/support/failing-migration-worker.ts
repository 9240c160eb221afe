import { firstSchema } from '../../src/main/database/migrations/0001-first-schema.ts'
import { serveDatabase } from '../../src/main/database/worker/serve-database.ts'

/** A second step that changes something and then breaks. */
serveDatabase([
  firstSchema,
  { version: 2, apply: (db) => db.exec(`DELETE FROM assets; INSERT INTO no_such_table VALUES (1)`) },
])
