import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import type { Backend } from './release.ts'

/** One archive that an engine was unpacked from. */
export interface InstalledArchive {
  readonly name: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface InstalledEngine {
  /** Also its folder's. */
  readonly name: string
  /** null = from an archive that is not known. */
  readonly tag: string | null
  readonly backend: Backend | null
  readonly archives: readonly InstalledArchive[]
  /** Unpacked. */
  readonly bytes: number
  readonly installedAt: string
  readonly libraryPath: string
  readonly isCurrent: boolean
}

export interface EngineOffer {
  readonly backend: Backend
  readonly label: string
  readonly isRecommended: boolean
  /** Why it does not run here; null = it does. */
  readonly problem: string | null
  /** Of all its archives; null = only the release's page knows. */
  readonly sizeBytes: number | null
}

export interface EngineOverview {
  readonly tag: string
  /** The build for this computer and why, or why there is none. */
  readonly reason: string
  /** Those for this system, the best first. */
  readonly offers: readonly EngineOffer[]
  readonly installed: readonly InstalledEngine[]
}

export interface InstallProgress {
  readonly stage: 'asking' | 'checking' | 'downloading' | 'unpacking' | 'testing'
  readonly bytes: number
  readonly totalBytes: number | null
}

export interface InstallOptions {
  /** null = the one for this computer. */
  readonly backend: Backend | null
  readonly signal: AbortSignal
  readonly onProgress?: (progress: InstallProgress) => void
}

export interface Installed {
  readonly engine: InstalledEngine
  readonly facts: EngineFacts
  /** Older ones that were removed. */
  readonly removed: readonly string[]
}

/** Engines in the home folder: what fits, what is there, and how one gets there. */
export interface EngineReleases {
  overview(): Promise<EngineOverview>
  /**
   * Downloads, checks, unpacks and tests a build of the release, and only then uses it. What was downloaded before a cancel
   * or a cut stays for the next try. @throws engine/*, network/*, download/*, storage/*, request/cancelled
   */
  install(options: InstallOptions): Promise<Installed>
  /** The same from an archive that lies on this computer. */
  installFrom(zipPath: string, options: Omit<InstallOptions, 'backend'>): Promise<Installed>
  /** Uses one that is installed, after it has drawn. @throws storage/not-found, engine/unusable */
  use(name: string, signal: AbortSignal): Promise<Installed>
  /** Deletes its files. @throws storage/not-found */
  remove(name: string): Promise<InstalledEngine>
}
