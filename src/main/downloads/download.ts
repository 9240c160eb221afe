import type { Transport } from '../platform/transport.ts'
import type { Downloaded, DownloadProgress } from './download-calls.ts'

/** A file to download. */
export interface DownloadRequest {
  readonly url: string
  /** The final path. Until the file is complete and verified, only `<path>.part` exists next to it. */
  readonly path: string
  /** As announced by the publisher; null = not announced. */
  readonly sizeBytes: number | null
  /** Hexadecimal; null = not announced: then only the size can be checked. */
  readonly sha256: string | null
  /** `authorization` is sent to the host of `url` only, the others also to redirect targets. */
  readonly headers?: Readonly<Record<string, string>>
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
