import { allMigrations } from '../migrations/all-migrations.ts'
import { serveDatabase } from './serve-database.ts'

serveDatabase(allMigrations)
