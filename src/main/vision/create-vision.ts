import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/vision.ts'
import { methodsOf } from '../platform/process-client.ts'
import { ProcessSupervisor, type ServingProcess, type SupervisorOptions } from '../platform/process-supervisor.ts'
import { visionCalls, type VisionCalls } from './vision-calls.ts'
import type { Vision } from './vision.ts'

const visionProcess: ServingProcess = {
  calls: visionCalls,
  who: 'The vision process',
  exited: (exitCode) => new AppError('vision/process-exited', messages.visionStopped, { detail: { exitCode } }),
  keepsExiting: (seconds) => new AppError('vision/process-exited', messages.visionKeepsStopping({ seconds })),
}

/** Wraps the vision process in plain calls. It starts with the first call and ends when idle. */
export function createVision(options: SupervisorOptions): Vision {
  const supervisor = new ProcessSupervisor<VisionCalls>(visionProcess, options)
  return {
    ...methodsOf<VisionCalls>(visionCalls, (name, input, callOptions) => supervisor.call(name, input, callOptions)),
    dispose: () => supervisor.dispose(),
  }
}
