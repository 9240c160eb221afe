import type { Settings, SettingsPatch } from '../../shared/domain/settings.ts'
import type { ConfiguredSetting, SettingsField } from './configuration/configuration.ts'

/** Returns the settings with the values of the file in place of their own. */
export function withConfigured(own: Settings, configured: readonly ConfiguredSetting[]): Settings {
  return configured.reduce((settings, { field, value }) => withValue(settings, field, value), own)
}

interface SplitOptions {
  /** As in `settings.json`. */
  readonly own: Settings
  readonly configured: readonly ConfiguredSetting[]
}

interface SplitChange {
  /** The part that belongs in `settings.json`. */
  readonly patch: SettingsPatch
  /** Without the initial values that the change replaces. */
  readonly configured: readonly ConfiguredSetting[]
  /** Names of settings that only the file can change. */
  readonly refused: readonly string[]
}

/**
 * Splits a change made where the file's values are in effect. A patch replaces whole fields, and so repeats the file's
 * values for the parts it leaves alone: those keep their own value.
 */
export function splitChange(change: SettingsPatch, { own, configured }: SplitOptions): SplitChange {
  let patch = change
  const refused: string[] = []
  const remaining = configured.filter(({ name, field, value, isInitial }) => {
    if (!(field[0] in change)) return true
    if (isSame(fieldValue(change, field), value)) patch = withValue(patch, field, fieldValue(own, field))
    else if (isInitial) return false
    else refused.push(name)
    return true
  })
  return { patch, configured: remaining, refused }
}

export function fieldValue(settings: Settings | SettingsPatch, [name, part]: SettingsField): unknown {
  const value = settings[name as keyof SettingsPatch]
  return part === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[part]
}

function withValue<T extends Settings | SettingsPatch>(settings: T, [name, part]: SettingsField, value: unknown): T {
  if (part === undefined) return { ...settings, [name]: value }
  return { ...settings, [name]: { ...(settings[name as keyof T] as object), [part]: value } }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
