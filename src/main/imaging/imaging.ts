import * as messages from '../../shared/messages/en/imaging.ts'
import type { CallMethods, CallContext } from '../platform/pure/call-map.ts'
import { type ImagingCalls, imagingCalls } from './imaging-calls.ts'
import { AppError } from '../../shared/errors/index.ts'
import { methodsOf } from '../platform/process/process-client.ts'
import {
  ProcessSupervisor,
  type ServingProcess,
  type SupervisorOptions,
} from '../platform/process/process-supervisor.ts'

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

const imagingProcess: ServingProcess = {
  calls: imagingCalls,
  who: 'The imaging process',
  exited: (exitCode) => new AppError('imaging/process-exited', messages.imagingStopped, { detail: { exitCode } }),
  keepsExiting: (seconds) => new AppError('imaging/process-exited', messages.imagingKeepsStopping({ seconds })),
}

/** Wraps the imaging process in plain calls. It starts with the first call, or with `warmUp`. */
export function createImaging(options: SupervisorOptions): Imaging {
  const supervisor = new ProcessSupervisor<ImagingCalls>(imagingProcess, options)
  return {
    ...methodsOf<ImagingCalls>(imagingCalls, (name, input, callOptions) => supervisor.call(name, input, callOptions)),
    warmUp: () => supervisor.warmUp(),
    dispose: () => supervisor.dispose(),
  }
}
