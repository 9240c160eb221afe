import type { Transport } from '../platform/transport.ts'
import type { Downloaded, DownloadProgress } from './download-calls.ts'

/** One file, as it is wanted. */
export interface Wanted {
  readonly url: string
  /** Where it will lie. Until it is whole and right there is only `<path>.part` beside it. */
  readonly path: string
  /** As announced by whoever publishes it; null = it was not. */
  readonly sizeBytes: number | null
  /** Hexadecimal; null = it was not announced: then only the size can be held against what comes. */
  readonly sha256: string | null
  /** `authorization` goes to the host of `url` only, the others wherever it redirects to. */
  readonly headers?: Readonly<Record<string, string>>
  /** A last look at the whole file before it has its name. Where it throws, nothing of the file is kept. */
  readonly inspect?: (path: string) => Promise<void>
  readonly signal: AbortSignal
  readonly onProgress?: (progress: DownloadProgress) => void
}

export type { Downloaded, DownloadProgress } from './download-calls.ts'

/** Receives and hashes large files where main does not wait for it. */
export interface Downloader {
  /** As `downloadFile`. */
  download(wanted: Wanted): Promise<Downloaded>
  /** Of a file that is there. @throws storage/*, request/cancelled */
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
  /** Tries in a row that bring nothing, before it is given up for now. */
  readonly triesMax: number
  /** Before the second try; it doubles from there. */
  readonly pauseMs: number
  readonly pauseMsMax: number
  /** A server may ask for a longer pause than we take. */
  readonly askedPauseMsMax: number
  /** Without a byte, before a connection counts as dead. */
  readonly silenceMs: number
}

export const usualLimits: DownloadLimits = {
  triesMax: 7,
  pauseMs: 1_000,
  pauseMsMax: 30_000,
  askedPauseMsMax: 300_000,
  silenceMs: 60_000,
}
