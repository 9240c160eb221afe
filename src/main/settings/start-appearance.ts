import { readFileSync } from 'node:fs'
import type { Settings } from '../../shared/domain/settings.ts'

type Theme = Settings['theme']

/** The settings the window needs for its first frame. */
export type StartAppearance = Pick<Settings, 'theme' | 'uiScale'>

const themes: Readonly<Record<Theme, true>> = { system: true, dark: true, light: true }

/**
 * Reads them before the settings are loaded, so that the window need not wait for zod and all schemas. Errors are
 * handled and reported when the settings are loaded.
 */
export function readStartAppearance(settingsFile: string): StartAppearance {
  const { theme, uiScale } = readFields(settingsFile)
  return { theme: isTheme(theme) ? theme : 'dark', uiScale: isScale(uiScale) ? uiScale : 1 }
}

function readFields(settingsFile: string): { readonly theme?: unknown; readonly uiScale?: unknown } {
  try {
    return { ...(JSON.parse(readFileSync(settingsFile, 'utf8')) as object | null) }
  } catch {
    return {}
  }
}

function isTheme(value: unknown): value is Theme {
  return typeof value === 'string' && Object.hasOwn(themes, value)
}

function isScale(value: unknown): value is number {
  return typeof value === 'number' && value >= 0.8 && value <= 2
}
