import type { CallMethods, CallContext } from '../platform/pure/call-map.ts'
import type { ImagingCalls } from './imaging-calls.ts'

export type * from './calls/control-calls.ts'
export type * from './calls/document-calls.ts'
export type * from './calls/edit-calls.ts'
export type * from './calls/export-calls.ts'
export type * from './calls/image-calls.ts'
export type * from './calls/shapes.ts'
export type * from './calls/upscale-calls.ts'

/**
 * The imaging process as the rest of main sees it: a method for each call in `imaging-calls.ts`. Every call may be
 * aborted; a call in progress when the process dies fails with `imaging/process-exited`, and the next call starts a new
 * process.
 */
export interface Imaging extends CallMethods<ImagingCalls> {
  /** Starts the process unless it is running, so that the next call does not wait for it. */
  warmUp(): void
  dispose(): Promise<void>
}

/** The context of a fill call, with or without a model. */
export type FillContext = CallContext<ImagingCalls['reframe']>
export type ModelFillContext = CallContext<ImagingCalls['fill']>
/** The context of an upscale call. */
export type UpscaleContext = CallContext<ImagingCalls['upscale']>
/** The context of an export call. */
export type ExportContext = CallContext<ImagingCalls['exportImage']>
