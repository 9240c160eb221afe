import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/imaging.ts'
import { methodsOf } from '../platform/process-client.ts'
import { ProcessSupervisor, type ServingProcess, type SupervisorOptions } from '../platform/process-supervisor.ts'
import { imagingCalls, type ImagingCalls } from './imaging-calls.ts'
import type { Imaging } from './imaging.ts'

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
