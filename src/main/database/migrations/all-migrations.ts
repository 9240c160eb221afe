import { firstSchema } from './0001-first-schema.ts'
import { samplingArea } from './0002-sampling-area.ts'
import { providers } from './0003-providers.ts'
import type { Migration } from './migration.ts'

/** Every released step, oldest first. */
export const allMigrations: readonly Migration[] = [firstSchema, samplingArea, providers]
