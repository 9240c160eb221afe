import { serveDatabase } from '../../../src/main/database/worker/serve-database.ts'
import { longMigrations } from './long-migrations.ts'

serveDatabase(longMigrations)
