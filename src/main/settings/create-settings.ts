import { settingsPatchSchema, settingsSchema, type Settings, type SettingsPatch } from '../../shared/domain/settings.ts'
import { AppError, type ErrorData } from '../../shared/errors/index.ts'
import { valueNotValid } from '../../shared/messages/en/configuration.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Logger } from '../platform/logger.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { readChanged, readSettings, type ReadResult } from './read-settings.ts'

export interface SettingsStore {
  /** Reads the file on the first call. Never fails for a damaged one: its valid parts are kept. */
  load(): Promise<Settings>
  /** Returns the last loaded or changed settings. @throws internal/bug before the first `load` has resolved */
  get(): Settings
  /** Takes over what another process has written since: a long-running one must not go by limits of yesterday. */
  refresh(): Promise<void>
  /** Takes effect at once; resolves when it is on disk. @throws request/invalid, storage/* */
  change(patch: SettingsPatch): Promise<Settings>
  onChanged(listener: (settings: Settings) => void): () => void
  /** Waits until everything is on disk. */
  dispose(): Promise<void>
}

export interface SettingsOptions {
  readonly path: string
  readonly logger: Logger
  /** Called with a message for the user if the file was damaged. */
  readonly onNoticed?: (notice: ErrorData) => void
}

export function createSettings({ path, logger, onNoticed }: SettingsOptions): SettingsStore {
  const file = createSettingsFile(path)
  const announced = createEmitter<[Settings]>()
  let current: Settings | null = null
  let loading: Promise<Settings> | null = null
  const save = coalesce(write)
  const changing = new Set<Promise<Settings>>()

  async function readFirst(): Promise<Settings> {
    const { settings, notice } = await file.read()
    current = settings
    if (notice === null) return settings
    logger.warn('settings.damaged', { detail: notice.detail })
    onNoticed?.(notice)
    return settings
  }

  async function load(): Promise<Settings> {
    loading ??= readFirst().catch((thrown: unknown) => {
      loading = null
      throw thrown
    })
    await loading
    return get()
  }

  async function refresh(): Promise<void> {
    await load()
    const addOthers = await file.takeOthers()
    if (addOthers !== null) announce(addOthers(get()))
  }

  async function write(): Promise<void> {
    await refresh()
    await file.write(get())
  }

  function announce(settings: Settings): void {
    current = settings
    announced.emit(settings)
  }

  function get(): Settings {
    if (current === null) throw new AppError('internal/bug', 'The settings were asked for before they were loaded.')
    return current
  }

  async function change(patch: SettingsPatch): Promise<Settings> {
    await load()
    announce(applyPatch(get(), patch))
    await save()
    return get()
  }

  return {
    load,
    get,
    refresh,
    change: (patch) => {
      const changed = change(patch)
      changing.add(changed)
      return changed.finally(() => changing.delete(changed))
    },
    onChanged: announced.on,
    dispose: () => Promise.allSettled(changing).then(() => undefined),
  }
}

function applyPatch(settings: Settings, patch: SettingsPatch): Settings {
  const parsed = settingsPatchSchema.safeParse(patch)
  if (parsed.success) return settingsSchema.parse({ ...settings, ...parsed.data })
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new AppError('request/invalid', valueNotValid({ name: where }))
}

/** Runs `work` one at a time; calls made while it runs share the single run after it. */
function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null
        running = work()
        return running
      })
    return next
  }
}

interface SettingsFile {
  read(): Promise<ReadResult>
  /**
   * Returns what another process has written since, as a function on our settings: the command line changes some while
   * a window is open, and neither overwrites the other's changes. null = nothing.
   */
  takeOthers(): Promise<((ours: Settings) => Settings) | null>
  write(settings: Settings): Promise<void>
}

function createSettingsFile(path: string): SettingsFile {
  /** The file's content as last read or written here. */
  let known: Pick<ReadResult, 'settings' | 'text'> | null = null
  let turn: Promise<((ours: Settings) => Settings) | null> = Promise.resolve(null)

  async function take(): Promise<((ours: Settings) => Settings) | null> {
    if (known === null) return null
    const { settings: previous, text } = known
    const theirs = await readChanged(path, text)
    if (theirs === null) return null
    known = theirs
    return (ours) => mergeFields({ before: previous, ours, theirs: theirs.settings })
  }

  return {
    async read() {
      const found = await readSettings(path)
      known = found
      return found
    },
    takeOthers() {
      // Two at once would each take the other's news for a change of ours.
      return (turn = turn.catch(() => null).then(take))
    },
    async write(settings) {
      const text = `${JSON.stringify(settings, null, 2)}\n`
      await writeFileAtomic(path, text)
      known = { settings, text }
    },
  }
}

/** Takes their values where ours have not changed. */
function mergeFields({ before, ours, theirs }: Readonly<Record<'before' | 'ours' | 'theirs', Settings>>): Settings {
  const isOurs = (field: keyof Settings) => JSON.stringify(ours[field]) !== JSON.stringify(before[field])
  const changed = (Object.keys(ours) as (keyof Settings)[]).filter(isOurs)
  return { ...theirs, ...Object.fromEntries(changed.map((field) => [field, ours[field]])) }
}
