export { openUpdates, type OpenUpdatesOptions } from './open-updates.ts'
export { takeWhatsNew } from './whats-new.ts'
export { blockersOf, workingEntries, type WorkFacts } from './blockers.ts'
export type { Updates } from './updates.ts'
