import { createHash } from 'node:crypto'
import { createReadStream, renameSync, unlinkSync } from 'node:fs'
import { mkdir, rm, writeFile, chmod, copyFile, open } from 'node:fs/promises'
import { basename, join, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { spawn } from 'node:child_process'
import { app, autoUpdater } from 'electron'
import {
  CancellationToken,
  MacUpdater,
  NsisUpdater,
  Provider,
  type AppUpdater,
  type ProgressInfo,
  type ResolvedUpdateFileInfo,
  type UpdateInfo,
  AppImageUpdater,
} from 'electron-updater'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/updates.ts'
import type { Logger } from '../platform/logger.ts'
import { toUpdateError } from './update-errors.ts'
import type { UpdateManifest } from './read-manifest.ts'
import type { DownloadWatch, UpdateInstaller } from './updates.ts'
import type { UpdateSource } from './update-source.ts'

export interface InstallerOptions {
  readonly source: UpdateSource
  /** What it downloads is kept below `updates` there. */
  readonly cacheFolder: string
  readonly startAgain: (start: () => boolean) => boolean
  readonly logger: Logger
}

/** How long macOS may take to check and unpack the update, in ms. */
const macPatienceMs = 180_000

/** electron-updater, which is told of verified manifests only and sends nothing but the request for the file. */
export async function openElectronInstaller(options: InstallerOptions): Promise<UpdateInstaller> {
  const folder = join(options.cacheFolder, 'updates')
  await mkdir(folder, { recursive: true })
  let offeredManifest: UpdateManifest | null = null
  const updater = await createUpdater(options, folder, () => offeredManifest)
  let downloaded: { readonly path: string; readonly sha512: string } | null = null
  return {
    async offers(manifest) {
      offeredManifest = manifest
      return (await updater.checkForUpdates())?.isUpdateAvailable ?? false
    },
    async download(manifest, watch) {
      const path = await downloadBy(updater, manifest, watch, options)
      const file = manifest.files.find(({ url }) => url === basename(path))
      if (file === undefined) throw new AppError('update/failed', messages.nothingFound)
      downloaded = { path, sha512: file.sha512 }
    },
    async prepare() {
      if (downloaded === null) throw new AppError('update/failed', messages.nothingFound)
      // It may have lain there for days.
      if ((await hashOf(downloaded.path)) !== downloaded.sha512) {
        await rm(downloaded.path, { force: true })
        throw new AppError('download/mismatch', messages.otherFile)
      }
      if (updater instanceof StagedAppImageUpdater) await updater.stage(downloaded)
    },
    async install() {
      if (updater instanceof MacUpdater) return installOnMac(updater)
      // The new program starts while this one ends.
      app.releaseSingleInstanceLock()
      const isBegun = options.startAgain(() => updater.install(false, true))
      if (!isBegun) throw new AppError('update/failed', messages.nothingFound)
    },
  }
}

async function createUpdater(
  { source, cacheFolder, logger }: InstallerOptions,
  folder: string,
  manifest: () => UpdateManifest | null,
): Promise<StagedAppImageUpdater | NsisUpdater | MacUpdater> {
  const updater = updaterOf(process.platform)
  // It would read both from a file beside the program, and write into a folder of its own.
  const config = join(folder, 'config.yml')
  await writeFile(config, JSON.stringify({ updaterCacheDirName: 'updates', publisherName: source.publisher }))
  updater.updateConfigPath = config
  Object.defineProperty(Reflect.get(updater, 'app'), 'baseCachePath', { value: cacheFolder })
  updater.logger = toUpdaterLogger(logger)
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  // A block map is not signed; whole files are compared with the manifest.
  updater.disableDifferentialDownload = true
  updater.disableWebInstaller = true
  updater.requestHeaders = { 'User-Agent': 'Atelier', 'Accept-Language': 'en' }
  // Only where the program is not packaged, in tests.
  updater.forceDevUpdateConfig = !app.isPackaged
  updater.setFeedURL({ provider: 'custom', updateProvider: verifiedProvider(source, manifest) })
  return updater
}

function updaterOf(platform: NodeJS.Platform) {
  if (platform === 'darwin') return new MacUpdater()
  return platform === 'win32' ? new NsisUpdater() : new StagedAppImageUpdater()
}

/** Answers with the manifest whose signature was checked, and leads to files beside it only. */
function verifiedProvider({ url }: UpdateSource, manifest: () => UpdateManifest | null) {
  return class VerifiedProvider extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime)
    }
    async getLatestVersion(): Promise<UpdateInfo> {
      const found = manifest()
      if (found === null) throw new AppError('update/failed', messages.nothingFound)
      const { version, files, stagingPercentage, minimumSystemVersion, releaseDate = '' } = found
      const [first] = files
      return {
        version,
        files: files.map((file) => ({ ...file })),
        path: first?.url ?? '',
        sha512: first?.sha512 ?? '',
        releaseDate,
        ...(stagingPercentage !== undefined && { stagingPercentage }),
        ...(minimumSystemVersion !== undefined && { minimumSystemVersion }),
      }
    }
    resolveFiles({ files }: UpdateInfo): ResolvedUpdateFileInfo[] {
      return files.map((info) => ({ url: new URL(info.url, url), info }))
    }
  }
}

async function downloadBy(
  updater: AppUpdater,
  { version, files }: UpdateManifest,
  { signal, onBytes }: DownloadWatch,
  { source }: InstallerOptions,
): Promise<string> {
  const token = new CancellationToken()
  const stop = () => token.cancel()
  const sizeMax = Math.max(...files.map(({ size }) => size))
  let isTooLong = false
  const watch = ({ transferred }: ProgressInfo) => {
    onBytes(Math.min(transferred, sizeMax))
    // Nobody fills the disk by sending on and on.
    if (transferred <= sizeMax) return
    isTooLong = true
    token.cancel()
  }
  signal.addEventListener('abort', stop, { once: true })
  updater.on('download-progress', watch)
  try {
    const [path] = await updater.downloadUpdate(token)
    if (path === undefined) throw new AppError('update/failed', messages.nothingFound)
    return path
  } catch (thrown) {
    if (isTooLong) throw new AppError('download/mismatch', messages.otherFile, { cause: thrown })
    throw toUpdateError(thrown, { host: new URL(source.url).host, version })
  } finally {
    signal.removeEventListener('abort', stop)
    updater.off('download-progress', watch)
  }
}

/** The system unpacks it, ends this program and starts the new one. */
function installOnMac(updater: MacUpdater): Promise<void> {
  return new Promise((_resolve, reject) => {
    const fail = (cause: unknown) => reject(new AppError('update/failed', messages.nothingFound, { cause }))
    setTimeout(() => fail('It took too long.'), macPatienceMs)
    autoUpdater.once('error', fail)
    updater.quitAndInstall()
  })
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64')
}

const textOf = (value: unknown) => (value instanceof Error ? value.message : String(value))

function toUpdaterLogger(logger: Logger) {
  return {
    info: (value: unknown) => logger.info('updater', { text: textOf(value) }),
    warn: (value: unknown) => logger.warn('updater', { text: textOf(value) }),
    error: (value: unknown) => logger.warn('updater.failed', { text: textOf(value) }),
  }
}

/**
 * Replaces the AppImage by a rename: electron-updater deletes it before it moves the new one there, and a full disk
 * would leave no program at all.
 */
class StagedAppImageUpdater extends AppImageUpdater {
  #staged: { readonly path: string; readonly target: string; readonly current: string } | null = null

  /** Copies the update beside the program, on the same disk. @throws storage/*, update/failed */
  async stage({ path }: { readonly path: string }): Promise<void> {
    const current = process.env['APPIMAGE']
    if (current === undefined) throw new AppError('update/failed', messages.nothingFound)
    const target = nextPath(current, path)
    const staged = join(dirname(current), `.${basename(target)}.update`)
    try {
      await copyFile(path, staged)
      await chmod(staged, 0o755)
      const file = await open(staged, 'r+')
      try {
        await file.sync()
      } finally {
        await file.close()
      }
      this.#staged = { path: staged, target, current }
    } catch (thrown) {
      await rm(staged, { force: true }).catch(() => undefined)
      throw toFileError(thrown, messages.notPrepared({ file: basename(current) }))
    }
  }

  protected override doInstall(): boolean {
    if (this.#staged === null) return false
    const { path, target, current } = this.#staged
    renameSync(path, target)
    if (target !== current) unlinkSync(current)
    spawn(target, [], { detached: true, stdio: 'ignore' }).unref()
    return true
  }
}

/** A name with a version gets that of the new one; a name that a person has chosen stays. */
function nextPath(current: string, downloaded: string): string {
  return /\d+\.\d+\.\d+/.test(basename(current)) ? join(dirname(current), basename(downloaded)) : current
}
