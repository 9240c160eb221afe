import type { Settings } from '../../shared/domain/settings.ts'
import type { UpdateObstacle, UpdateState, UpdateSupport, UpdateView } from '../../shared/domain/update.ts'
import { AppError, toErrorData, type ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/updates.ts'
import { compareVersions } from '../../shared/util/compare-versions.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Logger } from '../platform/logger.ts'
import type { UpdateManifest } from './read-manifest.ts'
import type { UpdateInstaller, Updates } from './updates.ts'

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
  readonly obstacles: () => Promise<readonly UpdateObstacle[]>
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

interface Stage {
  state: UpdateState
  problem: ErrorData | null
  manifest: UpdateManifest | null
  installer: UpdateInstaller | null
}

/** Finds, downloads and installs newer versions. What is installed was signed and is newer; nothing at work is interrupted. */
export function createUpdates(options: UpdatesOptions): Updates {
  const { version, support, host, logger } = options
  const { on: onChanged, emit } = createEmitter<[UpdateView]>()
  const stage: Stage = {
    state: { type: 'current', checkedAtMs: null },
    problem: null,
    manifest: null,
    installer: null,
  }
  const stop = new AbortController()
  const timers = new Set<ReturnType<typeof setInterval>>()
  let isQuitting = false
  let underWay: Promise<unknown> | null = null

  const view = (): UpdateView => ({ version, support, host, state: stage.state, problem: stage.problem })

  function show(state: UpdateState): void {
    if (JSON.stringify(state) === JSON.stringify(stage.state)) return
    stage.state = state
    emit(view())
  }

  /** One check or download at a time; a second call joins the first. */
  async function once(work: () => Promise<void>): Promise<UpdateView> {
    underWay ??= work().finally(() => (underWay = null))
    await underWay
    return view()
  }

  async function lookForVersion(isAutomatic: boolean): Promise<void> {
    if (stage.state.type === 'ready') return
    const before = stage.state
    show({ type: 'checking' })
    try {
      const manifest = await options.fetchManifest()
      const found = await offered(manifest, options)
      stage.problem = null
      stage.manifest = found === null ? null : manifest
      stage.installer = found
      if (found === null) return show({ type: 'current', checkedAtMs: options.nowMs() })
      show({ type: 'available', version: manifest.version, sizeBytes: sizeOf(manifest), isAutomatic })
    } catch (thrown) {
      show(before.type === 'checking' ? { type: 'current', checkedAtMs: null } : before)
      throw thrown
    }
  }

  async function fetchFound(): Promise<void> {
    const { state, manifest, installer } = stage
    if (state.type === 'ready') return
    if (state.type !== 'available' || manifest === null || installer === null)
      throw new AppError('update/failed', messages.nothingFound)
    const { sizeBytes } = state
    const onBytes = (bytes: number) => show({ type: 'downloading', version: manifest.version, bytes, sizeBytes })
    onBytes(0)
    try {
      await installer.download(manifest, { signal: stop.signal, onBytes })
    } catch (thrown) {
      show(state)
      throw thrown
    }
    stage.problem = null
    show({ type: 'ready', version: manifest.version, waitsFor: [...(await options.obstacles())] })
    timers.add(setInterval(() => void lookAtWork(), lookEveryMs).unref())
  }

  async function lookAtWork(): Promise<void> {
    if (stage.state.type !== 'ready') return
    try {
      show({ ...stage.state, waitsFor: [...(await options.obstacles())] })
    } catch (thrown) {
      logger.warn('updates.work-unknown', { error: thrown })
    }
  }

  async function goOn(): Promise<void> {
    if (options.preference() === 'never') return
    try {
      await once(() => lookForVersion(true))
      if (options.preference() === 'download' && stage.state.type === 'available') await once(fetchFound)
    } catch (thrown) {
      // Not reported: nobody has asked. It is shown where updates are.
      logger.warn('updates.failed', { error: thrown })
      stage.problem = toErrorData(thrown)
      emit(view())
    }
  }

  return {
    view,
    check: async () => {
      if (support !== 'atelier') return view()
      return once(() => lookForVersion(false))
    },
    download: () => once(fetchFound),
    async install() {
      const { state, installer } = stage
      if (state.type !== 'ready' || installer === null) throw new AppError('update/failed', messages.nothingFound)
      await requireIdle(options)
      await installer.prepare()
      await options.noteInstall(state.version)
      // It took a while.
      await requireIdle(options)
      isQuitting = true
      options.quit()
    },
    begin() {
      if (support !== 'atelier') return
      timers.add(setTimeout(() => void goOn(), firstCheckMs).unref())
      timers.add(setInterval(() => void goOn(), checkEveryMs).unref())
    },
    async finish() {
      if (isQuitting) await stage.installer?.install()
    },
    onChanged,
    dispose() {
      stop.abort()
      for (const timer of timers) clearInterval(timer)
    },
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
async function requireIdle({ obstacles }: UpdatesOptions): Promise<void> {
  if ((await obstacles()).length > 0) throw new AppError('update/busy', messages.busy)
}

/** Of the largest file: which one this system takes is the installer's choice, and they differ by little. */
function sizeOf({ files }: UpdateManifest): number {
  return Math.max(...files.map(({ size }) => size))
}
