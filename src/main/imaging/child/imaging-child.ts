import { contentAwareFill, warmFillWorkers } from './fill/index.ts'
import { encodePreview } from './masked-fill/preview-sender.ts'
import { createImagingHandlers } from './imaging-handlers.ts'
import { serveImaging } from './imaging-server.ts'
import { openParentChannel } from './parent-channel.ts'
import { warmUpSharp } from './source/sharp-engine.ts'

/** Entry of the imaging process. Ends at once where nobody started it to talk to. */
const channel = openParentChannel()
/** Code 70: the software cannot go on (sysexits.h, EX_SOFTWARE). */
const brokenExitCode = 70

if (channel === null) process.exit(brokenExitCode)
// A failed warm-up is not worth dying for: the first real picture will say what is wrong.
const ignore = () => undefined
warmUpSharp().catch(ignore)
warmFillWorkers((patch) => void encodePreview(patch).catch(ignore)).catch(ignore)
const { keptBytes, ...handlers } = createImagingHandlers(contentAwareFill)
const endProcess = () => setImmediate(() => process.exit(brokenExitCode))
serveImaging(channel, handlers, endProcess, keptBytes)
