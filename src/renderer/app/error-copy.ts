import { toErrorData, type ErrorCode, type ErrorData } from '../../shared/errors/index.ts'
import type { ErrorWords } from '../client/index.ts'

interface ErrorRow {
  readonly title: string
  /** Replaces the error's own message; null = the message is already for people and knows more. */
  readonly text: string | null
}

const own = (title: string): ErrorRow => ({ title, text: null })

/** One row for every way Atelier can fail; a missing one does not compile. */
export const errorCopy: Readonly<Record<ErrorCode, ErrorRow>> = {
  'request/invalid': own('That did not work'),
  'request/forbidden-caller': {
    title: 'Not allowed',
    text: 'A page that is not part of Atelier tried to use it. Nothing was changed.',
  },
  'request/cancelled': { title: 'Canceled', text: 'Nothing was changed.' },
  'credential/missing': own('No API key'),
  'credential/unavailable': own('The keychain cannot be opened'),
  'credential/rejected': own('API key rejected'),
  'credential/other-host': own('The key is for another host'),
  'provider/unsupported': own('This model cannot do that'),
  'provider/disabled': own('This provider is switched off'),
  'provider/invalid-request': own('The service did not accept the request'),
  'provider/unknown-model': own('The service does not know this model'),
  'provider/wrong-address': own('The server address looks wrong'),
  'provider/quota': own('The account has run out of credit'),
  'provider/rate-limited': own('The service asks for a pause'),
  'provider/unavailable': own('The service has trouble'),
  'provider/task-failed': own('The service could not make the image'),
  'provider/task-expired': own('The result is gone from the service'),
  'provider/bad-reply': own('Unexpected response'),
  'money/needs-approval': own('Over your limit'),
  'money/over-cap': own('Over your limit'),
  'money/limits-unreadable': own('Spending limits could not be read'),
  'network/offline': own('No connection'),
  'network/interrupted': own('The connection broke'),
  'network/timeout': own('The service did not answer in time'),
  'network/blocked-url': own('An address was not opened'),
  'download/refused': own('The download was refused'),
  'download/mismatch': own('This is not the announced file'),
  'configuration/invalid': own('A setting is wrong'),
  'engine/missing': own('No local engine'),
  'engine/unusable': own('This is not a usable engine'),
  'engine/failed': own('The engine made no image'),
  'engine/stopped': own('The engine stopped'),
  'engine/out-of-memory': own('Not enough memory'),
  'engine/device-lost': own('The graphics card stopped answering'),
  'fill/empty-mask': { title: 'Nothing is painted', text: 'Paint over what should go, then fill again.' },
  'fill/nothing-to-copy': own('Nothing to copy from'),
  'edit/does-not-fit': own('It does not fit'),
  'storage/full': own('The disk is full'),
  'storage/read-only': own('The folder is read-only'),
  'storage/locked': own('The file is in use'),
  'storage/corrupt': own('The library is damaged'),
  'storage/migration-failed': own('The library could not be updated'),
  'storage/not-found': own('Not found'),
  'storage/exists': own('Already there'),
  'media/undecodable': own('This image cannot be read'),
  'media/unsupported': own('This kind of image is not supported'),
  'media/too-large': own('This image is too large'),
  'imaging/process-exited': own('The imaging process stopped'),
  'model/unsupported': own('This model file cannot be used'),
  'model/damaged': own('This model file is damaged'),
  'model/missing': own('A model file is missing'),
  'internal/bug': own('Something went wrong'),
}

/** Any thrown thing in words for the artist. */
export function describeError(thrown: unknown): ErrorWords {
  const { code, message, detail } = toErrorData(thrown)
  const row = errorCopy[code]
  if (code === 'configuration/invalid') return { title: configurationTitle(detail), text: message }
  if (row.text !== null) return { title: row.title, text: row.text }
  if (code === 'internal/bug') {
    return { title: row.title, text: `Your images and what you painted are safe. Details: ${message}` }
  }
  return { title: row.title, text: message }
}

function configurationTitle(detail: ErrorData['detail']): string {
  if (detail?.['isAddress'] === true) return errorCopy['provider/wrong-address'].title
  // Of `atelier.yaml`.
  return detail?.['path'] === undefined
    ? errorCopy['configuration/invalid'].title
    : 'The configuration file has a mistake'
}
