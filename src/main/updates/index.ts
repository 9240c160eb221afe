export { openUpdates, type OpenUpdatesOptions } from './open-updates.ts'
export { takeWhatsNew } from './whats-new.ts'
export type { WorkFacts } from './obstacles.ts'
export type { Updates } from './updates.ts'
