import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { joinSentences } from '../../shared/messages/formats.ts'
import { deviceLost, isDeviceLost, isOutOfMemory } from './engine-calls.ts'
import { engineRelease } from './host/layout.ts'

/** Any failure of a library with the test model means that the library is incompatible. */
export function unfitError(libraryPath: string, thrown: unknown): unknown {
  if (!(thrown instanceof AppError) || !/^engine\/(failed|stopped)$/.test(thrown.code)) return thrown
  return new AppError(
    'engine/unusable',
    messages.engineUnfit({
      path: libraryPath,
      reason: reasonOf(thrown),
      advice: messages.chooseBuild({ engineRelease }),
    }),
  )
}

function reasonOf({ code, message, detail }: AppError): string {
  if (code === 'engine/failed') return message
  const lastOutput = detail?.['lastOutput']
  if (typeof lastOutput !== 'string') return messages.noAnswer
  return joinSentences(messages.processEnded, lastOutput === '' ? null : messages.lastOutput({ output: lastOutput }))
}

/** Exit codes of a process killed for lack of memory by Linux and macOS, and by Windows when an allocation fails. */
const killedCodes = new Set([9, 137, 0xc0000017, 0xc000012d])

/** What CUDA and Vulkan write when the engine starts, before anything can go wrong. */
const greeting = /^(ggml_cuda_init: .*|\s*Device \d+: .*|ggml_vulkan: (Found \d+|\d+ = ).*)$/

function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !greeting.test(line))
  return lines.slice(-3).join(' · ').trim().slice(-500)
}

/** `code`: the exit code, or the signal that ended the process; null = unknown. */
export function diedError(text: string, code: number | null): AppError {
  const message = lastWords(text)
  const lastOutput = message === '' ? null : messages.lastOutput({ output: message })
  if (isOutOfMemory(message))
    return new AppError('engine/out-of-memory', joinSentences(messages.outOfMemory, lastOutput))
  if (isDeviceLost(message)) return deviceLost(message)
  if (message === '' && code !== null && killedCodes.has(code >>> 0)) {
    return new AppError('engine/out-of-memory', messages.stoppedBySystem)
  }
  return new AppError('engine/stopped', joinSentences(messages.stoppedUnexpectedly, lastOutput), {
    detail: { lastOutput: message },
  })
}

export function stillError(): AppError {
  return new AppError('engine/stopped', messages.noProgress)
}

export function abortedTooOften(times: number): AppError {
  return new AppError('engine/stopped', messages.modelEndsEngine({ times }))
}
