import { openParentChannel } from '../../platform/pure/parent-channel.ts'
import { serveCalls } from '../../platform/pure/serve-calls.ts'
import { gpuArgument, visionCalls, type VisionCalls } from '../vision-calls.ts'
import { createVisionChildHandlers } from './vision-handlers.ts'

/** Entry point of the vision process. Exits at once if it has no parent channel. */
const channel = openParentChannel()
/** Exit code 64: wrong usage (sysexits.h, EX_USAGE). */
const usageExitCode = 64

if (channel === null) process.exit(usageExitCode)
serveCalls<VisionCalls>(channel, createVisionChildHandlers({ usesGpu: process.argv.includes(gpuArgument) }), {
  calls: visionCalls,
  who: 'The vision process',
  rssBytes: () => process.memoryUsage.rss(),
})
