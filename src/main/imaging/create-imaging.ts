import { methodsOf } from '../platform/process-client.ts'
import { ChildSupervisor, type SupervisorOptions } from './child-supervisor.ts'
import { imagingCalls, type ImagingCalls } from './imaging-calls.ts'
import type { Imaging } from './imaging.ts'

/** The imaging process behind plain calls. The process starts with the first one, or with `warmUp`. */
export function createImaging(options: SupervisorOptions): Imaging {
  const supervisor = new ChildSupervisor(options)
  return {
    ...methodsOf<ImagingCalls>(imagingCalls, (name, input, callOptions) => supervisor.call(name, input, callOptions)),
    warmUp: () => supervisor.warmUp(),
    dispose: () => supervisor.dispose(),
  }
}
