export { contentAwareFill, startFillWorkers, warmFillWorkers } from './content-aware-fill.ts'
export {
  defaultColorAdaptation,
  FillError,
  type FillEngineInput,
  type FillErrorReason,
  type FillPatch,
} from './fill-contract.ts'
