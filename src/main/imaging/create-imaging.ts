import { methodsOf } from '../platform/process-client.ts'
import { ChildSupervisor, type SupervisorOptions } from './child-supervisor.ts'
import { imagingCalls, type ImagingCalls } from './imaging-calls.ts'
import type { Imaging } from './imaging.ts'

/** Wraps the imaging process in plain calls. It starts with the first call, or with `warmUp`. */
export function createImaging(options: SupervisorOptions): Imaging {
  const supervisor = new ChildSupervisor(options)
  return {
    ...methodsOf<ImagingCalls>(imagingCalls, (name, input, callOptions) => supervisor.call(name, input, callOptions)),
    warmUp: () => supervisor.warmUp(),
    dispose: () => supervisor.dispose(),
  }
}
