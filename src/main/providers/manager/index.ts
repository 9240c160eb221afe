export { createProviderManager } from './create-provider-manager.ts'
export { type ManagerParts } from './manager-parts.ts'
export { readTextFile } from './read-text-file.ts'
