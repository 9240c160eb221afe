import type { Billed } from '../../../shared/domain/job.ts'
import { AppError, toErrorData, type ErrorCode, type ErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { KeptPicture } from '../../assets/assets.ts'
import type { ProviderAdapter } from '../../providers/core/adapter.ts'
import type { GenerationCall } from './generation-call.ts'

const billingWords: Readonly<Record<Billed, string>> = {
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
    messages.notFinishedInTime({ label, waited, billing: billingWords[isBilled] }),
    { detail: { provider: id, isBilled } },
  )
}

export function notReadyInTime({ id, label }: Who, words: string): AppError {
  return new AppError('provider/unavailable', messages.notReadyInTime({ label, said: said(words) }), {
    detail: { provider: id, words, isBilled: 'no' },
  })
}

export function taskFailed({ id, label }: Who, words: string, isBilled: Billed): AppError {
  return new AppError(
    'provider/task-failed',
    messages.imageNotMade({ label, said: said(words), billing: billingWords[isBilled] }),
    { detail: { provider: id, words, isBilled } },
  )
}

export function taskExpired({ id, label, timing }: Who, words: string, isBilled: Billed): AppError {
  const isInMemory = timing.stoppedAfterMs !== undefined
  const next = isInMemory ? messages.discardedByServer : messages.generateAgain({ billing: billingWords[isBilled] })
  return new AppError('provider/task-expired', messages.taskGone({ label, said: said(words), next }), {
    detail: { provider: id, words, isBilled },
  })
}

/** A server on this computer that has ended, and the task with it. */
export function serverStopped({ id, label }: Who, baseUrl: string, isBilled: Billed): AppError {
  const { host } = new URL(baseUrl)
  const money = isBilled === 'no' ? '' : ` ${billingWords[isBilled]}`
  return new AppError('provider/task-failed', messages.serverStopped({ label, host, money }), {
    detail: { provider: id, host, isBilled },
  })
}

/** The pixels came with the answer, and the program ended before they were on disk. */
export function notArrived({ request }: Pick<GenerationCall, 'request'>): AppError {
  return new AppError('network/interrupted', messages.quitBeforeSaved({ provider: request.provider }), {
    detail: { provider: request.provider, isBilled: 'yes' },
  })
}

/** Where nothing may be sent without its being on disk first. */
export function notNoted(thrown: unknown): AppError {
  const { code, message, detail } = toErrorData(thrown)
  return new AppError(code, messages.withNothingSent({ message }), {
    detail: { ...detail, isBilled: 'no' },
    cause: thrown,
  })
}

/** What was made could be written nowhere. */
export function lostPicture(thrown: unknown, isBilled: Billed): AppError {
  const { code, message, detail } = toErrorData(thrown)
  const money = isBilled === 'no' ? '' : ` ${billingWords[isBilled]}`
  return new AppError(code, messages.withImageLost({ message, money }), {
    detail: { ...detail, isBilled },
    cause: thrown,
  })
}

/** What was made could not be filed, and is not lost. */
export function keptElsewhere(thrown: unknown, kept: KeptPicture): AppError {
  const { code, message, detail } = toErrorData(thrown)
  return new AppError(code, `${message} ${placeWords(kept)}`, { detail: { ...detail, path: kept.path }, cause: thrown })
}

/** What was made could not be cut in, and is filed without that. */
export function keptAsItCame(thrown: unknown): AppError {
  const { code, message, detail } = toErrorData(thrown)
  return new AppError(code, `${message} ${asItCameWords}`, { detail, cause: thrown })
}

const asItCameWords = messages.keptAsReturned

function placeWords({ is, path }: KeptPicture): string {
  switch (is) {
    case 'listed':
      return asItCameWords
    case 'later':
      return messages.savedForNextStart({ path })
    case 'unreadable':
      return messages.responseSaved({ path })
    case 'outside':
      return messages.savedInTemporaryFolder({ path })
  }
}

function said(words: string): string {
  const trimmed = words.trim()
  return trimmed === '' ? '.' : `: “${trimmed}”${/[.!?…]$/.test(trimmed) ? '' : '.'}`
}

/** What an error says was billed; where it says nothing, what is known of the call. */
export function billedOf(error: Pick<ErrorData, 'detail'>, otherwise: Billed): Billed {
  const told = error.detail?.['isBilled']
  return told === 'yes' || told === 'no' || told === 'unknown' ? told : otherwise
}

/** Faults of one service that another may not have. The person's own request, or this computer, is not among them. */
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
