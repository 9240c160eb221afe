export { createLocalService, noEngine } from './create-local-service.ts'
