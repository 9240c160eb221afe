import type { Billed } from '../../../shared/domain/job.ts'
import { AppError, toErrorData, type ErrorCode, type ErrorData } from '../../../shared/errors/index.ts'
import type { KeptPicture } from '../../assets/assets.ts'
import type { ProviderAdapter } from '../../providers/core/adapter.ts'
import type { GenerationCall } from './generation-call.ts'

const billingWords: Readonly<Record<Billed, string>> = {
  yes: 'It was billed.',
  no: 'Nothing was billed.',
  unknown: 'This may have been billed.',
}

type Who = Pick<ProviderAdapter, 'id' | 'label' | 'timing'>

export function timedOut({ id, label, timing }: Who, isBilled: Billed): AppError {
  const minutes = Math.max(1, Math.round(timing.deadlineMs / 60_000))
  const waited = minutes === 1 ? 'a minute' : `${minutes} minutes`
  return new AppError(
    'network/timeout',
    `${label} has not finished after ${waited}. ${billingWords[isBilled]} Try again later, or choose another service.`,
    { detail: { provider: id, isBilled } },
  )
}

export function notReadyInTime({ id, label }: Who, words: string): AppError {
  return new AppError(
    'provider/unavailable',
    `${label} was not ready in time${said(words)} Nothing was begun or billed. Try again in a while.`,
    { detail: { provider: id, words, isBilled: 'no' } },
  )
}

export function taskFailed({ id, label }: Who, words: string, isBilled: Billed): AppError {
  return new AppError(
    'provider/task-failed',
    `${label} could not make the image${said(words)} ${billingWords[isBilled]} Try again, or change the request.`,
    { detail: { provider: id, words, isBilled } },
  )
}

export function taskExpired({ id, label, timing }: Who, words: string, isBilled: Billed): AppError {
  const isInMemory = timing.stoppedAfterMs !== undefined
  const next = isInMemory
    ? 'The server was restarted, or discarded it. Generate it again.'
    : `${billingWords[isBilled]} Ask for it again.`
  return new AppError('provider/task-expired', `${label} no longer has this task or its image${said(words)} ${next}`, {
    detail: { provider: id, words, isBilled },
  })
}

/** A server on this computer that has ended, and the task with it. */
export function serverStopped({ id, label }: Who, baseUrl: string, isBilled: Billed): AppError {
  const { host } = new URL(baseUrl)
  const money = isBilled === 'no' ? '' : ` ${billingWords[isBilled]}`
  return new AppError(
    'provider/task-failed',
    `${label} has stopped: nothing answers at ${host}, and the image it was working on is lost.${money} Start the server, then generate the image again.`,
    { detail: { provider: id, host, isBilled } },
  )
}

/** The pixels came with the answer, and the program ended before they were on disk. */
export function notArrived({ request }: Pick<GenerationCall, 'request'>): AppError {
  return new AppError(
    'network/interrupted',
    `${request.provider} had made this, and Atelier ended before it was on disk. It was billed. Ask for it again.`,
    { detail: { provider: request.provider, isBilled: 'yes' } },
  )
}

/** Where nothing may be sent without its being on disk first. */
export function notNoted(thrown: unknown): AppError {
  const { code, message, detail } = toErrorData(thrown)
  return new AppError(code, `${message} Nothing was sent, and nothing was billed.`, {
    detail: { ...detail, isBilled: 'no' },
    cause: thrown,
  })
}

/** What was made could be written nowhere. */
export function lostPicture(thrown: unknown, isBilled: Billed): AppError {
  const { code, message, detail } = toErrorData(thrown)
  const money = isBilled === 'no' ? '' : ` ${billingWords[isBilled]}`
  return new AppError(code, `${message} The image is lost.${money}`, {
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

const asItCameWords = 'What the service made is in the library as it came.'

function placeWords({ is, path }: KeptPicture): string {
  switch (is) {
    case 'listed':
      return asItCameWords
    case 'later':
      return `What the service made is not lost: it is kept as ${path}, and Atelier lists it at its next start.`
    case 'unreadable':
      return `What the service sent is kept as ${path}.`
    case 'outside':
      return `What the service made is not lost: it is kept as ${path}. Import it from there soon, since the system empties that folder.`
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
