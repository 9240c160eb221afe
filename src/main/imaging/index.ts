export { createImaging } from './create-imaging.ts'
export type { SupervisorOptions } from './child-supervisor.ts'
