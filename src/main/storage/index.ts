export { createStorage } from './storage.ts'
export { createTaskRunner } from './run-storage-task.ts'
export type { Storage } from './storage.ts'
