import type { ParentChannel } from '../../platform/pure/parent-channel.ts'
import { serveCalls } from '../../platform/pure/serve-calls.ts'
import { imagingCalls, type ImagingCalls, type ImagingHandlers } from '../imaging-calls.ts'

/**
 * Responds to calls until the process ends. `endProcess` is called after a failure that leaves WebAssembly memory in an
 * unknown state.
 * @param keptBytes images held on purpose, which must not count as a reason to replace the process
 */
export function serveImaging(
  channel: ParentChannel,
  handlers: ImagingHandlers,
  endProcess: () => void,
  keptBytes: () => number = () => 0,
): void {
  serveCalls<ImagingCalls>(channel, handlers, {
    calls: imagingCalls,
    who: 'The imaging process',
    rssBytes: () => process.memoryUsage.rss() - keptBytes(),
    onFailed: (thrown) => {
      if (isBrokenRuntime(thrown)) endProcess()
    },
  })
}

/** sharp's WebAssembly build cannot continue after a trap: its heap and locks are in an unknown state. */
function isBrokenRuntime(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error.name === 'RuntimeError' || error.message.startsWith('Aborted(')) return true
  }
  return false
}
