import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import type { Downloader } from '../downloads/index.ts'
import type { LocalEngine } from '../engine/engine.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import { removeDeadTemporaries } from '../platform/pure/dead-temporaries.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'
import { type Choice, chooseBuild, type Computer } from './choose-build.ts'
import { fetchArchives, type FetchNeeds, type InstallOptions, removeLeftArchives } from './fetch-archives.ts'
import {
  type EngineRecord,
  findLibrary,
  type InstalledArchive,
  type InstalledEngine,
  listInstalled,
  measureFolder,
  removeInstalled,
  requireInstalled,
  writeRecord,
} from './installed-engines.ts'
import { sourcesFor } from './release-page.ts'
import { type Archive, type Backend, backendLabels, type Build, type Release } from './release.ts'
import { unpackZip } from './unpack-zip.ts'

export type { InstallProgress } from './fetch-archives.ts'

export type { InstalledEngine } from './installed-engines.ts'

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

export interface ReleasesNeeds extends Pick<FetchNeeds, 'enginesFolder' | 'release' | 'transport' | 'downloader'> {
  /** A server that replaces the release page and is then the only source: it has its own builds and checksums. */
  readonly mirror: string | null
  readonly engine: Pick<LocalEngine, 'prove' | 'unload'>
  readonly probe: () => Promise<Computer>
  readonly settings: {
    current(): string | null
    use(libraryPath: string | null): Promise<unknown>
  }
}

export function createEngineReleases(needs: ReleasesNeeds): EngineReleases {
  return new HomeEngines(needs)
}

type Watch = Pick<InstallOptions, 'signal' | 'onProgress'>
/** What is known about an engine before it is unpacked. */
type Origin = Pick<EngineRecord, 'tag' | 'backend' | 'archives'>

class HomeEngines implements EngineReleases {
  readonly #needs: ReleasesNeeds
  readonly #release: Release

  constructor(needs: ReleasesNeeds) {
    this.#needs = needs
    this.#release = needs.mirror === null ? needs.release : withoutNeeds(needs.release)
  }

  async overview(): Promise<EngineOverview> {
    await removeLeftArchives(this.#needs.enginesFolder, this.#release)
    const choice = await this.#choose()
    const { tag } = this.#release
    return { tag, reason: choice.reason, offers: toOffers(choice), installed: await this.#installed() }
  }

  async install(options: InstallOptions): Promise<Installed> {
    const { enginesFolder, transport, downloader, mirror } = this.#needs
    const { tag } = this.#release
    await this.#prepare()
    const build = requireBuild(await this.#choose(), options.backend)
    const needs = { enginesFolder, transport, downloader, release: this.#release, sources: sourcesFor(mirror) }
    const { archives, zipPaths } = await fetchArchives(build, needs, options)
    const origin = {
      tag,
      backend: build.backend,
      archives: archives.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
    }
    try {
      const installed = await this.#take(`${tag}-${build.backend}`, zipPaths, origin, options)
      await removeAll(zipPaths)
      return installed
    } catch (thrown) {
      if (!passes(thrown)) await removeAll(zipPaths)
      throw thrown
    }
  }

  async installFrom(zipPath: string, watch: Watch): Promise<Installed> {
    await this.#prepare()
    const archive = await describeZip(zipPath, this.#needs.downloader, watch)
    return this.#take(nameOfOwn(archive), [zipPath], { tag: null, backend: null, archives: [archive] }, watch)
  }

  async use(name: string, signal: AbortSignal): Promise<Installed> {
    const { libraryPath } = requireInstalled(await this.#installed(), name)
    return this.#change(name, await this.#needs.engine.prove(libraryPath, signal))
  }

  async remove(name: string) {
    const { engine, enginesFolder, settings } = this.#needs
    const found = requireInstalled(await this.#installed(), name)
    if (found.isCurrent) {
      await engine.unload()
      await settings.use(null)
    }
    await removeInstalled(enginesFolder, name)
    return found
  }

  async #choose(): Promise<Choice> {
    return chooseBuild(await this.#needs.probe(), this.#release.builds)
  }

  #installed() {
    const { enginesFolder, settings } = this.#needs
    return listInstalled(enginesFolder, settings.current())
  }

  async #prepare(): Promise<void> {
    await createFolder(this.#needs.enginesFolder)
    await removeDeadTemporaries(this.#needs.enginesFolder)
    await removeLeftArchives(this.#needs.enginesFolder, this.#release)
  }

  /** Unpacks into a hidden folder, which gets its final name once the engine in it has drawn. */
  async #take(name: string, zipPaths: readonly string[], origin: Origin, watch: Watch): Promise<Installed> {
    const { enginesFolder, engine } = this.#needs
    const temporary = temporaryNameFor(join(enginesFolder, name))
    try {
      await mkdir(temporary)
      const library = await unpackAll(zipPaths, temporary, watch)
      watch.onProgress?.({ stage: 'testing', bytes: 0, totalBytes: null })
      const facts = await engine.prove(join(temporary, library), watch.signal)
      // On Windows, a loaded library prevents its folder from being renamed.
      await engine.unload()
      const [bytes, installedAt] = [await measureFolder(temporary), new Date().toISOString()]
      await writeRecord(temporary, { version: 1, ...origin, bytes, installedAt, library })
      await this.#replace(temporary, name)
      return await this.#change(name, facts)
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : toFileError(thrown, messages.cannotInstallEngine)
    } finally {
      await rm(temporary, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  async #replace(temporary: string, name: string): Promise<void> {
    const { enginesFolder } = this.#needs
    const isThere = await stat(join(enginesFolder, name)).catch(() => null)
    if (isThere !== null) await removeInstalled(enginesFolder, name)
    await rename(temporary, join(enginesFolder, name))
  }

  /** Switches to it and removes builds of other releases, except the one used until now. */
  async #change(name: string, facts: EngineFacts): Promise<Installed> {
    const { enginesFolder, settings } = this.#needs
    const installedBefore = await this.#installed()
    const engine = requireInstalled(installedBefore, name)
    await settings.use(engine.libraryPath)
    const outdated = installedBefore.filter(
      (each) => each.name !== name && !each.isCurrent && each.tag !== null && each.tag !== this.#release.tag,
    )
    for (const each of outdated) await removeInstalled(enginesFolder, each.name)
    return { engine: { ...engine, isCurrent: true }, facts, removed: outdated.map((each) => each.name) }
  }
}

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true })
}

/**
 * Whether a retry can reuse the download: the user canceled, or the disk was full. An engine that failed would fail
 * again.
 */
function passes(thrown: unknown): boolean {
  return thrown instanceof AppError && (thrown.code === 'request/cancelled' || thrown.code.startsWith('storage/'))
}

/** Returns the path of the engine's library in the folder. */
async function unpackAll(zipPaths: readonly string[], folder: string, { signal, onProgress }: Watch): Promise<string> {
  for (const zipPath of zipPaths) {
    const report = (bytes: number, totalBytes: number) => onProgress?.({ stage: 'unpacking', bytes, totalBytes })
    await unpackZip({ zipPath, folder, signal, onProgress: report })
  }
  return findLibrary(folder)
}

async function describeZip(
  zipPath: string,
  downloader: Pick<Downloader, 'hash'>,
  { signal, onProgress }: Watch,
): Promise<InstalledArchive> {
  const { size } = await stat(zipPath).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotOpenArchive({ zipPath }))
  })
  const report = (bytes: number) => onProgress?.({ stage: 'checking', bytes, totalBytes: size })
  report(0)
  const { sha256 } = await downloader.hash(zipPath, { signal, onBytes: report })
  return { name: basename(zipPath), sizeBytes: size, sha256 }
}

function withoutNeeds(release: Release): Release {
  const builds = release.builds.map((build) => ({
    ...build,
    glibc: null,
    macos: null,
    archives: build.archives.map((archive): Archive => ({ ...archive, sizeBytes: null, sha256: null })),
  }))
  return { ...release, builds }
}

/** A user who names a build may know better than the detection, but it must be one for this system. */
function requireBuild({ build, reason, candidates }: Choice, backend: Backend | null): Build {
  if (backend === null) {
    if (build !== null) return build
    throw new AppError('engine/unusable', reason)
  }
  const found = candidates.find((candidate) => candidate.build.backend === backend)
  if (found) return found.build
  const known = candidates.map((candidate) => candidate.build.backend).join(', ')
  const available = known === '' ? reason : messages.availableBuilds({ builds: known })
  throw new AppError(
    'request/invalid',
    messages.buildNotAvailable({ value: backendLabels[backend], reason: available }),
  )
}

function toOffers({ build: chosen, candidates }: Choice): EngineOverview['offers'] {
  return candidates.map(({ build, problem }) => {
    const sizes = build.archives.map(({ sizeBytes }) => sizeBytes).filter((size) => size !== null)
    return {
      backend: build.backend,
      label: backendLabels[build.backend],
      isRecommended: build === chosen,
      problem,
      sizeBytes: sizes.length === build.archives.length ? sizes.reduce((total, size) => total + size, 0) : null,
    }
  })
}

/** Archives with the same name but different contents are different engines; the same archive twice is one. */
function nameOfOwn({ name, sha256 }: InstalledArchive): string {
  const plain = name
    .replace(/\.zip$/i, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 60)
  return `${plain === '' ? 'engine' : plain}-${sha256.slice(0, 8)}`
}
