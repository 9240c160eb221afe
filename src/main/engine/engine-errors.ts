import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { deviceLost, isDeviceLost, isOutOfMemory } from './engine-calls.ts'
import { engineRelease } from './host/layout.ts'

/** Whatever a library does with the test model, it is the library that does not fit. */
export function unfitError(libraryPath: string, thrown: unknown): unknown {
  if (!(thrown instanceof AppError) || !/^engine\/(failed|stopped)$/.test(thrown.code)) return thrown
  return new AppError(
    'engine/unusable',
    `${libraryPath} does not work with Atelier. When it drew test images: ${reasonOf(thrown)} ` +
      messages.chooseBuild({ engineRelease }),
  )
}

function reasonOf({ code, message, detail }: AppError): string {
  if (code === 'engine/failed') return message
  const lastWords = detail?.['lastWords']
  return typeof lastWords === 'string' ? messages.processEnded({ lastWords }) : messages.noAnswer
}

/** As Linux and macOS end a process that takes the memory of all, and as Windows does where none can be had. */
const killedCodes = new Set([9, 137, 0xc0000017, 0xc000012d])

/** `code`: as the process ended with, or the signal that ended it; null = nobody knows. */
export function diedError(text: string, code: number | null): AppError {
  const words = text.trim().split('\n').slice(-3).join(' · ').slice(-500)
  const lastWords = words === '' ? '' : ` Its last words: ${words}`
  if (isOutOfMemory(words)) return new AppError('engine/out-of-memory', messages.outOfMemory({ lastWords }))
  if (isDeviceLost(words)) return deviceLost(words)
  if (words === '' && code !== null && killedCodes.has(code >>> 0)) {
    return new AppError('engine/out-of-memory', messages.stoppedBySystem)
  }
  return new AppError('engine/stopped', messages.stoppedUnexpectedly({ lastWords }), {
    detail: { lastWords },
  })
}

export function stillError(): AppError {
  return new AppError('engine/stopped', messages.noProgress)
}

export function abortedTooOften(times: number): AppError {
  return new AppError(
    'engine/stopped',
    `This model has ended the engine ${times} times in a row, so it was not tried again. Check its files, or choose another model; after a restart of Atelier it can be tried once more.`,
  )
}
