import type { Transport } from '../platform/network/transport.ts'
import type { Downloaded, DownloadProgress, WantedFile } from './download-calls.ts'

export interface DownloadRequest extends Omit<WantedFile, 'headers'>, Partial<Pick<WantedFile, 'headers'>> {
  /** Inspects the whole file before it gets its name. If it throws, nothing of the file is kept. */
  readonly inspect?: (path: string) => Promise<void>
  readonly signal: AbortSignal
  readonly onProgress?: (progress: DownloadProgress) => void
}

export type { Downloaded, DownloadProgress } from './download-calls.ts'

/** Downloads and hashes large files without blocking main. */
export interface Downloader {
  /** Like `downloadFile`. */
  download(request: DownloadRequest): Promise<Downloaded>
  /** Hashes an existing file. @throws storage/*, request/cancelled */
  hash(path: string, watch: HashWatch): Promise<Downloaded>
}

export interface HashWatch {
  readonly signal: AbortSignal
  readonly onBytes?: (bytes: number) => void
}

export interface DownloadNeeds {
  readonly transport: Pick<Transport, 'send' | 'resolveHost'>
  readonly limits?: Partial<DownloadLimits>
}

export interface DownloadLimits {
  /** Consecutive tries without data before giving up for now. */
  readonly triesMax: number
  /** Before the second try; doubles from there. */
  readonly pauseMs: number
  readonly pauseMsMax: number
  /** Cap on the pause that a server asks for. */
  readonly askedPauseMsMax: number
  /** Time without data before a connection counts as dead. */
  readonly silenceMs: number
}

export const usualLimits: DownloadLimits = {
  triesMax: 7,
  pauseMs: 1_000,
  pauseMsMax: 30_000,
  askedPauseMsMax: 300_000,
  silenceMs: 60_000,
}
