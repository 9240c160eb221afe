export { createJobs, type JobsOptions } from './create-jobs.ts'
export type { OutputSettings } from './generation/save-outputs.ts'
