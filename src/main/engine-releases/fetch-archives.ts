import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Downloader } from '../downloads/index.ts'
import type { Transport } from '../platform/network/transport.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import { findKnown, type KnownArchive, knownByPin, readReleasePage, type Sources } from './release-page.ts'
import { type Archive, archiveSchema, type Backend, type Build, isNamed, type Release } from './release.ts'

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

const pinsSchema = z.record(z.string(), z.record(z.string(), archiveSchema))

/**
 * Pins each archive to the size and checksum that the release page gave at its first install: from then on only that
 * file is installed, and the page is not asked again. Keyed by tag and the name in the manifest. An unreadable file
 * counts as no pins.
 */
function openPins(enginesFolder: string) {
  const path = join(enginesFolder, 'pinned.json')
  const read = async () => {
    const text = await readFile(path, 'utf8').catch(() => '{}')
    try {
      return pinsSchema.parse(JSON.parse(text))
    } catch {
      return {}
    }
  }
  return {
    async find({ tag }: Release, { name }: Archive): Promise<Archive | null> {
      return (await read())[tag]?.[name] ?? null
    },
    async keep({ tag }: Release, { name: pattern }: Archive, { name, sizeBytes, sha256 }: KnownArchive): Promise<void> {
      const pins = await read()
      const changed = { ...pins, [tag]: { ...pins[tag], [pattern]: { name, sizeBytes, sha256 } } }
      await writeFileAtomic(path, JSON.stringify(changed, null, 2))
    },
  }
}

export interface FetchNeeds {
  readonly enginesFolder: string
  readonly release: Release
  readonly sources: Sources
  /** For the release page. */
  readonly transport: Pick<Transport, 'send'>
  readonly downloader: Downloader
}

interface Fetched {
  readonly archives: readonly KnownArchive[]
  readonly zipPaths: readonly string[]
}

type Watch = Pick<InstallOptions, 'signal' | 'onProgress'>

const archivesOf = (enginesFolder: string): string => join(enginesFolder, '.downloads')

/** Removes complete and partial archives of other releases. Files that cannot be removed are left. */
export async function removeLeftArchives(enginesFolder: string, { builds }: Release): Promise<void> {
  const folder = archivesOf(enginesFolder)
  const patterns = builds.flatMap(({ archives }) => archives.map(({ name }) => name))
  for (const file of await readdir(folder).catch(() => [])) {
    const name = file.replace(/\.part(\.\w+)?$/, '')
    if (patterns.some((pattern) => isNamed(pattern, name))) continue
    await rm(join(folder, file), { force: true }).catch(() => undefined)
  }
}

/** Downloads a build's archives and verifies them against the announced checksums. Interrupted downloads resume. */
export async function fetchArchives(build: Build, needs: FetchNeeds, watch: Watch): Promise<Fetched> {
  const archives = await resolveArchives(build, needs, watch)
  const folder = archivesOf(needs.enginesFolder)
  await createFolder(folder)
  const totalBytes = archives.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
  const zipPaths: string[] = []
  let bytesBefore = 0
  for (const archive of archives) {
    const path = join(folder, archive.name)
    await fetchOne(archive, path, needs, {
      signal: watch.signal,
      onBytes: (bytes) => watch.onProgress?.({ stage: 'downloading', bytes: bytesBefore + bytes, totalBytes }),
    })
    bytesBefore += archive.sizeBytes
    zipPaths.push(path)
  }
  const pins = openPins(needs.enginesFolder)
  for (const [at, archive] of archives.entries()) await pins.keep(needs.release, build.archives[at]!, archive)
  return { archives, zipPaths }
}

/**
 * Resolves archives from the manifest, the pins of the first install, or else the release page, which is asked once.
 */
async function resolveArchives(
  build: Build,
  needs: FetchNeeds,
  { signal, onProgress }: Watch,
): Promise<KnownArchive[]> {
  const { enginesFolder, release, sources, transport } = needs
  const pins = openPins(enginesFolder)
  const pinned = await Promise.all(
    build.archives.map(async (archive) => {
      const first = await pins.find(release, archive)
      return knownByPin(archive, release, sources) ?? (first && knownByPin(first, release, sources))
    }),
  )
  if (pinned.every((each) => each !== null)) return pinned
  onProgress?.({ stage: 'asking', bytes: 0, totalBytes: null })
  const page = await readReleasePage({ release, sources, transport, signal })
  return build.archives.map((archive, at) => pinned[at] ?? findKnown(archive, page, sources))
}

async function fetchOne(
  { url, sizeBytes, sha256 }: KnownArchive,
  path: string,
  { downloader }: FetchNeeds,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<void> {
  const stats = await stat(path).catch(() => null)
  // Complete, from an attempt that failed later.
  if (stats?.size === sizeBytes && (await downloader.hash(path, { signal })).sha256 === sha256) return
  await rm(path, { force: true })
  const request = {
    url,
    path,
    sizeBytes,
    sha256,
    signal,
    onProgress: ({ bytes }: { readonly bytes: number }) => onBytes(bytes),
  }
  await downloader.download(request)
}
