import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/updates.ts'

interface FailedDownload {
  readonly host: string
  readonly version: string
}

interface Reasons {
  readonly message: string
  /** Of the system, or of electron-updater. */
  readonly code: string
  readonly status: number | null
}

/** Says what failed where electron-updater downloads, by its codes, Chromium's and the system's. */
export function toUpdateError(thrown: unknown, { host, version }: FailedDownload): AppError {
  if (thrown instanceof AppError) return thrown
  const { message, code, status } = reasonsOf(thrown)
  const options = { cause: thrown, detail: { host, version, reason: code === '' ? message.slice(0, 200) : code } }
  if (code === 'ERR_CHECKSUM_MISMATCH') return new AppError('download/mismatch', messages.otherFile, options)
  if (message === 'cancelled') return AppError.cancelled()
  if (status !== null) return new AppError('download/refused', messages.fileNotSent({ host, status }), options)
  if (/ERR_CERT_/.test(message)) {
    return new AppError('network/blocked-url', messages.certificateNotTrusted({ host }), options)
  }
  if (/ERR_(INTERNET_DISCONNECTED|NAME_NOT_RESOLVED|CONNECTION_REFUSED|ADDRESS_UNREACHABLE|PROXY)/.test(message)) {
    return new AppError('network/offline', messages.noConnection({ host }), options)
  }
  if (/net::ERR_|ECONNRESET|aborted/.test(message)) {
    return new AppError('network/interrupted', messages.connectionLost({ host }), options)
  }
  if (/^E[A-Z]+$/.test(code)) return toFileError(thrown, messages.notSaved)
  return new AppError('update/failed', messages.notDownloaded({ reason: message }), options)
}

function reasonsOf(thrown: unknown): Reasons {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : null
  // electron-updater: `Cannot download "…", status 404: …`
  const [, status] = /^Cannot download ".*", status (\d{3})/.exec(message) ?? []
  return { message, code: typeof code === 'string' ? code : '', status: status === undefined ? null : Number(status) }
}
