export { contentAwareFill, startFillWorkers, warmFillWorkers } from './content-aware-fill.ts'
export { findHoleRegions } from './fill-plan.ts'
export { matchPatches } from './match-patches.ts'
export type { PixelRect } from './pixel-rect.ts'
export {
  defaultColorAdaptation,
  FillError,
  type FillEngineInput,
  type FillErrorReason,
  type FillPatch,
} from './fill-contract.ts'
