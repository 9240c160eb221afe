export { createJobs, type JobsOptions } from './create-jobs.ts'
