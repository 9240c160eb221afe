import { toErrorData, type ErrorCode, type ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/errors.ts'
import type { ErrorText } from '../client/index.ts'

interface ErrorRow {
  readonly title: string
  /** Replaces the error's own message; null = that message is user-facing and more specific. */
  readonly text: string | null
}

const withOwnText = (title: string): ErrorRow => ({ title, text: null })

/** One row for every error code; a missing one does not compile. */
export const errorCopy: Readonly<Record<ErrorCode, ErrorRow>> = {
  'request/invalid': withOwnText(messages.cannotDoThat),
  'request/forbidden-caller': { title: messages.requestBlocked, text: messages.requestBlockedText },
  'request/cancelled': { title: messages.canceled, text: messages.canceledText },
  'credential/missing': withOwnText(messages.noApiKey),
  'credential/unavailable': withOwnText(messages.keychainUnavailable),
  'credential/rejected': withOwnText(messages.keyRejected),
  'credential/other-host': withOwnText(messages.keyForOtherHost),
  'provider/unsupported': withOwnText(messages.notSupportedByModel),
  'provider/disabled': withOwnText(messages.providerDisabled),
  'provider/invalid-request': withOwnText(messages.requestRejected),
  'provider/unknown-model': withOwnText(messages.unknownModel),
  'provider/wrong-address': withOwnText(messages.invalidServerAddress),
  'provider/quota': withOwnText(messages.outOfCredit),
  'provider/rate-limited': withOwnText(messages.rateLimited),
  'provider/unavailable': withOwnText(messages.serviceUnavailable),
  'provider/task-failed': withOwnText(messages.generationFailed),
  'provider/task-expired': withOwnText(messages.resultExpired),
  'provider/bad-reply': withOwnText(messages.unexpectedResponse),
  'money/needs-approval': withOwnText(messages.spendingLimitExceeded),
  'money/over-cap': withOwnText(messages.spendingLimitExceeded),
  'money/limits-unreadable': withOwnText(messages.limitsUnreadable),
  'network/offline': withOwnText(messages.noConnection),
  'network/interrupted': withOwnText(messages.connectionLost),
  'network/timeout': withOwnText(messages.requestTimedOut),
  'network/blocked-url': withOwnText(messages.addressBlocked),
  'download/refused': withOwnText(messages.downloadRefused),
  'download/mismatch': withOwnText(messages.wrongFile),
  'configuration/invalid': withOwnText(messages.invalidSetting),
  'engine/missing': withOwnText(messages.engineNotInstalled),
  'engine/unusable': withOwnText(messages.engineUnusable),
  'engine/failed': withOwnText(messages.generationFailed),
  'engine/stopped': withOwnText(messages.engineStopped),
  'engine/out-of-memory': withOwnText(messages.notEnoughMemory),
  'engine/device-lost': withOwnText(messages.gpuStopped),
  'fill/empty-mask': { title: messages.maskEmpty, text: messages.maskEmptyText },
  'fill/nothing-to-copy': withOwnText(messages.nothingToCopy),
  'edit/does-not-fit': withOwnText(messages.sizeMismatch),
  'storage/full': withOwnText(messages.diskFull),
  'storage/failed': withOwnText(messages.diskFailed),
  'storage/read-only': withOwnText(messages.folderReadOnly),
  'storage/locked': withOwnText(messages.fileInUse),
  'storage/corrupt': withOwnText(messages.libraryDamaged),
  'storage/migration-failed': withOwnText(messages.libraryUpdateFailed),
  'storage/not-found': withOwnText(messages.notFound),
  'storage/unreachable': withOwnText(messages.folderUnreachable),
  'storage/exists': withOwnText(messages.alreadyExists),
  'media/undecodable': withOwnText(messages.imageUnreadable),
  'media/unsupported': withOwnText(messages.unsupportedFormat),
  'media/too-large': withOwnText(messages.imageTooLarge),
  'imaging/process-exited': withOwnText(messages.imagingStopped),
  'vision/no-subject': withOwnText(messages.noSubjectFound),
  'vision/no-text': withOwnText(messages.noDescriptionMade),
  'vision/process-exited': withOwnText(messages.visionStopped),
  'model/unsupported': withOwnText(messages.unsupportedModelFile),
  'model/damaged': withOwnText(messages.modelFileDamaged),
  'model/missing': withOwnText(messages.modelFileMissing),
  'update/unreadable': withOwnText(messages.noUpdateFound),
  'update/unsigned': withOwnText(messages.updateRefused),
  'update/busy': withOwnText(messages.stillWorking),
  'update/failed': withOwnText(messages.updateFailed),
  'internal/bug': withOwnText(messages.somethingWentWrong),
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
