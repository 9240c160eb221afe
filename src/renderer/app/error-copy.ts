import { toErrorData, type ErrorCode, type ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/errors.ts'
import type { ErrorText } from '../client/index.ts'

interface ErrorRow {
  readonly title: string
  /** Replaces the error's own message; null = that message is user-facing and more specific. */
  readonly text: string | null
}

const own = (title: string): ErrorRow => ({ title, text: null })

/** One row for every error code; a missing one does not compile. */
export const errorCopy: Readonly<Record<ErrorCode, ErrorRow>> = {
  'request/invalid': own(messages.cannotDoThat),
  'request/forbidden-caller': { title: messages.requestBlocked, text: messages.requestBlockedText },
  'request/cancelled': { title: messages.canceled, text: messages.canceledText },
  'credential/missing': own(messages.noApiKey),
  'credential/unavailable': own(messages.keychainUnavailable),
  'credential/rejected': own(messages.keyRejected),
  'credential/other-host': own(messages.keyForOtherHost),
  'provider/unsupported': own(messages.notSupportedByModel),
  'provider/disabled': own(messages.providerDisabled),
  'provider/invalid-request': own(messages.requestRejected),
  'provider/unknown-model': own(messages.unknownModel),
  'provider/wrong-address': own(messages.invalidServerAddress),
  'provider/quota': own(messages.outOfCredit),
  'provider/rate-limited': own(messages.rateLimited),
  'provider/unavailable': own(messages.serviceUnavailable),
  'provider/task-failed': own(messages.generationFailed),
  'provider/task-expired': own(messages.resultExpired),
  'provider/bad-reply': own(messages.unexpectedResponse),
  'money/needs-approval': own(messages.spendingLimitExceeded),
  'money/over-cap': own(messages.spendingLimitExceeded),
  'money/limits-unreadable': own(messages.limitsUnreadable),
  'network/offline': own(messages.noConnection),
  'network/interrupted': own(messages.connectionLost),
  'network/timeout': own(messages.requestTimedOut),
  'network/blocked-url': own(messages.addressBlocked),
  'download/refused': own(messages.downloadRefused),
  'download/mismatch': own(messages.wrongFile),
  'configuration/invalid': own(messages.invalidSetting),
  'engine/missing': own(messages.engineNotInstalled),
  'engine/unusable': own(messages.engineUnusable),
  'engine/failed': own(messages.generationFailed),
  'engine/stopped': own(messages.engineStopped),
  'engine/out-of-memory': own(messages.notEnoughMemory),
  'engine/device-lost': own(messages.gpuStopped),
  'fill/empty-mask': { title: messages.maskEmpty, text: messages.maskEmptyText },
  'fill/nothing-to-copy': own(messages.nothingToCopy),
  'edit/does-not-fit': own(messages.sizeMismatch),
  'storage/full': own(messages.diskFull),
  'storage/read-only': own(messages.folderReadOnly),
  'storage/locked': own(messages.fileInUse),
  'storage/corrupt': own(messages.libraryDamaged),
  'storage/migration-failed': own(messages.libraryUpdateFailed),
  'storage/not-found': own(messages.notFound),
  'storage/exists': own(messages.alreadyExists),
  'media/undecodable': own(messages.imageUnreadable),
  'media/unsupported': own(messages.unsupportedFormat),
  'media/too-large': own(messages.imageTooLarge),
  'imaging/process-exited': own(messages.imagingStopped),
  'vision/process-exited': own(messages.visionStopped),
  'model/unsupported': own(messages.unsupportedModelFile),
  'model/damaged': own(messages.modelFileDamaged),
  'model/missing': own(messages.modelFileMissing),
  'internal/bug': own(messages.somethingWentWrong),
}

/** Describes any thrown value for the user. */
export function describeError(thrown: unknown): ErrorText {
  const { code, message, detail } = toErrorData(thrown)
  const { title, text } = errorCopy[code]
  if (code === 'configuration/invalid') return { title: configurationTitle(detail), text: message }
  if (code === 'internal/bug') return { title, text: messages.faultText({ details: message }) }
  return { title, text: text ?? message }
}

function configurationTitle(detail: ErrorData['detail']): string {
  if (detail?.['isAddress'] === true) return messages.invalidServerAddress
  // Concerns `atelier.yaml`.
  return detail?.['path'] === undefined ? messages.invalidSetting : messages.invalidConfigurationFile
}
