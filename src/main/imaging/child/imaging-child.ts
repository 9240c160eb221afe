import { contentAwareFill } from './fill/index.ts'
import { createImagingHandlers } from './imaging-handlers.ts'
import { serveImaging } from './imaging-server.ts'
import { openParentChannel } from '../../platform/pure/parent-channel.ts'
import { warmUpSharp } from './source/sharp-engine.ts'

/** Entry point of the imaging process. Exits at once if it has no parent channel. */
const channel = openParentChannel()
/** Exit code 70: internal software error (sysexits.h, EX_SOFTWARE). */
const brokenExitCode = 70
/** A process started for a call has received it by then, and that call is the better warm-up. */
const firstCallMs = 20

if (channel === null) process.exit(brokenExitCode)
const called = new AbortController()
channel.onMessage(() => called.abort())
// A failed warm-up is not fatal: the first real image will report the problem.
setTimeout(() => void warmUpSharp(called.signal).catch(() => undefined), firstCallMs)
const { keptBytes, ...handlers } = createImagingHandlers(contentAwareFill)
const endProcess = () => setImmediate(() => process.exit(brokenExitCode))
serveImaging(channel, handlers, endProcess, keptBytes)
