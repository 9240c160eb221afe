import * as messages from '../../shared/messages/en/updates.ts'
import type { UpdateManifest } from './read-manifest.ts'
import type { UpdateView, UpdateBlocker, UpdateState, UpdateSupport } from '../../shared/domain/update.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import { AppError, toErrorData, type ErrorData } from '../../shared/errors/index.ts'
import { compareVersions } from '../../shared/util/compare-versions.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Logger } from '../platform/logger.ts'

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

export interface UpdatesOptions {
  readonly version: string
  readonly support: UpdateSupport
  readonly host: string | null
  readonly preference: () => Settings['updates']
  /** @throws network/*, update/unreadable, update/unsigned */
  readonly fetchManifest: () => Promise<UpdateManifest>
  /** Loaded with the first version that is found. */
  readonly openInstaller: () => Promise<UpdateInstaller>
  /** What is at work, which a restart would interrupt. */
  readonly blockers: () => Promise<readonly UpdateBlocker[]>
  /** Leaves word of what is about to be installed. */
  readonly noteInstall: (version: string) => Promise<void>
  /** Closes the program as its menu would: the window saves, then `finish` is called. */
  readonly quit: () => void
  readonly logger: Logger
  readonly nowMs: () => number
}

/** The start itself comes first. */
const firstCheckMs = 60_000
const checkEveryMs = 24 * 3_600_000
/** How soon it is noticed that the work is done. */
const lookEveryMs = 2_000

/** Finds, downloads and installs newer versions. What is installed was signed and is newer; nothing at work is interrupted. */
export function createUpdates(options: UpdatesOptions): Updates {
  return new UpdateFlow(options)
}

class UpdateFlow implements Updates {
  readonly #options: UpdatesOptions
  readonly #changed = createEmitter<[UpdateView]>()
  readonly #stop = new AbortController()
  readonly #timers = new Set<ReturnType<typeof setInterval>>()
  readonly onChanged = this.#changed.on
  #state: UpdateState = { type: 'current', checkedAtMs: null }
  #problem: ErrorData | null = null
  /** What was found, and what installs it. */
  #found: { readonly manifest: UpdateManifest; readonly installer: UpdateInstaller } | null = null
  #underWay: Promise<unknown> | null = null
  #isQuitting = false

  constructor(options: UpdatesOptions) {
    this.#options = options
  }

  view(): UpdateView {
    const { version, support, host } = this.#options
    return { version, support, host, state: this.#state, problem: this.#problem }
  }

  async check(): Promise<UpdateView> {
    return this.#options.support === 'atelier' ? this.#once(() => this.#lookForVersion(false)) : this.view()
  }

  download(): Promise<UpdateView> {
    return this.#once(() => this.#fetchFound())
  }

  async install(): Promise<void> {
    if (this.#state.type !== 'ready' || this.#found === null) throw new AppError('update/failed', messages.nothingFound)
    const { version } = this.#state
    await requireIdle(this.#options)
    await this.#found.installer.prepare()
    // It took a while.
    await requireIdle(this.#options)
    await this.#options.noteInstall(version)
    this.#isQuitting = true
    this.#options.quit()
  }

  begin(): void {
    if (this.#options.support !== 'atelier') return
    this.#timers.add(setTimeout(() => void this.#goOn(), firstCheckMs).unref())
    this.#timers.add(setInterval(() => void this.#goOn(), checkEveryMs).unref())
  }

  async finish(): Promise<void> {
    if (this.#isQuitting) await this.#found?.installer.install()
  }

  dispose(): void {
    this.#stop.abort()
    for (const timer of this.#timers) clearInterval(timer)
  }

  #show(state: UpdateState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.#changed.emit(this.view())
  }

  /** One check or download at a time; a second call joins the first. */
  async #once(work: () => Promise<void>): Promise<UpdateView> {
    this.#underWay ??= work().finally(() => {
      this.#underWay = null
    })
    await this.#underWay
    return this.view()
  }

  async #lookForVersion(isAutomatic: boolean): Promise<void> {
    if (this.#state.type === 'ready') return
    const before = this.#state
    this.#show({ type: 'checking' })
    try {
      const manifest = await this.#options.fetchManifest()
      const installer = await offered(manifest, this.#options)
      this.#problem = null
      this.#found = installer === null ? null : { manifest, installer }
      if (installer === null) return this.#show({ type: 'current', checkedAtMs: this.#options.nowMs() })
      this.#show({ type: 'available', version: manifest.version, sizeBytes: sizeOf(manifest), isAutomatic })
    } catch (thrown) {
      this.#show(before)
      throw thrown
    }
  }

  async #fetchFound(): Promise<void> {
    const before = this.#state
    if (before.type === 'ready') return
    if (before.type !== 'available' || this.#found === null) throw new AppError('update/failed', messages.nothingFound)
    const { manifest, installer } = this.#found
    const { version, sizeBytes } = before
    const onBytes = (bytes: number) => this.#show({ type: 'downloading', version, bytes, sizeBytes })
    onBytes(0)
    try {
      await installer.download(manifest, { signal: this.#stop.signal, onBytes })
    } catch (thrown) {
      this.#show(before)
      throw thrown
    }
    this.#problem = null
    this.#show({ type: 'ready', version, waitsFor: [...(await this.#options.blockers())] })
    this.#timers.add(setInterval(() => void this.#lookAtWork(), lookEveryMs).unref())
  }

  async #lookAtWork(): Promise<void> {
    if (this.#state.type !== 'ready') return
    try {
      this.#show({ ...this.#state, waitsFor: [...(await this.#options.blockers())] })
    } catch (thrown) {
      this.#options.logger.warn('updates.work-unknown', { error: thrown })
    }
  }

  async #goOn(): Promise<void> {
    const { preference, logger } = this.#options
    if (preference() === 'never') return
    try {
      await this.#once(() => this.#lookForVersion(true))
      if (preference() === 'download' && this.#state.type === 'available') await this.download()
    } catch (thrown) {
      // Not reported: nobody has asked. It is shown where updates are.
      logger.warn('updates.failed', { error: thrown })
      this.#problem = toErrorData(thrown)
      this.#changed.emit(this.view())
    }
  }
}

/** Returns what installs it where it is newer and meant for this computer; null = it is not. An older one is no update. */
async function offered(
  manifest: UpdateManifest,
  { version, openInstaller, logger }: UpdatesOptions,
): Promise<UpdateInstaller | null> {
  if (compareVersions(manifest.version, version) <= 0) {
    logger.info('updates.not-newer', { version, offered: manifest.version })
    return null
  }
  const installer = await openInstaller()
  return (await installer.offers(manifest)) ? installer : null
}

/** @throws update/busy */
async function requireIdle({ blockers }: UpdatesOptions): Promise<void> {
  if ((await blockers()).length > 0) throw new AppError('update/busy', messages.busy)
}

/** Of the largest file: which one this system takes is the installer's choice, and they differ by little. */
function sizeOf({ files }: UpdateManifest): number {
  return Math.max(...files.map(({ size }) => size))
}
