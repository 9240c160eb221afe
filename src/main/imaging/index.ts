export type { ChildPort } from './child-port.ts'
export type { SupervisorOptions } from './child-supervisor.ts'
export { createImaging } from './create-imaging.ts'
export type {
  ExportRecord,
  ExportRequest,
  FillOutcome,
  FillPreview,
  FillRequest,
  Imaging,
  PictureFacts,
  PrepareRequest,
} from './imaging.ts'
export { startUtilityChild } from './start-utility-child.ts'
