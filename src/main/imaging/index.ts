export type { SupervisorOptions } from './child-supervisor.ts'
export { createImaging } from './create-imaging.ts'
export type {
  ResponseFacts,
  BlendFacts,
  BlendRequest,
  CompositeOutcome,
  CompositeRequest,
  EncodedPicture,
  ExportRecord,
  ExportRequest,
  FillOutcome,
  FillPreview,
  FillRequest,
  Imaging,
  ReframeRequest,
  MergeRequest,
  HeatMapRequest,
  InputRequest,
  MaskRequest,
  PictureFacts,
  PrepareRequest,
  SentFrame,
} from './imaging.ts'
