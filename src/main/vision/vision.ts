import * as messages from '../../shared/messages/en/vision.ts'
import type { CallMethods } from '../platform/pure/call-map.ts'
import { type Device, type VisionCalls, visionCalls } from './vision-calls.ts'
import { AppError } from '../../shared/errors/index.ts'
import { methodsOf } from '../platform/process/process-client.ts'
import {
  ProcessSupervisor,
  type ServingProcess,
  type SupervisorOptions,
} from '../platform/process/process-supervisor.ts'

/**
 * The vision process as the rest of main sees it: it runs small ONNX models. A call in progress when it dies fails with
 * `vision/process-exited`, and the next call finds a fresh process.
 */
export interface Vision extends CallMethods<VisionCalls> {
  /** What models ran on last; null = none has run yet. */
  lastDevice(): Device | null
  dispose(): Promise<void>
}

export interface VisionOptions extends Omit<SupervisorOptions, 'start' | 'onCrash'> {
  /** @param usesGpu whether it may use the GPU */
  readonly start: (usesGpu: boolean) => ReturnType<SupervisorOptions['start']>
  /** Asked at each start of the process. */
  readonly usesGpu?: () => boolean
  /** The process died while it used the GPU, or before it could tell: most likely by a fault of the driver. */
  readonly onGpuCrash?: () => void
}

/** Wraps the vision process in plain calls. It starts with the first call and ends when idle. */
export function createVision({ start, usesGpu = () => false, onGpuCrash, ...options }: VisionOptions): Vision {
  /** Whether the process that was started last may use the GPU, until it says why it does not. */
  let mayUseGpu = false
  let device: Device | null = null
  const visionProcess: ServingProcess = {
    calls: visionCalls,
    who: 'The vision process',
    exited: (exitCode) => {
      const message = mayUseGpu ? messages.visionStoppedOnGpu : messages.visionStopped
      return new AppError('vision/process-exited', message, { detail: { exitCode } })
    },
    keepsExiting: (seconds) => new AppError('vision/process-exited', messages.visionKeepsStopping({ seconds })),
  }
  const supervisor = new ProcessSupervisor<VisionCalls>(visionProcess, {
    ...options,
    start: () => {
      mayUseGpu = usesGpu()
      return start(mayUseGpu)
    },
    onCrash: () => {
      if (mayUseGpu) onGpuCrash?.()
    },
  })

  async function readDevice(): Promise<void> {
    // An answer may have been the last before the process ends: it is not started again for this.
    if (!supervisor.isRunning) return
    const found = await supervisor.call('device', null).catch(() => null)
    if (found === null) return
    device = found
    // A model on the CPU for its own sake says nothing: the next one may be on the GPU.
    mayUseGpu &&= found.problem === null
  }

  return {
    ...methodsOf<VisionCalls>(visionCalls, async (name, input, callOptions) => {
      const output = await supervisor.call(name, input, callOptions)
      void readDevice()
      return output
    }),
    lastDevice: () => device,
    dispose: () => supervisor.dispose(),
  }
}
