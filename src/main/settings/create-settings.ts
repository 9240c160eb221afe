import { settingsPatchSchema, settingsSchema, type Settings, type SettingsPatch } from '../../shared/domain/settings.ts'
import { AppError, type ErrorData } from '../../shared/errors/index.ts'
import type { Logger } from '../platform/logger.ts'
import { coalesce } from './coalesce.ts'
import { createSettingsFile } from './settings-file.ts'

export interface SettingsStore {
  /** Reads the file the first time. A damaged one never fails: what it held that is sound is kept. */
  load(): Promise<Settings>
  /** What was last loaded or changed. @throws internal/bug before the first `load` has resolved */
  get(): Settings
  /** In force at once; resolves when it is on disk. @throws request/invalid, storage/* */
  change(patch: SettingsPatch): Promise<Settings>
  onChanged(listener: (settings: Settings) => void): () => void
  /** Waits until everything is on disk. */
  dispose(): Promise<void>
}

export interface SettingsOptions {
  readonly path: string
  readonly logger: Logger
  /** Called when the file was damaged, with words for the artist. */
  readonly onNoticed?: (notice: ErrorData) => void
}

export function createSettings({ path, logger, onNoticed }: SettingsOptions): SettingsStore {
  const file = createSettingsFile(path)
  const listeners = new Set<(settings: Settings) => void>()
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

  async function write(): Promise<void> {
    const addOthers = await file.readOthers()
    if (addOthers !== null) announce(addOthers(get()))
    await file.write(get())
  }

  function announce(settings: Settings): void {
    current = settings
    for (const listener of listeners) listener(settings)
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
    change: (patch) => {
      const changed = change(patch)
      changing.add(changed)
      return changed.finally(() => changing.delete(changed))
    },
    onChanged: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose: async () => {
      await Promise.allSettled(changing)
    },
  }
}

function applyPatch(settings: Settings, patch: SettingsPatch): Settings {
  const parsed = settingsPatchSchema.safeParse(patch)
  if (parsed.success) return settingsSchema.parse({ ...settings, ...parsed.data })
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new AppError('request/invalid', `This setting has a value Atelier cannot use: ${where}.`)
}
