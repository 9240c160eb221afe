export { createJobs, type JobsOptions } from './jobs.ts'
export { isLocalJob } from './local-edits/local-job.ts'
export type { OutputSettings } from './generation/save-outputs.ts'
