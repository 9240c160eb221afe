export { createFileHashes } from './file-hashes.ts'
export { createLocalService, noEngine } from './local-service.ts'
export { openRunTimes } from './run-times.ts'
export { isOfAnotherRelease } from './is-of-another-release.ts'
