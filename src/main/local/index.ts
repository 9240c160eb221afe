export { createFileHashes, type FileHashes } from './file-hashes.ts'
export { createLocalService, noEngine } from './create-local-service.ts'
export { isOfAnotherRelease } from './is-of-another-release.ts'
