export { createStorage } from './create-storage.ts'
export { createTaskRunner } from './run-storage-task.ts'
export type { Storage } from './storage.ts'
