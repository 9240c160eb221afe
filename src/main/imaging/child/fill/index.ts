export { contentAwareFill, startFillWorkers, warmFillWorkers } from './content-aware-fill.ts'
export { FillError, type FillErrorReason } from './fill-error.ts'
export { defaultColorAdaptation, type FillEngineInput } from './fill-input.ts'
export type { FillPatch } from './fill-patch.ts'
