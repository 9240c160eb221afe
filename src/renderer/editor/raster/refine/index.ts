export { refine } from './refine.ts'
export type { RefineOperation } from './refine-operation.ts'
