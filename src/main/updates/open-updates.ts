import { existsSync } from 'node:fs'
import { readFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Settings } from '../../shared/domain/settings.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Logger } from '../platform/logger.ts'
import type { Transport } from '../platform/network/transport.ts'
import { createUpdates, type Updates } from './updates.ts'
import { fetchManifest } from './fetch-manifest.ts'
import { updateSupport } from './install-type.ts'
import { blockersOf, type WorkFacts } from './blockers.ts'
import { parseUpdateSource, type UpdateSource } from './update-source.ts'
import * as messages from '../../shared/messages/en/updates.ts'
import { unreadable } from '../../shared/messages/en/updates.ts'

export interface OpenUpdatesOptions {
  readonly version: string
  readonly isPackaged: boolean
  /** Written by the build; it does not exist in one without an address. */
  readonly sourceFile: string
  /** Downloads are kept below `updates` there. */
  readonly cacheFolder: string
  /** Exists from the quit for an update to the next start. */
  readonly noteFile: string
  readonly transport: Pick<Transport, 'send'>
  readonly preference: () => Settings['updates']
  readonly work: () => Promise<WorkFacts>
  readonly quit: () => void
  /** Runs what starts Atelier again, with the environment that it was started with. */
  readonly startAgain: (start: () => boolean) => boolean
  /** Called where the last update did not arrive. */
  readonly onNotInstalled: (error: AppError) => void
  readonly logger: Logger
}

/** Opens the updates of this installation, with the address and key that were built in. */
export async function openUpdates(options: OpenUpdatesOptions): Promise<Updates> {
  const { version, cacheFolder, logger, work, startAgain } = options
  const source = await readSource(options)
  const note = createInstallNote(options.noteFile)
  const failure = await note.take(version)
  if (failure !== null) options.onNotInstalled(failure)
  return createUpdates({
    version,
    support: await supportHere(source),
    host: source === null ? null : new URL(source.url).host,
    preference: options.preference,
    fetchManifest: async () => {
      if (source === null) throw new AppError('update/unreadable', unreadable)
      return fetchManifest({ source, transport: options.transport, system: process })
    },
    openInstaller: async () => {
      if (source === null) throw new AppError('update/unreadable', unreadable)
      const { openElectronInstaller } = await import('./electron-installer.ts')
      return openElectronInstaller({ source, cacheFolder, startAgain, logger })
    },
    blockers: async () => blockersOf(await work()),
    noteInstall: (next) => note.write(next),
    quit: options.quit,
    logger,
    nowMs: () => Date.now(),
  })
}

async function readSource({ isPackaged, sourceFile }: OpenUpdatesOptions): Promise<UpdateSource | null> {
  const text = await readFile(sourceFile, 'utf8').catch(() => null)
  return text === null ? null : parseUpdateSource(text, { allowsLoopback: !isPackaged })
}

async function supportHere(source: UpdateSource | null) {
  const uninstaller = join(dirname(process.execPath), 'Uninstall Atelier.exe')
  const packageType = await readFile(join(process.resourcesPath, 'package-type'), 'utf8').catch(() => null)
  return updateSupport({
    platform: process.platform,
    env: process.env,
    hasSource: source !== null,
    packageType: packageType?.trim() ?? null,
    hasUninstaller: existsSync(uninstaller),
  })
}

/** Left before the program quits for an update: what fails then has no window to say so. */
interface InstallNote {
  write(version: string): Promise<void>
  /** Returns why the last update did not arrive; null = it did, or there was none. Forgets it. */
  take(current: string): Promise<AppError | null>
}

function createInstallNote(path: string): InstallNote {
  return {
    async write(version) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, version)
    },
    async take(current) {
      const version = await readFile(path, 'utf8').catch(() => null)
      if (version === null) return null
      await rm(path, { force: true })
      if (version === current) return null
      return new AppError('update/failed', messages.notInstalled({ version, current }))
    },
  }
}
