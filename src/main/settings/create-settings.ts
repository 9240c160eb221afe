import { basename } from 'node:path'
import {
  settingsPatchSchema,
  settingsSchema,
  type Settings,
  type SettingsPatch,
  type WindowSettings,
} from '../../shared/domain/settings.ts'
import { AppError, toErrorData, type ErrorData } from '../../shared/errors/index.ts'
import { setInFile, settingsNotRead, valueNotValid } from '../../shared/messages/en/configuration.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Logger } from '../platform/logger.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import type { ConfigurationSource } from './configuration-source.ts'
import type { ConfiguredSetting } from './configuration/configuration.ts'
import { splitChange, withConfigured } from './configured-settings.ts'
import { readChanged, readSettings, type ReadResult } from './read-settings.ts'

export interface SettingsStore {
  /** Reads the file on the first call. Never fails for a damaged one: its valid parts are kept. */
  load(): Promise<Settings>
  /** Returns the last loaded or changed settings. @throws internal/bug before the first `load` has resolved */
  get(): Settings
  /** Returns them without the values of `atelier.yaml`. @throws internal/bug before the first `load` has resolved */
  own(): Settings
  /** Returns what only `atelier.yaml` can change, by the names in it. */
  setInFile(): WindowSettings['setInFile']
  /** Takes effect at once; resolves when it is on disk. @throws request/invalid, storage/* */
  change(patch: SettingsPatch): Promise<Settings>
  /** Takes over what another program has written to the file. */
  reload(): Promise<void>
  onChanged(listener: (settings: Settings) => void): () => void
  /** Waits until everything is on disk. */
  dispose(): Promise<void>
}

export interface SettingsOptions {
  readonly path: string
  readonly logger: Logger
  /** Its values are in effect instead of those in `settings.json`, which keeps its own. */
  readonly configuration?: Pick<ConfigurationSource, 'path' | 'load' | 'get' | 'onChanged'>
  /** Called with a message for the user if the file was damaged. */
  readonly onNoticed?: (notice: ErrorData) => void
}

export function createSettings({ path, logger, onNoticed, configuration }: SettingsOptions): SettingsStore {
  const file = createSettingsFile(path)
  const state = createSettingsState(configuration)
  let loading: Promise<void> | null = null
  const save = coalesce(write)
  const takeOver = coalesce(takeOthers)
  const changing = new Set<Promise<Settings>>()

  async function readFirst(): Promise<void> {
    const [{ settings, notice }] = await Promise.all([file.read(), configuration?.load()])
    state.begin(settings)
    if (notice === null) return
    logger.warn('settings.damaged', { detail: notice.detail })
    onNoticed?.(notice)
  }

  async function load(): Promise<Settings> {
    loading ??= readFirst().catch((thrown: unknown) => {
      loading = null
      throw thrown
    })
    await loading
    return state.get()
  }

  async function takeOthers(): Promise<void> {
    const found = await file.readOthers()
    if (found === 'invalid') onNoticed?.(toErrorData(new AppError('storage/corrupt', settingsNotRead({ path }))))
    else if (found !== null) state.announce(found(state.own()))
  }

  async function write(): Promise<void> {
    const found = await file.readOthers()
    if (typeof found === 'function') state.announce(found(state.own()))
    await file.write(state.own())
  }

  async function change(patch: SettingsPatch): Promise<Settings> {
    await load()
    state.apply(checkPatch(patch))
    await save()
    return state.get()
  }

  return {
    load,
    get: state.get,
    own: state.own,
    setInFile: state.setInFile,
    change: (patch) => {
      const changed = change(patch)
      changing.add(changed)
      return changed.finally(() => changing.delete(changed))
    },
    reload: async () => {
      if (state.hasBegun()) await takeOver()
    },
    onChanged: state.onChanged,
    dispose: async () => {
      await Promise.allSettled(changing)
    },
  }
}

interface SettingsState extends Pick<SettingsStore, 'get' | 'own' | 'setInFile' | 'onChanged'> {
  begin(own: Settings): void
  hasBegun(): boolean
  announce(own: Settings): void
  /** @throws request/invalid for what only the file can change */
  apply(patch: SettingsPatch): void
}

/** The settings in memory: as in `settings.json`, and as in effect with the values of `atelier.yaml`. */
function createSettingsState(configuration: SettingsOptions['configuration']): SettingsState {
  const announced = createEmitter<[Settings]>()
  let own: Settings | null = null
  let current: Settings | null = null
  let configured: readonly ConfiguredSetting[] = []
  const fileName = () => basename(configuration?.path ?? '')
  configuration?.onChanged(() => {
    configured = configuration.get().settings
    if (own !== null) announce(own)
  })

  function announce(settings: Settings): void {
    own = settings
    current = withConfigured(settings, configured)
    announced.emit(current)
  }

  const requireOwn = () => own ?? failUnloaded()
  return {
    get: () => current ?? failUnloaded(),
    own: requireOwn,
    hasBegun: () => own !== null,
    begin(settings) {
      configured = configuration?.get().settings ?? []
      // The window has opened with what is in `settings.json`.
      if (configured.length > 0) return announce(settings)
      own = settings
      current = settings
    },
    announce,
    apply(patch) {
      const split = splitChange(patch, { own: requireOwn(), configured })
      if (split.refused.length > 0) {
        throw new AppError('request/invalid', setInFile({ names: split.refused.join(', '), file: fileName() }))
      }
      configured = split.configured
      announce(settingsSchema.parse({ ...requireOwn(), ...split.patch }))
    },
    setInFile: () => ({
      file: fileName(),
      names: configured.flatMap(({ name, isInitial }) => (isInitial ? [] : [name])),
    }),
    onChanged: announced.on,
  }
}

function failUnloaded(): never {
  throw new AppError('internal/bug', 'The settings were asked for before they were loaded.')
}

function checkPatch(patch: SettingsPatch): SettingsPatch {
  const parsed = settingsPatchSchema.safeParse(patch)
  if (parsed.success) return parsed.data
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
   * a window is open, and neither overwrites the other's changes. null = nothing; `invalid` = not settings, once.
   */
  readOthers(): Promise<((ours: Settings) => Settings) | 'invalid' | null>
  write(settings: Settings): Promise<void>
}

function createSettingsFile(path: string): SettingsFile {
  /** The file's content as last read or written here. */
  let known: Pick<ReadResult, 'settings' | 'text'> | null = null
  let invalidText: string | null = null
  let turn: Promise<unknown> = Promise.resolve()
  async function readChange(): Promise<((ours: Settings) => Settings) | 'invalid' | null> {
    if (known === null) return null
    const { settings: previous, text } = known
    const found = await readChanged(path, text)
    if (found === null) return null
    const theirs = found.settings
    if (theirs === null) {
      if (found.text === invalidText) return null
      invalidText = found.text
      return 'invalid'
    }
    known = { settings: theirs, text: found.text }
    return (ours) => mergeFields({ before: previous, ours, theirs })
  }

  return {
    async read() {
      const found = await readSettings(path)
      known = found
      return found
    },
    readOthers() {
      // Two at once would each take the other's news for a change of ours.
      const mine = turn.then(readChange, readChange)
      turn = mine
      return mine
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
