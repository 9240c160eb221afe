import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import type { Backend } from './release.ts'

/** One archive from which an engine was unpacked. */
export interface InstalledArchive {
  readonly name: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface InstalledEngine {
  /** Also the name of its folder. */
  readonly name: string
  /** null = from an unknown archive. */
  readonly tag: string | null
  readonly backend: Backend | null
  readonly archives: readonly InstalledArchive[]
  /** Unpacked size. */
  readonly bytes: number
  readonly installedAt: string
  readonly libraryPath: string
  readonly isCurrent: boolean
}

export interface EngineOffer {
  readonly backend: Backend
  readonly label: string
  readonly isRecommended: boolean
  /** Why it cannot run here; null = it can run. */
  readonly problem: string | null
  /** Total of all its archives; null = only the release page knows. */
  readonly sizeBytes: number | null
}

export interface EngineOverview {
  readonly tag: string
  /** The build for this computer and the reason for it, or why there is none. */
  readonly reason: string
  /** Builds for this system, best first. */
  readonly offers: readonly EngineOffer[]
  readonly installed: readonly InstalledEngine[]
}

export interface InstallProgress {
  readonly stage: 'asking' | 'checking' | 'downloading' | 'unpacking' | 'testing'
  readonly bytes: number
  readonly totalBytes: number | null
}

export interface InstallOptions {
  /** null = the one chosen for this computer. */
  readonly backend: Backend | null
  readonly signal: AbortSignal
  readonly onProgress?: (progress: InstallProgress) => void
}

export interface Installed {
  readonly engine: InstalledEngine
  readonly facts: EngineFacts
  /** Older engines that were removed. */
  readonly removed: readonly string[]
}

/** Engines in the home folder: what fits, what is installed, and how to install one. */
export interface EngineReleases {
  overview(): Promise<EngineOverview>
  /**
   * Downloads, verifies, unpacks and tests a build of the release, and only then switches to it. A partial download is
   * kept for the next try. @throws engine/*, network/*, download/*, storage/*, request/cancelled
   */
  install(options: InstallOptions): Promise<Installed>
  /** Installs from an archive on this computer in the same way. */
  installFrom(zipPath: string, options: Omit<InstallOptions, 'backend'>): Promise<Installed>
  /** Switches to an installed engine after a test drawing. @throws storage/not-found, engine/unusable */
  use(name: string, signal: AbortSignal): Promise<Installed>
  /** Deletes an installed engine's files. @throws storage/not-found */
  remove(name: string): Promise<InstalledEngine>
}
