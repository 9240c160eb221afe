import { firstSchema } from './0001-first-schema.ts'
import type { Migration } from './migration.ts'

/** Every released step, oldest first. */
export const allMigrations: readonly Migration[] = [firstSchema]
