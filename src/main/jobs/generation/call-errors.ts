import type { Billed } from '../../../shared/domain/job.ts'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError, toErrorData, type ErrorCode, type ErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import * as providerMessages from '../../../shared/messages/en/provider-errors.ts'
import { joinSentences, sentenceGap } from '../../../shared/messages/formats.ts'
import type { KeptImage } from '../../assets/assets.ts'
import type { ProviderAdapter } from '../../providers/core/adapter.ts'
import { quoteDetails } from '../../providers/core/error-factory.ts'
import type { GenerationCall } from './generation-call.ts'

const billingMessages: Readonly<Record<Billed, string>> = {
  yes: messages.billed,
  no: messages.notBilled,
  unknown: messages.maybeBilled,
}

type Who = Pick<ProviderAdapter, 'id' | 'label' | 'timing'>

export function timedOut({ id, label, timing }: Who, isBilled: Billed): AppError {
  const minutes = Math.max(1, Math.round(timing.deadlineMs / 60_000))
  const waited = minutes === 1 ? messages.oneMinute : messages.minutes({ minutes })
  return new AppError(
    'network/timeout',
    messages.notFinishedInTime({ label, waited, billing: billingMessages[isBilled] }),
    { detail: { provider: id, isBilled } },
  )
}

export function notReadyInTime({ id, label }: Who, message: string): AppError {
  return new AppError(
    'provider/unavailable',
    joinSentences(messages.notReadyInTime({ label }), quoteDetails(message), messages.nothingStarted),
    {
      detail: { provider: id, message, isBilled: 'no' },
    },
  )
}

export function taskFailed({ id, label }: Who, message: string, isBilled: Billed): AppError {
  return new AppError(
    'provider/task-failed',
    joinSentences(
      providerMessages.imageNotMade({ provider: label }),
      quoteDetails(message),
      billingMessages[isBilled],
      providerMessages.retryOrChange,
    ),
    { detail: { provider: id, message, isBilled } },
  )
}

export function taskExpired({ id, label, timing }: Who, message: string, isBilled: Billed): AppError {
  const isInMemory = timing.stoppedAfterMs !== undefined
  const hint = isInMemory ? messages.discardedByServer : messages.generateAgain({ billing: billingMessages[isBilled] })
  return new AppError(
    'provider/task-expired',
    joinSentences(providerMessages.taskGone({ provider: label }), quoteDetails(message), hint),
    {
      detail: { provider: id, message, isBilled },
    },
  )
}

/** A local server that has stopped, and its task with it. */
export function serverStopped({ id, label }: Who, baseUrl: string, isBilled: Billed): AppError {
  const { host } = new URL(baseUrl)
  const money = isBilled === 'no' ? '' : `${sentenceGap}${billingMessages[isBilled]}`
  return new AppError('provider/task-failed', messages.serverStopped({ label, host, money }), {
    detail: { provider: id, host, isBilled },
  })
}

/** The pixels came with the response, and the program ended before they were on disk. */
export function notArrived({ request }: Pick<GenerationCall, 'request'>): AppError {
  return new AppError('network/interrupted', messages.quitBeforeSaved({ provider: providerLabels[request.provider] }), {
    detail: { provider: request.provider, isBilled: 'yes' },
  })
}

/** The call could not be recorded on disk, without which nothing may be sent. */
export function notNoted(thrown: unknown): AppError {
  const { code, message, detail } = toErrorData(thrown)
  // A limit says so itself.
  const isLimit = code.startsWith('money/')
  return new AppError(code, isLimit ? message : messages.withNothingSent({ message }), {
    detail: { ...detail, isBilled: 'no' },
    cause: thrown,
  })
}

/** What is stored of a call that was sent cannot be read: it is not continued, whatever became of it. */
export function notContinued(thrown: unknown, isBilled: Billed): AppError {
  const { code, message, detail } = toErrorData(thrown)
  return new AppError(code, joinSentences(message, billingMessages[isBilled]), {
    detail: { ...detail, isBilled },
    cause: thrown,
  })
}

/** The image could not be written anywhere. */
export function lostImage(thrown: unknown, isBilled: Billed): AppError {
  const { code, message, detail } = toErrorData(thrown)
  const money = isBilled === 'no' ? '' : `${sentenceGap}${billingMessages[isBilled]}`
  return new AppError(code, messages.withImageLost({ message, money }), {
    detail: { ...detail, isBilled },
    cause: thrown,
  })
}

/** Where what arrived is no image that can be read: that is the service's fault, not that of a file of the person's. */
export function damagedByService(
  thrown: unknown,
  { request }: Pick<GenerationCall, 'request'>,
  isBilled: Billed,
): unknown {
  const { code } = toErrorData(thrown)
  if (code !== 'media/undecodable' && code !== 'media/unsupported') return thrown
  const label = providerLabels[request.provider]
  const what = code === 'media/undecodable' ? messages.damagedImage({ label }) : messages.unreadableImage({ label })
  const message = isBilled === 'no' ? what : joinSentences(what, billingMessages[isBilled])
  return new AppError('provider/bad-reply', message, {
    detail: { provider: request.provider, isBilled },
    cause: thrown,
  })
}

/** The image could not be filed, but is not lost. */
export function keptElsewhere(thrown: unknown, kept: KeptImage): AppError {
  const { code, message, detail } = toErrorData(thrown)
  return new AppError(code, joinSentences(message, describeKeptImage(kept)), {
    detail: { ...detail, path: kept.path },
    cause: thrown,
  })
}

/** The result could not be composited, and is filed as returned. */
export function keptAsItCame(thrown: unknown): AppError {
  const { code, message, detail } = toErrorData(thrown)
  return new AppError(code, joinSentences(message, keptAsReturned), { detail, cause: thrown })
}

const keptAsReturned = messages.keptAsReturned

function describeKeptImage({ type, path }: KeptImage): string {
  switch (type) {
    case 'listed':
      return keptAsReturned
    case 'later':
      return messages.savedForNextStart({ path })
    case 'unreadable':
      return messages.responseSaved({ path })
    case 'outside':
      return messages.savedInTemporaryFolder({ path })
  }
}

/** Returns what the error says about billing, or else what is known about the call. */
export function billedOf(error: Pick<ErrorData, 'detail'>, otherwise: Billed): Billed {
  const isBilled = error.detail?.['isBilled']
  return isBilled === 'yes' || isBilled === 'no' || isBilled === 'unknown' ? isBilled : otherwise
}

/**
 * Faults of one service that another may not have. Faults of the request itself or of this computer are not included.
 */
const ofTheService: ReadonlySet<ErrorCode> = new Set([
  'credential/missing',
  'credential/unavailable',
  'credential/rejected',
  'credential/other-host',
  'provider/disabled',
  'provider/unknown-model',
  'provider/wrong-address',
  'provider/unsupported',
  'provider/quota',
  'provider/rate-limited',
  'provider/unavailable',
  'provider/task-failed',
  'network/offline',
  'network/interrupted',
  'network/timeout',
  'network/blocked-url',
])

export function mayFallBack(error: AppError, isBilled: Billed): boolean {
  return isBilled === 'no' && ofTheService.has(error.code)
}
