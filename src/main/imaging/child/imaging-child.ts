import { contentAwareFill } from './fill/index.ts'
import { createImagingHandlers } from './imaging-handlers.ts'
import { serveImaging } from './imaging-server.ts'
import { openParentChannel } from '../../platform/pure/parent-channel.ts'
import { warmUpSharp } from './source/sharp-engine.ts'

/** Entry of the imaging process. Ends at once where nobody started it to talk to. */
const channel = openParentChannel()
/** Code 70: the software cannot go on (sysexits.h, EX_SOFTWARE). */
const brokenExitCode = 70
/** A process that is started for a call has it by then, and that call is the better warm-up. */
const firstCallMs = 20

if (channel === null) process.exit(brokenExitCode)
const called = new AbortController()
channel.onMessage(() => called.abort())
// A failed warm-up is not worth dying for: the first real picture will say what is wrong.
setTimeout(() => void warmUpSharp(called.signal).catch(() => undefined), firstCallMs)
const { keptBytes, ...handlers } = createImagingHandlers(contentAwareFill)
const endProcess = () => setImmediate(() => process.exit(brokenExitCode))
serveImaging(channel, handlers, endProcess, keptBytes)
