export type { AssetRecord } from './asset-record.ts'
export { createDatabase, type Database, type DatabaseOptions } from './database.ts'
export type { OpenReport } from './protocol.ts'
export type { FileRecord } from './queries/assets.ts'
