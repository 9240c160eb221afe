import type { UpdateManifest } from './read-manifest.ts'
import type { UpdateView } from '../../shared/domain/update.ts'

/** Updates of the program itself. */
export interface Updates {
  view(): UpdateView
  /** Asks for a newer version. @throws network/*, update/unreadable, update/unsigned */
  check(): Promise<UpdateView>
  /** Downloads what was found. @throws network/*, download/mismatch, storage/*, update/failed */
  download(): Promise<UpdateView>
  /**
   * Makes the downloaded version ready beside the program, then quits. Nothing happens while anything is at work.
   * @throws update/busy, storage/*, update/failed
   */
  install(): Promise<void>
  /** Looks for updates from now on, as the settings say. */
  begin(): void
  /** Puts the new version in place and starts it, if `install` has quit the program for that. */
  finish(): Promise<void>
  onChanged(listener: (view: UpdateView) => void): () => void
  dispose(): void
}

export interface DownloadWatch {
  readonly signal: AbortSignal
  /** Called with the bytes received so far. */
  readonly onBytes: (bytes: number) => void
}

/** Downloads and installs versions whose manifest was verified. */
export interface UpdateInstaller {
  /** Whether this computer is among those that get it now. Sends nothing. */
  offers(manifest: UpdateManifest): Promise<boolean>
  /** @throws network/*, download/mismatch, storage/*, update/failed */
  download(manifest: UpdateManifest, watch: DownloadWatch): Promise<void>
  /** What can fail is done here, while there is a window to say so. @throws storage/*, update/failed */
  prepare(): Promise<void>
  /** Puts it in place and starts it. Resolves when the program may end. @throws update/failed */
  install(): Promise<void>
}
